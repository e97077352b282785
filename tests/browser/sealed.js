// A packet that a password opens: from the disk, with nothing but the browser.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { LOOKS, assertAccessible, opened as openedIn } from './lib/document.js';
import { packet } from './lib/packet.js';

/** As one types it on a keyboard that composes; the form gets it from one that does not. */
const PASSWORD = 'Zo\u00eb’s five words: ice, tram, oak'.normalize('NFC');
const WRONG = /does not open/;

let folder, plain, sealed;

function prepare() {
  folder = mkdtempSync(join(tmpdir(), 'loopbook-sealed-'));
  plain = packet().toString('utf8');
  sealed = packet(['--password'], `${PASSWORD}\n`).toString('utf8');
}

const opened = (html, options) => openedIn(folder, html, options);

async function unseal(page, password) {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open' }).click();
}

/** What a reader has: the title, the words, how they are set, and whether the pictures are there. */
const seen = (page) =>
  page.evaluate(() => ({
    title: document.title,
    language: document.documentElement.lang,
    text: document.body.innerText.trim(),
    font: getComputedStyle(document.querySelector('h1')).font,
    widths: [...document.querySelectorAll('h2, svg, td')].map((element) => element.getBoundingClientRect().width),
    pictures: [...document.images].map((image) => image.complete && image.naturalWidth > 0),
  }));

/** Waits until the page has said that it does not open, and asserts that nothing of the document is there. */
async function assertShut(page) {
  await page.getByRole('status').filter({ hasText: WRONG }).waitFor();
  assert.equal(await page.title(), 'A sealed document');
  assert.equal(await page.locator('h2').count(), 0);
  assert.deepEqual(await page.locator('h1').allTextContents(), ['A sealed document']);
}

/** The tests. */
export function sealedTests() {
  before(prepare);
  after(() => rmSync(folder, { recursive: true }));

  test('the right password shows the page as it would be unsealed, and asks for nothing', async () => {
    const unsealed = await opened(plain);
    const expected = await seen(unsealed.page);
    await unsealed.context.close();
    const { page, context, found, requests, url } = await opened(sealed);
    await unseal(page, PASSWORD.normalize('NFD'));
    await page.locator('h2').first().waitFor();
    assert.deepEqual(await seen(page), expected);
    assert.ok(expected.text.length > 1000 && expected.pictures.every(Boolean));
    assert.deepEqual(found, []);
    assert.deepEqual(requests(), [url]);
    const focused = await page.evaluate(() => document.activeElement.tagName);
    assert.equal(focused, 'H1', 'whoever listens is where the document begins');
    // Its own links work, and the next load asks again.
    await page.locator('a[href^="#"]').first().click();
    assert.match(page.url(), /#/);
    await page.reload();
    assert.equal(await page.title(), 'A sealed document');
    await context.close();
  });

  test('its policy lets no script in, and no request out, before and after', async () => {
    const { page, context } = await opened(sealed);
    const tried = () =>
      page.evaluate(async () => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        const sent = await fetch('https://wiki.example/').then(() => true, () => false);
        const picture = new Image();
        const loaded = await new Promise((done) => {
          picture.onload = () => done(true);
          picture.onerror = () => done(false);
          picture.src = 'https://wiki.example/a.png';
        });
        return { ran: window.ran === true, sent, loaded };
      });
    const refused = { ran: false, sent: false, loaded: false };
    const violations = [];
    page.on('console', (message) => violations.push(message.text()));
    assert.deepEqual(await tried(), refused);
    assert.equal(violations.filter((text) => /Content Security Policy/.test(text)).length >= 3, true, violations.join('\n'));
    await unseal(page, PASSWORD);
    await page.locator('h2').first().waitFor();
    violations.length = 0;
    assert.deepEqual(await tried(), refused);
    assert.equal(violations.filter((text) => /Content Security Policy/.test(text)).length >= 3, true, violations.join('\n'));
    await context.close();
  });

  test('another password shows nothing, and says so; the right one still opens it', async () => {
    const { page, context, found } = await opened(sealed);
    const field = page.getByLabel('Password', { exact: true });
    for (const wrong of [`${PASSWORD} `, PASSWORD.toLowerCase(), 'x']) {
      await unseal(page, wrong);
      await assertShut(page);
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.ok(await field.evaluate((element) => element === document.activeElement));
      // It is said again each time, and not left standing.
      await page.evaluate(() => (document.getElementById('said').textContent = ''));
    }
    await unseal(page, PASSWORD);
    await page.locator('h2').first().waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  test('one changed byte, of document or terms, shows nothing', async () => {
    const from = sealed.indexOf('loopbook-sealed-1');
    const document = sealed.indexOf('\n', from) + 1;
    const end = sealed.indexOf('</script>', from);
    const salt = document - 40;
    for (const at of [from, sealed.indexOf('600000', from), salt, document - 3, document, (document + end) >> 1, end - 1]) {
      const other = { A: 'B', 6: '7' }[sealed[at]] ?? (/[A-Za-z]/.test(sealed[at]) ? 'A' : '6');
      const { page, context } = await opened(sealed.slice(0, at) + other + sealed.slice(at + 1));
      await unseal(page, PASSWORD);
      await assertShut(page);
      await context.close();
    }
  });

  test('a changed script does not run, and the form is not there', async () => {
    const { page, context } = await opened(sealed.replace("'use strict';", "'use  strict';"));
    assert.equal(await page.getByRole('button').count(), 0);
    await page.getByText('to be as it was made').waitFor();
    await context.close();
  });

  test('without scripts it says what it needs', async () => {
    const { page, context } = await opened(sealed, { javaScriptEnabled: false });
    assert.equal(await page.locator('form').isVisible(), false);
    await page.getByText('this page needs JavaScript').waitFor();
    await context.close();
  });

  test('nothing of the document can be read in the file', () => {
    const words = new Set(plain.replace(/<style>.*?<\/style>/s, '').match(/[\p{L}\p{N}-]{6,}/gu));
    const own = new Set(packet(['--password'], 'another password\n').toString('utf8').match(/[\p{L}\p{N}-]{6,}/gu));
    const body = sealed.replace(/id="sealed">.*?<\/script>/s, '');
    const told = [...words].filter((word) => body.includes(word) && !own.has(word));
    assert.deepEqual(told, []);
    for (const word of ['Mira', 'Group', 'group-pm', 'PM', '2026', 'generator']) assert.ok(!body.includes(word), word);
  });

  test('the keyboard is enough, and a password can be looked at', async () => {
    const { page, context } = await opened(sealed);
    const type = () => page.locator('#password').getAttribute('type');
    await page.keyboard.type(PASSWORD);
    assert.equal(await type(), 'password');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(await type(), 'text');
    assert.equal(await page.locator('#password').inputValue(), PASSWORD);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Open');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('h2').first().waitFor();
    await context.close();
  });

  for (const [look, options, rules] of LOOKS) {
    test(`${look}: axe-core finds nothing in the form, nor in what it says`, async () => {
      const { page, context } = await opened(sealed, options);
      await assertAccessible(page, rules);
      await unseal(page, 'x');
      await assertShut(page);
      await assertAccessible(page, rules);
      await context.close();
    });
  }

  test('once open it prints as the page itself does', async () => {
    const sheets = async (page) => {
      const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4', outline: true, tagged: true })));
      return { text: (await extractText(pdf)).text, outline: (await pdf.getOutline()).length, tagged: await pdf.getMarkInfo() };
    };
    const unsealed = await opened(plain);
    const expected = await sheets(unsealed.page);
    await unsealed.context.close();
    const { page, context } = await opened(sealed);
    await unseal(page, PASSWORD);
    await page.locator('h2').first().waitFor();
    assert.deepEqual(await sheets(page), expected);
    assert.ok(expected.text.length > 1 && expected.outline > 0);
    await context.close();
  });
}
