// SPDX-License-Identifier: Apache-2.0
// A house for a coach's half hour: two agents, six fresh calls that a plan will draw, one tough call
// that it must not, and a quality lead who makes the plan. Or with other calls: [title, line, minutes ago].
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './paths.mjs';
import { PASSWORD, bin, bringIn, found, listen } from './realserver.mjs';
import { conversation } from './sound.mjs';

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

/** What a PBX would leave of it. */
function left(at, [, line, minutes = at + 2], seconds) {
  const started = new Date(Date.now() - minutes * 60_000).toISOString();
  return [{ name: `call-${at}`, seconds, ...conversation(seconds, 100 + at) }, { started, agent: { number: line }, caller: { number: `07017406${at}0` } }];
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
  const data = join(folder, 'house');
  await found(data, people);
  await appendFile(join(data, 'medlyss.ini'), settings);
  const known = await bringIn(data, folder, calls.map((call, at) => left(at, call, seconds)));
  const ids = Object.fromEntries(calls.map(([title], at) => [title, known[at]]));
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
    bring: async (title, line, length = SECONDS, minutes = 1) => {
      const [id] = await bringIn(data, folder, [left(Object.keys(ids).length, [title, line, minutes], length)]);
      await as.maria('PUT', `interactions/${id}/title`, { title });
      ids[title] = id;
      return id;
    },
    /** What the keeper does of itself, once. */
    keep: () => promisify(execFile)(join(bin, 'medlyss-keeper'), ['--data', data, '--once']),
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
