// The time line under an artist's hands: a drag repeats, a click goes there, zoom reaches the samples, moments keep their notes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch, sleep } from "./page.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** The demo mix, mastered, with its original heard. */
async function withDemo(size = {}) {
  const visit = await Visit.open(browser, size);
  const { page } = visit;
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  await page.click("#hear-original");
  await page.$eval("#tools", (tools) => (tools.open = true));
  visit.picture = async () => {
    const { x, y, width, height } = await (await page.$(".picture")).boundingBox();
    return { at: (share) => [x + share * width, y + height / 2], width };
  };
  return visit;
}

async function drag(page, from, to) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, to[1], { steps: 4 });
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
}

/** Where between two times of the song the middle of what was just heard lies; null if it lies nowhere there. */
async function heardWithin(page, from, to) {
  return page.evaluate(
    (from, to) => {
      const data = tap.started[0].buffer.getChannelData(0);
      const { left, rate } = tap.chunks.at(-1);
      const piece = left.subarray(left.length / 2, left.length / 2 + 512);
      let best = { error: Infinity, at: 0 };
      for (let at = Math.round(from * rate); at < to * rate; at++) {
        let [cross, own, energy] = [0, 0, 0];
        for (let n = 0; n < piece.length; n += 8) {
          cross += piece[n] * data[at + n];
          own += piece[n] ** 2;
          energy += data[at + n] ** 2;
        }
        const error = own > 0 && energy > 0 ? 1 - (cross * cross) / (own * energy) : 1;
        if (error < best.error) best = { error, at };
      }
      return best.error < 1e-6 ? best.at / rate : null;
    },
    from,
    to,
  );
}

const seconds = (text) => text.match(/\d+:\d\d(\.\d+)?/g).map((time) => time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0));
const duration = (page) => page.$eval("#seek", (range) => Number(range.max));
const position = (page) => page.$eval("#seek", (range) => Number(range.value));
const headAt = (page) => page.$eval(".play-head", (head) => Number(head.style.getPropertyValue("--at")));

/** How many of the picture's columns hold something in the voice's colour, and how tall that is. */
async function drawn(page) {
  await sleep(150);
  return page.$eval("#wave", (canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    // Above the lane of the loudness.
    const { data, width, height } = copy.getImageData(0, 0, canvas.width, canvas.height - 30 * devicePixelRatio);
    let [columns, inked] = [0, 0];
    for (let x = 0; x < width; x++) {
      let here = 0;
      for (let y = 0; y < height; y++) here += data[4 * (y * width + x) + 3] > 128 ? 1 : 0;
      // The line of rest alone is no sound.
      if (here > Math.ceil(devicePixelRatio)) columns++;
      inked += here;
    }
    return { columns: columns / width, inked };
  });
}

test("a drag makes a loop, and the sound repeats it", async () => {
  const visit = await withDemo();
  const { page } = visit;
  const { at } = await visit.picture();
  const song = await duration(page);
  await page.click("#play");
  await drag(page, at(0.4), at(0.45));
  const [from, to] = seconds(await visit.text("#loop-said"));
  assert.ok(Math.abs(from - 0.4 * song) < 0.2 && Math.abs(to - 0.45 * song) < 0.2, `${from} to ${to} of ${song} s`);
  assert.equal(await page.$eval("#loop-band", (band) => band.classList.contains("loop-off")), false);

  // Until it is in the loop; then for more than two turns.
  await sleep(1500);
  const heard = [];
  for (let looks = 0; looks < 12; looks++) {
    await sleep(430);
    heard.push(await heardWithin(page, from - 0.1, to + 0.1));
  }
  // Where the loop jumps back, the sound dips: a piece across the seam is found nowhere.
  const found = heard.filter((place) => place !== null);
  assert.ok(found.length >= 9, `heard outside of ${from} to ${to}: ${heard}`);
  const back = found.filter((place, index) => index > 0 && place < found[index - 1]);
  assert.ok(back.length >= 2, `it came back ${back.length} times: ${heard}`);

  await page.keyboard.press("l");
  assert.match(await visit.text("#loop-said"), /off$/);
  await sleep(1000 * (to - from) + 800);
  assert.ok((await position(page)) > to, "switched off, the song goes on");
  await page.click("#loop-none");
  assert.equal(await page.$("#loop-band"), null);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("a click goes there, and the ends of a loop can be moved by hand and by key", async () => {
  const visit = await withDemo();
  const { page } = visit;
  const { at } = await visit.picture();
  const song = await duration(page);
  await page.mouse.click(...at(0.6));
  await page.waitForFunction((goal) => Math.abs(document.querySelector("#seek").value - goal) < 0.3, {}, 0.6 * song);
  assert.ok(Math.abs((await headAt(page)) - 0.6) < 0.01);
  assert.equal(await page.$("#loop-band"), null, "a click is no drag");

  // By keyboard alone: from here, and to somewhere later.
  await page.keyboard.press("[");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("]");
  let [from, to] = seconds(await visit.text("#loop-said"));
  assert.ok(Math.abs(from - 0.6 * song) < 0.15 && Math.abs(to - from - 5) < 0.15, `${from} to ${to}`);

  await drag(page, at(to / song), at(0.9));
  [from, to] = seconds(await visit.text("#loop-said"));
  assert.ok(Math.abs(to - 0.9 * song) < 0.2, `the end was pulled to ${to}`);
  await page.focus("#loop-begin");
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.up("Shift");
  const [earlier] = seconds(await visit.text("#loop-said"));
  assert.ok(Math.abs(from - earlier - 1) < 0.11, `the begin went ${from - earlier} s`);

  await page.click("#loop-fullest");
  const fullest = seconds(await visit.text("#loop-said"));
  assert.ok(Math.abs(fullest[1] - fullest[0] - 12) < 0.15, `${fullest}`);
  await visit.close();
});

test("zoom reaches the samples and comes back", async () => {
  const visit = await withDemo();
  const { page } = visit;
  const { at, width } = await visit.picture();
  const song = await duration(page);
  const whole = await drawn(page);
  assert.ok(whole.columns > 0.95, `sound in ${whole.columns} of the columns`);
  const label = await page.$eval("#wave", (canvas) => canvas.getAttribute("aria-label"));
  assert.match(label, /^Waveform of Original, and its loudness over time .* LUFS, loudest at \d+:\d\d\.$/);
  await page.click("#hear-master");
  assert.ok((await drawn(page)).inked > whole.inked * 1.05, "the master swings further");

  // Around the pointer: what is under it stays.
  await page.mouse.move(...at(0.25));
  await page.keyboard.down("Control");
  for (let turns = 0; turns < 4; turns++) await page.mouse.wheel({ deltaY: -300 });
  await page.keyboard.up("Control");
  await page.waitForSelector("#shown");
  const [from, to] = seconds(await visit.text("#shown"));
  assert.ok(to - from < song / 100 && Math.abs(from + 0.25 * (to - from) - 0.25 * song) < 0.2, `${from} to ${to}`);
  assert.ok(await page.$("#scroll"), "the strip is there");

  // The play-head has its place within what is shown.
  await page.mouse.click(...at(0.5));
  await sleep(100);
  assert.ok(Math.abs((await headAt(page)) - 0.5) < 2 / width, `the play-head is at ${await headAt(page)}`);
  for (let presses = 0; presses < 24; presses++) await page.keyboard.press("+");
  assert.ok(await page.$eval("#zoom-in", (button) => button.disabled), "no further");
  const samples = seconds(await visit.text("#shown"));
  assert.ok(samples[1] - samples[0] < 0.0011, `${samples}`);
  const line = await drawn(page);
  assert.ok(line.inked > 0, "a line is drawn");

  // Playing, the view goes along.
  for (let presses = 0; presses < 9; presses++) await page.keyboard.press("-");
  await page.keyboard.press("Space");
  await sleep(1500);
  const head = await headAt(page);
  assert.ok(head >= -0.01 && head <= 1.05, `the play-head is at ${head} of the picture`);
  await page.keyboard.press("Space");
  await page.click("#zoom-whole");
  assert.equal(await page.$("#shown"), null);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("moments are marked, noted, gone back to and removed; keys are silent while somebody types", async () => {
  const visit = await withDemo({ width: 390, height: 844 });
  const { page } = visit;
  assert.equal(await page.$("#moments"), null);
  await page.click("#seek");
  await sleep(100);
  const place = await position(page);
  await page.keyboard.press("m");
  await page.waitForSelector("#moments .moment");
  await page.focus("#moments .moment-note");
  await page.keyboard.type("all [the] bells + l0 - m");
  assert.equal(await page.$eval("#moments .moment-note", (note) => note.value), "all [the] bells + l0 - m");
  assert.equal((await page.$$("#moments .moment")).length, 1, "typing marks nothing");
  assert.equal(await page.$("#loop-band"), null, "typing loops nothing");
  assert.equal(await page.$("#shown"), null, "typing zooms nothing");
  assert.equal((await page.$$(".flag")).length, 1);

  await page.focus("#seek");
  await page.keyboard.press("ArrowLeft");
  await page.click("#mark");
  assert.deepEqual(await page.$$eval(".moment-note", (notes) => notes.map((note) => note.value)), ["", "all [the] bells + l0 - m"], "in time's order");
  await page.click("#moments .moment:last-child .moment-time");
  await page.waitForFunction((goal) => Math.abs(document.querySelector("#seek").value - goal) < 0.3, {}, place);
  await page.click("#moments .moment:last-child .tool-sign");
  await page.click("#moments .moment .tool-sign");
  assert.equal(await page.$("#moments"), null);
  assert.equal(await page.evaluate(() => document.activeElement.id), "mark", "the keyboard is not lost");
  const sizes = await page.$$eval(".time-tools button", (all) => all.map((b) => [b.innerText, b.offsetWidth, b.offsetHeight]));
  assert.deepEqual(sizes.filter(([, width, height]) => Math.min(width, height) < 44), [], "too small for a finger");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
  await visit.close();
});

test("meters read what is heard while it plays", async () => {
  const visit = await withDemo();
  const { page } = visit;
  await visit.unfold("engineers");
  const read = () =>
    page.$$eval("#meters [role=meter]", (all) => all.map((m) => [m.getAttribute("aria-valuetext"), Number(m.getAttribute("aria-valuenow"))]));
  assert.deepEqual((await read()).map(([text]) => text), ["–", "–", "–"]);
  await page.click("#loop-fullest");
  await page.click("#play");
  await sleep(4000);
  const original = await read();
  await page.click("#hear-master");
  await sleep(3500);
  const master = await read();
  for (const [text, value] of [...original, ...master]) assert.ok(/ (LUFS|dBTP)$/.test(text) && value > -40 && value < 0, `${text}, ${value}`);
  assert.ok(Math.abs(original[1][1] - master[1][1]) < 2, `matched, ${original[1]} is as loud as ${master[1]}`);
  await page.click("#play");
  await sleep(300);
  assert.equal((await read())[0][0], "–");
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});
