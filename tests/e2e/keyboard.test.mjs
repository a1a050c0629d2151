// The whole way without a mouse: everything can be reached, seen and pressed, the keyboard is never lost, and what happens is said aloud
// once.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { Visit, launch, sleep } from "./page.mjs";
import { enabled, noSong, openEverything, slowEngine, withDemo } from "./states.mjs";
import { song } from "./tones.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const hasFocus = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);

/** From the first focus on, the keyboard may be nowhere for a few frames only, while what it was on is replaced. */
async function watchFocus(page) {
  await page.evaluate(() => {
    globalThis.lost = [];
    let [last, ticks] = [null, 0];
    const name = (element) => `${element.tagName} ${element.id || element.className}`;
    setInterval(() => {
      const now = document.activeElement;
      if (now && now !== document.body) [last, ticks] = [name(now), 0];
      else if (last && ++ticks === 6) lost.push(last);
    }, 50);
  });
}

/** What had the keyboard before it was lost: nothing. */
async function assertNeverLost(page) {
  await sleep(400);
  assert.deepEqual(await page.evaluate(() => globalThis.lost), [], "the keyboard fell off the page after these");
}

/** Tab until `selector` has the keyboard. */
async function tabTo(page, selector, { back = false, most = 60 } = {}) {
  const passed = [];
  if (back) await page.keyboard.down("Shift");
  for (let presses = 0; presses < most; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) {
      if (back) await page.keyboard.up("Shift");
      return;
    }
    await page.keyboard.press("Tab");
    passed.push(await hasFocus(page));
  }
  if (back) await page.keyboard.up("Shift");
  throw new Error(`${selector} is not reached by Tab, but ${passed.join(", ")}`);
}

async function press(page, selector, key = "Enter", way) {
  await tabTo(page, selector, way);
  await page.keyboard.press(key);
}

const focusIs = (page, selector) => page.waitForFunction((wanted) => document.activeElement?.matches(wanted), { timeout: 10_000 }, selector);
const position = (page) => page.$eval("#seek", (range) => Number(range.value));
const spoken = (page) => page.$eval("#seek", (range) => range.getAttribute("aria-valuetext"));
/** A place in a song as it is said, in seconds. */
const inSeconds = (said) => Number(said.match(/(\d+) minute/)?.[1] ?? 0) * 60 + Number(said.match(/(\d+) second/)?.[1] ?? 0);

/** What a screen reader is told of an element. */
async function told(visit, selector) {
  const { root } = await visit.cdp.send("DOM.getDocument");
  const { nodeId } = await visit.cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const { nodes } = await visit.cdp.send("Accessibility.getPartialAXTree", { nodeId, fetchRelatives: false });
  const of = (name) => nodes[0].properties?.find((property) => property.name === name)?.value.value;
  return { role: nodes[0].role.value, name: nodes[0].name.value, valuetext: of("valuetext"), pressed: of("pressed"), expanded: of("expanded") };
}

test("from the first Tab to the file on the disk and the booking, by keyboard alone", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await watchFocus(page);

  await press(page, "#demo");
  await visit.event("testpress:mastered");
  await focusIs(page, "#song-name");
  await press(page, "#first-minute-skip");
  await focusIs(page, "#song-name");

  // Listening.
  await enabled(page, "#hear-master");
  await press(page, "#hear-original", "Space");
  assert.deepEqual(await told(visit, "#hear-original"), { role: "button", name: "Original your mix", valuetext: undefined, pressed: "true", expanded: undefined });
  await press(page, "#play");
  assert.equal((await told(visit, "#play")).name, "Pause");
  await sleep(300);
  await page.keyboard.press("Space");
  assert.equal((await told(visit, "#play")).name, "Play");
  await tabTo(page, "#seek");
  await page.keyboard.press("Home");
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => Number(document.querySelector("#seek").value) >= 14.5);
  assert.ok(Math.abs((await position(page)) - 15) < 0.5, `at ${await position(page)} s`);
  const seek = await told(visit, "#seek");
  assert.equal(seek.role, "slider");
  assert.match(seek.name, /position/i);
  assert.match(await spoken(page), /^(\d+ minutes? ?)?(\d+ seconds?)? of (\d+ minutes? ?)?(\d+ seconds?)?$/);
  assert.equal(inSeconds((await spoken(page)).split(" of ")[0]), 15, await spoken(page));
  // While it plays, only what was asked for is read out.
  await page.keyboard.press("Space");
  await sleep(2_200);
  const before = await spoken(page);
  assert.ok(inSeconds(before.split(" of ")[0]) <= 16, `${before}, of itself`);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((earlier) => document.querySelector("#seek").ariaValueText !== earlier, {}, before);
  assert.ok(inSeconds((await spoken(page)).split(" of ")[0]) < 15, await spoken(page));
  await page.keyboard.press("Space");
  await page.keyboard.press("Home");
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("b");
  assert.equal((await told(visit, "#hear-master")).pressed, "true", "B is heard");

  // A loop, its ends, and a moment.
  await press(page, "#tools > summary");
  await press(page, "#loop-from", "Space");
  await tabTo(page, "#seek", { back: true });
  for (let presses = 0; presses < 2; presses++) await page.keyboard.press("ArrowRight");
  await press(page, "#loop-to", "Space");
  assert.match(await visit.text("#loop-said"), /0:15\.0 – 0:25\.0, on/);
  await tabTo(page, "#loop-end", { back: true });
  await page.keyboard.press("ArrowLeft");
  assert.match(await visit.text("#loop-said"), /0:15\.0 – 0:24\.9, on/);
  assert.equal((await told(visit, "#loop-end")).role, "slider");
  await press(page, "#loop-none");
  await focusIs(page, ".time-tools *");
  await press(page, "#mark", "Space", { back: true });
  await tabTo(page, "#moments .moment-note");
  await page.keyboard.type("The bells");
  await press(page, "#moments .tool-sign");
  await focusIs(page, "#mark");
  await press(page, "#zoom-in", "Space", { back: true });
  await press(page, "#zoom-whole");
  await focusIs(page, "#zoom-in, #zoom-out");

  // Other wishes, one press after the other: none takes the keyboard away.
  await tabTo(page, "#style");
  await page.keyboard.press("ArrowDown");
  await visit.event("testpress:mastered", 2);
  await focusIs(page, "#style");
  await press(page, "#shape > summary");
  await tabTo(page, "#tilt");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await visit.event("testpress:mastered", 3);
  await focusIs(page, "#tilt");
  await press(page, "#unshape");
  await focusIs(page, "#shape > summary");
  await page.waitForFunction(() => !document.querySelector("#progress") && !document.querySelector("#download").disabled);

  // Understanding and deciding.
  await press(page, "#change-lines > summary");
  await tabTo(page, "#change-lines .hear-change");
  await press(page, "#verdict .chip", "Space");
  await page.waitForSelector("#advice .verdict-headline");
  await press(page, "#questions > summary");
  await press(page, "#questions .chip", "Space");
  assert.equal((await told(visit, "#questions .chip")).pressed, "true");

  // Taking it home.
  await press(page, "#download");
  await page.waitForFunction(() => document.querySelector("#taken").innerText !== "", { timeout: 30_000 });
  await focusIs(page, "#download");
  for (let tries = 0; tries < 50 && !readdirSync(visit.downloads).some((name) => name.endsWith(".wav")); tries++) await sleep(100);
  assert.deepEqual(readdirSync(visit.downloads), ["Demo mix - AI master 24-bit.wav"]);

  // Asking a person.
  await tabTo(page, "#order-service");
  await tabTo(page, "#book-link");
  assert.match(await page.$eval("#book-link", (link) => link.href), /^https:/);
  await press(page, "#brief > summary");
  for (const [field, text] of [["name", "Ann"], ["email", "ann@example.org"], ["mixes", "https://example.org/mixes"], ["description", "Warm, please."]]) {
    await tabTo(page, `#brief-${field}`);
    await page.keyboard.type(text);
  }
  await tabTo(page, "#brief-text");
  assert.match(await page.$eval("#brief-text", (area) => area.value), /ann@example\.org/);
  await page.keyboard.press("End");
  await page.keyboard.type(" Thanks.");
  await press(page, "#brief-refill");
  await focusIs(page, "#brief-text");
  await press(page, "#copy-brief", "Enter", { back: true });
  await page.waitForFunction(() => document.querySelector("#copied").innerText !== "");

  // For engineers; and a dialog gives back what it took.
  await press(page, "#engineers > summary");
  await enabled(page, "#show-keys");
  await press(page, "#show-keys");
  await focusIs(page, "#key-help *");
  await page.keyboard.press("Escape");
  await focusIs(page, "#show-keys");
  await page.keyboard.press("?");
  await focusIs(page, "#key-help *");
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press("Tab");
  await press(page, "#key-help .button");
  await focusIs(page, "#show-keys");
  await assertNeverLost(page);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("a blind test by keys, from its question to its result", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await withDemo(visit);
  await watchFocus(page);
  await press(page, "#first-minute-start");
  await focusIs(page, "#blind-question");
  const heard = () => page.$$eval(".blind-label", (labels) => labels.map((label) => label.ariaPressed));
  await page.keyboard.press("2");
  assert.deepEqual(await heard(), ["false", "true"]);
  await page.keyboard.press("1");
  assert.deepEqual(await heard(), ["true", "false"]);
  await press(page, "#play", "Space");
  await press(page, ".blind-answer");
  await focusIs(page, "#blind-result-title");
  await press(page, "#blind-result-close");
  await focusIs(page, "#song-name");

  await press(page, "#engineers > summary", "Enter", { most: 90 });
  await enabled(page, "#abx-start");
  await press(page, "#abx-start");
  await focusIs(page, "#blind-question");
  await page.keyboard.press("x");
  assert.deepEqual(await heard(), ["false", "false", "true"]);
  await press(page, ".blind-answer");
  // The next round has the same buttons: the keyboard stays on its answer.
  await focusIs(page, ".blind-answer");
  assert.match(await visit.text(".blind-round"), /^Round 2/);
  await press(page, "#blind-leave");
  await focusIs(page, "#song-name");
  await assertNeverLost(page);
  await visit.close();
});

test("versions come, move and go, and the keyboard stays with them", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await withDemo(visit);
  await watchFocus(page);
  await tabTo(page, "#add-version");
  // The browser's own window for files is not the page's.
  await visit.choose(song(visit, "Last week.wav", 330), "#version-file");
  await enabled(page, "#hear-2");
  await focusIs(page, "#add-version");
  if (!(await page.$eval("#versions", (versions) => versions.open))) await press(page, "#versions > summary", "Enter", { back: true });
  const earlier = '[data-version="2"] .version-row-buttons button:first-child';
  await tabTo(page, earlier, { back: (await hasFocus(page)) === "add-version" });
  await page.keyboard.press("Enter");
  await page.waitForSelector('#versions li:nth-child(2)[data-version="2"]');
  await focusIs(page, earlier);
  await page.keyboard.press("Enter");
  await page.waitForSelector('#versions li:nth-child(1)[data-version="2"]');
  // It is the first now: what moves it further is switched off, its neighbour has the keyboard.
  await focusIs(page, '[data-version="2"] .version-row-buttons button:enabled');
  await press(page, '[data-version="2"] .remove-version');
  await focusIs(page, "#add-version");
  await assertNeverLost(page);
  await visit.close();
});

test("a refusal is said once, aloud, and closing it leads back; progress is said politely", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await watchFocus(page);
  await page.evaluate(() => {
    globalThis.aloud = [];
    const regions = "[role=status], [role=alert], [aria-live]";
    const last = new Map();
    const read = () => {
      for (const region of document.querySelectorAll(regions)) {
        const said = region.textContent.trim();
        // What comes with its region is not announced.
        if (said && last.has(region) && said !== last.get(region)) aloud.push([region.role ?? region.getAttribute("role") ?? region.ariaLive, said]);
        last.set(region, said);
      }
    };
    read();
    new MutationObserver(read).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await tabTo(page, "#demo");
  await visit.drop(noSong(visit));
  await page.waitForSelector("#notice");
  // What had it went with the drop: it comes back in the next frame.
  await focusIs(page, ":not(body)");
  const alerts = () => page.evaluate(() => aloud.filter(([role]) => role === "alert").map(([, said]) => said));
  assert.equal((await alerts()).length, 1, (await alerts()).join(" | "));
  await tabTo(page, "#close-notice", { back: true });
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("#notice"));
  await sleep(100);
  await focusIs(page, "#choose, #demo");

  await slowEngine(page, 150);
  await press(page, "#demo");
  await visit.event("testpress:mastered");
  await enabled(page, "#hear-master");
  const all = await page.evaluate(() => aloud);
  const stages = all.filter(([role]) => role === "status").map(([, said]) => said);
  for (const said of ["Measuring your mix", "Setting the loudness", "The AI master is ready."]) {
    assert.equal(stages.filter((one) => one === said).length, 1, `"${said}" in ${stages.join(" | ")}`);
  }
  assert.equal((await alerts()).length, 1, "nothing else is pressing");
  await assertNeverLost(page);
  await visit.close();
});

/** What Tab should stop at, as the standard has it; of a group of radio buttons one. */
const STOPS = () => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  const groups = new Set();
  return [...all].filter((element) => {
    if (element.disabled || element.tabIndex < 0 || element.getClientRects().length === 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.type !== "radio") return true;
    const chosen = document.querySelector(`input[name="${element.name}"]:checked`);
    const is = element === (chosen ?? element) && !groups.has(element.name);
    if (is) groups.add(element.name);
    return is;
  });
};

for (const size of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`with everything open at ${size.width} px, Tab passes all there is, in reading order, always seen, and comes out again`, async () => {
    const visit = await Visit.open(browser, size);
    const { page } = visit;
    await withDemo(visit);
    await openEverything(visit);
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await page.evaluate(`globalThis.stops = (${STOPS})()`);
    const wanted = await page.evaluate(() => {
      const look = (element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
        return `${outlineStyle === "none" ? "none" : `${outlineStyle} ${outlineWidth} ${outlineColor}`} ${boxShadow}`;
      };
      globalThis.look = look;
      globalThis.unfocused = new Map(stops.map((element) => [element, look(element)]));
      document.activeElement?.blur();
      return stops.length;
    });
    assert.ok(wanted > 60, `${wanted} stops`);
    // From the first on, and that too by Tab.
    await page.evaluate(() => stops[1].focus());
    await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    await page.keyboard.up("Shift");
    const passed = [];
    for (let presses = 0; presses < wanted + 20; presses++) {
      const at = await page.evaluate(async () => {
        // What is scrolled to comes into view with the next frame.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const box = element.getBoundingClientRect();
        // Of a button that the bar shows in part, that part: browsers scroll to what is hidden as a whole (WCAG 2.4.11).
        const within = element.closest(".switch")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
        const [x, y] = [(Math.max(box.left, within.left) + Math.min(box.right, within.right)) / 2, Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 0), innerHeight - 1)];
        const top = document.elementsFromPoint(x, y);
        // What only keys use lies under the hands' own picture.
        const there = top.slice(0, 6).some((one) => one === element) || element.contains(top[0]) || element.closest(".picture") !== null;
        const bar = element.closest(".switch, .play, .progress.floating, .picture");
        return {
          index: stops.indexOf(element),
          name: `${element.tagName.toLowerCase()} ${element.id || element.className || element.textContent}`,
          seen: look(element) !== unfocused.get(element),
          covered: !there,
          outside: box.bottom < 0 || box.top > innerHeight,
          y: bar ? null : Math.round(box.top + scrollY),
        };
      });
      if (at === null) break;
      passed.push(at);
      await page.keyboard.press("Tab");
    }
    const names = passed.map(({ name }) => name);
    assert.deepEqual(passed.filter(({ seen }) => !seen).map(({ name }) => name), [], "focus is not seen on");
    assert.deepEqual(passed.filter(({ covered, outside }) => covered || outside).map(({ name }) => name), [], "covered or outside the window");
    assert.deepEqual(passed.map(({ index }) => index), [...Array(wanted).keys()], `Tab passes ${names.join(", ")}`);
    if (size.width < 600) {
      const along = passed.filter(({ y }) => y !== null);
      const back = along.filter(({ y }, index) => index > 0 && y < along[index - 1].y - 24);
      assert.deepEqual(back.map(({ name, y }) => `${name} at ${y}`), [], "above what came before");
    }
    await visit.close();
  });
}
