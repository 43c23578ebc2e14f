// SPDX-License-Identifier: Apache-2.0
// A house with half a year behind it: eight agents, two coaches, a quality lead, a form that was
// reworded on the way. Made by the product's own history program.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { bin, found } from './realserver.mjs';

const run = promisify(execFile);

const LEADING = [['Maria Ek', 'maria', 'coach'], ['Lars Falk', 'lars', 'coach'], ['Karin Holm', 'karin', 'quality']];

export async function serveHalfYear({ agents = 8 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-half-'));
  const data = join(folder, 'house');
  const colleagues = Array.from({ length: agents }, (_, n) => [`Medarbetare ${n + 1}`, `agent${n + 1}`, 'agent']);
  await found(data, [...LEADING, ...colleagues]);
  await run(join(bin, 'history'), ['--data', data, '--evaluations', '500']);
  const child = spawn(join(bin, 'medlyss-web'), ['--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    url: `http://localhost:${/:(\d+)$/.exec(line)[1]}`,
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
