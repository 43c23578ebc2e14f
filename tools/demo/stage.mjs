// SPDX-License-Identifier: Apache-2.0
// The programs the demo starts, and their end: every child is known, and ended when the demo is. Each
// has a process group of its own, so that Ctrl+C reaches the demo alone and things end in order.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

const children = new Set();
const closing = { now: false };

const watch = (child) => {
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
};

// Runs to its end; resolves with what it printed.
export const run = (program, args, { input } = {}) =>
  new Promise((resolve, reject) => {
    const child = watch(spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true }));
    let out = '', complaint = '';
    child.stdout.on('data', (d) => { out += d; });
    child.stderr.on('data', (d) => { complaint = (complaint + d).slice(-4000); });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${program} ${args[0]} ended with ${code}:\n${complaint}`));
    });
    child.stdin.once('error', () => {}); // it ended without reading: its own words say why
    child.stdin.end(input ?? '');
  });

// Runs until told to stop; its words go to a log file.
export const start = (program, args, log, onEnd) => {
  const child = watch(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true }));
  const to = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(to, { end: false });
  child.stderr.pipe(to, { end: false });
  child.once('error', (e) => onEnd(e.message));
  child.once('close', (code, signal) => { if (!closing.now) onEnd(signal ?? `code ${code}`); });
  return child;
};

// Does this program keep running for a while, or does it give up at once? It is stopped either way.
export const staysUp = async (program, args, ms) => {
  const child = watch(spawn(program, args, { stdio: 'ignore', detached: true }));
  const gone = new Promise((resolve) => { child.once('close', () => resolve(false)); child.once('error', () => resolve(false)); });
  const up = await Promise.race([gone, new Promise((resolve) => setTimeout(() => resolve(true), ms))]);
  if (up) { child.kill('SIGTERM'); await gone; }
  return up;
};

// Asks all children to end, the last started first, and waits for them.
export const stopAll = async () => {
  closing.now = true;
  for (const child of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode) continue;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10000);
    await gone;
    clearTimeout(late);
  }
};
