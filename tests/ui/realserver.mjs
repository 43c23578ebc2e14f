// SPDX-License-Identifier: Apache-2.0
// The product itself, small: a fresh house, four people, two calls brought in as files of a PBX, and
// the web service. The stories that need no more than that run against it too.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { interactions } from './fixtures.mjs';
import { root } from './paths.mjs';
import { wav } from './sound.mjs';

export const bin =
  process.env.MEDLYSS_BIN ?? join(root, `build/${process.env.MODE ?? 'release'}/bin`);
const run = promisify(execFile);
export const medlyss = (...args) => run(join(bin, 'medlyss'), args);

export const PASSWORD = 'lyssna-noga-alla-dagar';
const PEOPLE = [
  ['Adam Nilsson', 'adam', 'admin'],
  ['Maria Ek', 'maria', 'coach'],
  ['Anna Lindqvist', 'anna', 'agent', '1001'],
  ['Johan Berglund', 'johan', 'agent', '1002'],
  ['Sara Öberg', 'sara', 'newhire'],
  ['Karin Holm', 'karin', 'quality'],
  ['Tina Sjö', 'tina', 'trainer'],
  ['Disa Lund', 'disa', 'dpo'],
  ['Greger Alm', 'greger', 'guest'],
];
const CALLS = [
  ['Oplogad gata och sen hemtjänst', '1001'],
  ['Missnöje med beslut', '1002'],
];

export const built = () =>
  ['medlyss', 'medlyss-web', 'medlyss-import'].every(name => existsSync(join(bin, name)));

export async function hire(data, file, people = PEOPLE) {
  for (const [name, login, role, line] of people) {
    const place = ['admin', 'quality', 'dpo', 'guest', 'union'].includes(role) ? [] : ['--team', 'Lag Norr'];
    await medlyss(
      'user',
      'add',
      '--data',
      data,
      '--name',
      name,
      '--login',
      login,
      '--role',
      role,
      ...place,
      ...(line ? ['--line', line] : []),
      '--password-file',
      file,
    );
  }
}

/** Brings the calls in as stereo files with a note beside them, and gives back their ids by title. */
async function bring(data, folder) {
  const ids = {};
  for (const [title, line] of CALLS) {
    const call = interactions.find(one => one.title === title);
    const path = join(folder, `${call.sound.name}.wav`);
    await wav(call.sound, path);
    await writeFile(
      join(folder, `${call.sound.name}.json`),
      JSON.stringify({
        started: new Date(Date.now() - 3_600_000).toISOString(),
        direction: 'in',
        agent: { number: line },
        caller: { number: '0701740606' },
      }),
    );
    const { stdout } = await medlyss(
      'import',
      '--data',
      data,
      '--json',
      path,
      path.replace('.wav', '.json'),
    );
    ids[title] = JSON.parse(stdout.trim().split('\n')[0]).id;
  }
  return ids;
}

/** Titles are given by a person, so they are given through the service, signed in. */
async function entitle(url, ids) {
  const json = { 'Content-Type': 'application/json', Origin: url, 'Sec-Fetch-Site': 'same-origin' };
  const door = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ login: 'maria', password: PASSWORD }),
  });
  const Cookie = door.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const [title, id] of Object.entries(ids)) {
    const said = await fetch(`${url}/api/v1/interactions/${id}/title`, {
      method: 'PUT',
      headers: { ...json, Cookie },
      body: JSON.stringify({ title }),
    });
    if (!said.ok) throw new Error(`title: ${said.status} ${await said.text()}`);
  }
}

export async function listen(data) {
  const child = spawn(join(bin, 'medlyss-web'), ['--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, url: `http://localhost:${/:(\d+)$/.exec(line)[1]}` };
}

async function shut(child, folder) {
  child.kill('SIGTERM');
  await once(child, 'exit');
  await rm(folder, { recursive: true, force: true });
}

/** A house that was just set up: people, no agreement, no form, no call. */
export async function serveBare() {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-ui-'));
  const data = join(folder, 'house'),
    secret = join(folder, 'password');
  await medlyss('init', '--data', data);
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  await hire(data, secret);
  const { child, url } = await listen(data);
  return { url, close: () => shut(child, folder) };
}

export async function serveReal() {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-ui-'));
  const data = join(folder, 'house'),
    secret = join(folder, 'password');
  await medlyss('init', '--data', data, '--demo');
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  await hire(data, secret);
  const ids = await bring(data, folder);
  const { child, url } = await listen(data);
  await entitle(url, ids);
  return {
    url,
    ids,
    close: () => shut(child, folder),
  };
}
