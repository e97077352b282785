// A packet is one file: it asks for nothing, leads nowhere in a site, and is well set on paper.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { browser, each, open } from './lib/browser.js';
import { complaints } from './lib/complaints.js';
import { packets } from './lib/sites.js';

const SMALLEST = 8.5;
/** The most sheets before the annex. */
const FRONT = 2;

/** The outline, and the places that links within the page lead to. Runs in the page. */
function shape() {
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.localName[1]));
  const lost = [...document.querySelectorAll('a[href^="#"]')]
    .filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1))))
    .map((link) => link.hash);
  const outside = [...document.querySelectorAll('a[href]')]
    .filter((link) => !['https:', 'http:', 'mailto:', 'tel:'].includes(link.protocol) && link.getAttribute('href')[0] !== '#')
    .map((link) => link.href);
  return { headings, lost, outside, title: document.title, scripts: document.scripts.length };
}

/** The texts of the sheets that a page is printed on, and the outline of the document. */
async function print(page, format) {
  const pdf = await page.pdf({ format, preferCSSPageSize: false, outline: true, tagged: true });
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(document);
  const outline = await document.getOutline();
  const sheets = text.map((sheet) => sheet.replace(/\s+/g, ' ').trim());
  return { sheets, outline, sizes: await sizes(document), filled: await filled(document) };
}

/** The margins of a sheet, in points: those that the style sheet states. */
const MARGINS = { top: (14 * 72) / 25.4, bottom: (12 * 72) / 25.4 };

/** How far down the text of each sheet goes, from 0 to 1, and its first words. */
async function filled(document) {
  const found = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [, , , height] = page.view;
    const { items } = await page.getTextContent();
    const isText = ({ str, transform: [, , , , , y] }) => str.trim() && y > MARGINS.bottom && y < height - MARGINS.top;
    const own = items.filter(isText);
    const lowest = Math.min(...own.map(({ transform }) => transform[5]));
    const room = height - MARGINS.top - MARGINS.bottom;
    found.push({ share: (height - MARGINS.top - lowest) / room, begins: own.map(({ str }) => str).join(' ').trim() });
  }
  return found;
}

/** How many characters of each size the sheets have, in tenths of a point, rounded. */
async function sizes(document) {
  const found = new Map();
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    for (const { str, transform } of items.filter(({ str }) => str.trim())) {
      const size = Math.round(Math.hypot(transform[2], transform[3]) * 10) / 10;
      found.set(size, (found.get(size) ?? 0) + str.length);
    }
  }
  return found;
}

/** What is found on each packet, and on the sheets that it is printed on; each is visited once. */
async function visited() {
  const at = await open(packets, 'from the disk');
  const context = await browser().newContext();
  const wrong = await complaints(context, at);
  const found = [];
  await each(context, packets.pages, async (page, path) => {
    const asked = [];
    const note = (request) => asked.push(request.url());
    page.on('request', note);
    await page.goto(at.address(path), { waitUntil: 'networkidle' });
    page.off('request', note);
    const shaped = await page.evaluate(shape);
    const { heads, nav, parts } = await page.evaluate(() => ({
      parts: [...document.querySelectorAll('.part')].map((part) => part.textContent.trim()),
      heads: [...document.querySelectorAll('h2')].map((head) => head.textContent.trim()),
      nav: document.querySelector('nav').textContent.replace(/\s+/g, ' ').trim(),
    }));
    const own = asked.filter((url) => !url.startsWith('data:'));
    found.push({ path, own, address: at.address(path), shaped, heads, nav, parts, A4: await print(page, 'A4'), Letter: await print(page, 'Letter') });
  });
  await context.close();
  return { found, wrong };
}

/** The tests. */
export function packetTests() {
  let all;
  it('a packet asks for nothing, has no script, and every link of it leads somewhere', async () => {
    all ??= visited();
    const { found, wrong } = await all;
    for (const { path, own, address, shaped } of found) {
      assert.deepEqual(own, [address], `${path} asks for more than itself`);
      const { headings, lost, outside, title, scripts } = shaped;
      assert.deepEqual({ lost, outside, scripts }, { lost: [], outside: [], scripts: 0 }, path);
      assert.ok(title.length > 3, `${path} has no title`);
      const leaps = headings.filter((level, n) => level > (headings[n - 1] ?? 0) + 1);
      assert.deepEqual([headings[0], leaps], [1, []], `${path} has an outline with leaps`);
    }
    assert.equal(found.length, packets.pages.length);
    assert.deepEqual(wrong, []);
  });
  for (const format of ['A4', 'Letter']) {
    it(`packets on ${format}: numbered sheets, none empty but the last of a part, no head alone at a foot`, async () => {
      all ??= visited();
      for (const { path, heads, nav, parts, [format]: printed } of (await all).found) {
        const { sheets, outline, sizes } = printed;
        assert.ok(sheets.length <= 12, `${path} takes ${sheets.length} sheets`);
        for (const [n, sheet] of sheets.entries()) {
          assert.ok(sheet.includes(`Page ${n + 1} of ${sheets.length}`), `sheet ${n + 1} of ${path} has no number`);
          const words = sheet.replace(`Page ${n + 1} of ${sheets.length}`, '').trim();
          assert.ok(words.length > 60, `sheet ${n + 1} of ${path} is empty`);
          assert.ok(!heads.some((head) => words.endsWith(head)), `sheet ${n + 1} of ${path} ends in a head: ${words.slice(-60)}`);
        }
        // A part begins on a sheet of its own, so the last one of a part is as full as it is.
        assert.ok(parts.length > 0, `${path} has no parts`);
        const begins = (n) => parts.some((part) => printed.filled[n].begins.startsWith(part));
        const isLast = (n) => n + 1 === sheets.length || begins(n + 1);
        assert.equal(sheets.filter((_, n) => begins(n)).length, parts.length, `each part of ${path} begins a sheet`);
        const front = sheets.findIndex((_, n) => begins(n));
        assert.ok(front <= FRONT, `the first pages of ${path} take ${front} sheets`);
        for (const [n, { share }] of printed.filled.entries()) {
          const told = `sheet ${n + 1} of ${path} is filled to ${Math.round(share * 100)} %`;
          assert.ok(isLast(n) || share >= 2 / 3, told);
        }
        const small = [...sizes].filter(([size]) => size < SMALLEST);
        assert.deepEqual(small, [], `${path} has text of less than ${SMALLEST} points`);
        // Notes and tables are smaller than running text, and titles are larger.
        const [text] = [...sizes].filter(([size]) => size > 9 && size < 12).sort(([, a], [, b]) => b - a);
        assert.ok(text[0] >= 10 && text[0] <= 10.5, `the text of ${path} has ${text[0]} points`);
        assert.ok(outline?.length > 0, `${path} has no outline`);
        assert.ok(!sheets[0].includes(nav), `${path} prints its navigation`);
      }
    });
  }
}
