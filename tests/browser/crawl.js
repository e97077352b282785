// Every page is reached, every link leads somewhere, nothing fails, and nothing is asked of elsewhere.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { WAYS, browser, each, open } from './lib/browser.js';
import { complaints } from './lib/complaints.js';
import { sites } from './lib/sites.js';

const ELSEWHERE = /^(https?|mailto|tel):/;

/** What a page names and what it has, once all its pictures are there. Runs in the page. */
async function read() {
  const pending = [...document.images].filter((image) => !image.complete);
  await Promise.all(pending.map((image) => {
    image.loading = 'eager';
    return new Promise((settled) => image.addEventListener('load', settled) ?? image.addEventListener('error', settled));
  }));
  const links = [...document.querySelectorAll('[href], [src]')]
    .map((element) => new URL(element.getAttribute('href') ?? element.getAttribute('src'), document.baseURI).href);
  return { links, ids: [...document.querySelectorAll('[id]')].map((element) => element.id) };
}

/** Follows links from the first page until there are no new ones; then looks at the page that none leads to. */
async function crawl(context, site, at) {
  const pages = new Map();
  let ahead = ['index.html'];
  const visit = async (page, path) => {
    await page.goto(at.address(path));
    pages.set(path, await page.evaluate(read));
  };
  while (ahead.length > 0) {
    await each(context, ahead, visit);
    const named = new Set(ahead.flatMap((path) => pages.get(path).links.map((link) => at.path(link))));
    ahead = [...named].filter((path) => path?.endsWith('.html') && site.files.has(path) && !pages.has(path));
  }
  const reached = [...pages.keys()];
  await each(context, ['404.html'], visit);
  return { pages, reached };
}

/** The links of `pages` that lead to no file of the site, or to no place on its page. */
function dead(pages, site, at) {
  const found = [];
  for (const [from, { links }] of pages) {
    for (const link of links.filter((link) => !(ELSEWHERE.test(link) && at.path(link) === null))) {
      const path = at.path(link);
      const fragment = decodeURIComponent(new URL(link).hash.slice(1));
      const there = site.files.has(path) && (fragment === '' || pages.get(path)?.ids.includes(fragment));
      if (!there) found.push(`${from} → ${decodeURI(link)}`);
    }
  }
  return found;
}

/** The tests of links; `browser` is known when they run. */
export function crawlTests() {
  for (const site of sites) {
    for (const way of site.thorough ? Object.keys(WAYS) : ['from the disk', 'below a sub-path']) {
      it(`${site.name}, ${way}: every page is reached, every link leads somewhere, nothing fails`, async () => {
        const at = await open(site, way);
        const context = await browser().newContext();
        const wrong = await complaints(context, at);
        const { pages, reached } = await crawl(context, site, at);
        await context.close();
        at.close();
        const unreached = site.pages.filter((path) => !reached.includes(path) && path !== '404.html');
        assert.deepEqual({ unreached, dead: dead(pages, site, at), wrong }, { unreached: [], dead: [], wrong: [] });
      });
    }
  }
}
