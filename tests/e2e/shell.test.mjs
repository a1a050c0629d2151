// The first screen before the app has come: it is there at once, and what is chosen on it is not lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch, sleep } from "./page.mjs";
import { serve } from "./site.mjs";
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

/** What was fetched, by the beginning of its name: when it was asked for and when it was there, in ms since the page was opened. */
const fetched = (page) =>
  page.evaluate(() => {
    const times = {};
    for (const { name, startTime, responseEnd } of performance.getEntriesByType("resource")) {
      const [stem] = name.split("/").at(-1).split(/[-.]/);
      times[stem] ??= { asked: startTime, there: responseEnd };
    }
    return times;
  });

test("first the first screen is painted, then the app is fetched, then the engine, with nothing pressed", async () => {
  const visit = await Visit.open(browser);
  await visit.engineReady();
  const { boot, app, app_bg, worker, worker_bg } = await fetched(visit.page);
  const [{ startTime: painted }] = await visit.page.evaluate(() =>
    performance.getEntriesByName("first-contentful-paint").map((entry) => entry.toJSON()),
  );
  // Nobody waits for more than half a second for a paint that doesn't come.
  const due = Math.min(painted, boot.there + 450);
  assert.ok(app.asked >= due && app_bg.asked >= due, JSON.stringify({ boot, app, app_bg, painted }));
  for (const part of [worker, worker_bg]) assert.ok(part.asked >= app_bg.there, JSON.stringify({ app_bg, part }));
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("a browser that tells of no paint, or never paints, still gets its app", async () => {
  const untold = "Object.defineProperty(PerformanceObserver, 'supportedEntryTypes', { value: [] });";
  const late = `${untold}
    const real = requestAnimationFrame;
    globalThis.requestAnimationFrame = (next) => {
      globalThis.requestAnimationFrame = real;
      return setTimeout(next, 100);
    };`;
  const never = "PerformanceObserver.prototype.observe = () => {};";
  for (const [before, least] of [[untold, 0], [late, 90], [never, 450]]) {
    const visit = await Visit.open(browser, { before });
    await visit.engineReady();
    const { boot, app } = await fetched(visit.page);
    const waited = app.asked - boot.there;
    assert.ok(waited >= least, `${waited} ms, ${before}`);
    await visit.close();
  }
});

/** The page from a host that sends what `matching` names with a wrong bit, the first `times` times; `sent` counts them all. */
async function faulty(matching, times) {
  const host = { sent: 0 };
  const { port, close } = await serve(async (pathname) => {
    const served = await fetch(new URL(`.${pathname}`, process.env.TESTPRESS_URL));
    if (!served.ok) return null;
    const body = Buffer.from(await served.arrayBuffer());
    if (matching.test(pathname) && host.sent++ < times) body[body.length - 1] ^= 1;
    return { type: served.headers.get("Content-Type"), body };
  });
  return Object.assign(host, { at: `http://127.0.0.1:${port}/`, close });
}

test("an app that is not the one the page was made with never runs", async () => {
  for (const part of [/\/app[-.][^/]*js$/, /\/app_bg/]) {
    const host = await faulty(part, Infinity);
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.goto(host.at, { waitUntil: "domcontentloaded" });
    await page.waitForFunction(() => document.querySelector("[role=alert]")?.innerText.includes("did not load completely"));
    assert.ok(host.sent > 0);
    host.close();
    await context.close();
  }
});

test("an engine that came damaged is fetched once more", async () => {
  for (const part of [/\/worker[-.][^/]*js$/, /\/worker_bg/]) {
    const host = await faulty(part, 1);
    const visit = await Visit.open(browser, { at: host.at });
    await visit.page.click("#demo");
    await visit.event("testpress:mastered");
    assert.equal(host.sent, 2, String(part));
    host.close();
    await visit.close();
  }
});

test("an engine that can't be had at all is said to be missing", async () => {
  const host = await faulty(/\/worker_bg/, Infinity);
  const visit = await Visit.open(browser, { at: host.at });
  await visit.page.waitForSelector("#notice");
  assert.ok(await visit.page.$eval("#choose", (button) => button.disabled));
  for (let tries = 0; tries < 50 && visit.page.workers().length > 0; tries++) await sleep(100);
  assert.deepEqual(visit.page.workers(), []);
  host.close();
  await visit.close();
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
