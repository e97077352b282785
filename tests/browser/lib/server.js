// The plainest of static servers: what a site meets where it is published.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves `folder` below the path `base`, on this machine alone; gives the site's address and a way to stop. */
export async function serve(folder, base) {
  const server = createServer((request, response) => {
    const file = fileOf(folder, base, request.url);
    if (!file) return response.writeHead(404).end('not found');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: new URL(encodeURI(base), `http://127.0.0.1:${server.address().port}`).href, close: () => server.close() };
}

function fileOf(folder, base, url) {
  const path = normalize(decodeURIComponent(url.split(/[?#]/)[0]));
  if (!path.startsWith(base)) return null;
  const file = join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : '');
  return existsSync(file) && statSync(file).isFile() ? file : null;
}
