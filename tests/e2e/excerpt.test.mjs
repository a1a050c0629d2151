// Where the engine takes its time: the loudest half minute of the master is heard before the rest is made, and gives way to it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { loopLoudness, playable } from "./deck.mjs";
import { assertMatched, hears } from "./hearing.mjs";
import { Visit, audio, launch } from "./page.mjs";
import { slowEngine } from "./states.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const looping = (page) => page.evaluate(() => tap.started.at(-1).loop);

test("a slow machine plays the loudest half minute first, as loud as the mix, and goes over to the whole where it is", async (t) => {
  const song = audio("music/hiphop_boomboxhead_pipes.mp3");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser, { width: 390, height: 844 });
  const { page } = visit;
  await visit.engineReady();
  // So that a single word during measuring makes it long.
  await slowEngine(page, 800);
  await visit.drop(song);
  await playable(page, "hear-master");
  assert.equal(await visit.count("testpress:mastered"), 0, "the whole is still being made");
  assert.match(await visit.text("#hear-master"), /a part so far/);
  assert.match(await visit.text(".levels"), /loudest half minute is ready/);

  await page.click("#hear-master");
  await page.click("#play");
  const part = await hears(page, 1);
  const [from, to] = await looping(page);
  assert.equal(Math.round(to - from), 30);
  const mix = await hears(page, 0, () => page.click("#hear-original"));
  assertMatched({ lufs: await loopLoudness(page, 0), heard: mix }, { lufs: await loopLoudness(page, 1), heard: part });
  const again = await hears(page, 1, () => page.click("#hear-master"));
  assert.equal(await visit.count("testpress:mastered"), 0, "all that while the whole was being made");

  await slowEngine(page, 0);
  await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").innerText.includes("a part so far"));
  const whole = await hears(page, 2);
  // It was heard in a round, and goes on from there.
  const round = Math.round((to - from) * whole.rate);
  const moved = (((whole.lag - again.lag) % round) + round) % round;
  assert.ok(Math.min(moved, round - moved) <= 1, `the position moved by ${moved} frames`);
  assert.equal(await looping(page), null, "nothing repeats any more");
  assert.equal(await page.$eval("#hear-master", (side) => side.getAttribute("aria-pressed")), "true");
  assert.equal(await page.$eval("#tools", (tools) => tools.open), false);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});
