// The browsers inside other apps: before a song is chosen the way out is offered there, and nowhere else.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch } from "./page.mjs";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36";
const PHONE = { width: 390, height: 844 };

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

const visitAs = (userAgent) => Visit.open(browser, { ...PHONE, userAgent, path: "?from=bio#top" });

test("inside TikTok on Android a link opens the phone's browser at the same address", async () => {
  const visit = await visitAs(`${ANDROID} trill_340905 JsSdk/1.0 BytedanceWebview/d8a21c6`);
  const { page } = visit;
  assert.match(await visit.text("#way-out"), /TikTok/);
  const { host, protocol } = new URL(process.env.TESTPRESS_URL);
  const link = await page.$eval("#open-outside", (a) => a.getAttribute("href"));
  const intent = `#Intent;scheme=${protocol.slice(0, -1)};action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end`;
  assert.equal(link, `intent://${host}/?from=bio${intent}`);
  // It is an offer: the page works on, and says it no more once there is a song.
  await visit.engineReady();
  await page.click("#demo");
  await visit.event("testpress:mastered");
  assert.equal(await page.$("#way-out"), null);
  await visit.close();
});

test("inside Instagram on an iPhone the menu is named, and the address is copied or shown", async () => {
  const visit = await visitAs(`${IPHONE} Mobile/15E148 Instagram 336.0.9.30.93 (iPhone14,5; iOS 17_5_1; en_GB)`);
  const { page } = visit;
  const offer = await visit.text("#way-out");
  assert.match(offer, /Instagram/);
  assert.match(offer, /menu/);
  assert.equal(await page.$("#open-outside"), null);
  const { top, bottom } = await page.$eval("#way-out", (aside) => aside.getBoundingClientRect().toJSON());
  const choose = await page.$eval("#choose", (button) => button.getBoundingClientRect().top);
  assert.ok(top >= 0 && bottom <= PHONE.height && bottom <= choose, `from ${top} to ${bottom}, the button is at ${choose}`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);

  await visit.context.overridePermissions(new URL(page.url()).origin, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
  await page.click("#copy-address");
  await page.waitForFunction(() => document.querySelector("#way-out [role=status]").innerText.includes("Copied"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  // An app that refuses.
  await page.evaluate(() => (Clipboard.prototype.writeText = () => Promise.reject(new Error("refused"))));
  await page.click("#copy-address");
  assert.equal(await page.$eval("#way-out input", (field) => field.value), page.url());
  await visit.close();
});

test("in a phone's own browser nothing is said of it", async () => {
  for (const userAgent of [`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, ANDROID.replace("; wv", "").replace("Version/4.0 ", "")]) {
    const visit = await visitAs(userAgent);
    assert.equal(await visit.page.$("#way-out"), null);
    await visit.close();
  }
});
