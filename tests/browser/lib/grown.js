// A journal of many years, grown out of the example: copies of its notes and tasks, each some days earlier than the
// last, so that every kind of page has as much to show as it has in the example.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import { ROOT } from './build.js';

const EXAMPLE = join(ROOT, 'example-journal');
const DAY = /\b20\d\d-\d\d-\d\d\b/g;

/** The files of the example that are text, by path. */
function example() {
  const files = readdirSync(EXAMPLE, { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && /\.(md|yaml)$/.test(file.name));
  return files.map((file) => relative(EXAMPLE, join(file.parentPath ?? file.path, file.name))).map((path) => [path, readFileSync(join(EXAMPLE, path), 'utf8')]);
}

/** That day, some days earlier. */
const earlier = (days) => (day) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

/** Writes `copies` of the example's notes into a folder, spread over so many years. */
export function writeGrown(folder, copies, years) {
  const files = example();
  const tasks = files.filter(([path]) => path.startsWith('tasks/')).map(([path]) => basename(path, '.md'));
  const names = new RegExp(`(?<![\\w-])(${tasks.join('|')})(?![\\w-])`, 'g');
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of files.filter(([path]) => !/^(entries|tasks)\//.test(path))) write(path, text);
  for (let copy = 0; copy < copies; copy += 1) {
    const moved = earlier(Math.round((copy * years * 365) / copies));
    const renamed = (text) => (copy === 0 ? text : text.replace(DAY, moved).replace(names, `$1-${copy}`));
    for (const [path, text] of files) {
      if (path.startsWith('tasks/')) write(path.replace(/\.md$/, copy === 0 ? '.md' : `-${copy}.md`), copy === 0 ? text : renamed(text).replace(/^title: (.*)$/m, `title: $1 ${copy}`));
      // What has no day in its name is a page of the site's own; what links to a note leads to that of its own copy.
      else if (/^entries\/.*20\d\d-\d\d-\d\d/.test(path)) write(`entries/${copy}/${renamed(basename(path))}`, renamed(text));
    }
  }
}
