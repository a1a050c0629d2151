// Files that can't be mastered: a clear sentence, nothing lost, and the page goes on.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { Visit, audio, launch, sleep } from "./page.mjs";

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(path.join(tmpdir(), "testpress-files-"));
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name, content) {
  const made = path.join(folder, name);
  writeFileSync(made, content);
  return made;
}

/** Three and a half seconds of a WAV file at -120 dBFS and below: silence to any ear. */
function silentWav() {
  const frames = 44100 * 3.5;
  const bytes = Buffer.alloc(44 + frames * 2);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + frames * 2, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(44100, 24);
  bytes.writeUInt32LE(88200, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(frames * 2, 40);
  return bytes;
}

async function refused(visit, dropped, sentence, errors) {
  await visit.drop(dropped);
  await visit.event("testpress:error", errors);
  const notice = await visit.text("#notice");
  assert.match(notice, sentence);
  assert.ok(notice.trim().split(/\s+/).length >= 10, `says too little: ${notice}`);
}

test("each file that is no song gets its sentence, and then a song still works", async () => {
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await refused(visit, file("song.wav", "Dear diary, today I wrote a song and called this text a WAV file.\n"), /not (an )?audio|no audio|text/i, 1);
  await refused(visit, file("empty.mp3", ""), /empty|0 bytes/i, 2);
  await refused(visit, file("silence.wav", silentWav()), /silen/i, 3);
  await visit.page.click("#demo");
  await visit.event("testpress:mastered");
  assert.equal(await visit.page.$("#notice"), null);
  await visit.close();
});

test("a truncated FLAC says where it stops, and the song before it stays", async (t) => {
  const whole = audio("music/metal_sectoid_metal-madness_static-mix_24bit.flac");
  if (!whole) return t.skip("no audio");
  const bytes = readFileSync(whole);
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await visit.page.click("#demo");
  await visit.event("testpress:mastered");
  await refused(visit, file("cut.flac", bytes.subarray(0, Math.round(bytes.length * 0.6))), /stops|ends|cut|incomplete/i, 1);
  assert.match(await visit.text("#song-name"), /Demo mix/);
  await visit.page.waitForFunction(() => !document.querySelector("#hear-master").disabled && !document.querySelector("#play").disabled);
  await visit.close();
});

test("a six-channel file is refused with its number of channels", async (t) => {
  const six = audio("hostile/flac_subset41_6ch.flac");
  if (!six) return t.skip("no audio");
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await refused(visit, six, /6 channels|six channels/i, 1);
  await visit.close();
});

test("a drop of several files asks which, and a drop without a file changes nothing", async (t) => {
  const song = audio("music/jazz_kevin-macleod_vibe-ace.ogg");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  const address = page.url();
  await page.evaluate(() => {
    for (const type of ["dragenter", "dragover", "drop"]) {
      const data = new DataTransfer();
      data.setData("text/plain", "only words");
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  });
  await sleep(300);
  assert.equal(page.url(), address);
  assert.equal(await page.$("#drop-overlay.open"), null);
  await visit.drop(song, file("notes.txt", "Second verse louder."));
  await page.waitForSelector("#chooser");
  const names = await page.$$eval("#chooser .file-name", (all) => all.map((name) => name.innerText));
  assert.equal(names.length, 2);
  assert.match(names[0], /vibe-ace/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const mastered = await visit.event("testpress:mastered");
  assert.ok(Math.abs(mastered.seconds - 61.46) < 0.1);
  await visit.close();
});

test("an engine that dies while it opens a song says so, and trying again opens it and is timed", async (t) => {
  const song = audio("music/metal_sectoid_metal-madness_static-mix_24bit.flac");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  const [worker] = page.workers();
  await visit.drop(song);
  await page.waitForSelector("#progress");
  await worker.evaluate(() => void setTimeout(() => { throw new Error("killed by a test"); }));
  await visit.event("testpress:error");
  assert.match(await visit.text("#notice"), /engine stopped/);
  await page.click("#retry");
  const mastered = await visit.event("testpress:mastered");
  assert.ok(Math.abs(mastered.seconds - 143.68) < 0.1, `${mastered.seconds} s`);
  assert.equal(await page.evaluate(() => performance.getEntriesByName("testpress:total").length), 1);
  await visit.close();
});
