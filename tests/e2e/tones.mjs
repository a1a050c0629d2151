// Songs made of tones: for journeys that are about anything but the sound.

import { writeFileSync } from "node:fs";
import path from "node:path";

/** A short song, so that mastering takes no time: two tones and noise, of equal bytes whatever `tone` is. */
export function song(visit, name, tone) {
  const [rate, seconds] = [44100, 4];
  const wav = Buffer.alloc(44 + 4 * rate * seconds);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(4 * rate, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(wav.length - 44, 40);
  let seed = 1;
  for (let frame = 0; frame < rate * seconds; frame++) {
    seed = (seed * 16807) % 2147483647;
    const noise = (seed / 2147483647 - 0.5) * 0.05;
    for (const [channel, hz] of [[0, tone], [1, 1.5 * tone]]) {
      const sample = 0.2 * Math.sin((2 * Math.PI * hz * frame) / rate) + noise;
      wav.writeInt16LE(Math.round(32767 * sample), 44 + 4 * frame + 2 * channel);
    }
  }
  const file = path.join(visit.downloads, name);
  writeFileSync(file, wav);
  return file;
}
