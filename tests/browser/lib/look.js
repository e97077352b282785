// Each page is visited once in each look, for all that is asked of it there.

import { browser, each, open } from './browser.js';

const visits = new Map();

/**
 * What `acts` find on each kind of page of `site`, seen as `options` say: for each act, its findings by path. `script` of
 * them is the file of a script that each page gets first.
 */
export function look(site, name, options, acts) {
  const key = `${site.name}, ${name}`;
  if (!visits.has(key)) visits.set(key, visit(site, options, acts));
  return visits.get(key);
}

async function visit(site, { script, ...options }, acts) {
  const at = await open(site, 'from the disk');
  const context = await browser().newContext({ reducedMotion: 'reduce', ...options });
  if (script) await context.addInitScript({ path: script });
  const found = Object.fromEntries(Object.keys(acts).map((act) => [act, {}]));
  await each(context, site.kinds, async (page, path) => {
    // Where the last act left the window is no place to begin.
    if (options.viewport) await page.setViewportSize(options.viewport);
    await page.goto(at.address(path));
    for (const [name, act] of Object.entries(acts)) found[name][path] = await act(page, path);
  });
  await context.close();
  return found;
}

/** Findings by path as lines: an empty list is a good one. */
export const lines = (byPath) => Object.entries(byPath).flatMap(([path, found]) => found.map((line) => `${path}: ${line}`));
