// How long the page's main thread is busy at a stretch.

import assert from "node:assert/strict";

import { sleep } from "./page.mjs";

/** The longest task of the main thread while `act` lasts and shortly after, in ms of its processor time where the trace has it. */
export async function longestTask(page, act) {
  await page.tracing.start({ categories: ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"] });
  await act();
  await sleep(300);
  const trace = JSON.parse(new TextDecoder().decode(await page.tracing.stop())).traceEvents;
  const mains = new Set(trace.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain").map((e) => `${e.pid}/${e.tid}`));
  // A task still running when the trace stops has no duration of its own: it has lasted at least until the last event.
  const end = Math.max(...trace.map((e) => e.ts).filter(Number.isFinite));
  const tasks = trace.filter((e) => e.name === "RunTask" && mains.has(`${e.pid}/${e.tid}`)).map((e) => (e.tdur ?? e.dur ?? end - e.ts) / 1000);
  assert.ok(tasks.every(Number.isFinite), "each task has a duration");
  assert.ok(tasks.length > 50, `${tasks.length} tasks seen`);
  return Math.max(...tasks);
}
