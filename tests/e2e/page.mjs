// A person's hands and eyes: opens the page in a real browser, drops files on it, presses its buttons, hears its events.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import puppeteer from "puppeteer-core";

import { TAP } from "./tap.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const AUDIO = path.join(HERE, "../../../shared/audio");

/** Real songs, or null where this is a stranger's clone: the caller skips and says how much. */
export function audio(name) {
  const file = path.join(AUDIO, name);
  if (existsSync(file)) return file;
  if (process.env.TESTPRESS_REQUIRE_AUDIO) throw new Error(`TESTPRESS_REQUIRE_AUDIO is set, but ../shared/audio/${name} is not there`);
  process.stderr.write(`skipped: ../shared/audio/${name} is not here\n`);
  return null;
}

/** A browser of its own: "chromium" (steered by DevTools) or "firefox" (by WebDriver BiDi). */
export async function launch(name = "chromium") {
  if (name === "firefox") return puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX, headless: true });
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Holds back the app's module; the function returned lets it come. */
async function holdApp(page) {
  let held = [];
  await page.setRequestInterception(true);
  page.on("request", (request) => (held && /app_bg/.test(request.url()) ? held.push(request) : request.continue()));
  return async () => {
    const waiting = held;
    held = null;
    await Promise.all(waiting.map((request) => request.continue()));
  };
}

/** A visit: a page, what it said and asked for, and a folder its downloads go to. */
export class Visit {
  /**
   * `before`: a script that runs in the page before anything of it: a browser's fault. `at`: where else the page is served.
   * `early`: what is done on the page before its app has come; it is held back until then. `inside`: the frame there that the page is
   * in; the page around it is then the visit's `host`. `userAgent`: what the browser says it is. `held`: what else there is to say of
   * the screen, such as that it is touched.
   */
  static async open(
    browser,
    { width = 1440, height = 900, held = {}, at = process.env.TESTPRESS_URL, path: subPath = "", before = "", early, inside, userAgent } = {},
  ) {
    const visit = new Visit();
    visit.downloads = mkdtempSync(path.join(tmpdir(), "testpress-"));
    const downloadBehavior = { policy: "allow", downloadPath: visit.downloads };
    const context = await browser.createBrowserContext({ downloadBehavior });
    const page = await context.newPage();
    visit.context = context;
    visit.page = page;
    visit.requests = [];
    visit.complaints = [];
    const unanswered = new Set();
    page.on("request", (request) => {
      visit.requests.push(request.url());
      unanswered.add(request.url());
    });
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => unanswered.delete(request.url()));
    page.on("console", (message) => {
      // The tap itself is built on a node that Chromium calls deprecated.
      const ours = message.text().includes("ScriptProcessorNode is deprecated");
      if (!ours && ["error", "warn"].includes(message.type())) visit.complaints.push(message.text());
    });
    page.on("pageerror", (error) => visit.complaints.push(String(error)));
    await page.setViewport({ width, height, ...held });
    if (userAgent) await page.setUserAgent({ userAgent });
    await page.evaluateOnNewDocument(TAP);
    if (before) await page.evaluateOnNewDocument(before);
    // DevTools are Chromium's; Firefox has none.
    visit.cdp = (await browser.version()).startsWith("firefox") ? null : await page.createCDPSession();
    const release = early && (await holdApp(page));
    try {
      await page.goto(at + subPath, { waitUntil: early ? "domcontentloaded" : "load" });
    } catch (error) {
      throw new Error(`${error.message}; not answered: ${[...unanswered].join(", ") || "nothing"}`, { cause: error });
    }
    if (early) {
      await early(visit);
      await release();
    }
    if (inside) {
      visit.host = page;
      visit.page = framed(await (await page.waitForSelector(inside)).contentFrame(), page);
    }
    await visit.event("testpress:ready");
    return visit;
  }

  /** The `count`-th event of a name since the page opened; its detail. */
  async event(name, count = 1, seconds = 60) {
    await this.page.waitForFunction((n, c) => (globalThis.heard[n] ?? []).length >= c, { timeout: seconds * 1000 }, name, count);
    return this.page.evaluate((n, c) => globalThis.heard[n][c - 1], name, count);
  }

  /** The engine has been fetched and answers: from here on nothing more is asked of the network. */
  async engineReady() {
    await this.page.waitForFunction(() => document.querySelector("#demo") && !document.querySelector("#demo").disabled, { timeout: 60_000 });
    await this.page.waitForNetworkIdle({ idleTime: 300 });
  }

  /** What was asked of the network; blobs and data are the page's own. */
  asked() {
    return this.requests.filter((url) => url.startsWith("http"));
  }

  async count(name) {
    return this.page.evaluate((n) => (globalThis.heard[n] ?? []).length, name);
  }

  /** Files through a file input, as if picked in the browser's own window. */
  async choose(files, selector = "#song-file") {
    const input = await this.page.waitForSelector(selector);
    await input.uploadFile(...[files].flat());
  }

  /** A drop, as by a hand, in the middle of the page. */
  async drop(...files) {
    const { width, height } = this.page.viewport();
    await this.dropAt({ x: Math.round(width / 2), y: Math.round(height / 2) }, files);
  }

  /** With a song on the page there are three places to drop on: "version", "song" and "reference", side by side. */
  async dropAs(kind, ...files) {
    const { width, height } = this.page.viewport();
    const across = { version: 1, song: 3, reference: 5 }[kind] / 6;
    await this.dropAt({ x: Math.round(width * across), y: Math.round(height / 2) }, files);
  }

  /** Trusted by the page where DevTools can do that; elsewhere made of the same events by a script. */
  async dropAt(at, files) {
    if (this.cdp) {
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"]) await this.cdp.send("Input.dispatchDragEvent", { type, ...at, data });
      return;
    }
    // An input that is not in the document lends the page the files.
    const input = await this.page.evaluateHandle(() => Object.assign(document.createElement("input"), { type: "file", multiple: true }));
    await input.uploadFile(...files);
    await input.evaluate(({ files: lent }, { x, y }) => {
      const dataTransfer = new DataTransfer();
      for (const file of lent) dataTransfer.items.add(file);
      for (const type of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(type, { dataTransfer, clientX: x, clientY: y, bubbles: true, cancelable: true });
        document.elementFromPoint(x, y).dispatchEvent(event);
      }
    }, at);
    await input.dispose();
  }

  /** By hand, and seen to be open; a click may miss what still moves. */
  async unfold(id) {
    await this.page.waitForSelector(`#${id} > summary`);
    const isOpen = () => this.page.$eval(`#${id}`, (folded) => folded.open);
    for (let tries = 0; tries < 3 && !(await isOpen()); tries++) await this.page.click(`#${id} > summary`);
    if (!(await isOpen())) throw new Error(`#${id} does not open`);
  }

  async text(selector) {
    await this.page.waitForSelector(selector);
    return this.page.$eval(selector, (element) => element.innerText);
  }

  /** The figures are for engineers: their part of the page is opened for them. */
  async figure(key, when) {
    await this.unfold("engineers");
    return number(await this.text(`#figures tr[data-figure="${key}"] .${when}`));
  }

  /** Presses the button and waits for the whole file. */
  async download(button = "#download") {
    const earlier = readdirSync(this.downloads);
    await this.page.click(button);
    for (let tries = 0; tries < 300; tries++) {
      const names = readdirSync(this.downloads).filter((name) => !earlier.includes(name));
      // Firefox holds the name with an empty file until the other one is whole.
      const isWhole = !names.some((name) => /\.(crdownload|part)$/.test(name)) && names.every((name) => this.sizeOf(name) > 0);
      if (names.length > 0 && isWhole) return path.join(this.downloads, names[0]);
      await sleep(100);
    }
    throw new Error("no download after 30 s");
  }

  /** 0 also for what has just been given another name. */
  sizeOf(download) {
    return statSync(path.join(this.downloads, download), { throwIfNoEntry: false })?.size ?? 0;
  }

  async close() {
    rmSync(this.downloads, { recursive: true, force: true });
    await this.context.close();
  }
}

/** A frame with the keyboard, the network and what else it has of the page around it. */
function framed(frame, page) {
  const owner = (name) => (name in frame ? frame : page);
  // Scrolling to what is to be pressed goes through the processes of both: a press before it arrived would miss.
  const click = async (selector) => {
    const element = await frame.waitForSelector(selector);
    await element.scrollIntoView();
    const place = async () => (await element.boundingBox()).y;
    for (let earlier = null, now = await place(); now !== earlier; ) {
      await sleep(100);
      [earlier, now] = [now, await place()];
    }
    await element.click();
  };
  const get = (_, name) => {
    if (name === "click") return click;
    const value = owner(name)[name];
    return typeof value === "function" ? value.bind(owner(name)) : value;
  };
  return new Proxy(frame, { get });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** "−12.0 LUFS" with its real minus sign, to a number. */
export function number(text) {
  const found = text.replaceAll("\u2212", "-").match(/-?\d+(\.\d+)?/);
  if (!found) throw new Error(`no number in "${text}"`);
  return Number(found[0]);
}

/** Integrated loudness and true peak of a file, read by ffmpeg (its summary goes to standard error). */
export function loudness(file) {
  const args = ["-hide_banner", "-nostats", "-i", file, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"];
  const { stderr: log } = spawnSync("ffmpeg", args, { encoding: "utf8", maxBuffer: 1 << 26 });
  const read = (pattern) => Number(log.slice(log.lastIndexOf("Summary:")).match(pattern)[1]);
  return { lufs: read(/I:\s+(-?[\d.]+) LUFS/), dbtp: read(/Peak:\s+(-?[\d.]+) dBFS/) };
}

/** The header of a WAV file: what a player would see. */
export function wavHeader(file) {
  const bytes = readFileSync(file);
  const format = bytes.indexOf("fmt ") + 8;
  const data = bytes.indexOf("data") + 4;
  const blockAlign = bytes.readUInt16LE(format + 12);
  return {
    channels: bytes.readUInt16LE(format + 2),
    rate: bytes.readUInt32LE(format + 4),
    bits: bytes.readUInt16LE(format + 14),
    frames: bytes.readUInt32LE(data) / blockAlign,
  };
}
