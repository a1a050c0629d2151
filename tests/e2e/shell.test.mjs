// The first screen before the app has come: it is there at once, and what is chosen on it is not lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch } from "./page.mjs";
import { song } from "./tones.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const SAID = "Getting the mastering engine ready";

test("the demo mix can be asked for before the app is there", async () => {
  let first;
  const visit = await Visit.open(browser, {
    early: async (visit) => {
      const { page } = visit;
      first = await page.$eval("#app", (app) => app.innerText.trim().split(/\s+/).length);
      await page.click("#demo");
      assert.equal(await visit.text("#shell-says"), SAID);
    },
  });
  const mastered = await visit.event("testpress:mastered");
  assert.ok(first > 20 && first <= 60, `${first} words`);
  assert.ok(mastered.lufs_after > mastered.lufs_before);
  assert.equal(await visit.text("#song-name"), "Demo mix");
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("so can a file be chosen or dropped; the newest is meant", async () => {
  const visit = await Visit.open(browser, {
    early: async (visit) => {
      await visit.choose(song(visit, "First.wav", 220));
      await visit.drop(song(visit, "Second.wav", 330));
      assert.equal(await visit.text("#shell-says"), SAID);
    },
  });
  await visit.event("testpress:mastered");
  assert.equal(await visit.text("#song-name"), "Second");
  // From here on the app hears drops alone: one song, once.
  await visit.choose(song(visit, "Third.wav", 440));
  await visit.event("testpress:mastered", 2);
  assert.equal(await visit.text("#song-name"), "Third");
  assert.equal(await visit.count("testpress:mastered"), 2);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("nothing moves when the app takes over, and the keyboard stays where it was", async () => {
  const where = () =>
    Object.fromEntries(["h1", ".drop-area", "#choose", "#demo", ".promises"].map((name) => [name, document.querySelector(name).getBoundingClientRect().toJSON()]));
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    let before;
    const visit = await Visit.open(browser, {
      width,
      height,
      early: async ({ page }) => {
        await page.focus("#demo");
        before = await page.evaluate(where);
      },
    });
    await visit.engineReady();
    assert.deepEqual(await visit.page.evaluate(where), before, `${width} px`);
    assert.equal(await visit.page.evaluate(() => document.activeElement.id), "demo");
    await visit.close();
  }
});

test("a page that can't load its app says so, and takes no song any more", async () => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  await page.setRequestInterception(true);
  page.on("request", (request) => (/app_bg/.test(request.url()) ? request.abort() : request.continue()));
  await page.goto(process.env.TESTPRESS_URL, { waitUntil: "domcontentloaded" });
  await page.waitForFunction(() => document.querySelector("[role=alert]")?.innerText.includes("did not load completely"));
  assert.equal(await page.$("#choose, #demo"), null);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "song.wav"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  assert.deepEqual(thrown, []);
  await context.close();
});
