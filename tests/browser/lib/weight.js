// What a page weighs, and what it may.

import { statSync } from 'node:fs';
import { join } from 'node:path';

/** The most bytes and rows of a page, and the most bytes of the first page with everything that it loads. */
export const LIMITS = { page: 300_000, rows: 400, everything: 180_000, withoutFonts: 100_000 };

/** The rows of lists and tables in a page. */
export const rows = (html) => html.match(/<(li|tr)\b/g)?.length ?? 0;

/** The bytes that a browser loads for the first page of a site: with fonts, and without them. */
export async function firstPage(browser, at, site) {
  const page = await browser.newPage();
  const loaded = new Set();
  page.on('request', (request) => loaded.add(at.path(request.url())));
  await page.goto(at.address('index.html'), { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  await page.close();
  const bytes = (paths) => paths.reduce((sum, path) => sum + statSync(join(site.folder, path)).size, 0);
  const files = [...loaded].filter((path) => path !== null);
  return { everything: bytes(files), withoutFonts: bytes(files.filter((path) => !path.endsWith('.woff2'))), files };
}
