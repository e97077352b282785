// Every page is reached, every link leads somewhere, nothing fails, and nothing is asked of elsewhere.
//
// From the disk, every page of some sites is visited, and every link followed; of the others, each kind of page: that
// every page of theirs is reached and every link leads somewhere is seen without a browser, in tests/integration/site.rs.
// Over HTTP the same bytes come from a server: there each kind of page is visited, and has the links that it has from the
// disk.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { WAYS, browser, each, open } from './lib/browser.js';
import { complaints } from './lib/complaints.js';
import { isLong, sites } from './lib/sites.js';

const DISK = 'from the disk';
const ELSEWHERE = /^(https?|mailto|tel):/;

/** The ways besides the disk. A folder below the root is served, too, so in short only the smallest site is also seen at the root. */
const served = ({ name }) => Object.keys(WAYS).filter((way) => way !== DISK && (isLong || name === 'empty' || way === 'below a sub-path'));

/** Whether every page of a site is visited: `tests/long` visits the two hundred of the example, too. */
const isWhole = ({ name, thorough }) => thorough && (isLong || name !== 'example');

/** A site of so few pages is visited whole in each way. */
const SMALL = 50;

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

/** Opens a site in one of its ways, for `work(context, at)`; gives what that gives, and what went wrong on its pages. */
async function opened(site, way, work) {
  const at = await open(site, way);
  const context = await browser().newContext();
  const wrong = await complaints(context, at);
  const found = await work(context, at);
  await context.close();
  at.close();
  return { ...found, wrong };
}

/** Visits these pages: of each, its links, as a path in the site and a fragment where they lead into it, and its ids. */
async function visit(context, at, paths, pages) {
  await each(context, paths, async (page, path) => {
    await page.goto(at.address(path));
    const { links, ids } = await page.evaluate(read);
    const link = (url) => (at.path(url) === null ? { url } : { path: at.path(url), fragment: decodeURIComponent(new URL(url).hash.slice(1)) });
    pages.set(path, { links: links.map(link), ids });
  });
}

/** Follows links from the first page until there are no new ones; then looks at the page that none leads to. */
async function crawl(site) {
  const pages = new Map();
  return opened(site, DISK, async (context, at) => {
    let ahead = ['index.html'];
    while (ahead.length > 0) {
      await visit(context, at, ahead, pages);
      const named = new Set(ahead.flatMap((path) => pages.get(path).links.map((link) => link.path)));
      ahead = [...named].filter((path) => path?.endsWith('.html') && site.files.has(path) && !pages.has(path));
    }
    const reached = [...pages.keys()];
    await visit(context, at, ['404.html'], pages);
    return { pages, reached };
  });
}

const visits = new Map();

/** What is seen of a site from the disk, when it is first asked for. */
function seen(site) {
  if (!visits.has(site)) visits.set(site, isWhole(site) ? crawl(site) : visitKinds(site));
  return visits.get(site);
}

async function visitKinds(site) {
  const pages = new Map();
  return opened(site, DISK, async (context, at) => {
    await visit(context, at, site.kinds, pages);
    return { pages };
  });
}

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
        const { pages, reached, wrong } = await seen(site);
        const unreached = site.pages.filter((path) => !reached.includes(path) && path !== '404.html');
        assert.deepEqual({ unreached, dead: dead(pages, site), wrong }, { unreached: [], dead: [], wrong: [] });
      });
    } else {
      it(`${site.name}, ${DISK}: nothing fails on any kind of page`, async () => {
        assert.deepEqual((await seen(site)).wrong, []);
      });
    }
    for (const way of site.thorough ? served(site) : []) {
      it(`${site.name}, ${way}: each kind of page has the links that it has from the disk, and nothing fails`, async () => {
        const { pages } = await seen(site);
        const paths = site.pages.length > SMALL ? site.kinds : site.pages;
        const there = new Map();
        const { wrong } = await opened(site, way, (context, at) => visit(context, at, paths, there));
        assert.deepEqual(wrong, []);
        for (const path of paths) assert.deepEqual(there.get(path).links, pages.get(path).links, path);
      });
    }
  }
}
