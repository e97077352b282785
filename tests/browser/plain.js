// What a page needs: few bytes to be there, and a policy that allows nothing else.

import assert from 'node:assert/strict';
import { it } from 'node:test';

import { browser, open } from './lib/browser.js';
import { measures } from './lib/measure.js';
import { packets, siteOf, sites } from './lib/sites.js';

const HOME = 180_000;
const WITHOUT_FONTS = 100_000;

/** The bytes of every answer that the first page of `site` asks for, and those of its fonts. */
async function weight(site) {
  const at = await open(site, 'over HTTP');
  const page = await browser().newPage();
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await page.goto(at.address('index.html'), { waitUntil: 'networkidle' });
  const sizes = await Promise.all(answers.map(async (answer) => (await answer.body()).length));
  await page.close();
  at.close();
  const sum = (all) => all.reduce((sum, size) => sum + size, 0);
  return { all: sum(sizes), fonts: sum(sizes.filter((_, n) => answers[n].url().endsWith('.woff2'))) };
}

/** The files that the families of a page were loaded from, by name, and those that could not be loaded. */
async function families(at, path) {
  const page = await browser().newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(at.address(path), { waitUntil: 'networkidle' });
  const faces = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].map(({ family, weight, style, status }) => [`${family} ${weight} ${style}`, status]);
  });
  await page.close();
  const loaded = faces.filter(([, status]) => status === 'loaded').map(([face]) => face);
  const files = asked.filter((url) => url.endsWith('.woff2')).map((url) => url.split('/').at(-1));
  return { loaded, wrong: faces.filter(([, status]) => status === 'error'), files };
}

/** How many characters each paragraph of every other note of `site` has in a line. */
async function lines(site) {
  const at = await open(site, 'from the disk');
  const page = await browser().newPage({ viewport: { width: 1240, height: 900 } });
  const found = [];
  for (const path of site.pages.filter((path) => path.startsWith('entries/')).filter((_, n) => n % 2 === 0)) {
    await page.goto(at.address(path));
    found.push(...(await page.evaluate(measures)).map(({ characters }) => characters));
  }
  await page.close();
  // What stands in the margin has a column of its own.
  return found.filter((characters) => characters > 50).sort((a, b) => a - b);
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
  it(`the example's first page and all it loads are less than ${HOME} bytes, ${WITHOUT_FONTS} without fonts`, async (test) => {
    const { all, fonts } = await weight(siteOf('example'));
    test.diagnostic(`${all} bytes, ${fonts} of them fonts`);
    assert.ok(fonts > 10_000 && all < HOME && all - fonts < WITHOUT_FONTS, `${all} bytes, ${fonts} of them fonts`);
  });
  it("a line of a note's text holds 62 to 66 characters", async (test) => {
    const found = await lines(siteOf('example'));
    const middle = found[found.length >> 1];
    test.diagnostic(`${found.length} paragraphs: ${found[0]} to ${found.at(-1)}, half of them up to ${middle}`);
    assert.ok(found.length > 50 && middle >= 62 && middle <= 66, `${middle} characters`);
  });
  it('a page in a folder has the shipped families from the disk, and no file for letters that it lacks', async () => {
    const at = await open(siteOf('example'), 'from the disk');
    const { loaded, wrong, files } = await families(at, siteOf('example').pages.find((path) => path.startsWith('entries/')));
    assert.deepEqual(wrong, []);
    for (const face of ['Literata 400 normal', 'Literata 600 normal', 'Inter 400 normal']) assert.ok(loaded.includes(face), `${face}: ${loaded}`);
    assert.ok(files.length >= 3 && !files.some((file) => file.includes('extended')), files.join());
  });
}
