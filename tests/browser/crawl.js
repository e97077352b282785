// Every page is reached, every link leads somewhere, nothing fails, and nothing is asked of elsewhere.
//
// From the disk, every page of some sites is visited, and every link followed; of the others, each kind of page: that
// every page of theirs is reached and every link leads somewhere is seen without a browser, in tests/integration/site.rs.
// Over HTTP the same bytes come from a server: there each kind of page is visited, and has the links that it has from the
// disk.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { WAYS } from './lib/browser.js';
import { DISK, fromDisk, isWhole, seenIn } from './lib/disk.js';
import { isLong, sites } from './lib/sites.js';

const ELSEWHERE = /^(https?|mailto|tel):/;

/** The ways besides the disk. A folder below the root is served, too, so in short only the smallest site is also seen at the root. */
const served = ({ name }) => Object.keys(WAYS).filter((way) => way !== DISK && (isLong || name === 'empty' || way === 'below a sub-path'));

/** A site of so few pages is visited whole in each way. */
const SMALL = 50;

/** The links of `pages` that lead to no file of the site, or to no place on its page. */
function dead(pages, site) {
  const found = [];
  for (const [from, { links }] of pages) {
    for (const { url, path, fragment } of links) {
      const elsewhere = url !== undefined && ELSEWHERE.test(url);
      const there = site.files.has(path) && (fragment === '' || pages.get(path)?.ids.includes(fragment));
      if (!elsewhere && !there) found.push(`${from} → ${url ?? `${path}#${fragment}`}`);
    }
  }
  return found;
}

/** The tests of links; `browser` is known when they run. */
export function crawlTests() {
  for (const site of sites) {
    if (isWhole(site)) {
      it(`${site.name}, ${DISK}: every page is reached, every link leads somewhere, nothing fails`, async () => {
        const { pages, reached, wrong } = await fromDisk(site);
        const unreached = site.pages.filter((path) => !reached.includes(path) && path !== '404.html');
        assert.deepEqual({ unreached, dead: dead(pages, site), wrong }, { unreached: [], dead: [], wrong: [] });
      });
    } else {
      it(`${site.name}, ${DISK}: nothing fails on any kind of page`, async () => {
        assert.deepEqual((await fromDisk(site)).wrong, []);
      });
    }
    for (const way of site.thorough ? served(site) : []) {
      it(`${site.name}, ${way}: each kind of page has the links that it has from the disk, and nothing fails`, async () => {
        const { pages } = await fromDisk(site);
        const paths = site.pages.length > SMALL ? site.kinds : site.pages;
        const { pages: there, wrong } = await seenIn(site, way, paths);
        assert.deepEqual(wrong, []);
        for (const path of paths) assert.deepEqual(there.get(path).links, pages.get(path).links, path);
      });
    }
  }
}
