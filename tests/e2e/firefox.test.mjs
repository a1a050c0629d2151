// The same page in Firefox: a song goes in, and both versions really play.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";

import { compareLoopAndTest } from "./deck.mjs";
import { framedJourney } from "./frame.mjs";
import { hearBoth } from "./hearing.mjs";
import { Visit, audio, launch, loudness, wavHeader } from "./page.mjs";

let browser;
before(async () => (browser = await launch("firefox")));
after(async () => browser?.close());

test("in Firefox a chosen song is mastered, heard in both versions and taken home", async (t) => {
  const song = audio("music/jazz_kevin-macleod_vibe-ace.ogg");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser);
  await visit.engineReady();
  const askedBefore = visit.asked().length;
  await visit.choose(song);
  const mastered = await hearBoth(visit);
  assert.ok(Math.abs(mastered.seconds - 61.46) < 0.1, `${mastered.seconds} s`);

  const file = await visit.download();
  assert.equal(path.basename(file), "jazz_kevin-macleod_vibe-ace - AI master 24-bit.wav");
  const { rate, channels, bits, frames } = wavHeader(file);
  assert.deepEqual([rate, channels, bits, Math.round((frames / rate) * 10)], [44100, 2, 24, 615]);
  const read = loudness(file);
  assert.ok(Math.abs(read.lufs - mastered.lufs_after) <= 0.11, `the file has ${read.lufs} LUFS, the page says ${mastered.lufs_after}`);

  assert.deepEqual(visit.asked().slice(askedBefore), [], "requests after the song was chosen");
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("in Firefox a human master is lined up, matched, told apart blind, and survives a reload", async (t) => {
  const song = audio("music/jazz_kevin-macleod_vibe-ace.ogg");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await compareLoopAndTest(visit, song);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("in Firefox, in a frame of another origin, it is as tall as its content, heard and taken home", () => framedJourney(browser));
