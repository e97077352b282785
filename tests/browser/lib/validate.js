// A thread beside the browser: two checkers of HTML, one after the other. It is given sites as
// `{ name, folder, pages: [[path, text]] }`, and tells `{ site, found }` of each; last, of all sites, `{ nu }`.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { HtmlValidate } from 'html-validate';
import vnu from 'vnu-jar';

const { sites, hasJava } = workerData;

async function htmlValidate({ pages }) {
  const checker = new HtmlValidate({ root: true, extends: ['html-validate:standard'] });
  const found = [];
  for (const [path, text] of pages) {
    const report = await checker.validateString(text, path);
    for (const { messages } of report.results) {
      found.push(...messages.map(({ line, ruleId, message }) => `${path}:${line}: ${ruleId}: ${message}`));
    }
  }
  return found;
}

/** The errors of the Nu Html Checker in all of these files; one start for all, for a start is slow. */
function nuChecker(files) {
  const asked = ['-jar', vnu, '--errors-only', '--format', 'json', '--exit-zero-always', '--stdout', ...files];
  // A property of SVG that CSS has for all text: the checker's CSS does not know it.
  const unknown = (message) => message.includes('“text-rendering”');
  const { messages } = JSON.parse(execFileSync('java', asked, { encoding: 'utf8', maxBuffer: 1 << 26 }));
  const errors = messages.filter(({ message }) => !unknown(message));
  return errors.map(({ url, lastLine, message, extract }) => `${decodeURI(url)}:${lastLine}: ${message}: ${extract}`);
}

for (const site of sites) parentPort.postMessage({ site: site.name, found: await htmlValidate(site) });
if (hasJava) parentPort.postMessage({ nu: nuChecker(sites.flatMap(({ folder, pages }) => pages.map(([path]) => join(folder, path)))) });
