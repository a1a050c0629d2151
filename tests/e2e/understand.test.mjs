// An artist's way after hearing: what changed and where, what is meant, whether this is enough, and what is taken home.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { hears } from "./hearing.mjs";
import { Visit, audio, launch, loudness } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const texts = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.innerText));

async function withSong(name) {
  const visit = await Visit.open(browser);
  await visit.engineReady();
  if (name) await visit.drop(name);
  else await visit.page.click("#demo");
  await visit.event("testpress:mastered");
  await visit.page.waitForSelector("#engineers");
  return visit;
}

test("what changed is told line by line, and one press plays the place", async (t) => {
  const song = audio("music/metal_sectoid_metal-madness_static-mix_24bit.flac");
  if (!song) return t.skip("no audio");
  const visit = await withSong(song);
  const { page } = visit;
  await visit.unfold("change-lines");
  assert.ok((await texts(page, ".change-said")).length >= 3, "lines");
  const moments = await texts(page, ".change-moment");
  assert.ok(moments.length >= 3 && moments.length <= 6, `${moments.length} moments`);
  assert.equal(new Set(moments).size, moments.length);

  await page.click(".change-moment .hear-change");
  const first = await hears(page, 1);
  const { loop } = await page.evaluate(() => ({ loop: tap.started.at(-1).loop }));
  assert.ok(loop && first.position >= loop[0] - 0.5 && first.position <= loop[1], `${first.position} s in ${loop}`);
  assert.ok(loop[1] - loop[0] >= 3.5 && loop[1] - loop[0] <= 13, `${loop}`);
  // The other version is one key away, at the same place.
  await hears(page, 0, () => page.keyboard.press("a"));
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("what the artist means is left alone, and can be taken back", async (t) => {
  // Its measurements stand out of its style's average.
  const song = audio("music/metal_sectoid_metal-madness_static-mix_24bit.flac");
  if (!song) return t.skip("no audio");
  const visit = await withSong(song);
  const { page } = visit;
  await page.waitForSelector("#unusual .meant", { timeout: 5_000 });
  const [asked] = await texts(page, "#unusual .unusual b");
  assert.match(asked, /^(Is|Are) the .* meant\?$/);
  await page.click("#unusual .meant");
  await visit.event("testpress:mastered", 2);
  await page.waitForSelector("#unusual .take-back");
  await visit.unfold("engineers");
  await page.waitForFunction(() => /You said/.test(document.querySelector("#decisions")?.innerText ?? ""));
  await page.click("#unusual .take-back");
  await visit.event("testpress:mastered", 3);
  await page.waitForFunction(() => !/You said/.test(document.querySelector("#decisions").innerText));
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("advice needs a purpose, gives its reasons, and never names a person for a throw-away demo", async () => {
  const visit = await withSong();
  const { page } = visit;
  const advice = () => visit.text("#advice");
  const say = async (name) => {
    for (const chip of await page.$$("#verdict > .chips .chip")) if ((await chip.evaluate((c) => c.innerText)) === name) return chip.click();
    assert.fail(`no purpose ${name}`);
  };
  assert.match(await advice(), /Too little to advise/);
  const names = await texts(page, "#verdict > .chips .chip");
  assert.equal(names.length, 5);
  await say(names[0]);
  assert.doesNotMatch(await advice(), /ask a person/);
  await say(names[2]);
  await visit.unfold("questions");
  assert.equal((await page.$$("#questions .asked")).length, 5);
  await page.click("#questions .asked:first-child .chip:first-child");
  assert.match(await advice(), /reasons to ask a person/);
  await visit.unfold("reasons");
  assert.ok((await texts(page, "#reasons li")).length >= 1);
  await say(names[3]);
  assert.match(await advice(), /We heard one track/);
  await visit.unfold("readiness");
  assert.ok((await page.$$("#readiness .check")).length >= 8);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("the master goes home as FLAC with its names, and without the limiter for an engineer", async () => {
  const visit = await withSong();
  const { page } = visit;
  // A style whose loudness the limiter has to work for.
  const metal = await page.$$eval("#style option", (options) => options.find((option) => option.innerText === "Metal").value);
  await page.select("#style", metal);
  await visit.event("testpress:mastered", 2);
  await visit.unfold("take-more");
  await page.select("#take-format", "3");
  await page.click("#tag-artist");
  await page.keyboard.type("Ada & Søn");
  await page.keyboard.press("Tab");
  const file = await visit.download();
  assert.equal(path.basename(file), "Demo mix - AI master 16-bit.flac");
  const probe = spawnSync("ffprobe", ["-v", "error", "-show_entries", "format_tags:stream=codec_name,sample_rate,bits_per_raw_sample", "-of", "json", file]);
  const { streams, format } = JSON.parse(String(probe.stdout));
  assert.deepEqual([streams[0].codec_name, streams[0].bits_per_raw_sample], ["flac", "16"]);
  const tags = Object.fromEntries(Object.entries(format.tags).map(([key, value]) => [key.toLowerCase(), value]));
  assert.deepEqual([tags.title, tags.artist], ["Demo mix", "Ada & Søn"]);
  const master = loudness(file);
  assert.ok(Math.abs(master.lufs - (await visit.figure("loudness", "after"))) <= 0.11, `${master.lufs} LUFS`);
  assert.match(await visit.text("#taken"), /LUFS/);

  await page.click("#take-before");
  const open = await visit.download();
  assert.match(path.basename(open), /without the limiter/);
  const before = loudness(open);
  assert.ok(before.dbtp <= -2.9, `${before.dbtp} dBTP`);
  assert.ok(before.dbtp - before.lufs > master.dbtp - master.lufs + 0.5, "its peaks stand higher");
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("the engineer gets a report to read and the same as data, and both stay here", async () => {
  const visit = await withSong();
  const { page } = visit;
  const askedBefore = visit.asked().length;
  await visit.unfold("engineers");
  const file = await visit.download("#report-html");
  assert.equal(path.basename(file), "Demo mix - mastering report.html");
  const data = JSON.parse(readFileSync(await visit.download("#report-json"), "utf8"));
  assert.equal(data.schema, "testpress.mastering-report");
  assert.ok(Math.abs(data.mix.loudness.integrated_lufs - (await visit.figure("loudness", "before"))) <= 0.05);

  // Opened as the engineer would: from a file, by a browser that may run nothing.
  const report = await visit.context.newPage();
  await report.setJavaScriptEnabled(false);
  const fetched = [];
  report.on("request", (request) => fetched.push(request.url()));
  await report.goto(`file://${encodeURI(file)}`);
  assert.equal(fetched.length, 1, "the file alone");
  const text = await report.$eval("body", (body) => body.innerText);
  // The demo's limiter has nothing to do: that is said, and not drawn.
  assert.equal((await report.$$("figure svg[role=img]")).length, 4);
  assert.ok(text.includes("The limiter had nothing to do."), text);
  for (const decision of await texts(page, "#decisions li")) assert.ok(text.includes(decision), decision);
  assert.deepEqual(visit.asked().slice(askedBefore), []);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});
