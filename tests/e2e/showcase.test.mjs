// The studio's own examples: pressed, mastered before the visitor's eyes, heard blind beside the human master, and then by name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { humanMaster, playable } from "./deck.mjs";
import { Visit, audio, launch } from "./page.mjs";

const SONG = "music/jazz_kevin-macleod_vibe-ace.ogg";
const RAIN = {
  title: "Rain",
  artist: "Ann & Bo",
  mix: "examples/rain.ogg",
  human_master: "examples/rain-human.mp3",
  credit: "Cy, Studio One",
  permission: "With the artists' leave.",
};

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** A page whose studio.json lists `showcase`; `files` are bytes, or a promise of them, by the end of the address. Others of the list are missing. */
async function visitWith(showcase, files = () => ({})) {
  const visit = await Visit.open(browser);
  const { page } = visit;
  const studio = { ...(await (await fetch(`${process.env.TESTPRESS_URL}studio.json`)).json()), showcase };
  const served = { "studio.json": JSON.stringify(studio), ...files(visit) };
  await page.setRequestInterception(true);
  page.on("request", async (request) => {
    const name = new URL(request.url()).pathname.split("/").at(-1);
    const listed = name !== "" && showcase.some((example) => [example.mix, example.human_master].some((address) => address.endsWith(name)));
    const answer = async () => {
      if (!(name in served) && !listed) return request.continue();
      const body = await served[name];
      return body === undefined ? request.respond({ status: 404, body: "" }) : request.respond({ status: 200, body });
    };
    // What the page no longer wants can't be answered.
    await answer().catch(() => {});
  });
  visit.requests.length = 0;
  await page.reload({ waitUntil: "load" });
  await visit.event("testpress:ready");
  await visit.engineReady();
  visit.served = served;
  visit.askedBefore = visit.asked().length;
  return visit;
}

/** Mix and human master of RAIN. */
const both = (song) => (visit) => ({ "rain.ogg": readFileSync(song), "rain-human.mp3": readFileSync(humanMaster(visit, song)) });

async function press(page) {
  await page.waitForSelector("#showcase");
  await page.click("#showcase summary");
  await (await page.waitForSelector("#showcase .example", { visible: true })).click();
}

const names = (page) => page.$$eval("#switch .side-name", (sides) => sides.map((side) => side.innerText));
const ALL_NAMES = ["Original", "AI master", "Cy, Studio One human master"];

test("without examples nothing is shown of them", async () => {
  for (const visit of [await Visit.open(browser), await visitWith([])]) {
    await visit.engineReady();
    assert.equal(await visit.page.$("#showcase"), null);
    await visit.close();
  }
});

test("an example is mastered, heard blind beside the human master, named, and there again after a reload", async (t) => {
  const song = audio(SONG);
  if (!song) return t.skip("no audio");
  const visit = await visitWith([RAIN], both(song));
  const { page } = visit;
  const words = await page.evaluate(() => document.body.innerText.trim().split(/\s+/).length);
  assert.ok(words <= 60, `${words} words`);
  await press(page);
  const mastered = await visit.event("testpress:mastered");
  assert.ok(Math.abs(mastered.seconds - 61.46) < 0.1, `${mastered.seconds} s`);
  await playable(page, "hear-2");
  assert.equal(await visit.text("#song-name"), "Rain");
  assert.deepEqual(await names(page), ALL_NAMES);
  await page.waitForSelector("#all-three");
  assert.equal(await page.$("#first-minute"), null, "one pick, of all three");

  await page.click("#all-three-start");
  await page.waitForSelector("#blind");
  assert.equal((await page.$$(".blind-label")).length, 3);
  const all = await page.$eval("#app", (app) => app.outerHTML);
  for (const name of [...ALL_NAMES, "Cy", "LUFS", "hear-"]) assert.ok(!all.includes(name), `the page has "${name}"`);
  for (const nth of [2, 3, 1]) {
    await page.click(`.blind-label:nth-child(${nth})`);
    assert.equal(await page.$eval(`.blind-label:nth-child(${nth})`, (label) => label.getAttribute("aria-pressed")), "true");
  }
  await page.click(".blind-answer");
  assert.match(await visit.text("#blind-result"), /You picked “(Original|AI master|Cy, Studio One human master)”\. One pick is taste, not proof\./);
  assert.deepEqual(await names(page), ALL_NAMES);
  await page.click("#blind-result-close");
  assert.equal(await page.$("#all-three, #first-minute"), null, "it comes once");

  const fetched = visit.asked().slice(visit.askedBefore).map((url) => new URL(url).pathname.split("/").at(-1));
  assert.deepEqual(fetched.sort(), ["rain-human.mp3", "rain.ogg"], "nothing else was asked for");
  assert.deepEqual(visit.complaints, []);

  // Its audio does not stay by itself: the studio's files are fetched again, and what was done is there.
  await page.reload({ waitUntil: "load" });
  await visit.event("testpress:ready");
  await visit.engineReady();
  assert.equal(await visit.text("#last-song"), "Go on with Rain");
  await page.click("#last-song");
  await visit.event("testpress:mastered");
  await playable(page, "hear-2");
  assert.deepEqual(await names(page), ALL_NAMES);
  assert.equal(await page.$("#all-three, #first-minute"), null, "it was picked already");
  await visit.close();
});

test("what the studio writes is text and nothing else", async (t) => {
  const song = audio(SONG);
  if (!song) return t.skip("no audio");
  const hostile = (part) => `<img src=x onerror="globalThis.ran='${part}'">`;
  const long = "W".repeat(120);
  const example = { ...RAIN, title: hostile("title"), artist: hostile("artist"), credit: hostile("credit"), permission: hostile("permission") };
  const visit = await visitWith([example, { ...RAIN, title: long, artist: "שלום 🎛️" }], both(song));
  const { page } = visit;
  await page.setViewport({ width: 390, height: 844 });
  await page.waitForSelector("#showcase");
  await page.click("#showcase summary");
  const listed = await visit.text("#showcase ul");
  for (const part of ["title", "artist", "credit", "permission"]) assert.ok(listed.includes(hostile(part)), part);
  assert.ok(listed.includes(long) && listed.includes("שלום 🎛️"));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, "no sideways scrolling");
  await page.click("#showcase .example");
  await visit.event("testpress:mastered");
  await playable(page, "hear-2");
  assert.equal(await visit.text("#song-name"), hostile("title"));
  assert.match((await names(page))[2], /^<img .* human master$/);
  assert.deepEqual(await page.evaluate(() => [globalThis.ran ?? null, document.querySelectorAll("img").length]), [null, 0]);
  await visit.close();
});

test("a missing file says so, and nothing is stuck", async (t) => {
  const song = audio(SONG);
  if (!song) return t.skip("no audio");
  const visit = await visitWith([RAIN], (visit) => ({ "rain.ogg": readFileSync(song), made: humanMaster(visit, song) }));
  const { page } = visit;
  await press(page);
  await visit.event("testpress:error");
  assert.match(await visit.text("#notice"), /“Rain” could not be fetched/);
  assert.equal(await page.$("#song-name, #progress"), null);
  visit.served["rain-human.mp3"] = readFileSync(visit.served.made);
  await press(page);
  await playable(page, "hear-2");
  assert.equal(await page.$("#notice"), null);
  await visit.close();
});

test("a human master that is no audio takes nothing with it", async (t) => {
  const song = audio(SONG);
  if (!song) return t.skip("no audio");
  const visit = await visitWith([RAIN], () => ({ "rain.ogg": readFileSync(song), "rain-human.mp3": "<!doctype html><p>Not found</p>" }));
  const { page } = visit;
  await press(page);
  await visit.event("testpress:mastered");
  assert.match(await visit.text("#notice"), /human master/);
  await page.click("#close-notice");
  assert.deepEqual(await names(page), ALL_NAMES.slice(0, 2));
  await page.waitForSelector("#first-minute");
  await visit.close();
});

test("a song of one's own ends the fetching, and there is no more of it", async (t) => {
  const song = audio(SONG);
  if (!song) return t.skip("no audio");
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  const visit = await visitWith([RAIN], (visit) => ({ ...both(song)(visit), "rain.ogg": held }));
  const { page } = visit;
  const ended = new Promise((resolve) => page.on("requestfailed", (request) => request.url().endsWith("rain.ogg") && resolve()));
  await press(page);
  await page.waitForSelector("#progress");
  await visit.choose(song);
  await ended;
  answer(readFileSync(song));
  await visit.event("testpress:mastered");
  assert.match(await visit.text("#song-name"), /vibe-ace/);
  await page.waitForSelector("#first-minute");
  assert.deepEqual(await names(page), ALL_NAMES.slice(0, 2));
  await visit.close();
});

test("after a file that was refused nothing is fetched either", async (t) => {
  const song = audio("hostile/txt_mm_not-an-audio-file.wav");
  if (!song) return t.skip("no audio");
  const visit = await visitWith([RAIN]);
  await visit.page.waitForSelector("#showcase");
  await visit.choose(song);
  await visit.event("testpress:error");
  await visit.page.click("#close-notice");
  assert.equal(await visit.page.$("#showcase"), null);
  assert.deepEqual(visit.asked().slice(visit.askedBefore), []);
  await visit.close();
});
