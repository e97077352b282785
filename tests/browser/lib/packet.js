// The example's packet, as the program makes it.

import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { ROOT } from './build.js';

const PROGRAM = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/loopbook');

/** The bytes of a packet, made with these options; `input` is what the program reads. */
export function packet(options = [], input = '') {
  const asked = ['packet', 'group-pm', '-C', join(ROOT, 'example-journal'), '--today', '2026-11-21', ...options];
  return execFileSync(PROGRAM, asked, { input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
}
