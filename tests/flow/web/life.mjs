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
const lines = event => Number(site.sql(`SELECT count(*) FROM audit WHERE event = '${event}'`));
check('each is a line in the log', lines('session.refused') === 8, String(lines('session.refused')));
const guess = (login, password, headers = {}) => site.ask('POST', '/api/v1/session', { json: { login, password }, headers });
const guesser = { 'x-forwarded-for': '203.0.113.9' }, home = { 'x-forwarded-for': '198.51.100.4' };
const began_at = performance.now();
const guesses = Array.from({ length: 25 }, (_, i) => guess('anna', `guess number ${i}`, guesser).then(r => ({ r, ms: performance.now() - began_at })));
const at_home = await guess('anna', PASSWORD, home);
check('guesses from elsewhere keep her waiting nowhere', at_home.status === 204 && performance.now() - began_at < 5000, `${at_home.status} after ${performance.now() - began_at} ms`);
await site.signIn('omar');
const known = /medlyss-known=[^;]+/.exec(String(at_home.headers['set-cookie']))?.[0];
const at_theirs = await guess('anna', PASSWORD, { ...guesser, cookie: known });
check('nor from the same address, in a browser she has used', at_theirs.status === 204 && performance.now() - began_at < 8000);
const first = (await Promise.all(guesses.slice(0, 8))).concat(await Promise.race([Promise.all(guesses), sleep(3500).then(() => [])]));
check('an address has its share of those being reckoned; the rest come later',
  first.every(g => [401, 429].includes(g.r.status)) && first.some(g => g.r.status === 429 && Number(g.r.headers['retry-after']) > 0));
const right = await guess('anna', PASSWORD, guesser);
check('the right password waits for its turn there, and is let in', right.status === 204 || right.status === 429, String(right.status));

// ---- from elsewhere ---------------------------------------------------------------------------
const title = headers => site.ask('PUT', `/api/v1/interactions/${call}/title`, { as: 'maria', json: { title: 'x' }, headers });
check('another site changes nothing', (await title({ 'sec-fetch-site': 'cross-site' })).status === 403);
check('nor a sibling host', (await title({ 'sec-fetch-site': 'same-site' })).status === 403);
check('nor by its Origin alone', (await title({ origin: 'https://evil.example' })).status === 403);
check('our own pages do', (await title({ 'sec-fetch-site': 'same-origin' })).status === 204);
check('a form cannot pretend to be JSON', (await site.ask('PUT', `/api/v1/interactions/${call}/title`,
  { as: 'maria', body: '{"title":"x"}', headers: { 'content-type': 'text/plain' } })).status === 415);

// ---- codes (T18) ------------------------------------------------------------------------------
const made = await site.ask('POST', `/api/v1/people/${id.anna}/codes`, { as: 'maria', json: { purpose: 'recover' } });
const use = code => site.ask('POST', '/api/v1/codes/use', { json: { code, password: 'ett nytt losenord' } });
check('a wrong code is refused', (await use('AAAAA-AAAAA-AAAAA-AAAAA')).status === 401);
const used = await use(made.json.code.toLowerCase().replaceAll('-', ' '));
check('a code sets the password and signs in', used.status === 204 && used.headers['set-cookie'], `${used.status} ${used.bytes}`);
check('once', (await use(made.json.code)).status === 401);
check('and ends every session', (await site.ask('GET', '/api/v1/me', { as: 'anna' })).status === 401);
site.cookies.anna = used.headers['set-cookie'][0].split(';')[0];
const account = (await site.ask('GET', '/api/v1/me/account', { as: 'anna' })).json.rows;
check('she sees whose code set her password, and when', account.some(row => row.event === 'code.made' && row.actor.name === 'maria' && Date.now() - row.at_ms < 60000) &&
  account.some(row => row.event === 'code.used'), JSON.stringify(account));
check('nobody else does', !(await site.ask('GET', '/api/v1/me/account', { as: 'maria' })).json.rows.some(row => row.event === 'code.used'));

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
const why = { anna: 'own', nora: 'programme' };
const open = as => site.ask('POST', '/api/v1/listenings', { as, json: { interaction: call, reason: why[as] ?? 'review' } });
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
// Its bytes are no sound: that they were served as some is said by hand (heard.mjs has real sound).
const served = () => site.sql(`UPDATE listening SET served = '[[0,60000]]', at_ms = at_ms - 60000`);
served();
await site.ask('PUT', `/api/v1/listenings/${l.id}`, { as: 'maria', json: { heard: [[0, 5000], [9000, 10000]] } });
const receipts = (await site.ask('GET', '/api/v1/me/listenings', { as: 'anna' })).json.rows;
check('the agent sees who listened', receipts.length === 1 && receipts[0].person.name === 'maria' && receipts[0].heard_ms === 6000, JSON.stringify(receipts));
for (const heard of [[], [[4000, 7000]], []]) {
  const again = (await open('maria')).json;
  served();
  if (heard.length) await site.ask('PUT', `/api/v1/listenings/${again.id}`, { as: 'maria', json: { heard } });
}
const sitting = (await site.ask('GET', '/api/v1/me/listenings', { as: 'anna' })).json.rows;
check('who opens it four times in one sitting is one receipt, each second counted once',
  sitting.length === 1 && sitting[0].times === 4 && sitting[0].heard_ms === 8000 && sitting[0].at_ms <= sitting[0].last_ms, JSON.stringify(sitting));
const told = (await site.ask('GET', `/api/v1/interactions/${call}/listenings`, { as: 'maria' })).json;
check('and the call page tells the same', told.rows.length === 1 && told.rows[0].heard_ms === 8000 &&
  JSON.stringify(told.rows[0].heard) === '[[0,7000],[9000,10000]]', JSON.stringify(told));

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
await site.agree('adam', { title: 'Bara agenten', body: { purpose: 'Att lära', listeners: ['agent'] } });
const denied = await open('maria');
check('what the agreement forbids is refused in its words', denied.status === 403 && /Bara agenten.*these roles: agent$/.test(denied.json.text), String(denied.bytes));
check('its agent still hears her own', (await open('anna')).status === 200);
await site.agree('adam', { title: 'Alla', body: { purpose: 'Att lära' } });

// ---- leaving ends everything (T8) -------------------------------------------------------------
await site.ask('PUT', `/api/v1/people/${id.omar}`, { as: 'adam', json: { state: 'left' } });
check('whoever leaves is out at once', (await site.ask('GET', '/api/v1/me', { as: 'omar' })).status === 401);
check('and a running stream ends within two seconds', await until(() => heardBy.omar.ended, 2500));
for (const s of Object.values(heardBy)) s.req.destroy();

// ---- many streams and players, no spinning core ------------------------------------------------
const crowd = Array.from({ length: Math.ceil(STREAMS / 10) }, (_, i) => `crowd${i}`);
for (const login of crowd) {
  site.run('medlyss', 'user', 'add', '--data', site.data, '--name', login, '--role', 'coach', '--team', 'A');
  site.sql(`UPDATE person SET state = 'active', password = (SELECT password FROM person WHERE login = 'maria') WHERE login = '${login}'`);
  await site.signIn(login);
}
const greedy = Array.from({ length: 60 }, () => stream('nora'));
await until(() => greedy.filter(s => s.ended).length >= 44, 8000);
greedy.push(stream('nora')); // the sixty came side by side, in any order; this one is the newest
await until(() => greedy.filter(s => s.ended).length >= 45, 8000);
check('one person has sixteen streams; the oldest give way', greedy.filter(s => !s.ended).length === 16 && !greedy.at(-1).ended,
  String(greedy.filter(s => !s.ended).length));
for (const s of greedy) s.req.destroy();
const streams = Array.from({ length: STREAMS }, (_, i) => stream(crowd[Math.floor(i / 10)]));
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
const reached = await until(() => streams.every(s => s.text.includes('interaction.outcome_set')), 2000);
check('an event reaches every stream beside the players', reached, String(streams.filter(s => !s.text.includes('interaction.outcome_set')).length));
await Promise.all(players);
check(`${ranges} ranges by ${PLAYERS} players`, wrong === 0 && ranges > PLAYERS * SECONDS, `${wrong} wrong of ${ranges}, slowest ${slowest.toFixed(0)} ms`);
for (const s of streams) s.req.destroy();
await sleep(300);
check('the service is there afterwards', (await site.ask('GET', '/healthz')).status === 200);
streams.push(stream('maria')); // one stays open: the service must end all the same
await sleep(300);
await finish(site);
