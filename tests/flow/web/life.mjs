// SPDX-License-Identifier: Apache-2.0
// Sessions, codes, listening as an act, events, many streams: the service as its users live it.
import http from 'node:http';
import { Site, check, finish, PASSWORD } from './site.mjs';

const STREAMS = Number(process.env.STREAMS ?? 200), PLAYERS = Number(process.env.PLAYERS ?? 10);
const SECONDS = Number(process.env.SECONDS ?? 3);
const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'B'], ['maria', 'coach', 'A'],
  ['nora', 'newhire', 'A'], ['adam', 'admin', null], ['dan', 'dpo', null]]) id[login] = site.user(login, role, team);
const SIZE = 3_000_000;
const [call] = site.calls('anna', 'A', 1, SIZE);
await site.start();
const sleep = ms => new Promise(r => setTimeout(r, ms));
const expected = (at, n) => Buffer.from(Array.from({ length: n }, (_, i) => ((at + i) * 7 + ((at + i) >> 8)) & 255));

// ---- signing in -------------------------------------------------------------------------------
const signed = await site.ask('POST', '/api/v1/session', { json: { login: 'maria', password: PASSWORD } });
check('the cookie is for this host and for the browser alone',
  /^medlyss=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/.test(signed.headers['set-cookie']?.[0]), signed.headers['set-cookie']?.[0]);
for (const login of Object.keys(id)) await site.signIn(login);
const said = {}; // the quickest of four tries each, in turn: what the machine adds falls away
for (let i = 0; i < 4; i++)
  for (const login of ['anna', 'nobody']) {
    const from = performance.now();
    const r = await site.ask('POST', '/api/v1/session', { json: { login, password: 'not the password' } });
    said[login] = { text: `${r.status} ${r.bytes}`, ms: Math.min(said[login]?.ms ?? Infinity, performance.now() - from) };
  }
check('a wrong name and a wrong password are one answer', said.anna.text === said.nobody.text, JSON.stringify(said));
const ratio = said.anna.ms / said.nobody.ms;
check('and take as long', ratio > 0.5 && ratio < 2, JSON.stringify(said));
let evaluated = 0;
for (let i = 0; i < 25; i++)
  if ((await site.ask('POST', '/api/v1/session', { json: { login: 'guessed', password: `guess number ${i}` } })).status === 401) evaluated++;
check('a name is guessed at ten times at once, then slowly', evaluated === 10, String(evaluated));
await site.signIn('omar');
check('which stops nobody else', true);

// ---- from elsewhere ---------------------------------------------------------------------------
const title = headers => site.ask('PUT', `/api/v1/interactions/${call}/title`, { as: 'maria', json: { title: 'x' }, headers });
check('another site changes nothing', (await title({ 'sec-fetch-site': 'cross-site' })).status === 403);
check('nor a sibling host', (await title({ 'sec-fetch-site': 'same-site' })).status === 403);
check('nor by its Origin alone', (await title({ origin: 'https://evil.example' })).status === 403);
check('our own pages do', (await title({ 'sec-fetch-site': 'same-origin' })).status === 204);
check('a form cannot pretend to be JSON', (await site.ask('PUT', `/api/v1/interactions/${call}/title`,
  { as: 'maria', body: '{"title":"x"}', headers: { 'content-type': 'text/plain' } })).status === 400);

// ---- codes (T18) ------------------------------------------------------------------------------
const made = await site.ask('POST', `/api/v1/people/${id.anna}/codes`, { as: 'maria', json: { purpose: 'recover' } });
const use = code => site.ask('POST', '/api/v1/codes/use', { json: { code, password: 'ett nytt losenord' } });
check('a wrong code is refused', (await use('AAAAA-AAAAA-AAAAA-AAAAA')).status === 401);
const used = await use(made.json.code.toLowerCase().replaceAll('-', ' '));
check('a code sets the password and signs in', used.status === 204 && used.headers['set-cookie'], `${used.status} ${used.bytes}`);
check('once', (await use(made.json.code)).status === 401);
check('and ends every session', (await site.ask('GET', '/api/v1/me', { as: 'anna' })).status === 401);
site.cookies.anna = used.headers['set-cookie'][0].split(';')[0];

// ---- events: to those who may know, within a second -------------------------------------------
function stream(as) {
  const s = { text: '', ended: false };
  s.req = http.request({ port: site.port, path: '/api/v1/events', headers: { cookie: site.cookies[as] }, agent: false }, res => {
    res.setEncoding('utf8');
    res.on('data', t => { s.text += t; });
    res.on('close', () => { s.ended = true; });
    res.on('error', () => {});
  });
  s.req.on('error', () => { s.ended = true; });
  s.req.end();
  return s;
}
const until = async (what, ms) => {
  for (const from = Date.now(); Date.now() - from < ms; await sleep(20)) if (what()) return true;
  return false;
};
const heardBy = { anna: stream('anna'), maria: stream('maria'), omar: stream('omar') };
await sleep(400);
const noted = await site.ask('POST', `/api/v1/interactions/${call}/notes`, { as: 'maria',
  json: { at_ms: 41000, len_ms: 0, kind: 'keep', aspect: 'met', body: '<script>alert(1)</script> bra', reply_to: null } });
check('a note is kept as it was written', noted.json?.body === '<script>alert(1)</script> bra', String(noted.bytes));
check('and no markup leaves the service', !String(noted.bytes).includes('<'));
check('the agent hears of it at once', await until(() => heardBy.anna.text.includes('note.added'), 1500));
check('the agent of another team does not', !heardBy.omar.text.includes('note.added'));
const secret = await site.ask('POST', `/api/v1/interactions/${call}/notes`, { as: 'anna',
  json: { at_ms: 1, len_ms: 0, kind: 'private', aspect: null, body: 'bara for mig', reply_to: null } });
await sleep(600);
check('a private note is told to nobody', !heardBy.maria.text.includes(secret.json.id));
const seen = await site.ask('GET', `/api/v1/interactions/${call}`, { as: 'maria' });
check('nor shown', !String(seen.bytes).includes('bara for mig') && seen.json.notes.length === 1);

// ---- listening is an act ----------------------------------------------------------------------
const open = as => site.ask('POST', '/api/v1/listenings', { as, json: { interaction: call, reason: 'review' } });
const l = (await open('maria')).json;
check('the line is in the log before the sound', Number(site.sql(`SELECT count(*) FROM audit WHERE event = 'recording.listened'`)) === 1);
const slice = (range, as = 'maria') => site.ask('GET', l.audio, { as, headers: range ? { range } : {} });
const part = await slice('bytes=70000-86383');
check('and say which version they are', /^"[0-9a-f]{16}"$/.test(part.headers.etag), part.headers.etag);
check('a range is the right bytes', part.status === 206 && part.headers['content-range'] === `bytes 70000-86383/${SIZE}` &&
  part.bytes.equals(expected(70000, 16384)), `${part.status} ${part.headers['content-range']}`);
const whole = await slice();
check('the whole is the whole', whole.status === 200 && whole.bytes.equals(expected(0, SIZE)), `${whole.status} ${whole.bytes.length}`);
const long = await slice('bytes=1000000-');
check('a long range is streamed', long.status === 206 && long.bytes.equals(expected(1000000, SIZE - 1000000)));
const past = await slice(`bytes=${SIZE}-`);
check('past the end is 416', past.status === 416 && past.headers['content-range'] === `bytes */${SIZE}`);
check('a token is one person\'s', (await slice('bytes=0-9', 'anna')).status === 404);
check('and nobody\'s without a session', (await site.ask('GET', l.audio)).status === 401);
await site.ask('PUT', `/api/v1/listenings/${l.id}`, { as: 'maria', json: { heard: [[0, 5000], [9000, 10000]] } });
const receipts = (await site.ask('GET', '/api/v1/me/listenings', { as: 'anna' })).json.rows;
check('the agent sees who listened', receipts.length === 1 && receipts[0].person.name === 'maria' && receipts[0].heard_ms === 6000, JSON.stringify(receipts));

// ---- a list, asked for, agreed to, played, taken back -----------------------------------------
const list = (await site.ask('POST', '/api/v1/lists', { as: 'maria', json: { title: 'Lugnt', why: 'Hör väntan' } })).json.id;
await site.ask('POST', `/api/v1/lists/${list}/items`, { as: 'maria', json: { items: [{ interaction: call, from_ms: 0, to_ms: 0, why: '' }] } });
await site.ask('POST', `/api/v1/lists/${list}/readers`, { as: 'maria', json: { person: id.nora } });
check('without a yes a new hire hears nothing', (await open('nora')).status === 404 &&
  (await site.ask('GET', `/api/v1/lists/${list}`, { as: 'nora' })).json.items.length === 0);
check('the agent is asked', await until(() => heardBy.anna.text.includes('consent.asked'), 1500));
const asked = (await site.ask('GET', '/api/v1/me/consents', { as: 'anna' })).json.rows;
await site.ask('PUT', `/api/v1/list_items/${asked[0].id}/consent`, { as: 'anna', json: { consent: 'yes' } });
const nora = (await open('nora')).json;
check('with it she does', (await site.ask('GET', nora.audio, { as: 'nora', headers: { range: 'bytes=0-99' } })).status === 206);
await site.ask('PUT', `/api/v1/lists/${list}/progress`, { as: 'nora', json: { item: asked[0].id, item_at_ms: 4000, finished: false } });
check('and resumes where she was', (await site.ask('GET', '/api/v1/lists', { as: 'nora' })).json.rows[0].mine.item_at_ms === 4000);
await site.ask('PUT', `/api/v1/list_items/${asked[0].id}/consent`, { as: 'anna', json: { consent: 'no' } });
await sleep(1100);
check('until it is taken back', (await site.ask('GET', nora.audio, { as: 'nora', headers: { range: 'bytes=0-99' } })).status === 404);

// ---- the agreement's word ---------------------------------------------------------------------
await site.ask('POST', '/api/v1/agreements', { as: 'adam', json: { title: 'Bara agenten', signed_by: 'facket', body: { listeners: ['agent'] } } });
const denied = await open('maria');
check('what the agreement forbids is refused in its words', denied.status === 403 && denied.json.text.includes('Bara agenten'), String(denied.bytes));
check('its agent still hears her own', (await open('anna')).status === 200);
await site.ask('POST', '/api/v1/agreements', { as: 'adam', json: { title: 'Alla', signed_by: 'facket', body: {} } });

// ---- leaving ends everything (T8) -------------------------------------------------------------
await site.ask('PUT', `/api/v1/people/${id.omar}`, { as: 'adam', json: { state: 'left' } });
check('whoever leaves is out at once', (await site.ask('GET', '/api/v1/me', { as: 'omar' })).status === 401);
check('and a running stream ends within two seconds', await until(() => heardBy.omar.ended, 2500));
for (const s of Object.values(heardBy)) s.req.destroy();

// ---- many streams and players, no spinning core ------------------------------------------------
const streams = Array.from({ length: STREAMS }, () => stream('maria'));
check(`${STREAMS} event streams open`, await until(() => streams.every(s => s.text.includes('listening')), 5000),
  String(streams.filter(s => !s.text).length));
await sleep(500);
let from = site.cpuMs();
await sleep(2000);
check('and cost nothing while nothing happens', site.cpuMs() - from < 400, `${site.cpuMs() - from} ms of processor in 2 s`);
const tokens = await Promise.all(Array.from({ length: PLAYERS }, () => open('maria').then(r => r.json.audio)));
let ranges = 0, wrong = 0, slowest = 0;
const end = Date.now() + SECONDS * 1000;
const players = tokens.map(async (audio, k) => {
  for (let at = k * 1000; Date.now() < end; at = (at + 160000) % (SIZE - 16384)) {
    const began = performance.now();
    const r = await site.ask('GET', audio, { as: 'maria', headers: { range: `bytes=${at}-${at + 16383}` } });
    slowest = Math.max(slowest, performance.now() - began);
    ranges++;
    if (r.status !== 206 || r.bytes.length !== 16384 || r.bytes[5] !== expected(at + 5, 1)[0]) wrong++;
    await sleep(50);
  }
});
await site.ask('PUT', `/api/v1/interactions/${call}/outcome`, { as: 'maria', json: { outcome: 'solved' } });
const told = await until(() => streams.every(s => s.text.includes('interaction.outcome_set')), 2000);
check('an event reaches every stream beside the players', told, String(streams.filter(s => !s.text.includes('interaction.outcome_set')).length));
await Promise.all(players);
check(`${ranges} ranges by ${PLAYERS} players`, wrong === 0 && ranges > PLAYERS * SECONDS, `${wrong} wrong of ${ranges}, slowest ${slowest.toFixed(0)} ms`);
for (const s of streams) s.req.destroy();
await sleep(300);
check('the service is there afterwards', (await site.ask('GET', '/healthz')).status === 200);
streams.push(stream('maria')); // one stays open: the service must end all the same
await sleep(300);
await finish(site);
