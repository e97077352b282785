// On paper: few pages, each with something on it, and no navigation.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { browser, open } from './lib/browser.js';
import { build, workshop } from './lib/build.js';
import { siteOf } from './lib/sites.js';

/** Pages of the example, and how many sheets each may take. */
const SHEETS = [
  [/^index\.html$/, 4],
  [/^entries\//, 3],
  [/^goals\//, 6],
  [/^stories\.html$/, 10],
];

/** The texts of the sheets that a page is printed on. */
async function sheets(page, format) {
  const pdf = await page.pdf({ format });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
  return text.map((sheet) => sheet.replace(/\s+/g, ' ').trim());
}

/** Words without what a line break or a ligature does to them. */
const bare = (text) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What each of those pages says on the screen, and on sheets of each format; it is visited once. */
async function printed() {
  const site = siteOf('example');
  const at = await open(site, 'from the disk');
  const page = await browser().newPage();
  const found = [];
  for (const [pattern, most] of SHEETS) {
    for (const path of site.kinds.filter((path) => pattern.test(path))) {
      await page.goto(at.address(path));
      const { heading, chrome } = await page.evaluate(() => ({
        heading: document.querySelector('h1').textContent,
        chrome: [...document.querySelectorAll('.skip, body > header nav, nav')].map((element) => element.textContent),
      }));
      found.push({ path, most, heading, chrome, A4: await sheets(page, 'A4'), Letter: await sheets(page, 'Letter') });
    }
  }
  await page.close();
  return found;
}

/** A site whose decisions take more than one sheet. */
const decided = build('decisions', () => {
  const entries = join(workshop, 'journals', 'decisions', 'entries');
  mkdirSync(entries, { recursive: true });
  for (const day of [11, 12, 13, 14, 15, 16, 17, 18, 19]) {
    const keys = 'kind: decision\nexpect: less of what nobody reads\nwrong_if: more\noutcome: right\nreview: 2026-12-01';
    writeFileSync(join(entries, `2026-10-${day}-decision.md`), `---\n${keys}\n---\n# Decided on day ${day}\n\nWords.\n`);
  }
  return join(entries, '..');
});

/** The tests. */
export function printTests() {
  it('a list of things that are not broken begins below its heading', async () => {
    const at = await open(decided, 'from the disk');
    const page = await browser().newPage();
    await page.goto(at.address('decisions.html'));
    const [first, ...others] = await sheets(page, 'A4');
    await page.close();
    assert.match(first, /^.*Decisions.*Decided on day 19.*Decided on day 18/);
    assert.ok(others.length > 0, 'there is one sheet alone');
  });

  it('what is folded on the screen is open on paper', async () => {
    const at = await open(siteOf('example'), 'from the disk');
    const page = await browser().newPage();
    await page.goto(at.address('gaps.html'));
    const folded = await page.evaluate(() => {
      const fold = document.querySelector('main details:not([open], .as-table, .definitions)');
      return [...fold.querySelectorAll('.ladder dt')].map((term) => term.nextElementSibling.textContent);
    });
    const text = bare((await sheets(page, 'A4')).join(''));
    await page.close();
    assert.ok(folded.length > 3, 'the fold has a table of levels');
    for (const words of folded) {
      assert.ok(text.includes(bare(words)), `“${words}” is not on paper`);
    }
  });

  let all;
  for (const format of ['A4', 'Letter']) {
    it(`the example on ${format}: few sheets, none empty, no navigation`, async () => {
      all ??= printed();
      for (const { path, most, heading, chrome, [format]: text } of await all) {
        assert.ok(text.length <= most, `${path} takes ${text.length} sheets, more than ${most}`);
        assert.ok(text.every((sheet) => sheet.length > 40), `${path} has an empty sheet`);
        assert.ok(bare(text.join('')).includes(bare(heading)), `${path} lacks “${heading}”`);
        for (const words of chrome) {
          assert.ok(!bare(text.join('')).includes(bare(words)), `${path} prints “${words}”`);
        }
      }
    });
  }
}
