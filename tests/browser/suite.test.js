// All tests in a real browser: one process, one browser.

import { rmSync } from 'node:fs';
import { after, before, describe } from 'node:test';

import { accessibleTests } from './accessible.js';
import { crawlTests } from './crawl.js';
import { feedTests } from './feed.js';
import { keyboardTests } from './keyboard.js';
import { launch } from './lib/browser.js';
import { workshop } from './lib/build.js';
import { markupTests } from './markup.js';
import { narrowTests } from './narrow.js';
import { packetTests } from './packet.js';
import { plainTests } from './plain.js';
import { printTests } from './print.js';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(workshop, { recursive: true });
});

const parts = {
  links: crawlTests,
  markup: markupTests,
  accessible: accessibleTests,
  narrow: narrowTests,
  keyboard: keyboardTests,
  'on paper': printTests,
  packets: packetTests,
  plain: plainTests,
  feed: feedTests,
};
for (const [name, tests] of Object.entries(parts)) describe(name, () => tests(() => browser));
