// SPDX-License-Identifier: Apache-2.0
// Freezes a house made by the programs of a release, so that every later release can be held
// against it (tests/flow/upgrade.sh). Run once, when that release is made, with its own programs:
//   make all && node tests/upgrade/freeze.mjs tests/upgrade/RELEASE
// Needs an interface it may open (lo), because unfinished calls are made by killing a live capture.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Site, bin } from '../flow/web/site.mjs';
import { Opened } from './opened.mjs';

const to = resolve(process.argv[2]);
mkdirSync(to, { recursive: true });
const site = new Site();
const id = {};
const pcap = (name, calls, ...more) => {
  writeFileSync(join(site.data, `${name}.json`), JSON.stringify({ calls }));
  execFileSync(join(bin, 'callmaker'), [join(site.data, `${name}.json`), ...more], { stdio: ['ignore', 'ignore', 'inherit'] });
};
const file = name => join(site.data, name);

// ---- people ------------------------------------------------------------------------------------
for (const [login, role, team, line] of [['anna', 'agent', 'Norr', '1001'], ['omar', 'agent', 'Norr', '1002'], ['maria', 'coach', 'Norr'],
  ['kim', 'quality', null], ['dan', 'dpo', null], ['ada', 'admin', null]]) id[login] = site.user(login, role, team, line);

// ---- recordings: captured, put through, imported, erased by a caller -----------------------------
const speech = (n, turn) => ({ sounds: [{ speech: n, turn, gain_db: -6 }] });
pcap('calls', [
  { id: 'plain', at: 0, length: 6, caller: speech(1, 0), callee: speech(2, 1) },
  { id: 'wide', at: 60, length: 6, caller: { codec: 'G722', loss: 0.05, ...speech(3, 0) }, callee: { codec: 'GSM', number: '1002', ...speech(4, 1) } },
  { id: 'through', at: 120, length: 6, caller: speech(5, 0), callee: speech(6, 1), changes: [{ party: '1002', name: 'Omar', at: 3, by: 'callee' }] },
  { id: 'held', at: 180, length: 6, caller: speech(7, 0), callee: speech(8, 1), changes: [{ hold: 'sendonly', at: 2, by: 'callee' }, { resume: true, at: 4, by: 'callee' }] },
  { id: 'untouched', at: 240, length: 4, caller: { codec: 'opus', ...speech(9, 0) }, callee: { codec: 'opus', ...speech(10, 1) } },
  { id: 'refused', at: 300, length: 1, end: 'refused', code: 486 },
], '--start', String(Math.floor(Date.now() / 1000) - 2 * 86400), '-o', file('calls.pcap'));
site.run('medlyss', 'replay', '--data', site.data, file('calls.pcap'));
execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=440:d=3:r=8000', '-f', 'lavfi', '-i', 'sine=1000:d=3:r=8000', '-filter_complex', 'amerge', '-y', file('from-pbx.wav')]);
writeFileSync(file('from-pbx.json'), JSON.stringify({ started: '2026-11-20T09:14:05Z', agent: { number: '1001' },
  caller: { number: '+46701234567', name: 'Kaj' }, external_id: 'pbx-1' }));
site.run('medlyss', 'import', '--data', site.data, file('from-pbx.wav'), '--sidecar', file('from-pbx.json'));

// ---- work done on them -----------------------------------------------------------------------------
await site.start();
for (const login of ['anna', 'omar', 'maria', 'kim', 'dan', 'ada']) await site.signIn(login);
const ask = async (as, method, path, json) => {
  const r = await site.ask(method, `/api/v1/${path}`, { as, json });
  if (r.status >= 300) throw new Error(`${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.json;
};
const list = () => site.run('medlyss', 'list', '--data', site.data, '--json').trim().split('\n').map(row => JSON.parse(row));
const anna = list().filter(row => row.agent === 'anna' && row.recording);
const core = (await ask('maria', 'GET', 'rubrics')).rows.find(form => form.key === 'core').id;
async function score(who, kind, call, answers) {
  const { id } = await ask(who, 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind, selection: 'targeted' });
  for (const [question, option, more] of answers) await ask(who, 'PUT', `evaluations/${id}/answers`, { question, option, ...more });
  await ask(who, 'POST', `evaluations/${id}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await ask(who, 'PUT', `evaluations/${id}/answers`, { question, option: 'ok' });
  return id;
}
const disputed = await score('maria', 'standard', anna[0].id, [['wait', 'partly', { comment: 'Väntan nämndes sent.', at_ms: 1500, len_ms: 500 }], ['ease', 'not_yet']]);
for (const step of ['submit', 'release']) await ask('maria', 'POST', `evaluations/${disputed}/${step}`, {});
await ask('anna', 'POST', `evaluations/${disputed}/acknowledge`, {});
await ask('anna', 'POST', `evaluations/${disputed}/dispute`, { question: 'wait', reason: 'Jag sa varför.', proposed: 'clear' });
const draft = await score('maria', 'standard', anna[1].id, [['verify', 'partly']]);
const own = await score('anna', 'self', anna[2].id, [['greet', 'partly']]);
await ask('anna', 'POST', `evaluations/${own}/submit`, {});
await ask('anna', 'POST', `interactions/${anna[0].id}/notes`, { at_ms: 1200, len_ms: 0, kind: 'keep', aspect: 'met', body: 'Kaj fick veta vad som händer.', reply_to: null });
await ask('anna', 'PUT', `interactions/${anna[0].id}/title`, { title: 'Fakturan som kom två gånger' });
await ask('anna', 'POST', `interactions/${anna[1].id}/marks`, { kind: 'tough', at_ms: 5, detail: null });
await ask('anna', 'PUT', 'me/prefs', { rate: 1.25, skip: true });
await ask('omar', 'PUT', 'me/language', { ui_language: 'en' });
const shelf = await ask('maria', 'POST', 'lists', { title: 'Bra avslut', why: 'Hör väntan' });
await ask('maria', 'POST', `lists/${shelf.id}/items`, { items: [{ interaction: anna[0].id, from_ms: 0, to_ms: 3000, why: '' }] });
await ask('anna', 'POST', 'listenings', { interaction: anna[0].id, reason: 'own' });

// ---- half a year of figures, a draw, a signed head --------------------------------------------------
site.run('history', '--data', site.data, '--evaluations', '60');
const team = (await ask('kim', 'GET', 'teams')).rows.find(one => one.name === 'Norr').id;
await ask('kim', 'POST', 'sample_plans', { title: 'Norr', team, rubric_key: 'core', period: 'week', per_agent: true, take: 2, min_ms: 1000, evaluators: [id.maria] });
site.agent.destroy();
site.process.kill('SIGTERM');
await site.ended;
site.run('medlyss-keeper', '--data', site.data, '--once');

// ---- what every later release must say of it ---------------------------------------------------------
const copy = mkdtempSync(join(tmpdir(), 'medlyss-frozen-'));
cpSync(site.data, copy, { recursive: true });
const opened = new Opened(copy);
const said = { made_ms: Date.now(), evaluations: { anna: [disputed, own], maria: [draft] }, list: shelf.id, people: id, team };
said.figures = await opened.figures(said);
rmSync(copy, { recursive: true });

// ---- calls in the making: stuck ones, and a capture that died in two others ----------------------------
for (const stuck of ['77-repeat-of-last', '77-comfort-noise']) {
  const r = spawnSync(join(bin, 'medlyss'), ['replay', '--data', site.data, resolve(`tests/field/${stuck}.pcap`)], { timeout: 8000, killSignal: 'SIGTERM' });
  if (r.status === 0) throw new Error(`${stuck} is not stuck in this release: leave it out`);
}
await sleep(1000);
pcap('live', [10, 10].map((length, i) => ({ at: i, length, caller: { number: `070123450${i}`, ...speech(20 + i, 0) }, callee: { number: `100${i + 1}`, ...speech(30 + i, 1) } })), '-o', file('unused.pcap'));
const capture = spawn(join(bin, 'medlyss-capture'), ['--data', site.data, '--interface', 'lo', '--everything'], { stdio: 'inherit' });
const dead = new Promise(done => capture.on('exit', done));
await sleep(1000);
const sender = spawn(join(bin, 'callmaker'), [file('live.json'), '--live'], { stdio: ['ignore', 'ignore', 'inherit'] });
await sleep(6000);
capture.kill('SIGKILL');
await dead;
sender.kill();

// ---- kept -----------------------------------------------------------------------------------------------
for (const name of ['pw', 'calls.json', 'calls.pcap', 'from-pbx.wav', 'from-pbx.json', 'live.json', 'unused.pcap']) rmSync(file(name), { force: true });
site.sql('PRAGMA wal_checkpoint(TRUNCATE)');
execFileSync('tar', ['-czSf', join(to, 'house.tar.gz'), '--hole-detection=raw', '--exclude=*.sock', '-C', site.data, '.']);
writeFileSync(join(to, 'said.json'), `${JSON.stringify(said)}\n`);
rmSync(site.data, { recursive: true });
