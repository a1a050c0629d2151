// The page in a frame of a page of another origin, by the snippet of the docs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { hearAndTake } from "./journey.mjs";
import { Visit, sleep } from "./page.mjs";
import { html, serve, site, with_ } from "./site.mjs";

const DOCS = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8");
const DOCS_ORIGIN = "https://tools.example";
const DOCS_ADDRESS = `${DOCS_ORIGIN}/testpress/`;
const SNIPPET = DOCS.match(/```html\n(<iframe[^]*?)```/)[1];
export const SANDBOX = DOCS.match(/sandbox="[^"]+"/)[0];
export const UNDER = "/some/deep/path/";

/** Notes what the page around the frame is told. */
export const NOTING = `<script>
  var told = [];
  addEventListener("message", function (event) { told.push({ origin: event.origin, data: event.data }); });
</script>`;

/** Says to the page around it that its height is 10, again and again. */
export const SHOUTING = `<!doctype html><title>Shouting</title><script>
  setInterval(function () { parent.postMessage({ type: "testpress:height", detail: { height: 10 } }, "*"); }, 50);
</script>`;

export const listing = (...origins) => with_({ embed: { origins } });

/** A visit to a page of another origin (and another site: another host name) with the page in a frame, as the docs have it. */
export async function framedVisit(browser, { studio = listing, snippet = (text) => text, around = "", ...options } = {}) {
  let body = "";
  const host = await serve((pathname) => (pathname === "/" ? html(body) : null));
  host.origin = `http://localhost:${host.port}`;
  const tool = await site({ studio: studio(host.origin), under: UNDER, pages: { "shouting.html": SHOUTING } });
  const filled = snippet(SNIPPET).replaceAll(DOCS_ADDRESS, tool.at).replaceAll(DOCS_ORIGIN, tool.origin);
  assert.ok(!filled.includes("tools.example"), "every address of the snippet is the page's");
  // The host has no icon, and its page asks for none.
  body = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Host</title>${NOTING}
    <div style="height: 300px">A studio's page</div>${filled}<div style="height: 900px">Its end</div>${around}`;
  const visit = await Visit.open(browser, { at: `${host.origin}/`, inside: "#testpress", ...options });
  await visit.engineReady();
  const close = visit.close.bind(visit);
  visit.close = async () => {
    await close();
    tool.close();
    host.close();
  };
  return Object.assign(visit, { tool, askedBefore: visit.asked().length });
}

export const told = (visit, type) => visit.host.evaluate((t) => globalThis.told.filter(({ data }) => !t || data.type === t), type ?? "");
export const frameHeight = (visit) => visit.host.$eval("#testpress", (frame) => frame.clientHeight);
export const contentHeight = (visit) => visit.page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));

/** Waits until the frame is as tall as what is in it, and nothing of it scrolls; parts of the page come one after the other. */
export async function fits(visit, what) {
  let found;
  for (let tries = 0; tries < 100; tries++) {
    const content = await contentHeight(visit);
    const over = await visit.page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
      return [scrollHeight - clientHeight, scrollWidth - clientWidth];
    });
    found = { tooShort: content - (await frameHeight(visit)), over };
    if (found.tooShort === 0 && found.over.every((px) => px === 0)) break;
    await sleep(50);
  }
  assert.deepEqual(found, { tooShort: 0, over: [0, 0] }, what);
  return frameHeight(visit);
}

/** A song on the page in the frame: as tall as its content, heard, taken home, and the page around it told so. */
export async function framedJourney(browser) {
  const visit = await framedVisit(browser);
  const { page, host, tool } = visit;
  const empty = await fits(visit, "first screen");
  await page.click("#demo");
  await hearAndTake(visit, "Demo mix");
  await visit.unfold("engineers");
  const open = await fits(visit, "for engineers");
  await page.click("#engineers > summary");
  const folded = await fits(visit, "folded");
  assert.ok(open > folded && folded > empty, `${empty} px, with a song ${folded}, for engineers ${open}`);

  const heights = await told(visit, "testpress:height");
  await sleep(1500);
  assert.equal((await told(visit, "testpress:height")).length, heights.length, "at rest it says nothing");
  assert.ok(heights.every(({ data }, at) => at === 0 || data.detail.height !== heights[at - 1].data.detail.height), "never the same twice");

  await page.$eval("#book-link", (link) => link.addEventListener("click", (event) => event.preventDefault()));
  await page.click("#book-link");
  await host.waitForFunction(() => globalThis.told.some(({ data }) => data.type === "testpress:booking_opened"));
  const all = await told(visit);
  assert.ok(all.every(({ origin }) => origin === tool.origin));
  const events = all.map(({ data }) => data).filter(({ type }) => type !== "testpress:height");
  assert.deepEqual(events, [
    { type: "testpress:ready", detail: {} },
    { type: "testpress:song_opened", detail: { demo: true } },
    { type: "testpress:mastered", detail: { style: events[2].detail.style } },
    { type: "testpress:downloaded", detail: {} },
    { type: "testpress:booking_opened", detail: {} },
  ]);
  for (const type of new Set(all.map(({ data }) => data.type))) assert.ok(DOCS.includes(`| \`${type}\` |`), `${type} is in the docs`);
  assert.deepEqual([visit.complaints, tool.missed], [[], []]);
  await visit.close();
}
