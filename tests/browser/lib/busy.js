// A journal in which every list of the first page is longer than that page: as high as with any number of notes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NEEDS = ['strategy', 'hiring', 'coaching', 'writing', 'budgeting', 'planning', 'negotiation', 'operations', 'analysis', 'design'];
const numbers = (count) => Array.from({ length: count }, (_, number) => number);
/** The day so many days before the one that sites are built for. */
const before = (days) => new Date(Date.UTC(2026, 10, 21 - days)).toISOString().slice(0, 10);

/** A loop of five steps, and what it left open. */
function loopNotes(number) {
  const day = (offset) => before(26 * (12 - number) - offset);
  const done = `task: done-${number}`;
  const open = `task: open-${number}\ngoal: goal-${number % 7}`;
  return [
    [day(0), 'ask', `step: ask\n${done}`, `What hurts most, ${number}`],
    [day(6), 'deliver', `step: deliver\n${done}\nimpact: Half of the time\nshows: ${NEEDS[number % 10]}`, `Half of the time, ${number}`],
    [day(9), 'pivot', `step: pivot\n${open}`, `What takes me further`],
    [day(12), 'friday', 'kind: note', `Friday\n\n- [ ] Send version ${number} (by ${day(40)})`],
    [day(15), 'repeat', 'step: repeat\nlesson: Ask sooner', `Learned in round ${number}`],
  ].map(([date, slug, keys, text]) => [`entries/${date}-${slug}-${number}.md`, `---\n${keys}\n---\n# ${text}\n`]);
}

/** Writes the journal into a folder. */
export function writeBusy(folder) {
  const goal = (number) => [`goals/goal-${number}.md`, `---\ntitle: Goal ${number}\nkind: promotion\nstate: active\nby: 2028-0${number + 1}-01\nneeds: [${NEEDS.join(', ')}]\n---\n`];
  const task = (number) => [`tasks/open-${number}.md`, `---\ntitle: The team plan, part ${number}\ndue: ${before(30 * number - 200)}\nsize: large\n---\n`];
  const files = [['loopbook.yaml', 'title: A busy journal\nmanager: head-of-product\nauthor: Robin\n'], ...numbers(7).map(goal), ...numbers(12).map(task), ...numbers(12).flatMap(loopNotes), ['entries/2024-11-01-early.md', '---\nshows: strategy\nimpact: Less\n---\nEarly evidence.\n']];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
