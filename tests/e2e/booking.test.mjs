// The way to a person: the order and its price, the brief shown before it leaves, and what reaches the studio's form and letter.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Visit, launch } from "./page.mjs";
import { site, with_ } from "./site.mjs";
import { song } from "./tones.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** A studio's booking page: a real form that fills itself from its own address. */
const BOOKING_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Booking</title>
<form>
  <input name="service"><input name="medium"><input name="tracks"><input name="price"><input name="loudness">
  <input name="verdict"><input name="name"><input name="email"><textarea name="notes"></textarea><textarea name="brief"></textarea>
</form>
<script>
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = document.forms[0].elements.namedItem(name);
    if (field) field.value = value;
  }
</script>`;

const FORM = {
  url: "book.html",
  fields: Object.fromEntries(
    ["service", "medium", "tracks", "price", "loudness", "verdict", "name", "email", "notes", "brief"].map((name) => [name, name]),
  ),
};

/** A page of a studio's own, and that booking page beside it. */
const studio = (edited) => site({ studio: edited, pages: { "book.html": BOOKING_PAGE } });

const withForm = (shipped) => {
  const { booking, services } = JSON.parse(shipped);
  services[0].price = 65;
  return with_({ services, booking: { ...booking, form: FORM } })(shipped);
};

const says = (page, selector, part) =>
  page.waitForFunction((s, p) => document.querySelector(s)?.innerText.includes(p), { timeout: 10_000 }, selector, part);

const brief = (page) => page.$eval("#brief-text", (area) => area.value);

async function briefHas(page, part) {
  await page.waitForFunction((p) => document.querySelector("#brief-text")?.value.includes(p), { timeout: 10_000 }, part);
}

/** As if pasted: too long to be typed letter by letter. */
async function fill(page, selector, text) {
  await page.waitForSelector(selector);
  await page.$eval(
    selector,
    (field, value) => {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    text,
  );
}

/** The parameters of the link to the form, as a server would read them. */
const carried = async (page) => Object.fromEntries(new URL(await page.$eval("#book-link", (a) => a.href)).searchParams);

/** The letter, as a mail program would read it (RFC 6068: a plus sign is a plus sign). */
async function letter(page) {
  const href = await page.$eval("#mail-link", (a) => a.href);
  assert.ok(href.length < 1600, `${href.length} characters`);
  const [, to, subject, body] = href.match(/^mailto:([^?]*)\?subject=([^&]*)&body=([^&]*)$/) ?? assert.fail(href);
  return { to, subject: decodeURIComponent(subject), body: decodeURIComponent(body) };
}

test("a brief is filled, shown, priced, and reaches the studio's form with nothing personal in the address", async () => {
  const site = await studio(withForm);
  const visit = await Visit.open(browser, { at: site.at });
  const { page } = visit;
  await visit.engineReady();
  assert.match(await page.$eval("#structured-data", (script) => script.textContent), /"price":"65"/, "today's price");
  await page.click("#demo");
  await visit.event("testpress:mastered");
  await page.waitForSelector("#book-link");
  const askedBefore = visit.asked().length;

  await says(page, "#price", "£65, two free revisions");
  const order = { from: "testpress", service: "Single", medium: "analogue", tracks: "1" };
  const price = (amount) => `${amount}; to be confirmed by the studio`;
  assert.deepEqual(await carried(page), { ...order, price: price("£65, two free revisions") }, "before the brief was seen");
  assert.doesNotMatch(JSON.stringify(await letter(page)), /Demo|LUFS/);

  await page.select("#order-service", "Album or EP");
  await page.$eval("#order-tracks", (input) => (input.focus(), input.select()));
  // Half a number is left to the hand that types it.
  await page.keyboard.type("4e");
  await says(page, "#price", "how many tracks");
  assert.ok(await page.$eval("#order-tracks", (input) => input.validity.badInput));
  await page.keyboard.press("Backspace");
  await says(page, "#price", "£200 for 4 tracks (£50 per track), unlimited revisions");
  await page.select("#order-medium", "tape");
  await says(page, "#price", "£240 for 4 tracks (£60 per track), unlimited revisions");

  await page.click("#brief > summary");
  await briefHas(page, "Title: Demo mix");
  await says(page, "#brief-missing", "your name");
  await page.type("#brief-name", "Ada Example");
  await page.type("#brief-email", "ada@artist.example");
  await page.click("#mixes-later");
  await page.type("#brief-description", "Four songs.");
  await page.click("#brief-more > summary");
  await page.type("#brief-track_order", "One, Two, Three, Four");
  await briefHas(page, "Track order: One, Two, Three, Four");
  const text = await brief(page);
  for (const line of ["Name: Ada Example", "E-mail: ada@artist.example", "About the release: Four songs.", "Service: Album or EP, tape, 4 tracks"])
    assert.ok(text.includes(`${line}\n`), text);
  assert.equal((await visit.text("#brief-missing")).trim(), "");

  const filled = await carried(page);
  assert.deepEqual(Object.keys(filled).filter((name) => ["name", "email", "notes", "brief"].includes(name)), []);
  assert.doesNotMatch(await page.$eval("#book-link", (a) => decodeURIComponent(a.href)), /Ada|artist\.example|Four songs|Demo/);
  assert.match(filled.loudness, /LUFS$/);
  await says(page, "#form-note", "Integrated loudness");
  const { body } = await letter(page);
  assert.ok(body.includes("Name: Ada Example\r\n"), body);

  // What is struck out of the text leaves by no way.
  await fill(page, "#brief-text", text.replace(/^Integrated loudness: .*\n/m, ""));
  await page.waitForSelector("#brief-refill");
  assert.equal((await carried(page)).loudness, undefined);
  assert.ok(!(await letter(page)).body.includes("Integrated loudness"));
  await page.click("#brief-refill");
  await briefHas(page, "Integrated loudness: ");
  assert.equal(await brief(page), text);
  assert.equal(await page.evaluate(() => document.activeElement.id), "brief-text");

  assert.equal(await visit.count("testpress:booking_opened"), 0);
  const opened = visit.context.waitForTarget((target) => target.url().includes("book.html"), { timeout: 20_000 });
  await page.click("#book-link");
  const form = await (await opened).page();
  await form.waitForFunction(() => document.readyState === "complete");
  const values = await form.$eval("form", (element) => Object.fromEntries(new FormData(element)));
  assert.deepEqual(
    values,
    {
      service: "Album or EP",
      medium: "tape",
      tracks: "4",
      price: price("£240 for 4 tracks (£60 per track), unlimited revisions"),
      loudness: filled.loudness,
      verdict: filled.verdict ?? "",
      name: "",
      email: "",
      notes: "",
      brief: "",
    },
    "as the form read them",
  );
  assert.equal(await form.evaluate(() => document.referrer), "");
  assert.equal(await visit.count("testpress:booking_opened"), 1);
  assert.deepEqual(visit.asked().slice(askedBefore), [], "the page itself asked for nothing");
  assert.deepEqual(visit.complaints, []);
  await visit.close();
  site.close();
});

test("hostile names and answers are text wherever they appear, and the letter stays short", async () => {
  const visit = await Visit.open(browser);
  const { page } = visit;
  await visit.engineReady();
  const nasty = "<img src=x onerror=\"document.title='hacked'\">";
  const title = await page.title();
  await visit.choose(song(visit, `${nasty} \u202Egnp 👩🏽\u200D🎤.wav`, 300));
  await visit.event("testpress:mastered");
  await page.waitForSelector("#brief");
  await page.click("#brief > summary");
  await briefHas(page, `Title: ${nasty}`);
  await page.click("#brief-more > summary");
  for (const id of ["name", "email", "artist", "release", "references", "deadline"]) await fill(page, `#brief-${id}`, `${nasty}\u202E`);
  await fill(page, "#brief-description", `${nasty}\nName: somebody else\r\nBcc: x@y.example`);
  await fill(page, "#brief-notes", `${nasty}${"x".repeat(4000)}`);
  await fill(page, "#brief-mixes", `https://files.example/${"é/".repeat(2000)}`);
  await says(page, "#mixes-note", "too long");
  await briefHas(page, `Notes: ${nasty}xxx`);
  const text = await brief(page);
  assert.ok(text.includes("👩🏽\u200D🎤"), text);
  assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069]/);
  assert.equal(text.match(/^Name: /gm).length, 1, text);
  assert.doesNotMatch(text, /^Bcc/m);
  assert.ok(text.length < 12_000, `${text.length} characters`);
  assert.ok(!text.includes("files.example"), "half a link leads elsewhere");
  const { to, subject, body } = await letter(page);
  assert.equal(to, "brettshaw123@outlook.com");
  assert.ok(subject.includes(nasty) && !/[\r\n]/.test(subject), subject);
  assert.match(body, /please ask me for the rest\.\)$/m);
  await says(page, "#letter-note", "Copy the brief");
  assert.equal(await page.$eval("#book-link", (a) => a.href), "https://123productions.co.uk/mastering/?from=testpress");
  // The text that the artist wrote anew is no other.
  await fill(page, "#brief-text", `${nasty}\r\n?cc=x@y.example&bcc=z@y.example`);
  await page.waitForSelector("#brief-refill");
  assert.ok((await letter(page)).body.includes("?cc=x@y.example&bcc=z@y.example"));
  assert.equal(await page.$$eval("#app img", (all) => all.length), 0);
  assert.equal(await page.title(), title);
  assert.deepEqual(visit.complaints, []);
  await visit.close();
});

test("the brief is copied, or selected where the browser refuses, and always shown", async () => {
  for (const refuses of [false, true]) {
    const before_ = `
      const write = Clipboard.prototype.writeText;
      Clipboard.prototype.writeText = function (text) {
        globalThis.copied = text;
        return ${refuses} ? Promise.reject(new DOMException("refused", "NotAllowedError")) : write.call(this, text);
      };
    `;
    const visit = await Visit.open(browser, { before: before_, width: refuses ? 390 : 1440 });
    const { page } = visit;
    await visit.engineReady();
    await page.bringToFront();
    await page.click("#demo");
    await visit.event("testpress:mastered");
    await page.waitForSelector("#copy-brief");
    assert.equal(await page.$("#brief-text"), null, "not made before it is looked at");
    await page.click("#copy-brief");
    await page.waitForFunction(() => document.querySelector("#copied").innerText.trim() !== "", { timeout: 10_000 });
    const text = await brief(page);
    assert.ok(text.includes("Title: Demo mix"), text);
    assert.equal(await page.evaluate(() => globalThis.copied), text);
    assert.ok(await page.$eval("#brief", (details) => details.open));
    // Without a screen a browser may refuse too: then the other way must be there.
    const said = await visit.text("#copied");
    assert.ok(refuses ? said.includes("selected") : /^Copied|selected/.test(said), said);
    if (said.includes("selected")) {
      await page.waitForFunction(() => document.activeElement.id === "brief-text", { timeout: 5000 });
      const selected = await page.$eval("#brief-text", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
      assert.equal(selected, text);
    }
    await page.click("#brief-more > summary");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, "sideways");
    await page.type("#brief-name", "Ada");
    await page.waitForFunction(() => document.querySelector("#copied").innerText.trim() === "", { timeout: 5000 });
    assert.deepEqual(visit.complaints, []);
    await visit.close();
  }
});

for (const [what, edited, email] of [
  ["with a comma too many", (shipped) => shipped.replace('"currency"', ',"currency"'), "brettshaw123@outlook.com"],
  ["with a price that is none", with_({ services: [{ name: "Single", medium: "tape", price: "a lot", per_track: false, revisions: "one" }] }), "brettshaw123@outlook.com"],
  ["that leads to a script", with_({ page: "javascript:alert(1)", email: "a@b.example?cc=x@y.example" }), null],
  ["that is not there", () => null, null],
]) {
  test(`a studio.json ${what} leaves the page whole, and what is sound of it`, async () => {
    const site = await studio(edited);
    const visit = await Visit.open(browser, { at: site.at });
    const { page } = visit;
    await visit.engineReady();
    await page.click("#demo");
    await visit.event("testpress:mastered");
    assert.match(await visit.text("#no-studio"), /could not be loaded/);
    assert.equal(await page.$("#book-link, #order, #price, .letterhead-studio"), null);
    assert.equal(await page.$$eval('[href^="javascript:"]', (all) => all.length), 0);
    await page.click("#brief > summary");
    await briefHas(page, "Title: Demo mix");
    await page.type("#brief-name", "Ada");
    await briefHas(page, "Name: Ada");
    assert.ok(await page.$("#copy-brief"));
    if (email) {
      const { to, body } = await letter(page);
      assert.equal(to, email);
      assert.ok(body.includes("Name: Ada"), body);
    } else {
      assert.equal(await page.$("#mail-link"), null);
    }
    assert.ok(visit.complaints.some((line) => line.includes("studio.json")), visit.complaints.join("\n"));
    await visit.close();
    site.close();
  });
}
