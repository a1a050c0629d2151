// While a song is opened it draws itself, and what takes no time shows no sign of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, audio, launch } from "./page.mjs";
import { slowEngine } from "./states.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

test("a song draws itself while it is read, and is inked as it is measured", async (t) => {
  const song = audio("music/game_flare_overworld-theme.ogg");
  if (!song) return t.skip("no audio");
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await slowEngine(page, 50);
  // All that is ever drawn: the outline's right end, and how much of it is inked.
  await page.evaluate(() => {
    globalThis.drawn = [];
    new MutationObserver(() => {
      const path = document.querySelector(".sketch path")?.getAttribute("d");
      if (!path) return;
      const right = Math.max(...path.match(/[\d.]+(?= )/g).map(Number));
      drawn.push({ right, inked: Number(document.querySelector(".sketch-measured").getAttribute("offset")) });
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
  });
  await visit.drop(song);
  await visit.event("testpress:song_opened");
  const drawn = await page.evaluate(() => drawn);
  const reading = drawn.filter(({ inked }) => inked === 0);
  const measuring = drawn.filter(({ inked }) => inked > 0);
  for (const [steps, key] of [[reading, "right"], [measuring, "inked"]]) {
    const values = steps.map((step) => step[key]);
    assert.ok(new Set(values).size >= 3, `${key} in ${new Set(values).size} steps`);
    assert.deepEqual(values, values.toSorted((a, b) => a - b), `${key} only grows`);
  }
  assert.ok(reading[0].right < 300, `it begins at the left: ${reading[0].right}`);
  assert.ok(measuring.every(({ right }) => right === 1000), "all of it is there to be measured");
  assert.ok(measuring.at(-1).inked > 0.8, `inked as far as ${measuring.at(-1).inked}`);
  await visit.event("testpress:mastered");
  assert.equal(await page.$(".sketch"), null);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("for half a second nothing turns and no bar comes up, with motion and without", async () => {
  for (const motion of ["no-preference", "reduce"]) {
    const visit = await Visit.open(browser);
    const { page } = visit;
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: motion }]);
    await visit.engineReady();
    await slowEngine(page, 100);
    await page.click("#demo");
    const style = async (selector) => {
      const found = await page.waitForSelector(selector);
      return found.evaluate((part) => [getComputedStyle(part).animationName, getComputedStyle(part).animationDelay]);
    };
    const [name, delay] = await style(".drop-area.turning");
    assert.ok(motion === "reduce" ? name === "none" : name === "turn" && delay === "0.5s", `${motion}: ${name} after ${delay}`);
    assert.deepEqual(await style("#progress progress"), ["appear", "0.5s"]);
    assert.deepEqual(await style("#progress.floating"), ["appear", "0.5s"]);
    await visit.close();
  }
});
