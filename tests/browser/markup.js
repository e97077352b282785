// The HTML is what the standard says, by two checkers: one that is always there, and the one of the
// standard's own people, which needs Java.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { it } from 'node:test';

import { HtmlValidate } from 'html-validate';
import vnu from 'vnu-jar';

import { packets, sites } from './lib/sites.js';

const noJava = spawnSync('java', ['-version']).status === 0 ? false : 'there is no Java';

/** The errors of the Nu Html Checker in all files of `folders`; one start for all, for a start is slow. */
function errorsOf(folders) {
  const asked = ['-jar', vnu, '--errors-only', '--skip-non-html', '--format', 'json', '--exit-zero-always', '--stdout', ...folders];
  const { messages } = JSON.parse(execFileSync('java', asked, { encoding: 'utf8', maxBuffer: 1 << 26 }));
  return messages.map(({ url, lastLine, message, extract }) => `${decodeURI(url)}:${lastLine}: ${message}: ${extract}`);
}

/** The tests. */
export function markupTests() {
  for (const site of [...sites, packets]) {
    it(`${site.name}: html-validate finds nothing against the standard`, async () => {
      const checker = new HtmlValidate({ root: true, extends: ['html-validate:standard'] });
      const found = [];
      for (const path of site.pages) {
        const report = await checker.validateString(site.text(path), path);
        for (const { messages } of report.results) {
          found.push(...messages.map(({ line, ruleId, message }) => `${path}:${line}: ${ruleId}: ${message}`));
        }
      }
      assert.deepEqual(found, []);
    });
  }
  it('the Nu Html Checker finds no error in any page', { skip: noJava }, () => {
    assert.deepEqual(errorsOf([...sites, packets].map((site) => site.folder)), []);
  });
}
