// SPDX-License-Identifier: Apache-2.0
// A house with half a year behind it: eight agents, two coaches, a quality lead, a form that was
// reworded on the way. Made by the product's own history program.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PASSWORD, bin } from './realserver.mjs';

const run = promisify(execFile);

export async function serveHalfYear({ agents = 8 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-half-'));
  const data = join(folder, 'house');
  const secret = join(folder, 'password');
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  await run(join(bin, 'medlyss'), ['init', '--data', data, '--demo']);
  const hire = (login, name, role, team) =>
    run(join(bin, 'medlyss'), ['user', 'add', '--data', data, '--name', name, '--login', login, '--role', role,
      ...(team ? ['--team', team] : []), '--password-file', secret]);
  await hire('maria', 'Maria Ek', 'coach', 'Lag Norr');
  await hire('lars', 'Lars Falk', 'coach', 'Lag Norr');
  await hire('karin', 'Karin Holm', 'quality');
  for (let n = 1; n <= agents; n++) await hire(`agent${n}`, `Medarbetare ${n}`, 'agent', 'Lag Norr');
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
