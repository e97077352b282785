// Each site as it lies on the disk, seen once for all tests that see it as its reader does.

import { WAYS, browser, each, open } from './browser.js';
import { complaints } from './complaints.js';
import { keys } from './keys.js';
import { isLong } from './sites.js';

/** The way by which a site is first seen. */
export const DISK = 'from the disk';

/** Whether every page of a site is visited: `tests/long` visits the two hundred of the example, too. */
export const isWhole = ({ name, thorough }) => thorough && (isLong || name !== 'example');

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
  const context = await browser().newContext({ reducedMotion: 'reduce' });
  const wrong = await complaints(context, at);
  const found = await work(context, at);
  await context.close();
  at.close();
  return { ...found, wrong };
}

/**
 * Visits these pages: of each, its links, as a path in the site and a fragment where they lead into it, its ids, and what
 * else `act(page, path)` tells of it.
 */
async function visit(context, at, paths, pages, act = () => ({})) {
  await each(context, paths, async (page, path) => {
    await page.goto(at.address(path));
    const { links, ids } = await page.evaluate(read);
    const link = (url) => (at.path(url) === null ? { url } : { path: at.path(url), fragment: decodeURIComponent(new URL(url).hash.slice(1)) });
    pages.set(path, { links: links.map(link), ids, ...await act(page, path) });
  });
}

/** What is on these pages of a site that is opened in another way, and what goes wrong there. */
export async function seenIn(site, way, paths) {
  const pages = new Map();
  return opened(site, way, async (context, at) => {
    await visit(context, at, paths, pages);
    return { pages };
  });
}

/**
 * Each page of a whole site: follows links from the first page until there are no new ones; then looks at the page that
 * none leads to. Of others, each kind of page. Whoever has only a keyboard is thought of on each kind of page of a thorough
 * one.
 */
function seen(site) {
  const pages = new Map();
  return opened(site, DISK, async (context, at) => {
    // The journal, one link away from everywhere, leads to each note.
    const listed = site.thorough ? [...site.text('journal.html').matchAll(/href="(entries\/[^"]+)"/g)].map(([, path]) => at.address(path)) : [];
    const act = async (page, path) => (site.thorough && site.kinds.includes(path) ? { keys: await keys(page, listed) } : {});
    if (!isWhole(site)) {
      await visit(context, at, site.kinds, pages, act);
      return { pages };
    }
    let ahead = ['index.html'];
    while (ahead.length > 0) {
      await visit(context, at, ahead, pages, act);
      const named = new Set(ahead.flatMap((path) => pages.get(path).links.map((link) => link.path)));
      ahead = [...named].filter((path) => path?.endsWith('.html') && site.files.has(path) && !pages.has(path));
    }
    const reached = [...pages.keys()];
    await visit(context, at, ['404.html'], pages, act);
    return { pages, reached };
  });
}

const sights = new Map();

/** What is seen of a site from the disk, when it is first asked for. */
export function fromDisk(site) {
  if (!sights.has(site)) sights.set(site, seen(site));
  return sights.get(site);
}
