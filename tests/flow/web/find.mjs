// SPDX-License-Identifier: Apache-2.0
// The box: a caller is found by her number however it is written, by those who see the call and by nobody
// else; names, topics and words likewise; each says why.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site, check, finish } from './site.mjs';

/** A second of next to nothing, as a PBX leaves it; each another, for the same file is the same call. */
function wav(nth) {
  const rate = 8000, head = Buffer.alloc(44), body = Buffer.alloc(rate * 4);
  head.write('RIFF', 0); head.writeUInt32LE(36 + body.length, 4); head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16); head.writeUInt16LE(1, 20); head.writeUInt16LE(2, 22);
  head.writeUInt32LE(rate, 24); head.writeUInt32LE(rate * 4, 28); head.writeUInt16LE(4, 32); head.writeUInt16LE(16, 34);
  head.write('data', 36); head.writeUInt32LE(body.length, 40);
  body.writeInt16LE(nth + 1, 0);
  return Buffer.concat([head, body]);
}

const site = new Site();
for (const [login, role, team, line] of [['anna', 'agent', 'A', '1001'], ['petra', 'agent', 'B', '1002'], ['maria', 'coach', 'A'],
  ['berit', 'coach', 'B'], ['ulla', 'quality', null], ['adam', 'admin', null]]) site.user(login, role, team, line);
const folder = mkdtempSync(join(tmpdir(), 'medlyss-find-'));
const call = {};
for (const [name, line, number] of [['home', '1001', '070-174 06 06'], ['abroad', '1001', '+46701740606'], ['theirs', '1002', '0046701740606'],
  ['another', '1001', '0701740607'], ['norway', '1001', '+4722123456']]) {
  const path = join(folder, `${name}.wav`);
  writeFileSync(path, wav(Object.keys(call).length));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ started: new Date(Date.now() - 3_600_000 - Object.keys(call).length * 60_000).toISOString(),
    direction: 'in', agent: { number: line }, caller: { number } }));
  call[name] = JSON.parse(site.run('medlyss', 'import', '--data', site.data, '--json', path).trim().split('\n')[0]).id;
}
rmSync(folder, { recursive: true });
await site.start();
for (const login of ['anna', 'petra', 'maria', 'berit', 'ulla', 'adam']) await site.signIn(login);
const find = async (as, q) => (await site.ask('POST', '/api/v1/find', { as, json: { q } })).json;
const names = ids => ids.map(id => Object.keys(call).find(name => call[name] === id)).sort().join(' ');
const byNumber = async (as, q) => names((await find(as, q)).callers.map(one => one.call.id));

for (const q of ['0701740606', '070-174 06 06', '+46 70 174 06 06', '0046701740606', '+46 (0)70-1740606', '46701740606'])
  check(`${q}: every way of writing it`, (await byNumber('ulla', q)) === 'abroad home theirs', await byNumber('ulla', q));
// As it is pasted from Word, a web page, a list of contacts, a link, a signature.
for (const q of ['070–174 06 06', '070\u00a0174\u00a006\u00a006', '+46\u202f70‑174 06 06', '\u202a+46 70-174 06 06\u202c', 'tel:+46701740606', 'Tfn: 070–174 06 06', '070-174 06 06\0'])
  check(`${escape(q)}: every way of pasting it`, (await byNumber('ulla', q)) === 'abroad home theirs', await byNumber('ulla', q));
check('a number of another country is itself', (await byNumber('ulla', '004722123456')) === 'norway');
check('a part of a number finds nobody', (await byNumber('ulla', '07017406')) === '');
check('a coach finds her own team’s', (await byNumber('maria', '0701740606')) === 'abroad home');
check('the other coach hers', (await byNumber('berit', '0701740606')) === 'theirs');
check('an agent her own', (await byNumber('petra', '0701740606')) === 'theirs');
check('an administrator has no calls to find', (await site.ask('POST', '/api/v1/find', { as: 'adam', json: { q: '0701740606' } })).status === 403);
check('each says why', (await find('ulla', '0701740606')).callers.every(one => one.why === 'caller'));

const to = (id, what, json, as = 'anna', method = 'POST') => site.ask(method, `/api/v1/interactions/${id}/${what}`, { as, json });
await to(call.home, 'title', { title: 'Bygglov för altan' }, 'anna', 'PUT');
await to(call.abroad, 'notes', { at_ms: 100, kind: 'keep', body: 'bygglovet gällde grannen' });
const words = await find('ulla', 'byggl');
check('words are found, and where they stand', JSON.stringify(words.calls.map(one => [names([one.call.id]), one.why]).sort()) === '[["abroad","note"],["home","title"]]',
  JSON.stringify(words.calls));
await to(call.another, 'title', { title: 'Ga\u030angba\u0308ddar na\u0308ra a\u030an\0' }, 'anna', 'PUT');
await to(call.norway, 'notes', { at_ms: 0, kind: 'keep', body: 'snö\u00adröjning på \0gångvägen' });
for (const [q, whose] of [['gångbäddar', 'another'], ['ga\u030angba\u0308ddar', 'another'], ['ÅN', 'another'], ['GA\u030aNG', 'another norway'], ['snöröjning', 'norway'], ['gångvägen', 'norway']]) {
  check(`${escape(q)}: as it is shown, however it is composed`, names((await find('ulla', q)).calls.map(one => one.call.id)) === whose, JSON.stringify((await find('ulla', q)).calls.map(one => names([one.call.id]))));
  const listed = (await site.ask('GET', `/api/v1/interactions?q=${encodeURIComponent(q)}`, { as: 'ulla' })).json.rows;
  check(`${escape(q)}: and in the list`, names(listed.map(one => one.id)) === whose, JSON.stringify(listed.map(one => one.title)));
}
check('two hundred letters may be looked for', (await site.ask('GET', `/api/v1/interactions?q=${encodeURIComponent('å'.repeat(200))}`, { as: 'ulla' })).status === 200);
const kept = site.sql("SELECT body FROM note UNION ALL SELECT title FROM interaction");
check('a NUL is in nothing that is kept', kept.includes('på gångvägen') && !kept.includes('\0'), kept);
check('not by who may not read them', (await find('petra', 'byggl')).calls.length === 0);
const topic = (await site.ask('GET', '/api/v1/topics', { as: 'ulla' })).json.rows[0];
check('a topic by the beginning of its name', (await find('petra', topic.name_sv.slice(0, 4))).topics.some(one => one.id === topic.id));
check('and in the other language', (await find('petra', topic.name_en.slice(0, 4))).topics.some(one => one.id === topic.id));
check('an agent by name', (await find('ulla', 'ann')).people.map(one => one.name).join() === 'anna');
check('a coach finds those of her team only', (await find('berit', 'ann')).people.length === 0);
check('an agent finds no colleague', (await find('petra', 'ann')).people.length === 0);
check('nothing is found by nothing', Object.values(await find('ulla', '   ')).every(rows => rows.length === 0));

// A call under care is hers alone and who has it; it is found by nobody else, by number either.
await to(call.home, 'marks', { kind: 'tough', at_ms: 0, detail: null });
check('a tough call is not found by its number', (await byNumber('maria', '0701740606')) === 'abroad' && (await byNumber('ulla', '0701740606')) === 'abroad theirs');
check('but by whose it is', (await byNumber('anna', '0701740606')) === 'abroad home');
check('nor by its words', (await find('maria', 'bygglov')).calls.every(one => one.call.id !== call.home));
check('no number is in the log', !site.sql('SELECT detail FROM audit_detail').includes('0701740606'));

// By the index of callers, not by walking calls.
const plan = site.sql(`EXPLAIN QUERY PLAN SELECT i.id FROM interaction i WHERE i.caller_hash = x'00' AND i.started_ms >= 0 ORDER BY i.started_ms DESC, i.id DESC LIMIT 6`);
check('the plan is one walk of the callers’ index', plan.includes('interaction_by_caller') && !plan.includes('SCAN') && !plan.includes('TEMP'), plan);
await finish(site);
