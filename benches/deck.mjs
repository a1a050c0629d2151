// One visit with four versions of a song: how long a version takes to be lined up, what the tab needs at most, and how long the page is
// busy at a time while they play and are switched. Prints a "name value" per line.

import { readFileSync } from "node:fs";

import { Visit, launch, sleep } from "../tests/e2e/page.mjs";

const [song, ...versions] = process.argv.slice(2);
const browser = await launch();
try {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  await visit.choose(song);
  await visit.event("testpress:mastered", 1, 180);
  for (const [index, version] of versions.entries()) {
    const start = Date.now();
    await visit.choose(version, "#version-file");
    const ready = (id) => document.querySelector(id) && !document.querySelector(id).disabled;
    await page.waitForFunction(ready, { timeout: 120_000, polling: 20 }, `#hear-${index + 2}`);
    console.log("version", (Date.now() - start) / 1000);
  }
  for (const { name, duration } of await page.evaluate(() => performance.getEntriesByName("testpress:align").map((entry) => entry.toJSON()))) {
    console.log(name.replace("testpress:", ""), duration / 1000);
  }

  await page.click("#hear-original");
  await page.click("#play");
  await sleep(1500);
  await page.tracing.start({ categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  for (const key of ["b", "c", "d", "a", "c", "b", "d", "a"]) {
    await page.keyboard.press(key);
    await sleep(700);
  }
  const trace = JSON.parse(new TextDecoder().decode(await page.tracing.stop())).traceEvents;
  const mains = new Set(trace.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain").map((e) => `${e.pid}/${e.tid}`));
  const tasks = trace.filter((e) => e.name === "RunTask" && mains.has(`${e.pid}/${e.tid}`)).map((e) => (e.tdur ?? e.dur ?? 0) / 1000);
  if (tasks.length < 50) throw new Error(`${tasks.length} tasks seen`);
  console.log("task", Math.max(...tasks));

  // The renderer with the most memory is the tab's.
  const client = await browser.target().createCDPSession();
  const { processInfo } = await client.send("SystemInfo.getProcessInfo");
  const status = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => readFileSync(`/proc/${id}/status`, "utf8"));
  const most = (name) => Math.max(...status.map((text) => Number(text.match(new RegExp(`${name}:\\s+(\\d+)`))[1]))) / 1024;
  console.log("peak", most("VmHWM"));
  console.log("resident", most("VmRSS"));
  await visit.close();
} finally {
  await browser.close();
}
