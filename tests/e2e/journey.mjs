// The whole way of a song, in short: heard in both versions, and taken home as the page says.

import assert from "node:assert/strict";
import path from "node:path";

import { hearBoth } from "./hearing.mjs";
import { loudness, wavHeader } from "./page.mjs";

/** Playing, switching, measuring and downloading whatever song is in; what was asked before it is `visit.askedBefore`. */
export async function hearAndTake(visit, stem) {
  const mastered = await hearBoth(visit);
  const file = await visit.download();
  assert.equal(path.basename(file), `${stem} - AI master 24-bit.wav`);
  const read = loudness(file);
  const [lufs, dbtp] = [await visit.figure("loudness", "after"), await visit.figure("peak", "after")];
  assert.ok(Math.abs(read.lufs - lufs) <= 0.11, `the file has ${read.lufs} LUFS, the page says ${lufs}`);
  assert.ok(Math.abs(read.dbtp - dbtp) <= 0.3, `the file has ${read.dbtp} dBTP, the page says ${dbtp}`);
  assert.ok(mastered.dbtp_after <= -1.0, `${mastered.dbtp_after} dBTP`);
  // ffmpeg rounds to a tenth.
  assert.ok(read.dbtp <= -0.9, `the file reaches ${read.dbtp} dBTP`);
  assert.deepEqual(visit.asked().slice(visit.askedBefore), [], "requests after the song was chosen");
  return { mastered, header: wavHeader(file) };
}
