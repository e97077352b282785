// A copy of a packet that its reader answers in the browser, and what the program makes of the answer.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { ROOT } from './lib/build.js';
import { LOOKS, assertAccessible, opened as openedIn } from './lib/document.js';

const PROGRAM = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/loopbook');
const PASSWORD = 'five words: ice, tram, oak';
/** What a hand can type and a form can hold. */
const AWKWARD = '“Zoë” said:\r\n\u0007[[x]] %%y%% \\ "z" <b>\ud83d\ude80 \ud800 日本 \u2028---\n- [ ] a #tag';

let folder, journal, copies;

/** Runs the program with the key of these tests. */
function program(options, input = '') {
  const env = { ...process.env, XDG_DATA_HOME: join(folder, 'data'), NO_COLOR: '1' };
  return spawnSync(PROGRAM, [...options, '-C', journal], { input, env, encoding: 'utf8', maxBuffer: 1 << 28 });
}

function copy(options = [], input = '') {
  const made = program(['packet', 'group-pm', '--today', '2026-11-21', '--reply-to', 'cpo', ...options], input);
  assert.equal(made.status, 0, made.stderr);
  return made.stdout;
}

function prepare() {
  folder = mkdtempSync(join(tmpdir(), 'loopbook-replies-'));
  journal = join(folder, 'journal');
  cpSync(join(ROOT, 'example-journal'), journal, { recursive: true });
  copies = { plain: () => copy(), sealed: () => copy(['--password'], `${PASSWORD}\n`) };
}

/** Imports a text; the note with its path, or why it was refused. */
function imported(text) {
  const file = join(folder, 'message.txt');
  writeFileSync(file, text);
  const { status, stdout, stderr } = program(['reply', 'import', file, '--date', '2026-11-22']);
  return status === 0 ? { note: readFileSync(stdout.trim(), 'utf8'), said: stderr } : { refused: stderr };
}

/** A file of that text, opened from the disk. */
const opened = (html, options, script) => openedIn(folder, html, options, script);

/** The same, with the password typed if it asks for one. */
async function unsealed(html, options) {
  const at = await opened(html, options);
  if (html.includes('id="sealed"')) {
    await at.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await at.page.getByRole('button', { name: 'Open' }).click();
    await at.page.locator('h2').first().waitFor();
  }
  return at;
}

/** Answers all that is asked, and gives the text to send. */
async function answered(page, words = AWKWARD) {
  await page.getByRole('checkbox', { name: 'Strategy' }).check();
  // Typing `\r` and the like into a field is not possible; a script of the reader's browser could.
  await page.locator('#reply-missing').evaluate((field, text) => (field.value = text), words);
  await page.getByLabel('Your recommendation, in your own words').fill('She did it.\n\nTwice.');
  await page.getByLabel('Yes', { exact: true }).check();
  await page.getByLabel(/You may quote me/).check();
  return prepared(page);
}

async function prepared(page) {
  await page.getByRole('button', { name: 'Prepare my answer' }).click();
  await page.locator('#reply-done').waitFor();
  return page.getByLabel('Your answer: send this text').inputValue();
}

const said = (page) => page.locator('#reply-said').textContent();

/** The tests. */
export function replyTests() {
  before(prepare);
  after(() => rmSync(folder, { recursive: true }));

  for (const kind of ['plain', 'sealed']) {
    test(`${kind}: what a reader answers is imported, and the page asks for nothing and keeps nothing`, async () => {
      const { page, context, found, requests, url } = await unsealed(copies[kind]());
      const text = await answered(page);
      assert.match(text, /^Senior PM → Group PM: the answers of the CPO\n\nI confirm: Strategy\n/);
      assert.match(await said(page), /Nothing was sent/);
      const { note, said: shown } = imported(`Hello,\n\n${text}`);
      assert.match(note, /\nrecommends: yes\nrecommendation: "She did it\.\\n\\nTwice\."\n/);
      assert.ok(note.includes('still_missing: "“Zoë” said:\\n [ [x]] % %y% % \\\\ \\"z\\" <b>🚀 \ufffd 日本 \\U00002028---\\n- [ ] a #tag"\n'), note);
      assert.match(note, /\nvisibility: private\n/);
      assert.match(note, /\nquote_ok: yes\n/);
      assert.match(note, /\n> - Strategy\n$/);
      assert.match(shown, /they confirm: Strategy/);
      assert.match(imported(text).refused, /was imported before/);
      const kept = await page.evaluate(async () => ({
        cookies: document.cookie,
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: globalThis.caches ? 'there' : 'none',
      }));
      assert.deepEqual({ ...kept, caches: '' }, { cookies: '', local: 0, session: 0, databases: 0, caches: '' });
      assert.deepEqual(found, []);
      assert.deepEqual(requests(), [url]);
      await context.close();
    });

    test(`${kind}: its policy lets no other script in, no request out, and no form be sent`, async () => {
      const { page, context, requests, url } = await unsealed(copies[kind]());
      assert.match(await answered(page, 'x'), /BEGIN LOOPBOOK REPLY/);
      const tried = await page.evaluate(async () => {
        const refused = [];
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        const sent = await fetch('https://wiki.example/').then(() => true, () => false);
        const form = document.createElement('form');
        form.action = 'https://wiki.example/';
        document.body.append(form);
        form.submit();
        await new Promise((done) => setTimeout(done, 300));
        return { ran: window.ran === true, sent, refused: [...new Set(refused)].sort() };
      });
      const refused = ['connect-src', 'form-action', 'script-src-elem'];
      assert.deepEqual(tried, { ran: false, sent: false, refused });
      assert.equal(page.url(), url);
      assert.deepEqual(requests(), [url]);
      await context.close();
    });

    test(`${kind}: the keyboard is enough, and the text can be copied`, async () => {
      const { page, context } = await unsealed(copies[kind]());
      await page.evaluate(() => document.getElementById('reply').querySelector('[name=confirms]').focus());
      const key = (name) => page.keyboard.press(name);
      await key('Space');
      const boxes = await page.locator('[name=confirms]').count();
      for (let n = 0; n < boxes; n += 1) await key('Tab');
      await page.keyboard.type('Time.');
      await key('Tab');
      await key('ArrowUp');
      await key('Tab');
      await page.keyboard.type('Not now.');
      await key('Tab');
      await key('Tab');
      await key('Enter');
      await page.locator('#reply-done').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'reply-text');
      const text = await page.locator('#reply-text').inputValue();
      assert.match(text, /I confirm: Ownership\nWhat is missing: Time\.\nI recommend it: not yet\nMy recommendation: Not now\.\nYou may quote me: no\n/);
      await key('Tab');
      await key('Enter');
      await page.locator('#reply-said').filter({ hasText: 'Copied' }).waitFor();
      await page.locator('#reply-missing').evaluate((field) => ((field.value = ''), field.focus()));
      await page.keyboard.press('ControlOrMeta+V');
      assert.equal(await page.locator('#reply-missing').inputValue(), text);
      // What was answered has changed by that.
      assert.equal(await page.locator('#reply-done').isVisible(), false);
      assert.match(await said(page), /changed/);
      assert.ok(imported(text).note.includes('recommends: later\n'));
      await context.close();
    });
  }

  test('nothing answered, or too much, is said, and what was too long can be cut', async () => {
    const { page, context } = await opened(copies.plain());
    await page.getByRole('button', { name: 'Prepare my answer' }).click();
    assert.match(await said(page), /Nothing is answered yet/);
    await page.getByLabel('What is missing?').fill('é'.repeat(3001));
    await page.getByRole('button', { name: 'Prepare my answer' }).click();
    assert.match(await said(page), /please cut about 2 characters/);
    assert.equal(await page.locator('#reply-done').isVisible(), false);
    await page.getByLabel('What is missing?').fill('é'.repeat(3000));
    assert.ok(imported(await prepared(page)).note.includes('é'.repeat(3000)));
    await context.close();
  });

  test('a copy whose form was changed makes answers that are refused', async () => {
    const html = copies.plain().replace('\\"reader\\":\\"the CPO\\"', '\\"reader\\":\\"the CEO\\"');
    const { page, context } = await opened(html);
    assert.match(imported(await answered(page, 'x')).refused, /was changed on its way, or answers another packet/);
    await context.close();
  });

  test('a changed script does not run: the page says how to answer without it', async () => {
    for (const html of [copies.plain(), copies.sealed()]) {
      const { page, context } = await opened(html.replaceAll("'use strict';", "'use  strict';"));
      assert.equal(await page.getByRole('button').count(), 0);
      await context.close();
    }
    const { page, context } = await opened(copies.plain(), { javaScriptEnabled: false });
    assert.equal(await page.locator('#reply-form').isVisible(), false);
    await page.getByText('in a message in your own words').waitFor();
    await context.close();
  });

  test('where the browser can’t sign, it says what to do', async () => {
    const { page, context } = await opened(copies.plain(), {}, () => {
      Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
    });
    assert.match(await said(page), /save this file/);
    assert.equal(await page.locator('#reply-form').isVisible(), false);
    await context.close();
  });

  for (const [look, options, rules] of LOOKS) {
    test(`${look}: axe-core finds nothing in the form, before and after`, async () => {
      const { page, context } = await opened(copies.plain(), options);
      if (!rules) await assertAccessible(page, rules);
      await page.getByRole('button', { name: 'Prepare my answer' }).click();
      await assertAccessible(page, rules);
      await answered(page, 'x');
      await assertAccessible(page, rules);
      await context.close();
    });
  }

  test('a copy prints as the packet without a form does', async () => {
    const sheets = async (html) => {
      const { page, context } = await opened(html);
      const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4' })));
      await context.close();
      return (await extractText(pdf)).text;
    };
    const plain = program(['packet', 'group-pm', '--today', '2026-11-21']).stdout;
    assert.deepEqual(await sheets(copies.plain()), await sheets(plain));
  });
}
