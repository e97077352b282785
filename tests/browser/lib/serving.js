// `loopbook serve` for a journal that tests write in.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { ROOT } from './build.js';

const PROGRAM = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/loopbook');

/** A journal of these files, and the server for it. */
export class Serving {
  #child;

  constructor(files) {
    this.journal = mkdtempSync(join(tmpdir(), 'loopbook-serve-'));
    for (const [path, text] of Object.entries(files)) this.save(path, text);
  }

  /** Starts the server; at the port that it had before, if there was one. */
  async start(...options) {
    const port = this.url ? ['--port', new URL(this.url).port] : [];
    this.#child = spawn(PROGRAM, ['serve', this.journal, '--today', '2026-11-21', ...port, ...options], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({ input: this.#child.stdout })) {
      this.url = line.trim();
      return;
    }
    throw new Error('the server said no address');
  }

  /** Ends it, as the system would. */
  async stop() {
    const ended = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Ends it, and removes the journal. */
  async close() {
    await this.stop();
    rmSync(this.journal, { recursive: true });
  }

  save(path, text) {
    const place = join(this.journal, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }

  read(path) {
    return readFileSync(join(this.journal, path), 'utf8');
  }
}
