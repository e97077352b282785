// Each kind of page, wide and narrow, in light and in dark, without script: axe-core finds nothing, nothing is cut
// off, and the words are the same.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { AXE, OF_COLOUR, OF_WIDTH, violations } from './lib/axe.js';
import { browser, open } from './lib/browser.js';
import { lines, look } from './lib/look.js';
import { measures } from './lib/measure.js';
import { misfits } from './lib/misfits.js';
import { busy, isLong, packets, siteOf, sites } from './lib/sites.js';

const WIDTH = 320;
const NARROW = { width: WIDTH, height: 640 };
/** Lines are meant to have 62 to 66 characters; a paragraph of narrow letters has some more. */
const LONGEST = 72;
const WIDE = { colorScheme: 'light', viewport: { width: 1240, height: 900 } };

/**
 * The looks in which axe sees a site. Other journals and readers in the same theme add no colour of their own, and hardly
 * an element that neither the example nor the awkward journal has.
 */
function looksOf(site) {
  const { name, thorough } = site;
  if (site === packets || name === 'example' || (thorough && isLong)) return ['light', 'dark', 'narrow'];
  if (thorough) return ['light', 'narrow'];
  if (name.endsWith('in plain')) return ['light', 'dark'];
  return isLong ? ['light'] : [];
}

/**
 * What axe finds in a colour scheme. In dark, only colours differ from what it has seen of the same page in light, and
 * in a narrow window only what depends on the width.
 */
function axeIn(colorScheme, rules = {}) {
  return async (page) => {
    await page.emulateMedia({ colorScheme });
    return violations(page, rules);
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

/** What stands in the margin and reaches below the rule of the foot. Runs in the page. */
function belowFoot() {
  const foot = document.querySelector('.bottom')?.getBoundingClientRect().top ?? Infinity;
  const margins = [...document.querySelectorAll('.margin, .margin-note')];
  return margins.filter((margin) => margin.getBoundingClientRect().bottom > foot).map((margin) => margin.className);
}

/** A page in a narrow window, where `act` is done. */
const narrowed = (act) => async (page) => {
  await page.setViewportSize(NARROW);
  return act(page);
};

/** What is asked of each page in a wide window. */
const WIDE_ACTS = { words, measures: (page) => page.evaluate(measures), belowFoot: (page) => page.evaluate(belowFoot) };

/** Whether the theme `plain` has a template of its own for a page. Others look as in the theme that it rests on, but for colours. */
const isOfPlain = (path) => /^(index|journal|timeline)\.html$|^entries\//.test(path);

/** What axe finds in light. */
function inLight({ name }, looks) {
  const rules = looks.includes('dark') || looks.includes('narrow') ? {} : { without: OF_COLOUR };
  if (isLong || !name.endsWith('in plain')) return axeIn('light', rules);
  return (page, path) => axeIn('light', isOfPlain(path) ? rules : { only: [OF_COLOUR] })(page);
}

/** What is seen with script, in a wide window and then in a narrow one. The page's own policy would keep axe out. */
const scripted = (site) => {
  const looks = looksOf(site);
  const isDark = looks.includes('dark');
  const acts = site === packets ? {} : { ...WIDE_ACTS };
  if (looks.includes('light')) acts.light = inLight(site, looks);
  if (isDark) acts.dark = axeIn('dark', { only: [OF_COLOUR] });
  acts.misfits = narrowed((page) => page.evaluate(misfits, WIDTH));
  if (looks.includes('narrow')) acts.narrow = narrowed(axeIn('light', { only: OF_WIDTH }));
  return look(site, 'with script', { ...WIDE, bypassCSP: true, script: looks.length > 0 ? AXE : undefined }, acts);
};
const unscripted = (site) => look(site, 'without script', { ...WIDE, javaScriptEnabled: false }, { words });

/** The tests of axe-core. */
export function accessibleTests() {
  for (const site of [...sites, packets]) {
    for (const scheme of looksOf(site)) {
      it(`${site.name}, ${scheme}: axe-core finds nothing on any kind of page`, async () => {
        const found = await scripted(site);
        assert.deepEqual(lines(found[scheme]), []);
      });
    }
  }
}

/** The tests of narrow windows. */
export function narrowTests() {
  for (const site of [...sites, packets]) {
    it(`${site.name}: no page scrolls sideways at ${WIDTH} px, and none cuts text off`, async () => {
      assert.deepEqual(lines((await scripted(site)).misfits), []);
    });
  }
}

/** The tests of the length of lines. */
export function measureTests() {
  for (const site of sites.filter(({ name }) => name !== 'example in plain')) {
    it(`${site.name}: no line of running text has more than ${LONGEST} characters`, async () => {
      const found = Object.entries((await scripted(site)).measures).flatMap(([path, blocks]) => blocks.map((block) => ({ path, ...block })));
      const long = found.filter(({ characters }) => characters > LONGEST).map(({ path, characters, text }) => `${path}: ${characters} at “${text}”`);
      assert.deepEqual(long, []);
    });
  }
}

/** The tests of the foot of pages. */
export function footTests() {
  for (const site of sites.filter(({ thorough }) => thorough)) {
    it(`${site.name}: the foot of a page stands below what is in its margin`, async () => {
      assert.deepEqual(lines((await scripted(site)).belowFoot), []);
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
  // The others have the same templates.
  for (const site of sites.filter(({ name, thorough }) => thorough && (isLong || name === 'example'))) {
    it(`${site.name}: a page says the same without script`, async () => {
      assert.deepEqual((await unscripted(site)).words, (await scripted(site)).words);
    });
  }
}
