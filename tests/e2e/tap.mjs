// Hears what the page's audio graph really puts out, and finds it again in the versions it plays.

/** Runs in the page before anything of it: notes events and voices, and taps whatever is connected to a destination. */
export const TAP = `
  globalThis.heard = {};
  for (const name of ["ready", "song_opened", "mastered", "downloaded", "error", "booking_opened"]) {
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
    tap.started.push({ buffer: this.buffer, when, offset, loop: this.loop ? [this.loopStart, this.loopEnd] : null });
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

/**
 * How the gain went over from one voice to another within what is kept of what was heard: `from` and `to` are what `heardAs` found
 * before and after, each with its `voice`. Every 0.75 ms the share of the second is solved for, as what was heard is (1 - share) times
 * the one plus share times the other. Returns how long it was in between, in ms, and its steepest change per second; null where
 * there was none.
 */
export async function fadeBetween(page, from, to) {
  return page.evaluate((first, second) => {
    const voices = [...new Set(tap.started.map((s) => s.buffer))];
    const [one, other] = [first, second].map(({ voice, gainDb }) => ({ data: voices[voice].getChannelData(0), gain: 10 ** (gainDb / 20) }));
    const shares = [];
    for (const { frame, left, rate } of tap.chunks) {
      const block = Math.round(rate * 0.00075);
      for (let n = 0; n + block <= left.length; n += block) {
        let cross = 0;
        let energy = 0;
        let apart = 0;
        for (let k = n; k < n + block; k++) {
          const a = one.gain * one.data[frame + k + first.lag];
          const b = other.gain * other.data[frame + k + first.lag];
          cross += (left[k] - a) * (b - a);
          energy += a ** 2;
          apart += (b - a) ** 2;
        }
        // Where both are as good as equal (-40 dB), nothing can be told.
        if (apart > 1e-4 * energy) shares.push({ at: frame + n, share: cross / apart });
      }
    }
    const begin = shares.findLastIndex(({ share }) => share < 0.01);
    const end = shares.findIndex(({ share }, index) => index > begin && share > 0.99);
    if (begin < 0 || end < 0) return null;
    const fade = shares.slice(begin, end + 1);
    const steps = fade.slice(1).map(({ at, share }, index) => Math.abs(share - fade[index].share) / (at - fade[index].at));
    const { rate } = tap.chunks[0];
    return { ms: ((fade.at(-1).at - fade[0].at) / rate) * 1000, steepest: Math.max(...steps) * rate };
  }, from, to);
}
