// The browser that all tests share, and the ways by which a site can be opened in it.

import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { serve } from './server.js';

/**
 * Starts a browser, which finds nobody on the network but this machine. Chromium's headless shell has the same engine
 * and takes half the time; no page lives long enough for V8's optimising compilers to pay, and without them axe-core takes
 * a fifth less.
 */
export function launch() {
  return chromium.launch({
    executablePath: process.env.HEADLESS_SHELL || process.env.CHROME,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--disable-gpu', '--js-flags=--no-opt --no-maglev'],
  });
}

let shared;

/** The browser that all tests share, once it has been started. */
export const browser = () => shared;

/** Starts the browser that all tests share. */
export async function startBrowser() {
  shared = await launch();
}

/** Closes it. */
export async function closeBrowser() {
  await shared?.close();
}

/** How a site is opened: from the disk, from a server's root, from below a path that needs escapes. */
export const WAYS = {
  'from the disk': async (site) => ({ url: pathToFileURL(`${site.folder}/`).href, close() {} }),
  'over HTTP': (site) => serve(site.folder, '/'),
  'below a sub-path': (site) => serve(site.folder, '/a/b c/'),
};

/** Opens `site` in a way of `WAYS`: `address(path)` is where a file is, `path(url)` which file an address means. */
export async function open(site, way) {
  const { url, close } = await WAYS[way](site);
  return {
    close,
    address: (path) => url + path.split('/').map(encodeURIComponent).join('/'),
    path(address) {
      const bare = address.split('#')[0].split('?')[0];
      return bare.startsWith(url) ? decodeURIComponent(bare.slice(url.length)) : null;
    },
  };
}

/** Does `work(page, item)` for each item, on two pages of the context side by side. */
export async function each(context, items, work) {
  const queue = [...items];
  const worker = async () => {
    const page = await context.newPage();
    while (queue.length > 0) await work(page, queue.shift());
    await page.close();
  };
  await Promise.all([worker(), worker()]);
}
