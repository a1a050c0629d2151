// The page in each of its states, reached quickly: for journeys that look at all of them.

import { writeFileSync } from "node:fs";
import path from "node:path";

import { Visit } from "./page.mjs";
import { song } from "./tones.mjs";

export const EXAMPLE = {
  title: "Rain",
  artist: "Ann & Bo",
  mix: "examples/rain.wav",
  human_master: "examples/rain-human.wav",
  credit: "Cy, Studio One",
  permission: "With the artists' leave.",
};

/** A visit whose studio lists an example: of the first screen, the fullest there is. */
export async function withExample(browser, size) {
  const visit = await Visit.open(browser, size);
  const { page } = visit;
  const studio = { ...(await (await fetch(new URL("studio.json", process.env.TESTPRESS_URL))).json()), showcase: [EXAMPLE] };
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url().endsWith("/studio.json")) request.respond({ status: 200, body: JSON.stringify(studio) });
    else request.continue();
  });
  await page.reload({ waitUntil: "load" });
  await visit.event("testpress:ready");
  await visit.engineReady();
  return visit;
}

/** Presses what a hand might not reach at once: it may be folded away or below the window. */
export const press = (page, selector) => page.$eval(selector, (element) => element.click());

export const enabled = (page, selector) =>
  page.waitForFunction((wanted) => document.querySelector(wanted)?.disabled === false, { timeout: 60_000 }, selector);

/** The demo mix, mastered, both versions playable, everything still folded. */
export async function withDemo(visit) {
  const { page } = visit;
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await enabled(page, "#hear-master");
  // The parts of the page come one after another; this is the last.
  await page.waitForSelector("#engineers");
}

/** Every disclosure open, also those inside of others. */
export async function unfoldAll(page) {
  const closed = "details:not([open])";
  for (let left = await page.$$(closed); left.length > 0; left = await page.$$(closed)) {
    await page.$$eval(closed, (all) => all.forEach((details) => (details.open = true)));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  await page.waitForSelector("#decisions li");
}

/** With the demo mastered: a version, a kept master and a reference beside it, everything set, answered, filled in and open. */
export async function openEverything(visit) {
  const { page } = visit;
  if (await page.$("#first-minute-skip")) await press(page, "#first-minute-skip");
  await visit.choose(song(visit, "Last week.wav", 330), "#version-file");
  await enabled(page, "#hear-2");
  await press(page, "#keep-version");
  await page.waitForSelector("#hear-3");
  await visit.choose(song(visit, "Loved.wav", 550), "#reference-file");
  await page.waitForSelector("#reference-name");
  await visit.event("testpress:mastered", 2);
  await enabled(page, "#tilt");
  await page.$eval("#tilt", (range) => {
    range.value = "1";
    range.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await visit.event("testpress:mastered", 3);
  await enabled(page, "#hear-master");
  await unfoldAll(page);

  for (const pressed of ["#loop-fullest", "#mark", "#zoom-in", "#zoom-in", "#only-change", "#small-speaker", "#verdict .chip"]) {
    await press(page, pressed);
  }
  await page.$$eval("#questions .asked .chip:first-of-type", (all) => all.forEach((yes) => yes.click()));
  for (const [field, text] of [
    ["#brief-name", "Ann"],
    ["#brief-email", "ann@example.org"],
    ["#brief-mixes", `https://example.org/${"x".repeat(1_000)}`],
    ["#brief-description", "Warm, please."],
    ["#brief-text", "All of it in my own words."],
    ["#moments .moment-note", "The bells"],
    ["#order-tracks", "3"],
  ]) {
    await page.$eval(field, (element, value) => {
      element.value = value;
      element.dispatchEvent(new Event("input", { bubbles: true }));
    }, text);
  }
  const sixteen = await page.$$eval("#take-format option", (all) => all.find((option) => option.innerText.includes("16")).value);
  await page.select("#take-format", sixteen);
  await unfoldAll(page);
  await page.waitForSelector("#brief-refill");
  await page.waitForSelector("#take-noise");
}

/** A file that is no song. */
export function noSong(visit) {
  const file = path.join(visit.downloads, "song.wav");
  writeFileSync(file, "Dear diary, today I wrote a song and called this text a WAV file.\n");
  return file;
}

/** From here on the engine takes its time, so many ms with each word: it is seen at work for a while. 0: no longer. */
export async function slowEngine(page, ms = 400) {
  for (const worker of page.workers()) {
    await worker.evaluate((pause) => {
      self.hurried ??= self.postMessage;
      self.postMessage = (...said) => {
        self.hurried(...said);
        const until = performance.now() + pause;
        while (performance.now() < until);
      };
    }, ms);
  }
}

/** A blind test answered to its end, without listening. */
export async function answerAll(page) {
  while (await page.$("#blind")) {
    await press(page, ".blind-answer");
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  await page.waitForSelector("#blind-result");
}
