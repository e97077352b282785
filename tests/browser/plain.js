// What a page needs: few bytes to be there, and a policy that allows nothing else.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { browser, open } from './lib/browser.js';
import { packets, siteOf, sites } from './lib/sites.js';

const HOME = 100_000;

/** The bytes of every answer that the first page of `site` asks for. */
async function weight(site) {
  const at = await open(site, 'over HTTP');
  const page = await browser().newPage();
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await page.goto(at.address('index.html'), { waitUntil: 'networkidle' });
  const bodies = await Promise.all(answers.map((answer) => answer.body()));
  await page.close();
  at.close();
  return bodies.reduce((sum, body) => sum + body.length, 0);
}

/** The tests. */
export function plainTests() {
  for (const site of [...sites, packets]) {
    it(`${site.name}: each page has a policy that allows nothing from elsewhere`, () => {
      const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/;
      const found = site.pages.map((path) => [path, site.text(path).match(policy)?.[1]]);
      assert.deepEqual(found.filter(([, said]) => !said), [], 'no policy');
      const open = found.filter(([, said]) => !/default-src &#39;none&#39;|default-src 'none'/.test(said) || /unsafe-|https?:|\*/.test(said));
      assert.deepEqual(open, []);
    });
  }
  it(`the example's first page and all it loads are less than ${HOME} bytes`, async (test) => {
    const bytes = await weight(siteOf('example'));
    test.diagnostic(`${bytes} bytes`);
    assert.ok(bytes > 10_000 && bytes < HOME, `${bytes} bytes`);
  });
}
