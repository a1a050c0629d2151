// Shaping the master: how much, how loud, by keyboard, and with a reference track.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";

import { Visit, audio, launch, loudness, sleep } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** The samples of any file, all channels in turn, as ffmpeg reads them. */
function samples(file) {
  const { stdout } = spawnSync("ffmpeg", ["-v", "error", "-i", file, "-f", "f32le", "-"], { maxBuffer: 1 << 28 });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}

/** What is left of `master` after the mix times its best gain is taken off it, in dB, and that gain. */
function residual(mix, master) {
  const frames = Math.min(mix.length, master.length);
  let cross = 0;
  let energy = 0;
  for (let n = 0; n < frames; n++) {
    cross += mix[n] * master[n];
    energy += mix[n] * mix[n];
  }
  const gain = cross / energy;
  let rest = 0;
  for (let n = 0; n < frames; n++) rest += (master[n] - gain * mix[n]) ** 2;
  return { gainDb: 20 * Math.log10(gain), residualDb: 10 * Math.log10(rest / (gain * gain * energy)) };
}

/** Takes the master home, reads something off the file, and makes room for the next one. */
async function taken(visit, read) {
  await visit.page.waitForFunction(() => !document.querySelector("#download").disabled);
  const file = await visit.download();
  const what = read(file);
  rmSync(file);
  return what;
}

/** Presses Tab until the element with this id has the keyboard. */
async function tabTo(page, id, most = 25) {
  for (let presses = 0; presses < most; presses++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`#${id} is not reached by Tab`);
}

test("a master is shaped by keyboard, made as loud as asked, and held against a reference track", async (t) => {
  const [song, reference] = [audio("music/jazz_kevin-macleod_vibe-ace.ogg"), audio("music/electronic_maxstack_advanced-simulacra.ogg")];
  if (!song || !reference) return t.skip("no audio");
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  const askedBefore = visit.asked().length;
  await visit.drop(song);
  const untouched = await visit.event("testpress:mastered");

  // By keyboard alone: open the panel, go to the amount, turn it all the way down.
  await page.focus("#use-reference");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), "shape");
  await page.keyboard.press("Enter");
  await tabTo(page, "amount");
  await page.keyboard.press("Home");
  await visit.event("testpress:mastered", 2);
  assert.match(await page.$eval("#amount", (slider) => slider.ariaValueText ?? slider.getAttribute("aria-valuetext")), /one gain, nothing else/);
  const plain = residual(samples(song), await taken(visit, samples));
  t.diagnostic(`amount 0: one gain of ${plain.gainDb.toFixed(2)} dB, residual ${plain.residualDb.toFixed(0)} dB`);
  assert.ok(plain.residualDb < -90, `amount 0 leaves a residual of ${plain.residualDb} dB`);

  // A slider keeps its own arrows: they don't move the song.
  await page.focus("#amount");
  await page.keyboard.press("End");
  await visit.event("testpress:mastered", 3);
  await tabTo(page, "tilt");
  await page.keyboard.press("ArrowRight");
  await visit.event("testpress:mastered", 4);
  assert.equal(await visit.text("#time-now"), "0:00");
  assert.match(await visit.text("#shape summary"), /1 step brighter/);

  // The streaming loudness, read by another meter; and back to the start.
  await page.click("#loudness input[value=streaming]");
  const streaming = await visit.event("testpress:mastered", 5);
  assert.ok(Math.abs(streaming.lufs_after + 14) < 0.1, `${streaming.lufs_after} LUFS`);
  const read = await taken(visit, loudness);
  assert.ok(Math.abs(read.lufs + 14) <= 0.15 && read.dbtp <= -0.9, `${read.lufs} LUFS, ${read.dbtp} dBTP`);
  await page.click("#unshape");
  const back = await visit.event("testpress:mastered", 6);
  assert.ok(Math.abs(back.lufs_after - untouched.lufs_after) < 0.01, "back to the start");
  assert.equal(await page.$("#unshape"), null);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY", "the keyboard goes on where it was");

  // A text is no reference, and nothing is lost.
  const picker = await page.$("#reference-file");
  await picker.uploadFile(new URL("package.json", import.meta.url).pathname);
  await visit.event("testpress:error");
  assert.match(await visit.text("#notice"), /package\.json/);
  assert.equal(await page.$("#reference-name"), null);
  await page.click("#close-notice");

  // A reference dropped on its place; the decisions, the plot and the loudness follow it.
  await visit.dropAs("reference", reference);
  const referred = await visit.event("testpress:mastered", 7);
  assert.match(await visit.text("#reference-name"), /advanced-simulacra/);
  assert.match(await visit.text("#song-name"), /vibe-ace/, "the song stays");
  assert.ok(Math.abs(referred.lufs_after - loudness(reference).lufs) < 0.2, `${referred.lufs_after} LUFS`);
  await visit.unfold("engineers");
  assert.match(await visit.text("#decisions"), /reference track stands in for the style/);
  assert.match(await visit.text("#spectrum"), /near your reference track/);

  // Ticks decide what of it is used; without any it is kept, but not used.
  await page.click("#reference-tone");
  await visit.event("testpress:mastered", 8);
  assert.match(await visit.text("#spectrum .legend-style"), /usual in/);
  await page.click("#reference-dynamics");
  await visit.event("testpress:mastered", 9);
  assert.match(await visit.text("#reference-use"), /not used/);
  await page.click("#remove-reference");
  await page.waitForFunction(() => !document.querySelector("#reference-name"));
  assert.equal(await page.evaluate(() => document.activeElement.id), "use-reference");
  await sleep(500);
  assert.equal(await visit.count("testpress:mastered"), 9, "unused, it goes without a new master");
  assert.equal(visit.asked().length, askedBefore, "nothing was asked of the network");
  await visit.close();
});

test("a reference stays for the next song and a fresh engine, and an exact loudness is reached", async (t) => {
  const [song, reference] = [audio("music/jazz_kevin-macleod_vibe-ace.ogg"), audio("music/hiphop_boomboxhead_pipes.mp3")];
  if (!song || !reference) return t.skip("no audio");
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await (await page.$("#reference-file")).uploadFile(reference);
  await visit.event("testpress:mastered", 2);
  await visit.drop(song);
  const first = await visit.event("testpress:mastered", 3);
  assert.match(await visit.text("#song-name"), /vibe-ace/);
  assert.match(await visit.text("#reference-name"), /pipes/);
  await visit.unfold("engineers");
  assert.match(await visit.text("#decisions"), /reference track stands in for the style/);
  await page.focus("#exact-lufs");
  await page.keyboard.type("-18.5");
  await page.keyboard.press("Enter");
  const exact = await visit.event("testpress:mastered", 4);
  assert.ok(Math.abs(exact.lufs_after + 18.5) < 0.1, `${exact.lufs_after} LUFS`);
  assert.deepEqual(visit.complaints, []);

  // The worker holds nothing of the reference: a fresh one is told its figures again.
  const [worker] = page.workers();
  await worker.evaluate(() => void setTimeout(() => { throw new Error("killed by a test"); }));
  await sleep(500);
  await page.click("#shape summary");
  await page.click("#loudness input[value=open]");
  const again = await visit.event("testpress:mastered", 5);
  assert.ok(Math.abs(again.lufs_after - first.lufs_after) < 0.01, `${again.lufs_after} LUFS`);
  assert.match(await visit.text("#decisions"), /reference track stands in for the style/);
  await visit.close();
});
