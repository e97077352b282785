// Text is shown and never run: a hundred tricks in every place that shows text. Here the pages' policy does not help.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { browser, each, open } from './lib/browser.js';
import { tricked, trickedPacket, tricks } from './lib/sites.js';

/** What could still be run on the page: what acts on a touch, and links that are no links. Runs in the page. */
function couldRun() {
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) if (/^on/i.test(name)) found.push(`<${element.localName} ${name}>`);
    const links = [element.href?.animVal ?? element.href, element.getAttribute('xlink:href'), element.getAttribute('action'), element.getAttribute('formaction'), element.getAttribute('srcdoc') && 'srcdoc:'];
    for (const link of links) {
      if (typeof link === 'string' && /^(java|vb|live)script:|^srcdoc:|^data:(?!image\/(png|gif|jpeg|webp))/i.test(link.replace(/[\x00-\x20]/g, ''))) found.push(`<${element.localName}> leads to ${link}`);
    }
  }
  for (const element of document.querySelectorAll('base, meta[http-equiv=refresh], object, embed, iframe, main script, main form:not([role=search])')) {
    if (!element.closest('#search')) found.push(`<${element.localName}>`);
  }
  return found;
}

/** Visits pages of a site; tells what ran on them, and what could. */
async function visit(context, site, found) {
  const at = await open(site, 'from the disk');
  await each(context, site.pages, async (page, path) => {
    await page.goto(at.address(path));
    if (path === 'search.html') {
      await page.fill('#search-words', 'script');
      await page.locator('.found li').first().waitFor();
    }
    for (const what of await page.evaluate(couldRun)) found.push(`${path}: ${what}`);
    if (page.url().split('#')[0] !== at.address(path)) found.push(`${path} leads to ${page.url()}`);
  });
}

/** The tests. */
export function tricksTests() {
  it(`${tricks.length} tricks in every place that shows text: none runs, and none could`, async () => {
    const context = await browser().newContext({ bypassCSP: true });
    const found = [];
    await context.addInitScript(() => {
      window.hit = () => console.error('a trick ran');
      for (const name of ['alert', 'confirm', 'prompt']) window[name] = window.hit;
    });
    context.on('console', (message) => {
      if (message.text() === 'a trick ran') found.push(`${decodeURI(message.page()?.url() ?? '?')}: a trick ran`);
    });
    await visit(context, tricked, found);
    await visit(context, trickedPacket, found);
    assert.deepEqual(found, []);
    assert.ok(tricked.pages.length > 5 * tricks.length, `only ${tricked.pages.length} pages`);
    // What looks does see.
    const page = await context.newPage();
    await page.goto(`${pathToFileURL(tricked.folder)}/404.html`);
    await page.setContent('<img src=x onerror=hit()><a href="java&#9;script:hit()">go</a>');
    const ran = () => found.length > 0;
    if (!ran()) await context.waitForEvent('console', ran);
    assert.deepEqual((await page.evaluate(couldRun)).length, 2);
    await context.close();
  });
}
