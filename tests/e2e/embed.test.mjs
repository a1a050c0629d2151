// The page where studios put it: in a folder deep down, and in a frame of a page of another origin, by the snippet of the docs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { NOTING, SANDBOX, SHOUTING, UNDER, contentHeight, fits, frameHeight, framedJourney, framedVisit, listing, told } from "./frame.mjs";
import { hearAndTake } from "./journey.mjs";
import { Visit, audio, launch, sleep } from "./page.mjs";
import { html, serve, site, with_ } from "./site.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

test("in a frame of another origin it is as tall as its content, heard, taken home, and tells its parent so", () => framedJourney(browser));

test("its height never follows the frame's, and without the script the frame scrolls", async () => {
  const visit = await framedVisit(browser, { snippet: (text) => text.replace(/<script>[^]*<\/script>/, "") });
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
  const visit = await framedVisit(browser, { studio: () => listing("https://studio.example", "http://localhost:1") });
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
  const visit = await framedVisit(browser, { around: `<iframe src="${shout}"></iframe>` });
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
  const visit = await framedVisit(browser, { height: 700 });
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
  const visit = await framedVisit(browser, { snippet: (text) => text.replace("<iframe", `<iframe ${SANDBOX}`) });
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
