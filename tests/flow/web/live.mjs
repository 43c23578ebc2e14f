// SPDX-License-Identifier: Apache-2.0
// A call that goes on, by the web: whose it is now, what she asks of it, and that nobody else can; by SIPREC, with a recorder
// that is killed and one that is not there.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site({ demo: false });
const low = 58000 + (process.pid % 90) * 20, at = `127.0.0.1:${14800 + (process.pid % 200)}`;
appendFileSync(join(site.data, 'medlyss.ini'), `siprec_ports = ${low}-${low + 19}\n`);
const anna = site.user('anna', 'agent', 'A', '1001'), bo = site.user('bo', 'agent', 'A', '1002');
site.user('kim', 'coach', 'A');
await site.start();
for (const who of ['anna', 'bo', 'kim']) await site.signIn(who);
const live = async as => (await site.ask('GET', '/api/v1/me/live', { as })).json;
const post = async (as, call, verb, json = {}) => (await site.ask('POST', `/api/v1/live/${call}/${verb}`, { as, json })).status;
const sleep = ms => new Promise(done => setTimeout(done, ms));
const until = async (what, ms = 10000) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(100)) { const got = await what(); if (got) return got; }
  return null;
};
const record = () => {
  const server = spawn(join(bin, 'medlyss-siprec'), ['--data', site.data, '--listen', at, '--everything'], { stdio: ['ignore', 'ignore', 'pipe'] });
  process.on('exit', () => server.kill('SIGKILL'));
  return new Promise(done => { let said = ''; server.stderr.on('data', text => { if ((said += text).includes('recording server at')) done(server); }); });
};
const rings = (id, seconds) => new Promise(done =>
  spawn('node', ['tests/flow/siprec.mjs', at, `id=${id}`, `seconds=${seconds}`], { stdio: 'ignore' }).on('exit', done));

check('without a recorder she is told so', JSON.stringify(await live('anna')) === '{"sits":true,"away":true,"calls":[]}', JSON.stringify(await live('anna')));
check('who sits at no line has none', JSON.stringify(await live('kim')) === '{"sits":false,"away":false,"calls":[]}');
const server = await record();
check('with one, she has no call yet', JSON.stringify(await live('anna')) === '{"sits":true,"away":false,"calls":[]}');
const first = rings('first', 9);
const call = await until(async () => (await live('anna')).calls[0]);
check('her call is there while it goes on', call && call.paused_until_ms === null && !call.held && Math.abs(Date.now() - call.began_ms) < 10000, JSON.stringify(call));
for (const who of ['bo', 'kim']) {
  check(`${who} does not see it`, (await live(who)).calls.length === 0);
  for (const verb of ['pause', 'resume', 'erase', 'marks'])
    check(`nor can ${who} ask for ${verb}`, (await post(who, call.id, verb, verb === 'marks' ? { kind: 'tough' } : {})) === 404);
}
for (const verb of ['pause', 'resume', 'erase', 'marks'])
  check(`a member it does not know is refused: ${verb}`, (await post('anna', call.id, verb, { ...(verb === 'marks' ? { kind: 'tough' } : {}), nosuch: 1 })) === 422);
check('she pauses it', (await post('anna', call.id, 'pause')) === 204);
check('and sees until when', (await live('anna')).calls[0].paused_until_ms > Date.now());
check('she has it go on', (await post('anna', call.id, 'resume')) === 204 && (await live('anna')).calls[0].paused_until_ms === null);
check('she marks it', (await post('anna', call.id, 'marks', { kind: 'thanks' })) === 204);
check('with a word that is one', (await post('anna', call.id, 'marks', { kind: 'lovely' })) === 422);
check('a threat is evidence', (await post('anna', call.id, 'marks', { kind: 'threat' })) === 204 && (await live('anna')).calls[0].held);
check('which she cannot erase', (await post('anna', call.id, 'erase')) === 409);
site.sql(`UPDATE shift SET to_ms = ${Date.now() - 1} WHERE person = x'${anna.replaceAll('-', '')}'`);
check('who has left her line has the call no longer', (await post('anna', call.id, 'pause')) === 404 && !(await live('anna')).sits);
site.sql(`UPDATE shift SET to_ms = NULL WHERE person = x'${anna.replaceAll('-', '')}'`);
await first;
const second = rings('second', 5);
const other = await until(async () => (await live('anna')).calls[0]);
check('a second one she erases', (await post('anna', other.id, 'erase')) === 204);
check('and then there is none', (await live('anna')).calls.length === 0 && (await post('anna', other.id, 'resume')) === 404);
await second;
server.kill('SIGTERM');
await new Promise(done => server.on('exit', done));
spawnSync(join(bin, 'medlyss-encode'), ['--data', site.data, '--once']);
const said = spawnSync(join(bin, 'medlyss'), ['list', '--data', site.data, '--json'], { encoding: 'utf8' }).stdout.trim().split('\n').map(line => JSON.parse(line));
const told = id => said.find(one => one.id === id)?.asked.map(one => `${one.act}/${one.asked}/${one.person === anna}`).join(' ');
check('the first call says what was asked, and by whom', told(call.id) === 'pause/person/true resume/person/true mark/person/true evidence/person/true', told(call.id));
check('the second that it was erased', told(other.id) === 'erase/person/true' && said.find(one => one.id === other.id).no_recording === 'erased', told(other.id));
check('the threat holds the call, and asks for support', site.sql("SELECT i.hold, c.kind FROM interaction i JOIN care c ON c.interaction = i.id").trim() === '1|threat');
check('the house is whole', site.verify() === '', site.verify());
void bo;
finish(site);
