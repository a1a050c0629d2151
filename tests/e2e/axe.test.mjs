// Nothing that axe-core can find against WCAG 2.2 AA and its own best practices, in any state of the page, by day, by night, wide and
// narrow.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { Visit, launch, sleep } from "./page.mjs";
import { answerAll, enabled, noSong, openEverything, press, slowEngine, withDemo, withExample } from "./states.mjs";
import { song } from "./tones.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** One run of axe on what is shown now: rule, help, and each place. */
async function found(page) {
  // Through DevTools, so that the page's own policy is as it always is.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(
    (tags) => axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }),
    TAGS,
  );
  assert.ok(passes.length > 10, `only ${passes.length} rules had anything to look at`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any, all, none }) => `${id}: ${target.join(" ")}: ${help}${[...any, ...all, ...none].map((check) => `; ${check.message}`).join("")}`),
  );
}

/** In both schemes and at both widths; all that is found is told at once. */
async function audit(visit, state) {
  const { page } = visit;
  const all = [];
  for (const size of WIDTHS) {
    await page.setViewport(size);
    for (const scheme of ["light", "dark"]) {
      // Without motion no colour is met half-way.
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      all.push(...(await found(page)).map((line) => `${state}, ${scheme}, ${size.width} px: ${line}`));
    }
  }
  assert.deepEqual(all, [], `axe finds ${all.length}:\n${all.join("\n")}\n`);
}

test("the static first screen, before its app has come", async () => {
  const visit = await Visit.open(browser, { early: (early) => audit(early, "before the app") });
  await visit.close();
});

test("before a song: the first screen, files to choose among, a refusal, work under way, coming again", async () => {
  const visit = await withExample(browser);
  const { page } = visit;
  await audit(visit, "first screen");
  await page.click("#showcase summary");
  await page.waitForSelector("#showcase .example");
  await audit(visit, "showcase");
  const [one, other] = [song(visit, "One.wav", 220), song(visit, "Other.wav", 440)];
  await visit.drop(one, other, noSong(visit));
  await page.waitForSelector("#chooser");
  await audit(visit, "choosing");
  await page.click("#chooser > .button");
  await visit.drop(noSong(visit));
  await page.waitForSelector("#notice");
  await audit(visit, "refused");
  await page.click("#close-notice");
  await slowEngine(page);
  await visit.choose(one);
  await page.waitForFunction(() => document.querySelector(".progress-stage")?.innerText);
  await audit(visit, "working");
  assert.ok(await page.$("#progress"), "it was still at work");
  await slowEngine(page, 0);
  await visit.event("testpress:mastered");
  await page.waitForSelector("#keep");
  await sleep(1_500);
  await page.reload({ waitUntil: "load" });
  await page.waitForSelector("#last-song, #last-song-note");
  await audit(visit, "first screen of one who comes again");
  await visit.close();
});


test("without an engine", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await page.setRequestInterception(true);
  page.on("request", (request) => (/worker[^/]*\.wasm$/.test(request.url()) ? request.abort() : request.continue()));
  await page.reload({ waitUntil: "load" });
  await page.waitForSelector("#notice");
  await audit(visit, "no engine");
  await visit.close();
});

test("with a song: folded, everything open, overlay, key list", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await withDemo(visit);
  await audit(visit, "done");
  // What was just pressed lies under the mouse.
  for (const side of ["#hear-original", "#hear-master"]) {
    await page.click(side);
    assert.deepEqual(await found(page), [], `${side} under the mouse`);
  }

  const held = setInterval(() => hover(page).catch(() => {}), 200);
  await page.waitForSelector("#drop-overlay.open");
  await audit(visit, "drop overlay");
  clearInterval(held);

  await openEverything(visit);
  await audit(visit, "everything open");
  await press(page, "#show-keys");
  await page.waitForSelector("#key-help[open]");
  await audit(visit, "key list");
  await page.keyboard.press("Escape");
  await visit.close();
});

/** Something is dragged over the page. */
const hover = (page) =>
  page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "song.wav"));
    const at = { clientX: innerWidth / 2, clientY: innerHeight / 2, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer, ...at }));
  });

test("blind: one pick and its result, ABX and its result", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await withDemo(visit);
  await press(page, "#first-minute-start");
  await page.waitForSelector("#blind");
  await audit(visit, "first minute");
  await answerAll(page);
  await audit(visit, "first minute's result");
  await page.click("#engineers summary");
  await enabled(page, "#abx-start");
  await page.select("#abx-trials", "10");
  await press(page, "#abx-start");
  await page.waitForSelector("#blind");
  await audit(visit, "ABX");
  await answerAll(page);
  await audit(visit, "result of ABX");
  await visit.close();
});
