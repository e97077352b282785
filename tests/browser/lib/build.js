// Builds a site of a journal, and knows what is in it.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TODAY = '2026-11-21';

/** A site, built when it is first looked at: its name, its folder, and the paths of its files, with `/` between their parts. */
class Site {
  #make;
  #folder;
  #files;

  constructor(name, thorough, make) {
    this.name = name;
    this.thorough = thorough;
    this.#make = make;
  }

  get folder() {
    return (this.#folder ??= this.#make());
  }

  get files() {
    return (this.#files ??= new Set(filesBelow(this.folder)));
  }

  /** What a file says. */
  text(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** The pages, in order. */
  get pages() {
    return [...this.files].filter((path) => path.endsWith('.html')).sort();
  }

  /** Enough pages to have each kind: all at the top, and of each folder the longest, and of a thorough site the shortest. */
  get kinds() {
    const top = this.pages.filter((path) => !path.includes('/'));
    const folders = new Set(this.pages.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    return top.concat(...[...folders].map((folder) => this.#extremes(folder)));
  }

  #extremes(folder) {
    const size = (path) => statSync(join(this.folder, path)).size;
    const pages = this.pages.filter((path) => path.startsWith(`${folder}/`)).sort((a, b) => size(b) - size(a));
    return this.thorough ? [...new Set([pages[0], pages.at(-1)])] : pages.slice(0, 1);
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== '.loopbook')
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'));
}

/** The folder where sites are built; whoever asks for it removes it. */
export const workshop = mkdtempSync(join(tmpdir(), 'loopbook-browser-'));

const PROGRAM = resolve(process.env.PROGRAM ?? resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/loopbook'));

// The key of a reply is kept where these tests are.
const env = { ...process.env, XDG_DATA_HOME: join(workshop, 'data') };
const run = (asked, input = '') => execFileSync(PROGRAM, asked, { input, env, stdio: ['pipe', 'ignore', 'pipe'] });

/** A site of the journal that `journal()` is the folder of. */
export function build(name, journal, { thorough = false, audience = 'me' } = {}) {
  return new Site(name, thorough, () => {
    const folder = join(workshop, name.replaceAll(' ', '-'));
    run(['build', journal(), '--today', TODAY, '--audience', audience, '--output', folder]);
    return folder;
  });
}

/** A site that lies there already. */
export const built = (folder) => new Site(folder, false, () => folder);

/** Packets, taken for a site: each of `rows` is a file's name, a journal, a goal, what else is asked, and what is typed. */
export function buildPackets(name, rows) {
  return new Site(name, true, () => {
    const folder = join(workshop, name);
    mkdirSync(folder);
    for (const { file, journal, goal, asked = [], input } of rows) {
      const since = asked.map((word) => word.replace('FOLDER', folder));
      run(['packet', goal, '-C', journal(), '--today', TODAY, '--output', join(folder, `${file}.html`), ...since], input);
    }
    return folder;
  });
}
