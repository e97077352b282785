// How heavy pages are: a table of each kind, and what the first page loads, for the example, ten years and 10,000
// notes. Fails where a page is heavier than a reader should have to load.

import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { launch, open } from './lib/browser.js';
import { ROOT, build, workshop } from './lib/build.js';
import { writeGrown } from './lib/grown.js';
import { LIMITS, firstPage, rows } from './lib/weight.js';

/** The heaviest page of a kind and the most rows of one: of each page at the top itself, of those in a folder all. */
function heaviest(site) {
  const kinds = new Map();
  for (const path of site.pages) {
    const kind = path.includes('/') ? `${path.split('/')[0]}/…` : path;
    const [bytes, most] = kinds.get(kind) ?? [0, 0];
    kinds.set(kind, [Math.max(bytes, statSync(join(site.folder, path)).size), Math.max(most, rows(site.text(path)))]);
  }
  return kinds;
}

const grown = (name, copies) => build(name, () => {
  const folder = join(workshop, 'journals', name.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  writeGrown(folder, copies, 10);
  return folder;
});
const kB = (bytes) => (bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0);

const browser = await launch();
try {
  const sites = [build('example', () => join(ROOT, 'example-journal')), grown('ten years', 9), grown('10,000 notes', 118)];
  const all = sites.map(heaviest);
  const tooMuch = [];
  console.log(`| page | ${sites.map(({ name }) => `${name}, kB`).join(' | ')} | rows |`);
  console.log(`|---|${'---|'.repeat(sites.length + 1)}`);
  for (const kind of [...new Set(all.flatMap((kinds) => [...kinds.keys()]))].sort()) {
    const found = all.map((kinds) => kinds.get(kind));
    console.log(`| \`${kind}\` | ${found.map((one) => (one ? kB(one[0]) : '')).join(' | ')} | ${found.map((one) => one?.[1] ?? '').join(', ')} |`);
    if (found.some((one) => one && (one[0] > LIMITS.page || one[1] > LIMITS.rows))) tooMuch.push(kind);
  }
  console.log(`\n| the first page, with what it loads | ${sites.map(({ name }) => `${name}, kB`).join(' | ')} |\n|---|${'---|'.repeat(sites.length)}`);
  const loads = [];
  for (const site of sites) loads.push(await firstPage(browser, await open(site, 'from the disk'), site));
  for (const [what, limit] of [['everything', LIMITS.everything], ['without fonts', LIMITS.withoutFonts]]) {
    const key = what === 'everything' ? 'everything' : 'withoutFonts';
    console.log(`| ${what} | ${loads.map((load) => kB(load[key])).join(' | ')} |`);
    if (loads.some((load) => load[key] > limit)) tooMuch.push(`the first page, ${what}`);
  }
  if (tooMuch.length > 0) {
    console.error(`too heavy: ${tooMuch.join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  rmSync(workshop, { recursive: true });
}
