// What stays on this device over a reload, what goes when it is to be forgotten, and what two tabs do to each other: nothing.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { Visit, launch, sleep } from "./page.mjs";
import { song } from "./tones.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const SHELF = "testpress.songs.1";
const text = (page) => page.evaluate((key) => localStorage.getItem(key), SHELF);
const names = async (page) => JSON.parse((await text(page)) ?? "[]").map((song) => song.file.name);

async function untilNames(page, ...wanted) {
  const are = (key, list) => JSON.stringify(JSON.parse(localStorage.getItem(key) ?? "[]").map((song) => song.file?.name)) === list;
  await page.waitForFunction(are, { timeout: 8000, polling: 50 }, SHELF, JSON.stringify(wanted));
}

async function untilMarkers(page, count) {
  const has = (key, n) => JSON.parse(localStorage.getItem(key) ?? "[]")[0]?.listening?.markers.length === n;
  await page.waitForFunction(has, { timeout: 8000, polling: 50 }, SHELF, count);
}

/** The names of the audio files that are kept. */
const kept = (page) =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("testpress").catch(() => null);
    const files = [];
    if (folder) for await (const name of folder.keys()) files.push(name);
    return files.sort();
  });

/** Until `is` holds of them; asked from here, as a page's own waiting does not wait for promises of its storage in every browser. */
async function untilKept(page, is) {
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(100)) if (is(await kept(page))) return;
  assert.fail(`kept: ${await kept(page)}`);
}

async function untilSays(page, selector, wanted) {
  const says = (name, part) => document.querySelector(name)?.innerText.includes(part);
  await page.waitForFunction(says, { timeout: 20_000, polling: 50 }, selector, wanted);
}

async function open(page, file) {
  await (await page.waitForSelector("#song-file")).uploadFile(file);
  await untilSays(page, "#song-name", path.basename(file, ".wav"));
  await playable(page);
}

async function playable(page) {
  await page.waitForFunction(() => document.querySelector("#hear-master")?.disabled === false, { timeout: 60_000, polling: 100 });
}

/** A marker at `seconds`, as an artist sets one. */
async function mark(page, seconds) {
  await page.$eval("#seek", (range, at) => {
    range.value = at;
    range.dispatchEvent(new Event("change", { bubbles: true }));
  }, seconds);
  await page.focus("#song-name");
  await page.keyboard.press("m");
}

test("a song that is forgotten while its audio is copied leaves nothing, and can be remembered again", async () => {
  const slowly = `
    const write = FileSystemWritableFileStream.prototype.write;
    FileSystemWritableFileStream.prototype.write = async function (...given) {
      await new Promise((done) => setTimeout(done, 1500));
      return write.apply(this, given);
    };
  `;
  const visit = await Visit.open(browser, { before: slowly });
  const { page } = visit;
  await visit.engineReady();
  await open(page, song(visit, "Secret.wav", 300));
  await untilNames(page, "Secret.wav");
  await page.click("#keep-audio");
  await untilSays(page, "#kept", "is being copied");
  assert.doesNotMatch(await visit.text("#kept"), /so does its audio/);
  await page.click("#forget");
  const left = await page.evaluate((key) => [localStorage.getItem(key), sessionStorage.getItem("testpress.open"), document.activeElement.id], SHELF);
  assert.deepEqual(left, ["[]", null, "forget"], "at once, and the keyboard stays where it is");
  await untilSays(page, "#kept", "Nothing of this song is kept");
  assert.equal(await visit.text("#forget"), "Remember this song");
  await sleep(2500);
  assert.deepEqual(await kept(page), []);
  await mark(page, 1);
  await sleep(600);
  assert.equal(await text(page), "[]", "also what is done afterwards");

  await page.click("#forget");
  await untilNames(page, "Secret.wav");
  assert.equal(await visit.text("#forget"), "Forget this song");
  await page.click("#keep-audio");
  await untilSays(page, "#kept", "so does its audio");
  assert.equal((await kept(page)).length, 1);
  await page.click("#forget");
  await untilKept(page, (files) => files.length === 0);
  await page.reload({ waitUntil: "load" });
  await visit.engineReady();
  assert.equal(await page.$("#song-name, #last-song, #last-song-note"), null);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("two tabs with two songs keep both, go on with their own, and forget their own only", async () => {
  const visit = await Visit.open(browser);
  const one = visit.page;
  await visit.engineReady();
  await open(one, song(visit, "One.wav", 300));
  await one.click("#keep-audio");
  await untilKept(one, (files) => files.length === 1);
  const other = await visit.context.newPage();
  await other.goto(process.env.TESTPRESS_URL, { waitUntil: "load" });
  await other.waitForSelector("#last-song");
  await open(other, song(visit, "Other.wav", 400));
  await other.click("#keep-audio");
  await untilSays(other, "#kept", "so does its audio");
  assert.equal((await kept(other)).length, 1 + 1, "the first tab's audio is left alone");
  await untilNames(other, "Other.wav", "One.wav");

  await one.bringToFront();
  await one.reload({ waitUntil: "load" });
  await untilSays(one, "#song-name", "One");
  await playable(one);
  await mark(one, 1);
  await untilNames(one, "One.wav", "Other.wav");
  await untilMarkers(one, 1);

  await other.bringToFront();
  await other.click("#forget");
  assert.deepEqual(await names(other), ["One.wav"]);
  await one.bringToFront();
  await mark(one, 2);
  await untilMarkers(one, 2);
  assert.deepEqual(await names(one), ["One.wav"], "it does not come back from the other tab");
  await untilKept(one, (files) => files.length === 1);
  await other.bringToFront();
  await other.reload({ waitUntil: "load" });
  await untilSays(other, "#last-song", "One");
  assert.equal(await other.$("#song-name"), null, "a tab whose song was forgotten asks");
  await visit.close();
});

test("what this page cannot read is neither lost nor cleared away", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await open(page, song(visit, "Song.wav", 300));
  await page.click("#keep-audio");
  await untilSays(page, "#kept", "so does its audio");
  await sleep(600);
  const foreign = { print: "of a newer page" };
  await page.evaluate(async (key, record) => {
    localStorage.setItem(key, JSON.stringify([record, ...JSON.parse(localStorage.getItem(key))]));
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("testpress");
    await folder.getFileHandle("7-stray", { create: true });
  }, SHELF, foreign);
  await page.reload({ waitUntil: "load" });
  await untilSays(page, "#song-name", "Song");
  await playable(page);
  await mark(page, 1);
  await untilMarkers(page, 1);
  const records = JSON.parse(await text(page));
  assert.deepEqual([records.length, records[1]], [2, foreign]);
  assert.equal((await kept(page)).length, 2);
  await page.click("#forget");
  assert.deepEqual(JSON.parse(await text(page)), [foreign]);
  await untilKept(page, (files) => files.join() === "7-stray");

  await page.evaluate((key) => localStorage.setItem(key, "{broken"), SHELF);
  await page.reload({ waitUntil: "load" });
  await visit.engineReady();
  await open(page, song(visit, "Song.wav", 300));
  await untilSays(page, "#kept", "keeps nothing of this song");
  await mark(page, 1);
  await sleep(800);
  assert.equal(await text(page), "{broken");
  assert.deepEqual(await kept(page), ["7-stray"]);
  await visit.close();
});

test("what was done last is written before the page goes", async () => {
  // Whatever waits for its moment would wait too long.
  const late = `
    const later = setTimeout;
    globalThis.setTimeout = (act, ms, ...given) => later(act, ms === 300 ? 600_000 : ms, ...given);
  `;
  const visit = await Visit.open(browser, { before: late });
  const { page } = visit;
  await visit.engineReady();
  await open(page, song(visit, "Song.wav", 300));
  await untilNames(page, "Song.wav");
  await mark(page, 1);
  await page.waitForSelector("#moments li");
  assert.equal(JSON.parse(await text(page))[0].listening.markers.length, 0, "the fault is there");
  await page.reload({ waitUntil: "load" });
  assert.equal(JSON.parse(await text(page))[0].listening.markers.length, 1);
  await visit.close();
});

test("a new mix of the same name and bytes takes the place of the old, and half a file is none", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  for (const tone of [300, 400]) {
    const file = song(visit, "Mix.wav", tone);
    if (tone === 400) await (await page.waitForSelector("#song-file")).uploadFile(file);
    else await open(page, file);
    await page.waitForFunction(() => document.querySelector("#keep-audio")?.checked === false, { timeout: 20_000, polling: 50 });
    await playable(page);
    await page.click("#keep-audio");
    await untilSays(page, "#kept", "so does its audio");
    assert.equal(await hashOfKept(page), createHash("sha256").update(readFileSync(file)).digest("hex"), `${tone} Hz`);
  }
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("testpress");
    for await (const handle of folder.values()) {
      const stream = await handle.createWritable({ keepExistingData: true });
      await stream.truncate(1000);
      await stream.close();
    }
  });
  await page.reload({ waitUntil: "load" });
  await visit.text("#last-song-note");
  assert.equal(await page.$("#song-name"), null);
  await visit.close();
});

async function hashOfKept(page) {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("testpress");
    const hashes = [];
    for await (const handle of folder.values()) {
      const digest = await crypto.subtle.digest("SHA-256", await (await handle.getFile()).arrayBuffer());
      hashes.push([...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    }
    return hashes.join();
  });
}
