// What an artist hears: which version, at which level, at which place in the song.

import assert from "node:assert/strict";

import { sleep } from "./page.mjs";
import { fadeBetween, heardAs } from "./tap.mjs";

/** How long a version may take to be heard clean: a browser opens its sound device in that time, and a busy machine is slow. */
const PATIENCE_MS = 8000;

/** What is left of what is heard after the version is taken off it, in dB: below the rounding of 16 bits. */
const CLEAN_DB = -90;

/** Does `act`, waits until nothing but a voice is heard (0 is the one installed first), and says how (see heardAs). */
export async function hears(page, voice, act = () => {}) {
  await forgetHeard(page);
  await act();
  const begun = await page.evaluate(() => tap.chunks.length);
  const end = Date.now() + PATIENCE_MS;
  let heard = null;
  do {
    await sleep(150);
    // The first chunk may have begun before that.
    heard = (await page.evaluate(() => tap.chunks.length)) > begun + 1 ? await heardAs(page, voice) : heard;
    if (heard?.residualDb < CLEAN_DB) return { ...heard, voice, rate: await page.evaluate(() => tap.chunks.at(-1).rate) };
  } while (Date.now() < end);
  assert.fail(heard ? `voice ${voice} is heard with a residual of ${heard.residualDb} dB` : `voice ${voice}: nothing is heard`);
}

/**
 * Switches by keys from one version to another and back, by straight fades of 15 ms, without moving; returns all three as `hears` says.
 * A busy machine loses a piece of what is recorded now and then, and all after it seems moved: then also the first version, as it is
 * heard again, and nothing is told by that round.
 */
export async function switchesThereAndBack(page, [one, oneKey], [other, otherKey]) {
  for (let tries = 0; ; tries++) {
    const first = await hears(page, one, () => tries && page.keyboard.press(oneKey));
    const second = await hears(page, other, () => page.keyboard.press(otherKey));
    const there = await fadeBetween(page, first, second);
    const again = await hears(page, one, () => page.keyboard.press(oneKey));
    const back = await fadeBetween(page, second, again);
    if (Math.abs(again.lag - first.lag) > 1 && tries < 2) continue;
    assertSamePlace(first, second);
    assertSamePlace(second, again);
    assertStraight(there);
    assertStraight(back);
    return [first, second, again];
  }
}

function assertStraight(fade) {
  assert.ok(fade, "the switch is not in what was heard");
  assert.ok(Math.abs(fade.ms - 15) <= 3, `the fade took ${fade.ms} ms`);
  // Measured over 0.75 ms of music, an even fade comes out at up to 1.7.
  assert.ok(fade.steepest * 0.015 <= 3, `the fade is ${fade.steepest * 0.015} times as steep as a straight one`);
}

/** Waits until a whole chunk is digital silence. */
export async function hearsNothing(page) {
  await forgetHeard(page);
  const silent = () => tap.chunks.length > 1 && tap.chunks.at(-1).left.every((x) => x === 0);
  await page.waitForFunction(silent, { timeout: PATIENCE_MS }).catch(() => assert.fail("it is still heard"));
}

async function forgetHeard(page) {
  await page.evaluate(() => void (tap.chunks.length = 0));
}

/** The second is heard where the first was: nothing moved but the time. */
export function assertSamePlace(first, second) {
  const moved = second.lag - first.lag;
  assert.ok(Math.abs(moved) <= 1, `the position moved by ${moved} frames`);
  assert.ok(second.position > first.position, "the song runs on");
}

/** Versions are equally loud, by the gains that are heard (not by what the page says), and none is turned up. */
export function assertMatched(...versions) {
  const levels = versions.map(({ lufs, heard }) => lufs + heard.gainDb);
  const apart = Math.max(...levels) - Math.min(...levels);
  assert.ok(apart <= 0.1, `matched within ${apart} LU`);
  assert.ok(Math.max(...versions.map(({ heard }) => heard.gainDb)) <= 0.001, "nothing is boosted");
}

/** Plays the song that is mastered, switches to the master and back, goes on by 5 s and pauses, all by ear. */
export async function hearBoth(visit) {
  const { page } = visit;
  const mastered = await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  await page.click("#hear-original");
  assert.deepEqual(await page.$$eval("#switch button", (sides) => sides.map((side) => side.getAttribute("aria-pressed"))), ["true", "false"]);

  await page.click("#play");
  const [original, master, again] = await switchesThereAndBack(page, [0, "a"], [1, "b"]);
  assertMatched({ lufs: mastered.lufs_before, heard: original }, { lufs: mastered.lufs_after, heard: master });

  const later = await hears(page, 0, () => page.keyboard.press("ArrowRight"));
  const jump = (later.lag - again.lag) / later.rate;
  assert.ok(Math.abs(jump - 5) < 0.2, `the arrow went ${jump} s on`);
  await page.keyboard.press(" ");
  await hearsNothing(page);
  return mastered;
}
