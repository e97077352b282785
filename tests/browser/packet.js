// A packet is one file: it asks for nothing, leads nowhere in a site, and is well set on paper.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { browser, each, open } from './lib/browser.js';
import { complaints } from './lib/complaints.js';
import { packets } from './lib/sites.js';

const SMALLEST = 8.5;

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
  return { sheets: text.map((sheet) => sheet.replace(/\s+/g, ' ').trim()), outline, sizes: await sizes(document) };
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
    const { heads, nav } = await page.evaluate(() => ({
      heads: [...document.querySelectorAll('h2')].map((head) => head.textContent.trim()),
      nav: document.querySelector('nav').textContent.replace(/\s+/g, ' ').trim(),
    }));
    const own = asked.filter((url) => !url.startsWith('data:'));
    found.push({ path, own, address: at.address(path), shaped, heads, nav, A4: await print(page, 'A4'), Letter: await print(page, 'Letter') });
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
    it(`packets on ${format}: numbered sheets, none empty, no section's head alone at a foot`, async () => {
      all ??= visited();
      for (const { path, heads, nav, [format]: printed } of (await all).found) {
        const { sheets, outline, sizes } = printed;
        assert.ok(sheets.length <= 12, `${path} takes ${sheets.length} sheets`);
        for (const [n, sheet] of sheets.entries()) {
          assert.ok(sheet.includes(`Page ${n + 1} of ${sheets.length}`), `sheet ${n + 1} of ${path} has no number`);
          const words = sheet.replace(`Page ${n + 1} of ${sheets.length}`, '').trim();
          assert.ok(words.length > 60, `sheet ${n + 1} of ${path} is empty`);
          assert.ok(!heads.some((head) => words.endsWith(head)), `sheet ${n + 1} of ${path} ends in a head: ${words.slice(-60)}`);
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
