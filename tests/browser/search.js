// Search in a real browser, from the disk: what is found, the keyboard, the address, no script.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

import { transformSync } from 'esbuild';

import { browser } from './lib/browser.js';
import { ROOT } from './lib/build.js';
import { siteOf } from './lib/sites.js';

const ASSETS = join(ROOT, 'themes/notebook/static/assets');
const address = (path) => pathToFileURL(join(siteOf('example').folder, path.split('#')[0])).href + path.slice(path.split('#')[0].length);

/** Opens a page under the strict policy that pages have; nothing may go wrong on it. */
async function open(path, options = {}) {
  const context = await browser().newContext(options);
  const page = await context.newPage();
  page.on('pageerror', (error) => assert.fail(`${path}: ${error}`));
  page.on('console', (message) => assert.notEqual(message.type(), 'error', `${path}: ${message.text()}`));
  await page.goto(address(path));
  return page;
}

const status = (page) => page.textContent('[role=status]');
const titles = (page) => page.$$eval('.found li > a', (links) => links.map((link) => link.textContent));
const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);

/** The tests. */
export function searchTests() {
  test('the script parts and spells words as the program does', () => {
    const context = vm.createContext({});
    for (const file of ['minisearch.js', 'search.js']) vm.runInContext(readFileSync(join(ASSETS, file), 'utf8'), context);
    const cases = JSON.parse(readFileSync(join(ROOT, 'src/site/search/words.json'), 'utf8'));
    assert.ok(cases.length > 20);
    for (const [text, wanted] of cases) {
      assert.deepEqual([...vm.runInContext(`words(${JSON.stringify(text)})`, context)], wanted, text);
    }
  });

  test('the script reads of every note what its page and its texts say', () => {
    const site = siteOf('example'), context = vm.createContext({});
    const texts = [...site.files].filter((path) => /^search\/text-/.test(path));
    const scripts = ['assets/minisearch.js', 'assets/search.js', 'search/index.js', ...texts];
    for (const path of scripts) vm.runInContext(site.text(path), context);
    const { read, about, spelt } = vm.runInContext(`({
      read: new Notes(searchIndex),
      about: searchTexts.flat().map(([about]) => about),
      spelt: searchTexts.flat().map(([about, text]) => [text, about].map(words)),
    })`, context);
    assert.ok(read.notes.length > 50 && read.notes.length === spelt.length);

    const months = 'January February March April May June July August September October November December'.split(' ');
    const expected = new Map();
    for (const { number, url, title, date } of read.notes) {
      assert.ok(site.files.has(url), url);
      const [, day, month, year] = about[number].match(/^(\d+) (\w+) (\d{4})/) ?? [];
      assert.equal(date, day ? `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}` : '', url);
      const fields = [...spelt[number], vm.runInContext(`words(${JSON.stringify(title)})`, context)];
      fields.forEach((words, field) => {
        for (const word of words) {
          if (!expected.has(word)) expected.set(word, [{}, {}, {}]);
          const notes = expected.get(word)[field];
          notes[number] = (notes[number] ?? 0) + 1;
        }
      });
    }
    const said = new Map([...read._index].map(([word, postings]) => [word, [0, 1, 2].map((field) => {
      const notes = postings.get(field);
      return Object.fromEntries([...notes?.keys() ?? []].map((note) => [note, notes.get(note)]));
    })]));
    assert.deepEqual([...said.keys()].sort(), [...expected.keys()].sort());
    for (const [word, fields] of expected) assert.deepEqual(said.get(word), fields, word);
  });

  test('the library is what its authors publish', () => {
    const ours = readFileSync(join(ASSETS, 'minisearch.js'), 'utf8');
    const [, version] = ours.match(/^\/\*! MiniSearch ([\d.]+):/);
    const require = createRequire(import.meta.url);
    const published = require.resolve('minisearch').replace(/dist.*/, '');
    assert.equal(version, JSON.parse(readFileSync(join(published, 'package.json'), 'utf8')).version);
    const { code } = transformSync(readFileSync(join(published, 'dist/umd/index.js'), 'utf8'), { minify: true, target: 'es2020', legalComments: 'none' });
    assert.equal(ours.slice(ours.indexOf('*/\n') + 3), code);
  });

  test('a word of the text finds its note, with the words around it', async () => {
    const page = await open('search.html');
    await page.fill('#search-words', 'metric definitions');
    assert.equal((await titles(page))[0], 'Live for two of three');
    const marked = await page.locator('.found li').first().locator('p').last().locator('mark').allTextContents();
    assert.deepEqual(marked.slice(0, 2).map((word) => word.toLowerCase()), ['metric', 'definitions']);
    assert.equal(await status(page), '2 found.');
  });

  test('a title stands before a text, a beginning is enough, and a slip is forgiven', async () => {
    const page = await open('search.html');
    await page.fill('#search-words', 'budget round');
    assert.equal((await titles(page))[0], 'The budget round');
    await page.fill('#search-words', 'budg');
    assert.ok((await titles(page)).includes('The budget round'));
    await page.fill('#search-words', 'budgte');
    assert.ok((await titles(page)).includes('The budget round'));
    assert.match(await status(page), /^Nothing has all of these words/);
    await page.fill('#search-words', 'qqqqqqqq');
    assert.match(await status(page), /^Nothing found\. Try/);
  });

  test('filters narrow, alone the newest first', async () => {
    const page = await open('search.html');
    await page.selectOption('[name=step]', 'pivot');
    await page.selectOption('[name=person]', 'cpo');
    const found = await titles(page);
    assert.deepEqual(found.slice(0, 2), ['The September talk', 'Saying it']);
    await page.fill('[name=to]', '2026-06-30');
    assert.deepEqual(await titles(page), found.slice(1));
    await page.fill('#search-words', 'roadshow');
    assert.ok((await titles(page)).length <= 1);
    await page.click('[type=reset]');
    await page.waitForFunction(() => location.hash === '');
    assert.match(await status(page), /can be found\.$/);
  });

  test('what is asked stands in the address, and Back comes to it again', async () => {
    const page = await open('search.html#q=definitions&step=deliver');
    assert.equal(await page.inputValue('#search-words'), 'definitions');
    assert.equal(await page.inputValue('[name=step]'), 'deliver');
    await page.fill('#search-words', 'metric');
    assert.equal(await page.evaluate(() => location.hash), '#q=metric&step=deliver');
    await page.locator('.found a').first().click();
    await page.waitForURL(/entries/);
    await page.goBack();
    assert.equal(await page.inputValue('#search-words'), 'metric');
    assert.ok((await titles(page)).length > 0);
  });

  test('the keyboard is enough', async () => {
    const page = await open('entries/2026-11-17-the-budget-round.html');
    await page.keyboard.press('Control+/');
    assert.match(page.url(), /entries/);
    await page.keyboard.press('/');
    await page.waitForURL(/search\.html/);
    await page.waitForFunction(() => document.activeElement.id === 'search-words');
    await page.keyboard.type('and/or budget');
    assert.equal(await page.inputValue('#search-words'), 'and/or budget');
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue('#search-words'), '');
    await page.keyboard.type('budget');
    const [first, second] = await titles(page);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), first);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), second);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('/');
    assert.equal(await focused(page), 'search-words');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('search.html'));
    assert.equal(await page.textContent('h1'), first);
  });

  test('more than a page of results is shown when asked for', async () => {
    const page = await open('search.html#person=cpo');
    assert.equal((await titles(page)).length, 20);
    await page.click('.more');
    const found = await titles(page);
    assert.ok(found.length > 20);
    assert.equal(await focused(page), found[20]);
  });

  test('without a script the page says what to do', async () => {
    const page = await open('search.html', { javaScriptEnabled: false });
    assert.ok(await page.locator('noscript a[href="timeline.html"]').isVisible());
    assert.ok(!(await page.locator('form').isVisible()));
  });
}
