// What streaming makes of a master: the services' table, and the peaks after the browser's own lossy encoder, without a request.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch, number, sleep } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** The demo mix, mastered, and the engineers' part open. */
async function withEngineers(options = {}) {
  const visit = await Visit.open(browser, options);
  const { page } = visit;
  await visit.engineReady();
  visit.askedBefore = visit.asked().length;
  await page.click("#demo");
  visit.mastered = await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  await page.click("#hear-master");
  await visit.unfold("engineers");
  await page.waitForFunction(() => document.querySelector("#try-lossy")?.disabled === false);
  visit.tried = async (count) => {
    await page.waitForFunction((n) => document.querySelectorAll("#lossy li").length >= n, { timeout: 60_000 }, count);
    return page.$$eval("#lossy li", (all) => Object.fromEntries(all.map((line) => [line.dataset.codec, line.innerText])));
  };
  return visit;
}

/** The longest time that the page was held up from now on, in ms. */
async function watchTasks(page) {
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, task.duration);
    }).observe({ type: "longtask" });
  });
}

test("six services: how far each turns it down, how loud it is then, whether its peaks are as asked", async () => {
  const visit = await withEngineers();
  const { page } = visit;
  const rows = await page.$$eval("#platforms tbody tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));
  assert.equal(rows.length, 6);
  const [spotify] = rows;
  assert.equal(spotify[0], "Spotify");
  const gain = Number(spotify[1].match(/[\d.]+/)?.[0] ?? 0) * (spotify[1].startsWith("turned down") ? -1 : 1);
  assert.ok(Math.abs(visit.mastered.lufs_after + gain - number(spotify[2])) < 0.15, spotify.join(" | "));
  for (const [name, , , peaks] of rows) assert.match(peaks, /^(asks for −[12]\.0 dBTP at most.*: (kept|[\d.]+ dB above it)|no wish known)$/, name);
  // The mix is another record, and the table follows the ear.
  await page.click("#hear-original");
  await page.waitForFunction((was) => document.querySelector("#platforms tbody td").innerText !== was, {}, spotify[1]);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("the peaks after Opus are a figure near the master's own, and nothing is asked of the network", async () => {
  const visit = await withEngineers();
  const { page } = visit;
  await watchTasks(page);
  await page.click("#try-lossy");
  const { opus, "mp4a.40.2": aac } = await visit.tried(2);
  assert.match(opus, /^After Opus at 128 kb\/s peaks reach −?[\d.]+ dBTP/);
  const peak = number(opus.split("reach")[1]);
  assert.ok(Math.abs(peak - visit.mastered.dbtp_after) < 3, opus);
  // Which browsers have an AAC encoder depends on their build: a figure or a plain word, never nothing.
  assert.match(aac, /^(After AAC at (256|192) kb\/s peaks reach −?[\d.]+ dBTP|AAC: this browser does not offer)/);
  await page.waitForFunction(() => document.querySelector("#try-lossy").ariaBusy === "false");
  const longest = await page.evaluate(() => globalThis.longest);
  assert.ok(longest <= 100, `a task of ${longest} ms`);
  assert.deepEqual(visit.asked().slice(visit.askedBefore), [], "requests after the song was chosen");
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("a figure goes with its master", async () => {
  const visit = await withEngineers();
  const { page } = visit;
  await page.click("#try-lossy");
  await visit.tried(2);
  await page.click("#shape summary");
  await page.click('#loudness input[value="loud"]');
  await visit.event("testpress:mastered", 2);
  await page.waitForFunction(() => document.querySelectorAll("#lossy li").length === 0);
  // One under way is given up with its master too.
  await page.waitForFunction(() => document.querySelector("#try-lossy").ariaBusy === "false");
  await page.click("#try-lossy");
  await page.click('#loudness input[value="open"]');
  await visit.event("testpress:mastered", 3);
  await page.waitForFunction(() => document.querySelector("#try-lossy").ariaBusy === "false");
  await sleep(1500);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("a browser without an encoder says so", async () => {
  const visit = await withEngineers({ before: "delete globalThis.AudioEncoder" });
  await visit.page.click("#try-lossy");
  const said = await visit.tried(2);
  assert.deepEqual(Object.keys(said).sort(), ["mp4a.40.2", "opus"]);
  for (const line of Object.values(said)) assert.match(line, /this browser does not offer/);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});
