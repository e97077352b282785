// Pictures of each kind of page: some widths, light and dark, and the sheets of a print; and one page with them all.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { each, launch, open } from './lib/browser.js';
import { ROOT, build, built, workshop } from './lib/build.js';

const SCHEMES = ['light', 'dark'];

const { values } = parseArgs({
  options: {
    journal: { type: 'string', default: join(ROOT, 'example-journal') },
    // A site that is built already: of a large journal a release build is many times as fast.
    site: { type: 'string' },
    widths: { type: 'string', default: '360,768,1280' },
    to: { type: 'string', default: join(ROOT, 'target/shots') },
  },
});
const widths = values.widths.split(',').map(Number);
const out = resolve(values.to);

/** A page's name in the names of its pictures. */
const nameOf = (path) => path.replace(/\.html$/, '').replaceAll('/', '-');

/** Takes the pictures of all kinds of pages at one width in one scheme; gives the files' names by page. */
async function shoot(browser, site, at, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  await each(context, site.kinds, async (page, path) => {
    await page.goto(at.address(path));
    await page.screenshot({ path: join(out, `${nameOf(path)}-${width}-${colorScheme}.png`), fullPage: true });
  });
  await context.close();
}

/** Prints all kinds of pages to PDF, and the sheets to PNG where pdftoppm is there. */
async function print(browser, site, at) {
  const context = await browser.newContext();
  await each(context, site.kinds, async (page, path) => {
    await page.goto(at.address(path));
    const sheets = join(out, `${nameOf(path)}-print`);
    await page.pdf({ path: `${sheets}.pdf`, format: 'A4' });
    try {
      execFileSync('pdftoppm', ['-png', '-r', '60', `${sheets}.pdf`, sheets], { stdio: 'ignore' });
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  });
  await context.close();
}

/** One page with all pictures, a row for each kind of page. */
function contactSheet(site) {
  const row = (path) => {
    const pictures = SCHEMES.flatMap((scheme) => widths.map((width) => `${nameOf(path)}-${width}-${scheme}.png`));
    const cells = pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a>`);
    return `<h2>${path} <a href="${nameOf(path)}-print.pdf">print</a></h2><div>${cells.join('')}</div>`;
  };
  const columns = SCHEMES.flatMap(() => widths.map((width) => `${width}fr`)).join(' ');
  const style = `body{font:14px system-ui;background:#888}div{display:grid;grid-template-columns:${columns};gap:8px;align-items:start}img{width:100%;max-height:90vh;object-fit:cover;object-position:top}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shots</title><style>${style}</style>${site.kinds.map(row).join('\n')}</html>\n`;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const browser = await launch();
try {
  const site = values.site ? built(resolve(values.site)) : build(basename(resolve(values.journal)), () => resolve(values.journal));
  const at = await open(site, 'from the disk');
  for (const width of widths) for (const scheme of SCHEMES) await shoot(browser, site, at, width, scheme);
  await print(browser, site, at);
  writeFileSync(join(out, 'index.html'), contactSheet(site));
  console.log(join(out, 'index.html'));
} finally {
  await browser.close();
  rmSync(workshop, { recursive: true });
}
