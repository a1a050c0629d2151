// libsonare's true-peak limiter alone, as a server: a JSON request per line in, "ok" or a complaint per line out.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// Installed elsewhere (target/peers): given as the only argument.
const { init, masteringProcess, masteringProcessStereo } = await import(pathToFileURL(path.join(process.argv[2], "dist/index.js")));
await init();

/** Planes and rate of a 32-bit float WAV file. */
function read(file) {
  const bytes = readFileSync(file);
  let format = null;
  for (let at = 12; at + 8 <= bytes.length; at += 8 + bytes.readUInt32LE(at + 4)) {
    const name = bytes.toString("latin1", at, at + 4);
    if (name === "fmt ") format = { channels: bytes.readUInt16LE(at + 10), rate: bytes.readUInt32LE(at + 12) };
    if (name !== "data") continue;
    const frames = bytes.readUInt32LE(at + 4) / 4 / format.channels;
    const plane = (channel) => Float32Array.from({ length: frames }, (_, n) => bytes.readFloatLE(at + 8 + 4 * (n * format.channels + channel)));
    return { rate: format.rate, planes: Array.from({ length: format.channels }, (_, channel) => plane(channel)) };
  }
  throw new Error("no data");
}

function write(file, rate, planes) {
  const [channels, frames] = [planes.length, planes[0].length];
  const size = 4 * channels * frames;
  const bytes = Buffer.alloc(44 + size);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(36 + size, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(4 * channels * rate, 28);
  bytes.writeUInt16LE(4 * channels, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(size, 40);
  planes.forEach((plane, channel) => plane.forEach((x, n) => bytes.writeFloatLE(x, 44 + 4 * (n * channels + channel))));
  writeFileSync(file, bytes);
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const request = JSON.parse(line);
    const { rate, planes } = read(request.in);
    const gain = 10 ** (request.gain_db / 20);
    const [left, right] = planes.map((plane) => plane.map((x) => gain * x));
    const processor = "maximizer.truePeakLimiter";
    const params = { ceilingDb: request.ceiling_db };
    if (right) {
      const limited = masteringProcessStereo(processor, left, right, rate, params);
      write(request.out, rate, [limited.left, limited.right]);
    } else {
      write(request.out, rate, [masteringProcess(processor, left, rate, params).samples]);
    }
    console.log("ok");
  } catch (error) {
    console.log(String(error).replaceAll("\n", " "));
  }
}
