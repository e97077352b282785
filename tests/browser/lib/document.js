// A document of one file, opened from the disk: what it complains of, and what checkers find in it.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import vnu from 'vnu-jar';

import { browser } from './browser.js';
import { complaints } from './complaints.js';

/** The rules of axe-core that hold. */
export const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The ways in which a form is looked at. axe is put into the page, which the page's own policy would keep out. */
export const LOOKS = Object.entries({
  light: { colorScheme: 'light', bypassCSP: true },
  dark: { colorScheme: 'dark', bypassCSP: true },
  narrow: { viewport: { width: 320, height: 640 }, bypassCSP: true },
});

/** Why HTML cannot be checked here; `false` where it can. */
export const withoutChecker = spawnSync('java', ['-version']).status === 0 ? false : 'there is no Java';

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

/** axe-core finds nothing on the page as it is now, and nothing on it is wider than the window. */
export async function assertAccessible(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`);
  }, TAGS);
  assert.deepEqual(violations, []);
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, 'nothing is wider than the window');
}

/** Two checkers find no error in that text. */
export async function assertValid(folder, html) {
  const { results } = await new HtmlValidate({ root: true, extends: ['html-validate:standard'] }).validateString(html);
  assert.deepEqual(results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)), []);
  const file = join(folder, 'valid.html');
  writeFileSync(file, html);
  // The second one does not know that property.
  execFileSync('java', ['-jar', vnu, '--errors-only', '--filterpattern', '.*text-rendering.*', file]);
}
