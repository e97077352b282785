// The sites that the tests look at: a table. Each is built once, when it is first needed, into a folder of its own.

import { appendFileSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { writeAwkward } from './awkward.js';
import { ROOT, build, buildPackets, workshop } from './build.js';
import { writeBusy } from './busy.js';
import { SOME, TRICKS, writeTricks } from './tricks.js';

/**
 * A name; a journal as it lies, or a function that writes one; a theme that it is built with; for whom; whether it is
 * looked at in all ways, which takes time; and whether only `tests/long` looks at it, because others are like it.
 */
const SITES = [
  { name: 'example', journal: 'example-journal', thorough: true },
  { name: 'example in plain', journal: 'example-journal', theme: 'plain' },
  { name: 'example for the manager', journal: 'example-journal', audience: 'manager' },
  { name: 'example for anybody', journal: 'example-journal', audience: 'public', long: true },
  { name: 'entry-level engineer', journal: 'tests/stories/entry-level-engineer', long: true },
  { name: 'product manager', journal: 'tests/stories/product-manager-to-ai', long: true },
  { name: 'executive', journal: 'tests/stories/engineer-to-executive' },
  { name: 'empty', make: (folder) => mkdirSync(join(folder, 'entries')), thorough: true },
  { name: 'awkward', make: writeAwkward, thorough: true },
];

const written = new Map();

/** The folder of a row's journal. */
function journalOf(row) {
  if (!written.has(row.name)) written.set(row.name, writeJournal(row));
  return written.get(row.name);
}

function writeJournal({ name, journal, make, theme }) {
  if (!make && !theme) return join(ROOT, journal);
  const folder = join(workshop, 'journals', name);
  mkdirSync(folder, { recursive: true });
  if (journal) cpSync(join(ROOT, journal), folder, { recursive: true });
  if (make) make(folder);
  if (theme) appendFileSync(join(folder, 'loopbook.yaml'), `theme: ${theme}\n`);
  return folder;
}

export const isLong = Number(process.env.EFFORT ?? 1) > 1;

/** The sites of the table that are looked at. */
export const sites = SITES.filter(({ theme, long }) => (isLong || !long) && (!theme || existsSync(join(ROOT, 'themes', theme))))
  .map((row) => build(row.name, () => journalOf(row), row));

/** The journal of a site, or else one as it lies in the stories. */
function journalNamed(name) {
  const row = SITES.find((row) => row.name === name);
  return () => (row ? journalOf(row) : join(ROOT, 'tests/stories', name));
}

/** The packets that are looked at: the five stories, one that says what is new, one for a direct report, and the ends of the scale. */
const PACKETS = [
  { file: 'director-before', journal: 'example', goal: 'director', asked: ['--to', '2026-06-30', '--freeze'] },
  { file: 'director', journal: 'example', goal: 'director', asked: ['--since', 'FOLDER/director-before.json'] },
  { file: 'group-pm', journal: 'example', goal: 'group-pm' },
  { file: 'director-in-plain', journal: 'example in plain', goal: 'director' },
  { file: 'senior-engineer', journal: 'entry-level engineer', goal: 'senior-engineer' },
  { file: 'ai-product-role', journal: 'product manager', goal: 'ai-product-role' },
  { file: 'executive', journal: 'executive', goal: 'executive' },
  { file: 'group-lead', journal: 'leader-of-three', goal: 'group-lead' },
  { file: 'report', journal: 'leader-of-three', goal: 'senior-engineer', asked: ['--for', 'manager'] },
  { file: 'awkward', journal: 'awkward', goal: 'größer & besser', asked: ['--audience', 'me'] },
];

/** Those packets, as the pages of a site. */
export const packets = buildPackets('packets', PACKETS.map((row) => ({ ...row, journal: journalNamed(row.journal) })));

/** Packets with a form: to be answered, and to be opened with a password. */
const FORMS = [
  { file: 'copy', journal: 'example', goal: 'group-pm', asked: ['--reply-to', 'cpo'] },
  { file: 'sealed', journal: 'example', goal: 'group-pm', asked: ['--password'], input: 'five words: ice, tram, oak\n' },
];

/** Those, as the pages of a site. */
export const forms = buildPackets('forms', FORMS.map((row) => ({ ...row, journal: journalNamed(row.journal) })));

/** The tricks that are tried: all of them in `tests/long`. */
export const tricks = isLong ? TRICKS : SOME;

const TRICKED = { name: 'tricks', make: (folder) => writeTricks(folder, tricks) };

/** A site that is full of them. */
export const tricked = build('tricks', () => journalOf(TRICKED));

/** A packet that is full of them. */
export const trickedPacket = buildPackets('packet of tricks', [{ file: 'grow', journal: () => journalOf(TRICKED), goal: 'grow' }]);

/** A site whose first page has more of everything than it shows. */
export const busy = build('busy', () => journalOf({ name: 'busy', make: writeBusy }));

/** The site of that name. */
export const siteOf = (name) => sites.find((site) => site.name === name);
