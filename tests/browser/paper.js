// A packet that a browser printed: what is in the PDF, and what is not.

import assert from 'node:assert/strict';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { before, test } from 'node:test';
import { inflateSync } from 'node:zlib';

import { extractText, getDocumentProxy } from 'unpdf';

import { packet } from './lib/packet.js';

const PRINT = ['--format', 'pdf', '--browser', process.env.CHROME ?? 'chromium'];

let bytes, pdf, html;

/** Each page, with what `look` finds on it. */
async function pages(look) {
  const found = [];
  for (let number = 1; number <= pdf.numPages; number += 1) found.push(await look(await pdf.getPage(number)));
  return found;
}

/** All nodes of the structure that screen readers follow. */
function nodes(tree) {
  return tree ? [tree, ...(tree.children ?? []).flatMap(nodes)] : [];
}

/** What is compressed in it. */
function streams(bytes) {
  const found = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 7)) {
    try {
      found.push(inflateSync(bytes.subarray(at + 7), { finishFlush: 2 }));
    } catch {
      // Not all streams are compressed, and `endstream` ends in the same word.
    }
  }
  return found;
}

/** The tests. */
export function paperTests() {
  before(async () => {
    bytes = packet(PRINT);
    html = packet().toString('utf8');
    pdf = await getDocumentProxy(new Uint8Array(bytes));
  });

  test('it says what it is, in which language, and that it is tagged', async () => {
    const { info } = await pdf.getMetadata();
    assert.equal(info.Title, /<title>(.*)<\/title>/.exec(html)[1]);
    assert.equal(info.Language, 'en');
    assert.equal((await pdf.getMarkInfo()).Marked, true);
    const preferences = await pdf.getViewerPreferences();
    assert.equal(preferences.DisplayDocTitle, true);
  });

  test('it has the words of the page, on paper of one size, and no margin of a browser', async () => {
    const sizes = new Set(await pages((page) => page.view.slice(2).map(Math.round).join(' × ')));
    assert.deepEqual([...sizes], ['595 × 842']);
    const { text } = await extractText(pdf, { mergePages: true });
    const bare = (words) => words.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
    const headings = [...html.matchAll(/<h[23][^>]*>(.*?)<\/h[23]>/gs)].map(([, heading]) => heading.replace(/<[^>]*>|&\w+;/g, ' '));
    assert.ok(headings.length > 10);
    for (const heading of headings) assert.ok(bare(text).includes(bare(heading)), heading);
    assert.doesNotMatch(text, /file:|page\.html/);
  });

  test('its outline is that of the headings, and its links lead where they say', async () => {
    const titles = (items) => items.flatMap(({ title, items }) => [title, ...titles(items)]);
    const outline = titles(await pdf.getOutline());
    const headings = [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/gs)].map(([, heading]) => heading.replace(/<[^>]*>/g, '').trim());
    assert.ok(headings.length > 3);
    for (const heading of headings) assert.ok(outline.some((title) => title.includes(heading)), heading);
    const links = (await pages((page) => page.getAnnotations())).flat();
    const urls = new Set(links.map(({ url, unsafeUrl }) => url ?? unsafeUrl).filter(Boolean));
    for (const [, href] of html.matchAll(/href="(https?:[^"]*)"/g)) assert.ok(urls.has(new URL(href.replaceAll('&amp;', '&')).href), href);
    assert.ok(urls.size > 0 && links.some(({ dest }) => dest));
  });

  test('each picture and chart has words for who does not see it', async () => {
    const structure = (await pages((page) => page.getStructTree())).flatMap(nodes);
    const figures = structure.filter(({ role }) => role === 'Figure');
    assert.ok(figures.length > 0);
    assert.deepEqual(figures.filter(({ alt }) => !alt), []);
    for (const role of ['H1', 'H2', 'P', 'Link', 'Table', 'TH']) assert.ok(structure.some((node) => node.role === role), role);
  });

  test('it tells of the day, and not of the clock, the machine or its files', async () => {
    const { info } = await pdf.getMetadata();
    assert.deepEqual([info.CreationDate, info.ModDate], ["D:20261121000000+00'00'", "D:20261121000000+00'00'"]);
    assert.equal(info.Creator, 'loopbook');
    const text = [bytes, ...streams(bytes)].map((part) => part.toString('latin1')).join('\n');
    const words = [tmpdir(), 'loopbook-', 'page.html', 'file://', homedir(), hostname(), `/${userInfo().username}/`, 'HeadlessChrome', 'Linux'];
    // What is shorter stands in a picture by chance.
    for (const word of words.filter((word) => word.length > 3)) {
      assert.ok(!text.includes(word), word);
      assert.ok(!text.includes(Buffer.from(word, 'utf16le').swap16().toString('latin1')), word);
    }
    assert.ok(streams(bytes).length > 10);
  });

  test('it can be for paper of the other size', async () => {
    const letter = await getDocumentProxy(new Uint8Array(packet([...PRINT, '--paper', 'letter'])));
    assert.deepEqual((await letter.getPage(1)).view, [0, 0, 612, 792]);
  });

  test('the same journal gives the same bytes', () => {
    assert.ok(packet(PRINT).equals(bytes));
  });
}
