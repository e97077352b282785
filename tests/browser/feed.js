// The feed is one that a reader of feeds takes: well-formed, with all that RFC 4287 requires.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { parseFeed } from '@rowanmanning/feed-parser';

import { browser } from './lib/browser.js';
import { sites } from './lib/sites.js';

/** What a browser's XML parser says against it, and what the RFC requires and it lacks. Runs in the page. */
function wrongs(xml) {
  const feed = new DOMParser().parseFromString(xml, 'application/xml');
  const error = feed.querySelector('parsererror');
  if (error) return [error.textContent];
  const ATOM = 'http://www.w3.org/2005/Atom';
  const children = (element, name) => [...element.children].filter((child) => child.namespaceURI === ATOM && child.localName === name);
  const texts = (element, name) => children(element, name).map((child) => child.textContent.trim());
  const root = feed.documentElement;
  const found = [];
  if (root.namespaceURI !== ATOM || root.localName !== 'feed') found.push('it is no Atom feed');
  const entries = children(root, 'entry');
  for (const element of [root, ...entries]) {
    const name = texts(element, 'title')[0] ?? element.localName;
    for (const required of ['id', 'title', 'updated']) {
      if (texts(element, required).filter(Boolean).length !== 1) found.push(`${name}: not one <${required}>`);
    }
    for (const id of texts(element, 'id')) if (!URL.canParse(id)) found.push(`${name}: the id is no IRI: ${id}`);
    for (const date of [...texts(element, 'updated'), ...texts(element, 'published')]) {
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(date)) found.push(`${name}: no date of RFC 3339: ${date}`);
    }
    const said = children(element, 'content').length > 0 || children(element, 'link').some((link) => (link.getAttribute('rel') ?? 'alternate') === 'alternate');
    if (element !== root && !said) found.push(`${name}: neither content nor a link to it`);
    if (element !== root && children(element, 'author').length + children(root, 'author').length === 0) found.push(`${name}: no author`);
  }
  const ids = entries.flatMap((entry) => texts(entry, 'id'));
  if (new Set(ids).size !== ids.length) found.push('two entries have one id');
  return found;
}

/** The tests. */
export function feedTests() {
  for (const site of sites) {
    it(`${site.name}: the feed is what RFC 4287 says`, async () => {
      const xml = site.text('feed.xml');
      const page = await browser().newPage();
      const found = await page.evaluate(wrongs, xml);
      await page.close();
      assert.deepEqual(found, []);
      const notes = [...site.files].filter((path) => path.startsWith('entries/')).length;
      const { title, items } = parseFeed(xml);
      assert.ok(title, 'a reader finds its title');
      assert.equal(items.length > 0, notes > 0, `${items.length} items of ${notes} notes`);
      assert.ok(items.every((item) => item.id && item.title && item.updated), 'a reader finds each item');
    });
  }
}
