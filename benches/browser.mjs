// One visit to the finished page: drops a song, and prints what the page's own measures say, a "name milliseconds" per line.

import { Visit, launch } from "../tests/e2e/page.mjs";

const [song] = process.argv.slice(2);
const browser = await launch();
try {
  const visit = await Visit.open(browser);
  await visit.engineReady();
  await visit.drop(song);
  await visit.event("testpress:mastered", 1, 180);
  await visit.page.waitForFunction(() => performance.getEntriesByName("testpress:total").length > 0, { timeout: 60_000 });
  const measures = await visit.page.evaluate(() => performance.getEntriesByType("measure").map(({ name, duration }) => [name, duration]));
  for (const [name, duration] of measures) console.log(name.replace("testpress:", ""), duration);
  await visit.close();
} finally {
  await browser.close();
}
