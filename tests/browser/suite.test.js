// All tests in a real browser: one process, one browser. PARTS names some of them: `PARTS=serve,search`.

import { rmSync } from 'node:fs';
import { after, before, describe } from 'node:test';

import { crawlTests } from './crawl.js';
import { feedTests } from './feed.js';
import { keyboardTests } from './keyboard.js';
import { closeBrowser, startBrowser } from './lib/browser.js';
import { workshop } from './lib/build.js';
import { accessibleTests, footTests, heightTests, matrixTests, measureTests, narrowTests, unscriptedTests } from './looks.js';
import { markupTests, startMarkup } from './markup.js';
import { packetTests } from './packet.js';
import { paperTests } from './paper.js';
import { plainTests } from './plain.js';
import { previewTests } from './preview.js';
import { printTests } from './print.js';
import { replyTests } from './replies.js';
import { sealedTests } from './sealed.js';
import { searchTests } from './search.js';
import { serveTests } from './serve.js';
import { tricksTests } from './tricks.js';

const parts = {
  serve: serveTests,
  links: crawlTests,
  accessible: accessibleTests,
  narrow: narrowTests,
  measure: measureTests,
  foot: footTests,
  height: heightTests,
  matrix: matrixTests,
  keyboard: keyboardTests,
  previews: previewTests,
  'on paper': printTests,
  packets: packetTests,
  plain: plainTests,
  unscripted: unscriptedTests,
  feed: feedTests,
  tricks: tricksTests,
  search: searchTests,
  sealed: sealedTests,
  replies: replyTests,
  'printed by the program': paperTests,
  markup: markupTests,
};
const asked = process.env.PARTS?.split(',') ?? Object.keys(parts);

before(async () => {
  await startBrowser();
  if (asked.includes('markup')) startMarkup();
});
after(async () => {
  await closeBrowser();
  rmSync(workshop, { recursive: true });
});

for (const name of asked) describe(name, parts[name]);
