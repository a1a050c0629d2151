// Calm by default, on every real song: two taps from the page to sound, and no unit without its explanation.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { hears } from "./hearing.mjs";
import { Visit, audio, launch } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** What an artist need not know. The format that is taken home may name its bits. */
const UNITS = /\b(LUFS|LU|LRA|PLR|PSR|dBTP|dBFS|k?Hz|ms|kb\/s)\b/;

test("every song: two taps to sound, three sentences, and no unexplained unit", async (t) => {
  const folder = audio("music");
  if (!folder) return t.skip("no audio");
  const songs = readdirSync(folder).filter((name) => /\.(ogg|flac|mp3|wav)$/.test(name));
  assert.ok(songs.length > 3, `${songs.length} songs`);
  for (const name of songs) {
    const visit = await Visit.open(browser);
    const { page } = visit;
    // One: the song is chosen. Two: play.
    await visit.choose(path.join(folder, name));
    await visit.event("testpress:mastered", 1, 120);
    await page.waitForFunction(() => document.querySelector("#play")?.disabled === false);
    await hears(page, 1, () => page.click("#play"));
    await page.click("#play");

    await page.waitForSelector("#engineers");
    const seen = await page.evaluate(() => document.body.innerText);
    assert.doesNotMatch(seen, UNITS, name);
    if (/\bdB\b/.test(seen.replace("What is a dB?", ""))) assert.ok(await page.$("#what-is-db"), `${name}: dB, and no word of what it is`);
    assert.ok((await page.$$("#changes > p")).length >= 3, name);
    assert.deepEqual(visit.complaints, [], name);
    await visit.close();
  }
  t.diagnostic(`${songs.length} songs`);
});
