// Each kind of page, wide and narrow, in light and in dark, without script: axe-core finds nothing, nothing is cut
// off, and the words are the same.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { it } from 'node:test';

import { browser, open } from './lib/browser.js';
import { TAGS } from './lib/document.js';
import { lines, look } from './lib/look.js';
import { measures } from './lib/measure.js';
import { misfits } from './lib/misfits.js';
import { busy, packets, siteOf, sites } from './lib/sites.js';

/** axe-core as a page takes it fastest: as small as it gets, and given to each new page by the browser. */
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const WIDTH = 320;
/** Lines are meant to have 62 to 66 characters; a paragraph of narrow letters has some more. */
const LONGEST = 72;
const WIDE = { colorScheme: 'light', viewport: { width: 1240, height: 900 } };

/** The looks in which axe sees a site. Other journals and readers in the same theme add no colour of their own. */
const looksOf = ({ name, thorough }) => (thorough ? ['light', 'dark', 'narrow'] : name.endsWith('in plain') ? ['light', 'dark'] : ['light']);

/** The tag of the rules about colours. */
const OF_COLOUR = 'cat.color';

/** The rules whose findings depend on the width of the page. */
const OF_WIDTH = ['scrollable-region-focusable', 'target-size'];

/**
 * What axe finds on the page, with all that is folded open: by the rules with these tags, but for those with the tag
 * `without`, or only by those of them whose name or another tag is in `only`. Runs in the page.
 */
async function examine([tags, { only, without }]) {
  // An open menu lies over the page: what is below it has its size and its place without it.
  for (const fold of document.querySelectorAll('details')) fold.open = !(only?.includes('target-size') && fold.matches('.menu'));
  const chosen = globalThis.axe.getRules(tags).filter((rule) => [rule.ruleId, ...rule.tags].some((name) => only?.includes(name)));
  const runOnly = only ? { type: 'rule', values: chosen.map(({ ruleId }) => ruleId) } : tags;
  const leftOut = without ? globalThis.axe.getRules([without]) : [];
  const rules = Object.fromEntries(leftOut.map(({ ruleId }) => [ruleId, { enabled: false }]));
  const { violations } = await globalThis.axe.run(document, { runOnly, rules, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => {
    const [{ target, any, all, none }] = nodes;
    return `${id}, ${nodes.length} times, first at ${target.join(' ')}: ${[...any, ...all, ...none].map((check) => check.message).join('; ')}`;
  });
}

/**
 * What axe finds in a colour scheme. In dark, only colours differ from what it has seen of the same page in light, and
 * in a narrow window only what depends on the width.
 */
function axeIn(colorScheme, rules = {}) {
  return async (page) => {
    await page.emulateMedia({ colorScheme });
    return page.evaluate(examine, [TAGS, rules]);
  };
}

/** The words of a page, but for the buttons that only script gives. */
async function words(page, path) {
  if (path === 'search.html') return null;
  return page.evaluate(() => {
    const buttons = [...document.querySelectorAll('button')];
    for (const button of buttons) button.style.display = 'none';
    const text = document.querySelector('main').innerText;
    for (const button of buttons) button.style.display = '';
    return text;
  });
}

// The page's own policy would keep axe out.
const wide = (site) => {
  const isDark = looksOf(site).includes('dark');
  const acts = { light: axeIn('light', isDark ? {} : { without: OF_COLOUR }) };
  if (isDark) acts.dark = axeIn('dark', { only: [OF_COLOUR] });
  return look(site, 'wide', { ...WIDE, bypassCSP: true, script: AXE }, site === packets ? acts : { words, measures: (page) => page.evaluate(measures), ...acts });
};
const narrow = (site) => {
  const acts = { misfits: (page) => page.evaluate(misfits, WIDTH) };
  const hasAxe = looksOf(site).includes('narrow');
  if (hasAxe) acts.narrow = axeIn('light', { only: OF_WIDTH });
  return look(site, 'narrow', { viewport: { width: WIDTH, height: 640 }, bypassCSP: true, script: hasAxe ? AXE : undefined }, acts);
};
const unscripted = (site) => look(site, 'without script', { ...WIDE, javaScriptEnabled: false }, { words });

/** The tests of axe-core. */
export function accessibleTests() {
  for (const site of [...sites, packets]) {
    for (const scheme of looksOf(site)) {
      it(`${site.name}, ${scheme}: axe-core finds nothing on any kind of page`, async () => {
        const found = await (scheme === 'narrow' ? narrow : wide)(site);
        assert.deepEqual(lines(found[scheme]), []);
      });
    }
  }
}

/** The tests of narrow windows. */
export function narrowTests() {
  for (const site of [...sites, packets]) {
    it(`${site.name}: no page scrolls sideways at ${WIDTH} px, and none cuts text off`, async () => {
      assert.deepEqual(lines((await narrow(site)).misfits), []);
    });
  }
}

/** The tests of the length of lines. */
export function measureTests() {
  for (const site of sites.filter(({ name }) => name !== 'example in plain')) {
    it(`${site.name}: no line of running text has more than ${LONGEST} characters`, async () => {
      const found = Object.entries((await wide(site)).measures).flatMap(([path, blocks]) => blocks.map((block) => ({ path, ...block })));
      const long = found.filter(({ characters }) => characters > LONGEST).map(({ path, characters, text }) => `${path}: ${characters} at “${text}”`);
      assert.deepEqual(long, []);
    });
  }
}

/** The tests of the matrix in a narrow window. */
export function matrixTests() {
  it('on a phone, a matrix opens at the newest quarter, with each competency and its status in sight', async () => {
    const at = await open(busy, 'from the disk');
    const page = await browser().newPage({ viewport: { width: 360, height: 640 } });
    await page.goto(at.address('gaps.html'));
    const seen = await page.evaluate(() => {
      const table = document.querySelector('.matrix');
      const room = table.parentElement.getBoundingClientRect();
      const isSeen = (cell) => {
        const { left, right } = cell.getBoundingClientRect();
        return left >= room.left - 1 && right <= room.right + 1;
      };
      const rows = [...table.querySelectorAll('tbody tr')];
      const newest = rows.map((row) => [...row.querySelectorAll('.q')].at(-1));
      return { wide: table.scrollWidth > room.width, named: rows.every((row) => isSeen(row.cells[0]) && isSeen(row.cells[1])), newest: newest.every(isSeen) };
    });
    await page.close();
    assert.deepEqual(seen, { wide: true, named: true, newest: true });
  });
}

/** The tests of how high the first page is. */
export function heightTests() {
  const screen = { width: 1280, height: 900 };
  for (const site of [siteOf('example'), siteOf('executive'), siteOf('empty'), busy]) {
    it(`${site.name}: the first page fits two screens, and its next step stands in the first`, async () => {
      const at = await open(site, 'from the disk');
      const page = await browser().newPage({ viewport: screen });
      await page.goto(at.address('index.html'));
      const [whole, next] = await page.evaluate(() => [document.documentElement.scrollHeight, document.querySelector('.now').getBoundingClientRect().bottom]);
      await page.close();
      assert.ok(whole <= 2 * screen.height, `${whole} pixels`);
      assert.ok(site.name === 'empty' || next <= screen.height, `the next step ends at ${next}`);
    });
  }
}

/** The tests of pages without script. */
export function unscriptedTests() {
  for (const site of sites.filter(({ thorough }) => thorough)) {
    it(`${site.name}: a page says the same without script`, async () => {
      assert.deepEqual((await unscripted(site)).words, (await wide(site)).words);
    });
  }
}
