// Nothing that axe-core finds, in light and in dark, wide and narrow.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import axe from 'axe-core';

import { each, open } from './lib/browser.js';
import { packets, sites } from './lib/sites.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1240, height: 900 } },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1240, height: 900 } },
  { look: 'narrow', colorScheme: 'light', viewport: { width: 320, height: 640 } },
];

/** What axe finds on the page, with all that is folded open. Runs in the page. */
async function examine(tags) {
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => {
    const [{ target, any, all, none }] = nodes;
    return `${id}, ${nodes.length} times, first at ${target.join(' ')}: ${[...any, ...all, ...none].map((check) => check.message).join('; ')}`;
  });
}

/** The tests. */
export function accessibleTests(browser) {
  for (const site of [...sites, packets]) {
    for (const { look, ...options } of LOOKS.slice(0, site.thorough ? 3 : 2)) {
      it(`${site.name}, ${look}: axe-core finds nothing on any kind of page`, async () => {
        const at = await open(site, 'from the disk');
        // The page's own policy would keep axe out.
        const context = await browser().newContext({ ...options, bypassCSP: true, reducedMotion: 'reduce' });
        const found = [];
        await each(context, site.kinds, async (page, path) => {
          await page.goto(at.address(path));
          await page.evaluate(axe.source);
          for (const violation of await page.evaluate(examine, TAGS)) found.push(`${path}: ${violation}`);
        });
        await context.close();
        assert.deepEqual(found, []);
      });
    }
  }
}
