// A human master beside the automatic one, in Chromium.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { compareLoopAndTest } from "./deck.mjs";
import { Visit, audio, launch } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

test("a human master is lined up, matched, told apart blind, and survives a reload", async (t) => {
  const song = audio("music/jazz_kevin-macleod_vibe-ace.ogg");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await compareLoopAndTest(visit, song);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});
