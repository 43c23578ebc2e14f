// SPDX-License-Identifier: Apache-2.0
// A house for a coach's half hour: two agents, six fresh calls that a plan will draw, one tough call
// that it must not, and a quality lead who makes the plan. Or with other calls: [title, line, minutes ago].
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './paths.mjs';
import { PASSWORD, hire, listen, medlyss } from './realserver.mjs';
import { conversation, wav } from './sound.mjs';

const PEOPLE = [
  ['Karin Holm', 'karin', 'quality'],
  ['Maria Ek', 'maria', 'coach'],
  ['Anna Lindqvist', 'anna', 'agent', '1001'],
  ['Omar Haddad', 'omar', 'agent', '1002'],
];
const SECONDS = 36;
const CALLS = [
  ['Oplogad gata', '1001'],
  ['Autogiro och påminnelse', '1001'],
  ['Hemtjänst på helgen', '1001'],
  ['Bygglov för altan', '1002'],
  ['Förskoleplats', '1002'],
  ['Återbetald avgift', '1002'],
  ['Hyran som kom tillbaka', '1002'],
  ['Ett tufft samtal', '1002'],
];

async function bring(data, folder, title, line, at, minutes = at + 2, seconds = SECONDS) {
  const name = `call-${at}`;
  const path = join(folder, `${name}.wav`);
  await wav({ name, seconds, ...conversation(seconds, 100 + at) }, path);
  const beside = path.replace('.wav', '.json');
  await writeFile(
    beside,
    JSON.stringify({
      started: new Date(Date.now() - minutes * 60_000).toISOString(),
      direction: 'in',
      agent: { number: line },
      caller: { number: `07017406${at}0` },
    }),
  );
  const { stdout } = await medlyss('import', '--data', data, '--json', path, beside);
  return [title, JSON.parse(stdout.trim().split('\n')[0]).id];
}

/** Who asks the service, signed in: ask(method, path, json). */
export async function ask(url, login) {
  const head = { 'Content-Type': 'application/json', Origin: url, 'Sec-Fetch-Site': 'same-origin' };
  const door = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: head,
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  const Cookie = door.headers.get('set-cookie')?.split(';')[0] ?? '';
  const asked = async (method, path, json) => {
    const said = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { ...head, Cookie, ...(typeof json === 'string' && { 'Content-Type': 'text/csv' }) },
      ...(json && { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    });
    const text = await said.text();
    if (!said.ok) throw new Error(`${login} ${method} ${path}: ${said.status} ${text}`);
    return /json/.test(said.headers.get('content-type') ?? '') ? JSON.parse(text) : null;
  };
  asked.stream = async () => (await fetch(`${url}/api/v1/events`, { headers: { ...head, Cookie } })).body;
  return asked;
}

/** more: people as above; settings: lines of medlyss.ini. */
export async function serveWork({ calls = CALLS, seconds = SECONDS, admin = false, more = [], settings = '' } = {}) {
  const people = [...PEOPLE, ...(admin ? [['Adam Nilsson', 'adam', 'admin']] : []), ...more];
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-work-'));
  const data = join(folder, 'house'),
    secret = join(folder, 'password');
  await medlyss('init', '--data', data, '--demo');
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  await appendFile(join(data, 'medlyss.ini'), settings);
  await hire(data, secret, people);
  const ids = {};
  for (const [at, [title, line, minutes]] of calls.entries()) {
    const [name, id] = await bring(data, folder, title, line, at, minutes, seconds);
    ids[name] = id;
  }
  const { child, url } = await listen(data);
  const as = {};
  for (const [, login] of people) as[login] = await ask(url, login);
  for (const [title, id] of Object.entries(ids))
    await as.maria('PUT', `interactions/${id}/title`, { title });
  return {
    url,
    ids,
    as,
    data,
    sql: text => promisify(execFile)('sqlite3', ['-cmd', '.timeout 5000', join(data, 'catalogue.db'), text]),
    /** One more call, of a minute ago or as said. */
    bring: async (title, line, seconds, minutes = 1) => {
      const [, id] = await bring(data, folder, title, line, Object.keys(ids).length, minutes, seconds);
      await as.maria('PUT', `interactions/${id}/title`, { title });
      ids[title] = id;
      return id;
    },
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
