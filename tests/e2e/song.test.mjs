// An artist's way: a song goes in, both versions really play, and what is taken home is what the page says.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";

import { hearAndTake } from "./journey.mjs";
import { Visit, audio, launch, sleep } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

for (const [name, stem, rate, channels, seconds] of [
  ["music/narrowband_manolo-camp_morning-coffee_8k.wav", "narrowband_manolo-camp_morning-coffee_8k", 8000, 1, 73.1],
  ["music/metal_sectoid_metal-madness_static-mix_24bit.flac", "metal_sectoid_metal-madness_static-mix_24bit", 44100, 2, 143.68],
  ["music/hiphop_boomboxhead_pipes.mp3", "hiphop_boomboxhead_pipes", 44100, 2, 104.02],
]) {
  test(`a dropped ${path.extname(name)} is mastered, heard and taken home`, async (t) => {
    const file = audio(name);
    if (!file) return t.skip("no audio");
    const visit = await Visit.open(browser);
    await visit.engineReady();
    visit.askedBefore = visit.asked().length;
    await visit.drop(file);
    const { mastered, header } = await hearAndTake(visit, stem);
    assert.ok(Math.abs(mastered.seconds - seconds) < 0.1, `${mastered.seconds} s`);
    assert.deepEqual([header.rate, header.channels, header.bits], [rate, channels, 24]);
    assert.ok(Math.abs(header.frames / rate - seconds) < 0.1);
    assert.deepEqual(visit.complaints, []);
    await visit.close();
  });
}

test("the demo mix needs one press, and says what changed", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  visit.askedBefore = visit.asked().length;
  await page.click("#demo");
  const { mastered } = await hearAndTake(visit, "Demo mix");
  assert.ok(Math.abs(mastered.lufs_before + 18) < 0.05, `${mastered.lufs_before} LUFS`);
  assert.ok(mastered.lufs_after > mastered.lufs_before + 1, `${mastered.lufs_after} LUFS`);
  const sentences = await page.$$eval("#changes > p", (all) => all.map((p) => p.innerText));
  assert.equal(sentences.length, 3, sentences.join(" | "));
  const measures = await page.evaluate(() => performance.getEntriesByType("measure").map((entry) => [entry.name, entry.duration]));
  for (const part of ["decode", "measure", "plan", "render", "total"]) {
    const found = measures.find(([name]) => name === `testpress:${part}`);
    assert.ok(found && found[1] >= 0, `no measure testpress:${part}`);
  }
  await visit.close();
});

test("a change of style while it works ends in that style, once", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  const jazz = await page.$$eval("#style option", (options) => options.find((o) => o.innerText === "Jazz").value);
  const pop = await page.$$eval("#style option", (options) => options.find((o) => o.innerText === "Pop").value);
  await page.select("#style", jazz);
  await page.select("#style", pop);
  const second = await visit.event("testpress:mastered", 2);
  assert.equal(second.style, "pop");
  await sleep(1500);
  assert.equal(await visit.count("testpress:mastered"), 2);
  assert.equal(await visit.count("testpress:error"), 0);
  await visit.close();
});

test("a second song while the first is being mastered takes its place", async (t) => {
  const [slow, quick] = [audio("music/metal_sectoid_metal-madness_static-mix_24bit.flac"), audio("music/jazz_kevin-macleod_vibe-ace.ogg")];
  if (!slow || !quick) return t.skip("no audio");
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await visit.drop(slow);
  await visit.page.waitForSelector("#progress");
  await visit.drop(quick);
  const mastered = await visit.event("testpress:mastered");
  assert.ok(Math.abs(mastered.seconds - 61.46) < 0.1, `${mastered.seconds} s`);
  await sleep(1500);
  assert.equal(await visit.count("testpress:mastered"), 1);
  assert.match(await visit.text("#song-name"), /vibe-ace/);
  await visit.close();
});

test("booking opens the studio's page with nothing of the song in it", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  const links = await page.$$eval("#book-link, #mail-link", (all) => all.map((a) => ({ href: a.href, rel: a.rel })));
  assert.match(links[0].href, /^https:\/\/123productions\.co\.uk\/mastering\/\?/);
  assert.match(links[1].href, /^mailto:brettshaw123@outlook\.com\?/);
  assert.ok(links[1].href.length < 1600);
  assert.ok(links.every(({ rel }) => rel.includes("noreferrer")));
  await visit.unfold("studio");
  const prices = await visit.text("#book .prices");
  for (const price of ["£60", "£70", "£50"]) assert.ok(prices.includes(price), prices);
  await page.evaluate(() => document.querySelector("#book-link").addEventListener("click", (event) => event.preventDefault()));
  await page.click("#book-link");
  await visit.event("testpress:booking_opened");
  await visit.close();
});
