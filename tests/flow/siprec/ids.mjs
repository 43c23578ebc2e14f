// SPDX-License-Identifier: Apache-2.0
// A call of a recording client is found by a UCID, a GUID, a Session-ID, by those who see it and by nobody else; its
// metadata is kept sealed; stop and erase, and erasing, leave neither.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { bin, check, finish, Site } from '../web/site.mjs';
import { people, rfc, sdp, streams } from './dialects.mjs';
import { bytes, Session, sleep } from './session.mjs';

const site = new Site();
for (const [login, role, team, line] of [['anna', 'agent', 'A', '1002'], ['maria', 'coach', 'A'], ['berit', 'coach', 'B'], ['ulla', 'quality', null]]) site.user(login, role, team, line);
const port = 17100 + (process.pid % 800), low = 60020 + (process.pid % 20) * 20;
appendFileSync(`${site.data}/medlyss.ini`, `\nsiprec_ports = ${low}-${low + 19}\n`);
const server = spawn(`${bin}/medlyss-siprec`, ['--data', site.data, '--listen', `127.0.0.1:${port}`, '--everything'], { stdio: ['ignore', 'ignore', 'pipe'] });
await new Promise((done) => server.stderr.on('data', (text) => String(text).includes('recording server at') && done()));

const headers = 'X-Avaya-UCID: 00001000051480431234\r\nCisco-Guid: 1234567890-0987654321-1111111111-2222222222\r\n' +
  'Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2\r\nX-Genesys-CallUUID: 01J8GENESYS0001\r\n' +
  'P-Charging-Vector: icid-value="pcv-1234-abc";orig-ioi=home.example\r\nUser-to-User: 04FA08003B003B5E7DF7E5;encoding=hex\r\n';
const s = await Session.open(port, 'ids');
await s.invite({ sdp: sdp([1, 2]), xml: rfc(people('+46701000001'), streams(1, 2), { session: 'sess-0001-ids', more: '<group group_id="grp-77-ids"/>' }), headers });
await s.talk([1100, 700], 1);
await s.update({ body: bytes(rfc([['pB', 'sip:1002@pbx.example', 'Namnet i andra']], [], { mode: 'partial', session: 'sess-0001-ids' })), type: 'application/rs-metadata+xml' });
await s.talk([1100, 700], 1);
await s.bye();
s.close();
await sleep(300);
server.kill();
await new Promise((done) => server.on('exit', done));
site.run('medlyss-encode', '--data', site.data, '--once');
const sql = (text) => site.sql(text).trim();
check('each snapshot is kept, in its order', sql('SELECT count(*) FROM call_said') === '2', sql('SELECT count(*) FROM call_said'));
check('sealed: no name stands in the catalogue', !readFileSync(`${site.data}/catalogue.db`).includes('Namnet i andra') && !readFileSync(`${site.data}/catalogue.db`).includes('pcv-1234-abc'));
await site.start();
for (const login of ['anna', 'maria', 'berit', 'ulla']) await site.signIn(login);
const find = async (as, q) => (await site.ask('POST', '/api/v1/find', { as, json: { q } })).json.calls;
for (const q of ['00001000051480431234', '1234567890-0987654321-1111111111-2222222222', 'AB30317F1A784DC48FF824D0D3715D86', '47755a9de7794ba387653f2099600ef2',
  ' 01j8genesys0001 ', 'pcv-1234-abc', 'sess-0001-ids', 'grp-77-ids', '00059000591585313765', s.id]) {
  const found = await find('ulla', q);
  check(`found by ${q}`, found.length === 1 && found[0].why === 'named', JSON.stringify(found).slice(0, 200));
}
check('her coach finds it', (await find('maria', 'grp-77-ids')).length === 1);
check('another coach does not', (await find('berit', 'grp-77-ids')).length === 0);
check('a part of an id finds nothing', (await find('ulla', 'grp-77')).length === 0);
const id = (await find('ulla', 'grp-77-ids'))[0].call.id;
site.sql(`UPDATE interaction SET started_ms = 1000 WHERE id = x'${id.replace(/-/g, '')}'`); // long ago: it is due
site.run('medlyss-keeper', '--data', site.data, '--once');
check('erased, it is found by none', (await find('ulla', 'grp-77-ids')).length === 0);
check('and nothing of what was said is left', sql('SELECT (SELECT count(*) FROM call_said) + (SELECT count(*) FROM call_named)') === '0');
await finish(site);
