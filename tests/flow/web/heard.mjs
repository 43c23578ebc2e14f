// SPDX-License-Identifier: Apache-2.0
// Clients that lie about what they heard: before a byte was fetched, of what was not fetched, faster than
// anything plays, by taking back, by silence. The receipt, the row of a call and the evaluation tell
// what the service handed out of it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const SECONDS = 120;
const site = new Site();
site.user('lena', 'agent', 'A', '1001');
site.user('maria', 'coach', 'A');
site.user('dan', 'dpo', null);
const plan = join(site.data, 'plan.json'), pcap = join(site.data, 'calls.pcap');
writeFileSync(plan, JSON.stringify({ calls: [{ length: SECONDS, caller: { sounds: [{ tone: 700 }] },
  callee: { number: '1001', sounds: [{ tone: 1100 }] } }] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });
await site.start();
for (const login of ['lena', 'maria', 'dan']) await site.signIn(login);
const ask = async (as, method, path, json) => (await site.ask(method, `/api/v1/${path}`, { as, json })).json;
const call = (await ask('maria', 'GET', 'interactions')).rows[0].id;

const open = (more = { tells: true }) => ask('maria', 'POST', 'listenings', { interaction: call, reason: 'review', ...more });
const tell = async (l, ...heard) => (await site.ask('PUT', `/api/v1/listenings/${l.id}`, { as: 'maria', json: { heard } }));
const fetched = async (l, range) => (await site.ask('GET', l.audio, { as: 'maria', headers: range ? { range } : {} })).bytes.length;
const ago = (l, seconds) => site.sql(`UPDATE listening SET at_ms = at_ms - ${seconds * 1000} WHERE lower(hex(id)) = '${l.id.replaceAll('-', '')}'`);
const heard = l => Number(site.sql(`SELECT heard_ms FROM listening WHERE lower(hex(id)) = '${l.id.replaceAll('-', '')}'`));
const near = (was, want, by) => Math.abs(was - want) <= by;
const until = async (good, most = 5000) => {
  for (const end = Date.now() + most; !good() && Date.now() < end;) await new Promise(r => setTimeout(r, 50));
  return good();
};

const early = await open();
ago(early, 600);
await tell(early, [0, SECONDS * 1000]);
check('before anything was fetched nothing was heard', heard(early) === 0, heard(early));
const size = await fetched(early);
check('the sound came whole', size > 100_000, size);
check('fetched, and said before: heard', await until(() => near(heard(early), SECONDS * 1000, 1000)), heard(early));

const part = await open();
ago(part, 600);
await fetched(part, `bytes=0-${Math.round(size / 4)}`);
await tell(part, [0, SECONDS * 1000]);
check('of what was not fetched nothing', near(heard(part), SECONDS * 250, 2500), heard(part));
await fetched(part, `bytes=${Math.round(size * 3 / 4)}-`);
await tell(part, [0, SECONDS * 1000]);
check('a piece apart counts as a piece', near(heard(part), SECONDS * 500, 4000), heard(part));
await tell(part, [0, 3000]);
check('what was told is not taken back', near(heard(part), SECONDS * 500, 4000), heard(part));

const quick = await open();
await fetched(quick);
await tell(quick, [0, SECONDS * 1000]);
check('nobody hears two minutes in a moment', heard(quick) < 3 * 5000, heard(quick));

const mute = await open({});
await fetched(mute, `bytes=0-${Math.round(size / 2)}`);
check('who fetches and never says has heard it', await until(() => near(heard(mute), SECONDS * 500, 2500)), heard(mute));
const opened = await open();
await fetched(opened);
const told = (await tell(opened)).json;
check('a player that says it played nothing played nothing', heard(opened) === 0, heard(opened));
check('and is told what she has heard of the call in all', near(told.heard_ms, SECONDS * 1000, 1000), JSON.stringify(told));
for (const bad of [[[5, 1]], [[-1, 5]], 'x', [[0, 1, 2]], Array.from({ length: 5000 }, (_, i) => [2 * i, 2 * i + 1])])
  check('what is no list of stretches is refused', (await tell(opened, ...bad)).status >= 400);
const stranger = await site.ask('PUT', `/api/v1/listenings/${opened.id}`, { as: 'lena', json: { heard: [] } });
check('nobody tells for another', stranger.status === 404, stranger.status);

const silent = await open({ tells: true, reason: 'complaint' });
await fetched(silent);
const copied = async path => (await ask('lena', 'GET', path)).rows.find(one => one.reason === 'complaint');
const counted = async path => { // what was served is written once a second
  let one;
  for (const end = Date.now() + 5000; !(one = await copied(path))?.served_ms && Date.now() < end;) await new Promise(r => setTimeout(r, 100));
  return one;
};
for (const path of ['me/listenings', `interactions/${call}/listenings`]) {
  const one = await counted(path);
  check(`who takes a copy and says nothing: her agent is told what she fetched (${path.split('/')[0]})`, one.heard_ms === 0 && near(one.served_ms, SECONDS * 1000, 1000), JSON.stringify(one));
}
const receipts = (await ask('lena', 'GET', 'me/listenings')).rows.filter(one => one.reason === 'review');
check('the receipt tells the same', receipts.length === 1 && near(receipts[0].heard_ms, SECONDS * 1000, 1000) && receipts[0].served_ms >= receipts[0].heard_ms, JSON.stringify(receipts));
// The log, asked about the call, holds who heard it and why, and what was said of it.
const noted = (await ask('maria', 'POST', `interactions/${call}/notes`, { at_ms: 1000, kind: 'keep', body: 'Fint.' })).id;
const log = (await ask('dan', 'GET', `audit?object=${call}`)).rows;
const lines = log.filter(row => row.event === 'recording.listened');
check('the log of a call tells who listened and why', lines.length >= 6 && lines.every(row => row.actor.name === 'maria' && row.interaction === call && row.reason), JSON.stringify(lines).slice(0, 300));
check('and what was written of it', log.some(row => row.event === 'note.added' && row.object === noted), JSON.stringify(log.map(row => row.event)));
check('of that note alone, itself', (await ask('dan', 'GET', `audit?object=${noted}`)).rows.length === 1);
check('lines of the protection are left out where they are not asked for', (await ask('dan', 'GET', 'audit')).rows.some(row => row.event === 'rows.kept') &&
  !(await ask('dan', 'GET', 'audit?kept=0')).rows.some(row => row.event === 'rows.kept'));
const form = (await ask('maria', 'GET', 'rubrics')).rows.find(one => one.key === 'core') ?? (await ask('maria', 'GET', 'rubrics')).rows[0];
const { id } = await ask('maria', 'POST', `interactions/${call}/evaluations`, { rubric_version: form.id, kind: 'standard', selection: 'targeted' });
await ask('maria', 'POST', `evaluations/${id}/rest`);
for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
  await ask('maria', 'PUT', `evaluations/${id}/answers`, { question, option: 'ok' });
const done = await ask('maria', 'POST', `evaluations/${id}/submit`);
check('and so does the evaluation', near(done.heard_ms, SECONDS * 1000, 1000), JSON.stringify(done).slice(0, 300));

// ---- over, and settled --------------------------------------------------------------------------
await site.ask('DELETE', '/api/v1/session', { as: 'maria' });
const open_one = site.sql('SELECT count(*) FROM listening WHERE closed_ms IS NULL').trim();
site.sql("UPDATE listening SET used_ms = used_ms - 3600000 WHERE heard_ms > 0");
site.process.kill('SIGTERM');
await site.ended;
await site.start();
const state = site.sql('SELECT sum(closed_ms IS NOT NULL), sum(closed_ms IS NULL) FROM listening WHERE heard_ms > 0').trim();
check('once its session is over what a listening heard is closed', Number(open_one) > 1 && /^[1-9]\d*\|0$/.test(state), `${open_one} ${state}`);
check('one that may still be told of is not', Number(site.sql('SELECT count(*) FROM listening WHERE closed_ms IS NULL')) > 0);
const hearing = () => site.verify().split('\n').filter(line => line.includes('what a listening heard'));
check('it is under the chain', hearing().length === 0, hearing().join());
await site.signIn('maria');
const over = site.sql('SELECT lower(hex(id)) FROM listening WHERE closed_ms IS NOT NULL LIMIT 1').trim().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const late = await tell({ id: over }, [0, 5000]);
check('nobody tells more of it', late.status === 410, `${late.status} ${late.bytes}`);
const refused = (() => { try { site.sql("UPDATE listening SET heard_ms = 0, heard = '[]'"); return false; } catch { return true; } })();
check('no program changes it', refused);
const guard = site.sql("SELECT sql FROM sqlite_schema WHERE name = 'listening_closed'");
site.sql(`DROP TRIGGER listening_closed; UPDATE listening SET heard_ms = 0, heard = '[]', served = '[]' WHERE closed_ms IS NOT NULL; ${guard}`);
check('and what is changed behind the back is named', hearing().length > 0, site.verify());
await finish(site);
