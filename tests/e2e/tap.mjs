// Hears what the page's audio graph really puts out, and finds it again in the versions it plays.

/** Runs in the page before anything of it: notes events and voices, and taps whatever is connected to a destination. */
export const TAP = `
  globalThis.heard = {};
  for (const name of ["ready", "mastered", "error", "booking_opened"]) {
    addEventListener("testpress:" + name, (event) => (heard["testpress:" + name] ??= []).push(event.detail));
  }

  globalThis.tap = { chunks: [], started: [] };
  const isFirefox = navigator.userAgent.includes("Firefox/");
  const connect = AudioNode.prototype.connect;
  const taps = new WeakMap();
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target === this.context.destination) {
      let listener = taps.get(this.context);
      if (!listener) {
        // About a third of a second: long enough that a busy page loses none of it, short enough to lie between two switches.
        const frames = this.context.sampleRate < 32000 ? 2048 : 16384;
        listener = this.context.createScriptProcessor(frames, 2, 1);
        let count = 0;
        listener.onaudioprocess = ({ inputBuffer, playbackTime }) => {
          // Chunks follow each other whole; which one is this? Chromium drops some while the page is busy, and its time wavers by a
          // few render quanta only. Firefox hands on every one, but adds to its time whatever the page was late, for good.
          const { sampleRate: rate, length } = inputBuffer;
          tap.origin ??= playbackTime;
          const index = isFirefox ? count++ : Math.round(((playbackTime - tap.origin) * rate) / length);
          const frame = index * length;
          const time = isFirefox ? tap.origin + frame / rate : playbackTime;
          tap.chunks.push({ rate, frame, time, left: inputBuffer.getChannelData(0).slice() });
          if (tap.chunks.length > 40) tap.chunks.shift();
        };
        connect.call(listener, this.context.destination);
        taps.set(this.context, listener);
      }
      connect.call(this, listener);
    }
    return connect.call(this, target, ...rest);
  };
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when, offset) {
    tap.started.push({ buffer: this.buffer, when, offset });
    return start.call(this, when, offset);
  };
`;

/**
 * Finds the newest sounding chunk of what was heard inside a voice: 0 is the voice that was installed first.
 * Returns the gain in dB, the residual after subtracting that voice (in dB against the voice), and the lag in frames between what
 * was heard and the voice's own time, which stays the same for as long as the position is kept. Null while nothing is heard.
 */
export async function heardAs(page, voice) {
  return page.evaluate((wanted) => {
    const voices = [...new Set(tap.started.map((s) => s.buffer))];
    const data = voices[wanted]?.getChannelData(0);
    const chunk = tap.chunks.at(-1);
    if (!data || !chunk) return null;
    const { left, rate, time } = chunk;
    const energyOf = (x) => x.reduce((sum, v) => sum + v * v, 0);
    if (energyOf(left) === 0) return null;

    // The chunk lies within half a second of where its clock puts it; the best match of a short piece decides.
    const run = tap.started.findLast((s) => s.when <= time + 0.5);
    const guess = Math.round((time - run.when + run.offset) * rate);
    const inside = left.length / 4;
    const piece = left.subarray(inside, inside + 512);
    let best = { error: Infinity, at: 0 };
    const from = Math.max(0, guess - Math.round(rate * 0.9) - 16384);
    const to = Math.min(data.length - left.length, guess + Math.round(rate * 0.5));
    for (let at = from; at < to; at++) {
      let cross = 0;
      let energy = 0;
      for (let n = 0; n < piece.length; n += 8) {
        cross += piece[n] * data[at + inside + n];
        energy += data[at + inside + n] ** 2;
      }
      const gain = energy > 0 ? cross / energy : 0;
      let error = 0;
      for (let n = 0; n < piece.length; n += 8) error += (piece[n] - gain * data[at + inside + n]) ** 2;
      if (error < best.error) best = { error, at };
    }
    const match = data.subarray(best.at, best.at + left.length);
    let cross = 0;
    for (let n = 0; n < left.length; n++) cross += left[n] * match[n];
    const gain = cross / energyOf(match);
    let residual = 0;
    for (let n = 0; n < left.length; n++) residual += (left[n] - gain * match[n]) ** 2;
    return {
      gainDb: 20 * Math.log10(gain),
      residualDb: 10 * Math.log10(residual / (gain * gain * energyOf(match)) + 1e-30),
      lag: best.at - chunk.frame,
      position: best.at / rate,
    };
  }, voice);
}
