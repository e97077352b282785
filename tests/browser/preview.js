// What a link of an entry leads to, beside it: on pointing and on focus, until Escape, and only where it is wanted.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { browser, open } from './lib/browser.js';
import { siteOf } from './lib/sites.js';

/** Tells what the preview says; nothing while it is hidden. */
const told = (page) => page.evaluate(() => {
  const box = document.querySelector('.preview');
  return box && !box.hidden ? box.innerText.trim() : '';
});

/** Opens the first entry that has previews, with its first link that has one. */
async function entry(options) {
  const site = siteOf('example');
  const at = await open(site, 'from the disk');
  const path = site.pages.find((path) => path.startsWith('entries/') && site.text(path).includes('<template id="previews">'));
  const context = await browser().newContext(options);
  const page = await context.newPage();
  const asked = [];
  await page.goto(at.address(path));
  // A font that no letter of the page has needed so far may come with the preview.
  page.on('request', (request) => request.resourceType() === 'font' || asked.push(request.url()));
  const url = await page.evaluate(() => document.querySelector('#previews').content.firstElementChild.dataset.url);
  return { context, page, asked, link: page.locator(`main a[href="${url}"]`).first() };
}

/** The tests. */
export function previewTests() {
  it('a link that is pointed at is previewed, and the pointer can go there', async () => {
    const { context, page, link, asked } = await entry();
    await link.hover();
    await page.waitForFunction(() => document.querySelector('.preview')?.hidden === false);
    assert.ok((await told(page)).length > 10);
    assert.equal(await link.getAttribute('aria-describedby'), 'preview');
    await page.locator('.preview').hover();
    await page.waitForTimeout(400);
    assert.ok(await told(page), 'it stays while the pointer is on it');
    await page.mouse.move(1, 1);
    await page.waitForFunction(() => document.querySelector('.preview').hidden);
    assert.equal(await link.getAttribute('aria-describedby'), null);
    assert.deepEqual(asked, [], 'nothing is asked for');
    await context.close();
  });

  it('a link that has the focus is previewed until Escape', async () => {
    const { context, page, link } = await entry();
    await page.keyboard.press('Tab');
    await link.focus();
    assert.ok(await told(page));
    await page.keyboard.press('Escape');
    assert.equal(await told(page), '');
    await context.close();
  });

  for (const [where, options] of [['with reduced motion', { reducedMotion: 'reduce' }], ['on a touch screen', { hasTouch: true, isMobile: true }]]) {
    it(`there is no preview ${where}`, async () => {
      const { context, page, link } = await entry(options);
      await link.hover();
      await link.focus();
      await page.waitForTimeout(600);
      assert.equal(await told(page), '');
      await context.close();
    });
  }
}
