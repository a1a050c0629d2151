// What browsers do to sound: stop it, freeze it, refuse its rate, draw nothing. Playback goes on where it was.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { hears } from "./hearing.mjs";
import { Visit, launch, sleep } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** A visit that plays the demo mix from 8 s on, in a browser with a fault to come. */
async function playing(fault) {
  const visit = await Visit.open(browser, { before: fault });
  const { page } = visit;
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  await page.click("#hear-original");
  await seek(page, 8);
  await page.click("#play");
  return visit;
}

async function seek(page, seconds) {
  await page.$eval("#seek", (range, at) => {
    range.value = at;
    range.dispatchEvent(new Event("change", { bubbles: true }));
  }, seconds);
}

const label = (page) => page.$eval("#play", (button) => button.getAttribute("aria-label"));
const untilLabel = (page, text, seconds = 6) =>
  page.waitForFunction((t) => document.querySelector("#play").getAttribute("aria-label") === t, { timeout: seconds * 1000, polling: 100 }, text);

test("an interruption from outside holds the position, and one press goes on from there", async () => {
  const visit = await playing(`
    globalThis.contexts = [];
    globalThis.AudioContext = class extends AudioContext { constructor(...given) { super(...given); contexts.push(this); } };
  `);
  const { page } = visit;
  const before = await hears(page, 0);
  await page.evaluate(() => contexts.at(-1).suspend());
  await untilLabel(page, "Play");
  await hearsNothingMore(page);
  await page.click("#play");
  const after = await hears(page, 0);
  const gone = after.position - before.position;
  assert.ok(gone > -0.1 && gone < 4, `it went on ${gone} s later in the song`);
  await visit.close();
});

/** Every context there was is in `contexts`; after `freeze()` the clocks of those that are there stand still. */
const FREEZER = `
  const time = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "currentTime").get;
  globalThis.frozen = new Map();
  globalThis.freeze = () => { for (const context of contexts) frozen.set(context, time.call(context)); };
  globalThis.contexts = [];
  globalThis.AudioContext = class extends AudioContext { constructor(...given) { super(...given); contexts.push(this); } };
  Object.defineProperty(BaseAudioContext.prototype, "currentTime", { get() { return frozen.get(this) ?? time.call(this); } });
`;

test("a clock that stands still is replaced, and the song goes on by itself", async () => {
  await thaws(() => {});
});

test("so is one that stands still while the page is hidden, where no frames are drawn", async () => {
  await thaws((page) => page.evaluate(() => (globalThis.requestAnimationFrame = () => 1)));
});

async function thaws(first) {
  const visit = await playing(FREEZER);
  const { page } = visit;
  const before = await hears(page, 0);
  await first(page);
  await page.evaluate(() => freeze());
  await page.waitForFunction(() => contexts.length === 2, { timeout: 8000, polling: 100 });
  const after = await hears(page, 0);
  assert.equal(await label(page), "Pause");
  assert.ok(after.position > before.position - 0.1 && after.position < before.position + 6, `${before.position} s, then ${after.position} s`);
  await visit.close();
}

test("a context that stops because the device changed is asked to go on", async () => {
  const visit = await playing(`
    globalThis.contexts = [];
    globalThis.AudioContext = class extends AudioContext { constructor(...given) { super(...given); contexts.push(this); } };
  `);
  const { page } = visit;
  const before = await hears(page, 0);
  // The promise is kept before the event of the changed state is sent.
  await page.evaluate(() => contexts[0].suspend().then(() => void navigator.mediaDevices.dispatchEvent(new Event("devicechange"))));
  const after = await hears(page, 0);
  assert.equal(await label(page), "Pause");
  assert.equal(await page.evaluate(() => contexts.length), 1);
  assert.ok(after.position > before.position - 0.1 && after.position < before.position + 6, `${before.position} s, then ${after.position} s`);
  await visit.close();
});

test("a browser that refuses the song's rate plays it at its own", async () => {
  const visit = await playing(`
    globalThis.AudioContext = class extends AudioContext {
      constructor(options) {
        if (options?.sampleRate) throw new DOMException("no such rate", "NotSupportedError");
        super({ sampleRate: 48000 });
      }
    };
  `);
  const { page } = visit;
  const sounds = () => tap.chunks.length > 1 && tap.chunks.at(-1).rate === 48000 && tap.chunks.at(-1).left.some((x) => Math.abs(x) > 0.01);
  await page.waitForFunction(sounds, { timeout: 8000 });
  const at = () => page.$eval("#seek", (range) => Number(range.value));
  const first = await at();
  await sleep(2000);
  const gone = (await at()) - first;
  assert.ok(Math.abs(gone - 2) < 0.6, `${gone} s of the song in 2 s`);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("a page that is drawn no frames still ends its song on time", async () => {
  const visit = await playing("");
  const { page } = visit;
  await page.evaluate(() => (globalThis.requestAnimationFrame = () => 1));
  const end = await page.$eval("#seek", (range) => Number(range.max));
  await seek(page, end - 1.5);
  await untilLabel(page, "Play");
  await hearsNothingMore(page);
  await page.click("#play");
  await untilLabel(page, "Pause");
  await visit.close();
});

async function hearsNothingMore(page) {
  await page.evaluate(() => void (tap.chunks.length = 0));
  await sleep(800);
  const silent = await page.evaluate(() => tap.chunks.every((chunk) => chunk.left.every((x) => x === 0)));
  assert.ok(silent, "it is still heard");
}
