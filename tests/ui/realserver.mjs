// SPDX-License-Identifier: Apache-2.0
// The product itself, small: a fresh house, four people, two calls brought in as files of a PBX, and
// the web service. The stories that need no more than that run against it too.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

const OVER_THE_SITE = ['admin', 'quality', 'dpo', 'guest', 'union'];
const founded = new Map(); // kind and people → the folder of a house that has them
let nursery; // where those lie until the run is over

async function nurse() {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-nursery-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'password'), PASSWORD, { mode: 0o600 });
  return folder;
}

async function hire(data, [name, login, role, line]) {
  const place = OVER_THE_SITE.includes(role) ? [] : ['--team', 'Lag Norr'];
  const called = ['--name', name, '--login', login, '--role', role];
  const secret = join(await nursery, 'password');
  await medlyss('user', 'add', '--data', data, ...called, ...place, ...(line ? ['--line', line] : []), '--password-file', secret);
}

/** A house with these people in it, made by the programs; whoever is hired once is so in each that begins alike. */
function house(kind, people) {
  const key = JSON.stringify([kind, people]);
  const n = founded.size;
  const make = async () => {
    nursery ??= nurse();
    const at = join(await nursery, `house-${n}`);
    if (!people.length) await medlyss('init', '--data', at, ...kind);
    else {
      await cp(await house(kind, people.slice(0, -1)), at, { recursive: true });
      await hire(at, people.at(-1));
    }
    return at;
  };
  if (!founded.has(key)) founded.set(key, make());
  return founded.get(key);
}

/** [name, login, role, line of an agent]: they are there, each with PASSWORD, in a house of one's own at data. */
export const found = async (data, people = PEOPLE, { demo = true } = {}) =>
  cp(await house(demo ? ['--demo'] : [], people), data, { recursive: true });

/** Stereo files with a note beside them, brought in together: [sound, note] each; gives back the ids in their order. */
export async function bringIn(data, folder, calls) {
  if (!calls.length) return [];
  const files = [];
  for (const [sound, note] of calls) {
    const path = join(folder, `${sound.name}.wav`), beside = path.replace('.wav', '.json');
    await wav(sound, path);
    await writeFile(beside, JSON.stringify({ direction: 'in', ...note }));
    files.push(path, beside);
  }
  const { stdout } = await medlyss('import', '--data', data, '--json', ...files);
  return stdout.trim().split('\n').map(line => JSON.parse(line).id);
}

/** The ids of the calls by title. */
async function bring(data, folder) {
  const calls = CALLS.map(([title, line]) => {
    const { sound } = interactions.find(one => one.title === title);
    return [sound, { started: new Date(Date.now() - 3_600_000).toISOString(), agent: { number: line }, caller: { number: '0701740606' } }];
  });
  const ids = await bringIn(data, folder, calls);
  return Object.fromEntries(CALLS.map(([title], at) => [title, ids[at]]));
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
  const data = join(folder, 'house');
  await found(data, PEOPLE, { demo: false });
  const { child, url } = await listen(data);
  return { url, close: () => shut(child, folder) };
}

export async function serveReal() {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-ui-'));
  const data = join(folder, 'house');
  await found(data);
  const ids = await bring(data, folder);
  const { child, url } = await listen(data);
  await entitle(url, ids);
  return {
    url,
    ids,
    close: () => shut(child, folder),
  };
}
