// From 320 to 2560 pixels, upright and on its side, zoomed, spaced, touched, without motion and in colours of one's own: nothing is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch, sleep } from "./page.mjs";
import { openEverything, press, slowEngine, withDemo } from "./states.mjs";

const SIZES = [[320, 568], [360, 740], [390, 844], [768, 1024], [844, 390], [1024, 768], [1440, 900], [2560, 1440]];
/** The finger's width of the deck (WCAG 2.5.5), and the least of anything (2.5.8). */
const [FINGER_PX, LEAST_PX] = [44, 24];

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const frame = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** What sticks out of the window sideways, and what is cut off within its own box. */
async function lost(page) {
  await frame(page);
  return page.evaluate(() => {
    const name = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}.${element.className?.baseVal ?? element.className}`;
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
    const scrolls = (element) => element.closest(".switch, .files, .picture, .plot, .visually-hidden, .drop-overlay, .drop-area") !== null;
    for (const element of document.querySelectorAll("body *")) {
      if (!element.checkVisibility() || scrolls(element)) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 0 && (left < -1 || right > root.clientWidth + 1)) found.push(`${name(element)} reaches from ${left} to ${right} of ${root.clientWidth}`);
      const { overflowX, overflowY } = getComputedStyle(element);
      const isField = element.matches("input, select, textarea, .progress-song");
      const cutX = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
      const cutY = ["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1;
      if (!isField && element.clientWidth > 0 && (cutX || cutY)) found.push(`${name(element)} is cut off`);
    }
    return found;
  });
}

async function assertNothingLost(page, sizes, state) {
  for (const [width, height, deviceScaleFactor = 1] of sizes) {
    await page.setViewport({ width, height, deviceScaleFactor });
    assert.deepEqual(await lost(page), [], `${state} at ${width} x ${height}`);
  }
}

/** WCAG 1.4.12: what a reader may set for themselves. The page's policy allows no inline sheet, but sheets made by script. */
const spaceText = (page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets.push(sheet);
  });

/** A window of 1280 px zoomed to 200 %, to 400 % (WCAG 1.4.10). */
const ZOOMED = [[640, 450, 2], [320, 256, 4]];

test("nothing sticks out or is cut off: any width, zoomed, with wider text", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  const all = [...SIZES, ...ZOOMED];
  await assertNothingLost(page, all, "first screen");
  await page.setViewport({ width: 1440, height: 900 });
  await withDemo(visit);
  await assertNothingLost(page, all, "done");
  await page.setViewport({ width: 1440, height: 900 });
  await openEverything(visit);
  await assertNothingLost(page, all, "everything open");
  await spaceText(page);
  await assertNothingLost(page, [[320, 568], [390, 844], [1280, 800]], "everything open, text spaced");
  await visit.close();
});

test("the first screen with wider text", async () => {
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await spaceText(visit.page);
  await assertNothingLost(visit.page, [[320, 568], [390, 844], [1280, 800]], "first screen, text spaced");
  await visit.close();
});

/** Everything that can be pressed, with the room it takes: a box to tick takes its label's. */
const targets = (page) =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=slider]")];
    const shown = all.filter((element) => element.checkVisibility() && element.id !== "seek" && element.getClientRects().length > 0);
    const boxes = shown.map((element) => {
      const label = element.matches("[type=checkbox], [type=radio]") ? element.labels?.[0] : null;
      const rects = [element, label].filter(Boolean).map((one) => one.getBoundingClientRect());
      const [left, top] = [Math.min(...rects.map((r) => r.left)), Math.min(...rects.map((r) => r.top))];
      const [right, bottom] = [Math.max(...rects.map((r) => r.right)), Math.max(...rects.map((r) => r.bottom))];
      const name = `${element.tagName.toLowerCase()}#${element.id}.${element.className} "${(element.innerText ?? "").slice(0, 20)}"`;
      return { name, left, top, width: right - left, height: bottom - top, element };
    });
    const centre = (box) => [box.left + box.width / 2, box.top + box.height / 2];
    // 2.5.8: a circle of 24 px around a small one meets no other.
    const isSpaced = (box) =>
      boxes.every((other) => {
        if (other === box) return true;
        const [x, y] = centre(box);
        const [dx, dy] = [Math.max(other.left - x, 0, x - other.left - other.width), Math.max(other.top - y, 0, y - other.top - other.height)];
        return Math.hypot(dx, dy) >= 12;
      });
    return boxes.map((box) => ({ name: box.name, width: box.width, height: box.height, spaced: isSpaced(box), deck: box.element.matches(
      ".side, .play, .tool, .button, .chip, summary, select, .scroll-strip, .dial input, .blind-answer",
    ) }));
  });

async function assertTargets(page, state) {
  const all = await targets(page);
  const said = ({ name, width, height }) => `${name}: ${width.toFixed(1)} x ${height.toFixed(1)}`;
  const small = (box, least) => box.width < least - 0.5 || box.height < least - 0.5;
  assert.deepEqual(all.filter((box) => box.deck && small(box, FINGER_PX)).map(said), [], `${state}: too small for a finger`);
  assert.deepEqual(all.filter((box) => small(box, LEAST_PX) && !box.spaced).map(said), [], `${state}: too small and too near`);
  return all.length;
}

/** A phone in the hand. */
const PHONE = { width: 390, height: 844, held: { deviceScaleFactor: 2, isMobile: true, hasTouch: true } };

test("on a phone all is wide enough for a finger, and switch and play button stay under the thumb", async () => {
  const visit = await Visit.open(browser, PHONE);
  const { page } = visit;
  await visit.engineReady();
  await assertTargets(page, "first screen");
  assert.equal(await page.$eval(".for-mouse", (lead) => lead.checkVisibility()), false, "nothing to drop with");
  await press(page, "#demo");
  await visit.event("testpress:mastered");
  await page.waitForSelector("#engineers");
  await page.waitForFunction(() => !document.querySelector("#hear-master").disabled);
  await assertTargets(page, "done");
  await assertReachable(page, ["#play", "#hear-original", "#hear-master"]);
  await press(page, "#first-minute-start");
  await page.waitForSelector("#blind");
  await assertTargets(page, "blind");
  await assertReachable(page, ["#play", ".blind-label:first-child", ".blind-label:last-child"]);
  await press(page, "#blind-leave");
  await page.waitForSelector("#engineers");
  await openEverything(visit);
  assert.ok((await assertTargets(page, "everything open")) > 60);
  const seek = await page.$eval(".picture", (picture) => picture.getBoundingClientRect().height);
  assert.ok(seek >= FINGER_PX, `the seek bar is ${seek} px high`);
  await assertReachable(page, ["#play", "#hear-original"]);
  // More than fit go along the bar, under a finger or by Tab.
  await page.focus("#hear-4");
  await assertReachable(page, ["#play", "#hear-4"]);
  await visit.close();
});

/** However far the page is scrolled, a finger finds them. */
async function assertReachable(page, selectors) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    await page.evaluate((y) => scrollTo(0, y), share * height);
    await frame(page);
    const missed = await page.evaluate((wanted) => wanted.filter((selector) => {
      const element = document.querySelector(selector);
      const { left, top, width, height } = element.getBoundingClientRect();
      return !element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }), selectors);
    assert.deepEqual(missed, [], `not within reach at ${100 * share} % of the page`);
  }
  // The foot of the page is not hidden under the bar.
  const bar = await page.$eval(".switch", (element) => element.getBoundingClientRect().top);
  const last = await page.$eval("#keep, #blind-leave", (element) => element.getBoundingClientRect().bottom);
  assert.ok(last <= bar, `the page ends at ${last}, the bar begins at ${bar}`);
}

test("nothing lies under a phone's notch or its home bar", async (t) => {
  const visit = await Visit.open(browser, PHONE);
  const { page, cdp } = visit;
  const insets = { top: 0, left: 47, bottom: 34, right: 47 };
  try {
    await cdp.send("Emulation.setSafeAreaInsetsOverride", { insets });
  } catch {
    await visit.close();
    return t.skip("this browser can't be given a notch");
  }
  await withDemo(visit);
  const bar = await page.evaluate(() => ["#play", "#hear-master"].map((selector) => innerHeight - document.querySelector(selector).getBoundingClientRect().bottom));
  for (const room of bar) assert.ok(room >= insets.bottom, `${room} px above the foot`);
  await page.setViewport({ width: 844, height: 390, ...PHONE.held });
  await frame(page);
  const { left, right } = await page.$eval("#song-name", (name) => name.parentElement.getBoundingClientRect().toJSON());
  assert.ok(left >= insets.left && right <= 844 - insets.right, `from ${left} to ${right}`);
  await visit.close();
});

test("without motion nothing moves but the play-head", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await slowEngine(page, 300);
  await page.click("#demo");
  await page.waitForSelector(".drop-area.turning");
  // The bar that comes up after half a second waits; it does not move.
  const moving = () =>
    page.evaluate(() => document.getAnimations().map((one) => one.animationName ?? one.transitionProperty).filter((name) => name !== "appear"));
  assert.deepEqual(await moving(), ["turn"], "with motion the record turns");
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  assert.deepEqual(await moving(), []);
  await slowEngine(page, 0);
  await visit.event("testpress:mastered");
  await page.waitForSelector("#engineers");
  await openEverything(visit);
  const timed = await page.evaluate(() => {
    const found = new Set();
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element, part);
        const seconds = [animationName === "none" ? "0s" : animationDuration, transitionDuration].join(", ").split(", ").map(parseFloat);
        if (seconds.some((s) => s > 0) || scrollBehavior !== "auto") found.add(`${element.tagName}.${element.className}${part ?? ""}`);
      }
    }
    return [...found];
  });
  assert.deepEqual(timed, []);
  // The play-head shows the time, as a clock does.
  await press(page, "#loop-none");
  await press(page, "#zoom-whole");
  const at = () => page.$eval(".play-head", (head) => Number(head.style.getPropertyValue("--at")));
  const before = await at();
  await press(page, "#play");
  await sleep(700);
  assert.ok((await at()) > before, "the play-head goes on");
  await visit.close();
});

test("in the visitor's own colours state, focus, sliders and waveform are still seen", async () => {
  const visit = await Visit.open(browser);
  const { page, cdp } = visit;
  await withDemo(visit);
  await openEverything(visit);
  await press(page, "#only-change");
  await press(page, "#hear-original");
  for (const scheme of ["light", "dark"]) {
    await cdp.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: scheme }] });
    assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
    await sleep(300);
    const seen = await page.evaluate(() => {
      const look = (selector) => {
        const { backgroundColor, color } = getComputedStyle(document.querySelector(selector));
        return { backgroundColor, color };
      };
      const canvas = document.querySelector("#wave");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const inked = [];
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200) inked.push((data[at] + data[at + 1] + data[at + 2]) / 3);
      return {
        pressed: look('#switch [aria-pressed="true"]'),
        other: look('#switch [aria-pressed="false"]'),
        chip: look('#verdict .chip[aria-pressed="true"]'),
        otherChip: look('#verdict .chip[aria-pressed="false"]'),
        page: getComputedStyle(document.body).color,
        meter: getComputedStyle(document.querySelector(".meter-bar"), "::before").backgroundColor,
        meterPaper: getComputedStyle(document.querySelector(".meter-bar")).backgroundColor,
        inked: inked.length,
        ink: inked.reduce((sum, one) => sum + one, 0) / inked.length,
      };
    });
    assert.notEqual(seen.pressed.backgroundColor, seen.other.backgroundColor, "which version is heard");
    assert.notEqual(seen.chip.backgroundColor, seen.otherChip.backgroundColor, "which answer is given");
    assert.notEqual(seen.meter, seen.meterPaper, "how far a meter is filled");
    assert.ok(seen.inked > 1_000, "the waveform is drawn");
    assert.ok(scheme === "light" ? seen.ink < 128 : seen.ink > 128, `ink of ${seen.ink} by ${scheme}`);
    for (const selector of ["#hear-original", "#play", "#tilt", "#seek", "#download", "#style"]) {
      await page.focus(selector);
      await page.keyboard.press("Shift");
      const { outlineStyle, outlineWidth } = await page.$eval(selector, (element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return { outlineStyle, outlineWidth };
      });
      assert.ok(outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, `${selector}: ${outlineStyle} ${outlineWidth}`);
    }
  }
  await visit.close();
});
