// One visit as a phone makes it: a narrow, touched screen, and whatever share of a processor this process was given. Prints a
// "name seconds" per line, and the tab's memory at its highest.

import { readFileSync } from "node:fs";

import { Visit, launch } from "../tests/e2e/page.mjs";

const [song] = process.argv.slice(2);
const browser = await launch();
try {
  const visit = await Visit.open(browser, { width: 390, height: 844, held: { hasTouch: true, isMobile: true } });
  const { page } = visit;
  page.setDefaultTimeout(300_000);
  const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  console.log("paint", painted / 1000);
  console.log("app", (await page.evaluate(() => performance.now())) / 1000);
  await visit.choose(song);
  // Asked seldom: what asks with every frame takes of the little there is.
  const isDone = () => performance.getEntriesByName("testpress:total").length > 0;
  await page.waitForFunction(isDone, { timeout: 300_000, polling: 1000 });
  for (const name of ["decode", "measure", "excerpt", "first", "render", "compare", "total"]) {
    const [entry] = await page.evaluate((of) => performance.getEntriesByName(`testpress:${of}`).map(({ duration }) => duration), name);
    console.log(name, entry / 1000);
  }
  const client = await browser.target().createCDPSession();
  const { processInfo } = await client.send("SystemInfo.getProcessInfo");
  const status = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => readFileSync(`/proc/${id}/status`, "utf8"));
  console.log("peak", Math.max(...status.map((text) => Number(text.match(/VmHWM:\s+(\d+)/)[1]))) / 1024);
  await visit.close();
} finally {
  await browser.close();
}
