// Pages that are kept fresh while their journal is written, in a real browser.

import assert from 'node:assert/strict';
import { renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { browser } from './lib/browser.js';
import { complaints } from './lib/complaints.js';
import { Serving } from './lib/serving.js';

const NOTE = 'entries/2026-01-05-first.md';
const PAGE = 'entries/2026-01-05-first.html';
const OTHER = 'entries/2026-01-06-second.md';
const LONG = 'A line that makes the page long.\n\n'.repeat(200);
const DOT = (size) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"/>\n`;
const FILES = {
  'loopbook.yaml': 'title: A journal\n',
  [NOTE]: `---\nstep: ask\n---\nOld words. ![A dot](dot.svg)\n\n${LONG}`,
  [OTHER]: 'The second note.\n',
  'entries/dot.svg': DOT(10),
  'theme/static/assets/custom.css': ':root { --accent: rgb(1, 2, 3); }\n',
};

let serving, context, found;

/** Opens a page, and waits until it hears of changes. `loads()` is how often it was loaded. */
async function open(path) {
  const page = await context.newPage();
  let loads = 0;
  page.on('load', () => (loads += 1));
  const joined = page.waitForRequest((request) => request.url().includes('_loopbook/events'));
  await page.goto(serving.url + path);
  await joined;
  await page.waitForLoadState('load');
  // What a page of its own does not know goes away when it is loaded again.
  await page.evaluate(() => (window.same = true));
  return Object.assign(page, { loads: () => loads });
}

const text = (page, part) => page.getByText(part).first().waitFor();
const overlay = (page) => page.locator('loopbook-problems');

/** Waits for something that comes after all that was saved before: a page hears of things in order. */
async function settled(...pages) {
  for (const page of pages) {
    await page.evaluate(
      () =>
        new Promise((first) => {
          const own = document.querySelector('script[src*="_loopbook/client.js"]');
          const events = new EventSource(`/_loopbook/events?page=${encodeURIComponent(own.dataset.page)}`);
          // The first ones are what is so already.
          window.next = new Promise((next) => {
            let times = 0;
            events.addEventListener('assets', () => ((times += 1) === 1 ? first() : next(events.close())));
          });
        }),
    );
  }
  serving.save('static/marker.txt', String(performance.now()));
  for (const page of pages) await page.evaluate(() => window.next);
}

/** Makes a page believe that its tab is hidden, or is not: a browser without a window shows all of them. */
function hide(page, hidden) {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

/** The tests. */
export function serveTests() {
  beforeEach(async () => {
    serving = new Serving(FILES);
    await serving.start('--editor', 'vscode');
    context = await browser().newContext();
    const path = (address) => (address.startsWith(serving.url) ? address.slice(serving.url.length) : null);
    found = await complaints(context, { path });
  });
  afterEach(async () => {
    await context.close();
    await serving.close();
  });

  test('a note is saved: its pages are loaded again at the place that was read, and no others', async () => {
    const [note, other] = [await open(PAGE), await open('entries/2026-01-06-second.html')];
    // A font that comes in later moves what is below it.
    await note.evaluate(() => document.fonts.ready);
    await note.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
    await note.waitForFunction(() => scrollY > 1000);
    const before = await note.evaluate(() => scrollY);
    assert.ok(before > 1000, `scrolled to ${before}`);
    serving.save(NOTE, serving.read(NOTE).replace('Old words', 'New words'));
    await text(note, 'New words.');
    await note.waitForLoadState('load');
    await note.evaluate(() => document.fonts.ready);
    await note.waitForFunction(() => history.scrollRestoration === 'auto');
    assert.equal(await note.evaluate(() => scrollY), before);
    assert.equal(await note.evaluate(() => window.same), undefined);
    await settled(note, other);
    assert.equal(note.loads(), 2);
    assert.equal(other.loads(), 1);
    assert.deepEqual(found, []);
  });

  test('a style is saved: it is swapped, and nothing is loaded again', async () => {
    const page = await open(PAGE);
    const accent = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'));
    assert.equal((await accent()).trim(), 'rgb(1, 2, 3)');
    for (const colour of ['rgb(4, 5, 6)', 'rgb(7, 8, 9)']) {
      serving.save('theme/static/assets/custom.css', `:root { --accent: ${colour}; }\n`);
      await page.waitForFunction(
        (colour) => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim() === colour,
        colour,
      );
    }
    await page.waitForFunction(() => document.querySelectorAll('link[href*="custom.css"]').length === 1);
    // One that replaces the theme's is swapped too, and stays below the small changes.
    serving.save('theme/static/assets/style.css', ':root { --accent: red; } body { font-size: 33px; }\n');
    await page.waitForFunction(() => getComputedStyle(document.body).fontSize === '33px');
    assert.equal((await accent()).trim(), 'rgb(7, 8, 9)');
    assert.equal(await page.evaluate(() => window.same), true);
    assert.equal(page.loads(), 1);
    assert.deepEqual(found, []);
  });

  test('a picture is saved: it is swapped where it is shown', async () => {
    const page = await open(PAGE);
    const width = () => page.locator('main img').evaluate((picture) => picture.naturalWidth);
    assert.equal(await width(), 10);
    serving.save('entries/dot.svg', DOT(20));
    await page.waitForFunction(() => document.querySelector('main img').naturalWidth === 20);
    assert.equal(await page.evaluate(() => window.same), true);
    assert.deepEqual(found, []);
  });

  test('a time alone, or the same bytes: nothing is loaded again', async () => {
    const page = await open(PAGE);
    utimesSync(join(serving.journal, NOTE), new Date(0), new Date(0));
    serving.save(OTHER, serving.read(OTHER));
    await settled(page);
    assert.equal(page.loads(), 1);
    assert.deepEqual(found, []);
  });

  test('a note has an error: it is shown over the last good page, as text, until it is mended', async () => {
    const page = await open(PAGE);
    serving.save(NOTE, '---\nprivate: <script>document.title="harm"</script>\n---\nWrong words.\n');
    const box = overlay(page).locator('article');
    await box.waitFor();
    assert.match(await box.locator('h2').innerText(), /<script>/);
    const source = await box.locator('pre').innerText();
    assert.match(source, /^private: <script>document\.title="harm"<\/script>\n {9}\^+$/);
    assert.match(await box.locator('.place').innerText(), /^entries\/2026-01-05-first\.md:2:10$/);
    const link = await box.locator('a.place').getAttribute('href');
    assert.match(link, /^vscode:\/\/file\/.*\/entries\/2026-01-05-first\.md:2:10$/);
    assert.equal(await page.evaluate(() => document.querySelector('loopbook-problems').shadowRoot.querySelector('script')), null);
    assert.doesNotMatch(await page.title(), /harm/);
    assert.ok(await page.getByText('Old words.').isVisible());
    // A page that is opened now has it too, and the last good words.
    const second = await open(PAGE);
    await overlay(second).locator('article').waitFor();
    assert.ok(await second.getByText('Old words.').isVisible());
    await second.keyboard.press('Escape');
    await overlay(second).waitFor({ state: 'detached' });

    serving.save(NOTE, '---\nstep: ask\n---\nMended words.\n');
    await text(page, 'Mended words.');
    await overlay(page).waitFor({ state: 'detached' });
    assert.deepEqual(found, []);
  });

  test('a configuration or a template has an error: the page stays under it', async () => {
    const page = await open('index.html');
    for (const [path, wrong, right] of [
      ['loopbook.yaml', 'title: [\n', 'title: A journal\n'],
      ['theme/templates/index.html', '{% block', '{% extends "theme/notebook/index.html" %}'],
      ['theme/templates/index.html', '{{ nothing_of_that_name }}', '{% extends "theme/notebook/index.html" %}'],
    ]) {
      serving.save(path, wrong);
      const place = overlay(page).locator('.place');
      await place.waitFor();
      assert.ok((await place.innerText()).startsWith(path), path);
      assert.match(await page.title(), /A journal/);
      serving.save(path, right);
      await overlay(page).waitFor({ state: 'detached' });
    }
    assert.deepEqual(found, []);
  });

  test('the overlay can be read and used by all', async () => {
    const page = await open(PAGE);
    serving.save(NOTE, '---\nprivate: perhaps\n---\nWrong words.\n');
    const box = overlay(page).getByRole('alert');
    await box.waitFor();
    assert.ok(await box.getByText('This goes away by itself').isVisible());
    await box.getByRole('button', { name: 'Hide' }).click();
    await overlay(page).waitFor({ state: 'detached' });
    assert.deepEqual(found, []);
  });

  test('a page is gone, and comes back', async () => {
    const page = await open('entries/2026-01-06-second.html');
    const [place, away] = [join(serving.journal, OTHER), join(serving.journal, 'away.txt')];
    renameSync(place, away);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    // It has its style and its links below any folder.
    await page.waitForFunction(() => document.styleSheets.length === 3);
    await page.getByRole('link', { name: 'journal' }).last().hover();
    renameSync(away, place);
    await text(page, 'The second note.');
    // A browser says so itself of a page that is not there.
    assert.deepEqual(found.filter((complaint) => !complaint.includes('404')), []);
  });

  test('the server is started again: open pages find it, and what changed meanwhile', async () => {
    const page = await open(PAGE);
    await serving.stop();
    serving.save(NOTE, serving.read(NOTE).replace('Old words', 'New words'));
    await serving.start();
    await text(page, 'New words.');
    serving.save(NOTE, serving.read(NOTE).replace('New words', 'Newer words'));
    await text(page, 'Newer words.');
  });

  test('more pages are open than a browser has connections, and each is there', async () => {
    const pages = [];
    for (let number = 0; number < 9; number += 1) {
      // Only the newest one is seen, as it is with tabs.
      for (const page of pages) await hide(page, true);
      pages.push(await open(PAGE));
    }
    serving.save(NOTE, serving.read(NOTE).replace('Old words', 'New words'));
    await text(pages.at(-1), 'New words.');
    assert.equal(await pages[0].evaluate(() => window.same), true, 'nobody sees it');
    await hide(pages.at(-1), true);
    await hide(pages[0], false);
    await text(pages[0], 'New words.');
    assert.deepEqual(found, []);
  });
}
