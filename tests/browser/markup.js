// The HTML is what the standard says, in short on each kind of page, by two checkers: one that is always there, and the
// one of the standard's own people, which needs Java. They run in a thread of their own, beside the browser.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { Worker } from 'node:worker_threads';

import { forms, isLong, packets, sites } from './lib/sites.js';

const hasJava = spawnSync('java', ['-version']).status === 0;
/** In short, not the sites of other journals or readers: they have the same elements. */
const checked = [...sites.filter(({ name, thorough }) => isLong || thorough || name.endsWith('in plain')), packets, forms];

const NU = 'the Nu Html Checker';
const reports = new Map();

/** Begins to check all sites; the tests wait for the reports. */
export function startMarkup() {
  const given = checked.map((site) => ({ name: site.name, folder: site.folder, pages: (isLong ? site.pages : site.kinds).map((path) => [path, site.text(path)]) }));
  const worker = new Worker(new URL('lib/validate.js', import.meta.url), { workerData: { sites: given, hasJava } });
  for (const name of [...checked.map(({ name }) => name), NU]) {
    const report = new Promise((resolve, reject) => {
      worker.on('message', ({ site = NU, found, nu }) => site === name && resolve(found ?? nu));
      worker.on('error', reject);
    });
    // Whoever asks for it is told.
    report.catch(() => {});
    reports.set(name, report);
  }
}

/** The tests. */
export function markupTests() {
  for (const { name } of checked) {
    it(`${name}: html-validate finds nothing against the standard on any kind of page`, async () => {
      assert.deepEqual(await reports.get(name), []);
    });
  }
  it(`${NU} finds no error on any kind of page`, { skip: hasJava ? false : 'there is no Java' }, async () => {
    assert.deepEqual(await reports.get(NU), []);
  });
}
