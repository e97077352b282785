// A document of one file, opened from the disk: what it complains of, and what checkers find in it.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import axe from 'axe-core';

import { OF_COLOUR, OF_WIDTH, violations } from './axe.js';
import { browser } from './browser.js';
import { complaints } from './complaints.js';

/**
 * The ways in which a form is looked at, and which rules of axe are asked in each but the first. axe is put into the page,
 * which the page's own policy would keep out.
 */
export const LOOKS = [
  ['light', { colorScheme: 'light', bypassCSP: true }],
  ['dark', { colorScheme: 'dark', bypassCSP: true }, { only: [OF_COLOUR] }],
  ['narrow', { viewport: { width: 320, height: 640 }, bypassCSP: true }, { only: OF_WIDTH }],
];

/** A file of that text in `folder`, opened by a browser that `options` describe; with all that it complains of. */
export async function opened(folder, html, options = {}, script = null) {
  const file = join(folder, 'a file & #1.html');
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const context = await browser().newContext(options);
  const requests = [];
  context.on('request', (request) => requests.push(request.url()));
  const found = await complaints(context, { path: (address) => (address.split('#')[0] === url ? '' : null) });
  if (script) await context.addInitScript(script);
  const page = await context.newPage();
  await page.goto(url);
  return { page, context, found, requests: () => requests.filter((at) => !at.startsWith('data:')), url };
}

/** axe-core finds nothing on the page as it is now by these rules, and nothing on it is wider than the window. */
export async function assertAccessible(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  assert.deepEqual(await violations(page, rules), []);
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, 'nothing is wider than the window');
}
