// By keyboard alone: the skip link comes first and works, and Tab reaches everything in order, visibly.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { fromDisk } from './lib/disk.js';
import { lines } from './lib/look.js';
import { sites } from './lib/sites.js';

const TESTS = { skip: 'the skip link is first and works', tab: 'Tab reaches everything in order, visibly' };

/** The tests. */
export function keyboardTests() {
  for (const site of sites.filter(({ thorough }) => thorough)) {
    for (const [what, title] of Object.entries(TESTS)) {
      it(`${site.name}: ${title}`, async () => {
        const { pages } = await fromDisk(site);
        const found = site.kinds.map((path) => [path, pages.get(path).keys[what]]);
        assert.deepEqual(lines(Object.fromEntries(found)), []);
      });
    }
  }
}
