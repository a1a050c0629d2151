// The page where studios put it: in a folder deep down, and in a frame of a page of another origin, by the snippet of the docs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { hearAndTake } from "./journey.mjs";
import { Visit, audio, launch, sleep } from "./page.mjs";
import { html, serve, site, with_ } from "./site.mjs";

const DOCS = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8");
const DOCS_ORIGIN = "https://tools.example";
const DOCS_ADDRESS = `${DOCS_ORIGIN}/testpress/`;
const SNIPPET = DOCS.match(/```html\n(<iframe[^]*?)```/)[1];
const SANDBOX = DOCS.match(/sandbox="[^"]+"/)[0];
const UNDER = "/some/deep/path/";

/** Notes what the page around the frame is told. */
const NOTING = `<script>
  var told = [];
  addEventListener("message", function (event) { told.push({ origin: event.origin, data: event.data }); });
</script>`;

/** Says to the page around it that its height is 10, again and again. */
const SHOUTING = `<!doctype html><title>Shouting</title><script>
  setInterval(function () { parent.postMessage({ type: "testpress:height", detail: { height: 10 } }, "*"); }, 50);
</script>`;

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const listing = (...origins) => with_({ embed: { origins } });

/** A visit to a page of another origin (and another site: another host name) with the page in a frame, as the docs have it. */
async function framedVisit({ studio = listing, snippet = (text) => text, around = "", ...options } = {}) {
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

const told = (visit, type) => visit.host.evaluate((t) => globalThis.told.filter(({ data }) => !t || data.type === t), type ?? "");
const frameHeight = (visit) => visit.host.$eval("#testpress", (frame) => frame.clientHeight);
const contentHeight = (visit) => visit.page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));

/** Waits until the frame is as tall as what is in it, and nothing of it scrolls; parts of the page come one after the other. */
async function fits(visit, what) {
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

test("in a frame of another origin it is as tall as its content, heard, taken home, and tells its parent so", async () => {
  const visit = await framedVisit();
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
});

test("its height never follows the frame's, and without the script the frame scrolls", async () => {
  const visit = await framedVisit({ snippet: (text) => text.replace(/<script>[^]*<\/script>/, "") });
  const { page, host } = visit;
  const same = async (what) => {
    const heights = [];
    for (const px of [250, 700, 5000, 1200]) {
      await host.$eval("#testpress", (frame, height) => (frame.style.height = `${height}px`), px);
      await sleep(200);
      heights.push(await contentHeight(visit));
    }
    assert.equal(new Set(heights).size, 1, `${what}: ${heights}`);
  };
  await same("first screen");
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  await same("with a song");
  await visit.unfold("engineers");
  await page.waitForSelector("#decisions li");
  await same("for engineers");
  await host.$eval("#testpress", (frame) => (frame.style.height = "50rem"));
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight > document.documentElement.clientHeight));
  await visit.close();
});

test("a stranger's page is told nothing, and what it says changes nothing", async () => {
  const visit = await framedVisit({ studio: () => listing("https://studio.example", "http://localhost:1") });
  const { page, host } = visit;
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  const shown = await page.$eval("#app", (app) => app.innerText);
  await host.evaluate(() => {
    const { contentWindow } = document.querySelector("#testpress");
    for (const type of ["height", "ready", "mastered", "booking_opened"]) {
      contentWindow.postMessage({ type: `testpress:${type}`, detail: { height: 1 } }, "*");
      contentWindow.postMessage(JSON.stringify({ type: `testpress:${type}` }), "*");
    }
  });
  await sleep(1000);
  assert.deepEqual(await told(visit), []);
  assert.equal(await page.$eval("#app", (app) => app.innerText), shown);
  assert.deepEqual([await visit.count("testpress:mastered"), await visit.count("testpress:booking_opened")], [1, 0]);
  assert.ok(visit.complaints.every((text) => text.includes("embed.origins")) && visit.complaints.length === 1, visit.complaints.join("\n"));
  await visit.close();
});

test("the snippet takes a height from its own frame and the page's origin only", async () => {
  const stranger = await serve(() => html(SHOUTING));
  const shout = `http://127.0.0.1:${stranger.port}/`;
  const visit = await framedVisit({ around: `<iframe src="${shout}"></iframe>` });
  const { host, tool } = visit;
  const height = await fits(visit, "first screen");
  // The right origin from another frame, and the page around it itself.
  await host.evaluate((address) => {
    document.body.append(Object.assign(document.createElement("iframe"), { src: address }));
    postMessage({ type: "testpress:height", detail: { height: 10 } }, "*");
  }, `${tool.at}shouting.html`);
  const from = (origin) => host.waitForFunction((o) => globalThis.told.some((m) => m.origin === o && m.data.detail.height === 10), {}, origin);
  await Promise.all([stranger.port, tool.origin.split(":")[2]].map((port) => from(`http://127.0.0.1:${port}`)));
  await sleep(300);
  assert.equal(await frameHeight(visit), height);
  // The right frame, gone to another origin.
  await host.evaluate((address) => {
    globalThis.told.length = 0;
    document.querySelector("#testpress").src = address;
  }, `${shout}again`);
  await host.waitForFunction(() => globalThis.told.filter((m) => m.data.detail.height === 10).length > 20);
  assert.equal(await frameHeight(visit), height);
  await visit.close();
  stranger.close();
});

test("a page of its own origin is told without being listed", async () => {
  const tool = await site({ studio: with_({}), pages: { "host.html": `<!doctype html>${NOTING}<iframe id="testpress" src="./"></iframe>` } });
  const visit = await Visit.open(browser, { at: tool.at, path: "host.html", inside: "#testpress" });
  await visit.host.waitForFunction(() => ["ready", "height"].every((type) => globalThis.told.some(({ data }) => data.type === `testpress:${type}`)));
  await visit.close();
  tool.close();
});

test("in a frame taller than the screen, what floats is where it is seen", async () => {
  const visit = await framedVisit({ height: 700 });
  const { page, host } = visit;
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await fits(visit, "with a song");
  await host.evaluate(() => scrollTo(0, 1100));
  await sleep(600);
  const scrolled = () => host.evaluate(() => scrollY);
  const inSight = async (selector) => {
    const { y, height } = await (await page.$(selector)).boundingBox();
    assert.ok(y >= 0 && y + height <= 700 && height > 50, `${selector} from ${y} to ${y + height}`);
  };
  await page.focus("#play");
  await sleep(600);
  const at = await scrolled();
  await page.keyboard.press("?");
  await page.waitForSelector("#key-help[open]");
  await inSight("#key-help");
  assert.equal(await scrolled(), at, "it does not take the visitor elsewhere");
  await page.keyboard.press("Escape");

  await host.evaluate(() => scrollTo(0, 900));
  await sleep(600);
  // A file held over the third of what is seen that lies `share` of the way down, in a narrow frame.
  for (const [share, place] of [[1 / 6, 0], [3 / 6, 1], [5 / 6, 2]]) {
    await host.$eval("#testpress", (frame) => (frame.style.width = "500px"));
    await fits(visit, "narrow");
    await sleep(600);
    const over = await page.evaluate((down) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "song.wav"));
      const { top, height } = document.querySelector("#drop-overlay").getBoundingClientRect();
      document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer, clientX: 250, clientY: top + height * down, bubbles: true, cancelable: true }));
      return new Promise((resolve) => setTimeout(() => resolve([...document.querySelectorAll(".drop-place")].map((p) => p.classList.contains("over"))), 50));
    }, share);
    assert.equal(over.indexOf(true), place, `${over}`);
    await inSight("#drop-overlay");
    await inSight(".drop-place.over");
  }
  await inSight("#play");
  await inSight("#switch");
  await visit.close();
});

test("in the sandbox of the docs a master is taken home, and the brief copied", async () => {
  const visit = await framedVisit({ snippet: (text) => text.replace("<iframe", `<iframe ${SANDBOX}`) });
  const { page } = visit;
  await page.click("#demo");
  await visit.event("testpress:mastered");
  assert.match(await visit.download(), /Demo mix - AI master 24-bit\.wav$/);
  await page.click("#copy-brief");
  assert.match(await visit.text("#copied"), /Copied/);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("under a deep path a song is mastered, heard and taken home, and no address leads out of it", async (t) => {
  const song = audio("music/jazz_kevin-macleod_vibe-ace.ogg");
  const tool = await site({ under: UNDER });
  const visit = await Visit.open(browser, { at: tool.at });
  await visit.engineReady();
  visit.askedBefore = visit.asked().length;
  if (song) await visit.choose(song);
  else await visit.page.click("#demo");
  await hearAndTake(visit, song ? "jazz_kevin-macleod_vibe-ace" : "Demo mix");
  assert.deepEqual(visit.asked().filter((address) => !address.startsWith(tool.at)), []);
  assert.deepEqual([visit.complaints, tool.missed], [[], []]);
  if (!song) t.diagnostic("the demo mix stood in for a real song");
  await visit.close();
  tool.close();
});
