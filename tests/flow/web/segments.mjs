// SPDX-License-Identifier: Apache-2.0
// A call put through twice, heard by those who took part of it, their coaches and a new hire with a
// list: each gets the whole length, and sound only where it is theirs to hear.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const LENGTH = 15, PARTS = [[0, 5], [5, 10], [10, 15]]; // seconds
const site = new Site();
const id = {};
for (const [login, role, team, line] of [['lena', 'agent', 'A', '1001'], ['anna', 'agent', 'A', '1003'],
  ['petra', 'agent', 'B', '1011'], ['maria', 'coach', 'A'], ['bo', 'coach', 'B'], ['tora', 'trainer', null],
  ['nora', 'newhire', 'A'], ['adam', 'admin', null]])
  id[login] = site.user(login, role, team, line);
const plan = join(site.data, 'through.json'), pcap = join(site.data, 'through.pcap');
writeFileSync(plan, JSON.stringify({ calls: [{ length: LENGTH, caller: { sounds: [{ speech: 1 }] },
  callee: { number: '1001', sounds: [{ speech: 2 }] },
  changes: [{ party: '1003', name: 'Anna', at: 5, by: 'callee' }, { party: '1011', name: 'Petra', at: 10, by: 'callee' }] }] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const call = (await site.ask('GET', '/api/v1/interactions', { as: 'tora' })).json.rows[0].id;
const parts = (await site.ask('GET', `/api/v1/interactions/${call}`, { as: 'tora' })).json.segments;
check('the call has three parts of three agents', parts.map(s => s.agent.name).join() === 'lena,anna,petra', JSON.stringify(parts));
const sleep = ms => new Promise(r => setTimeout(r, ms));

// ---- what is heard ----------------------------------------------------------------------------
// For the first of what lets her hear it.
const listen = async as => {
  const { reasons } = (await site.ask('GET', `/api/v1/interactions/${call}`, { as })).json;
  return site.ask('POST', '/api/v1/listenings', { as, json: { interaction: call, reason: reasons?.[0] ?? 'review' } });
};
const get = (as, path, headers = {}) => site.ask('GET', path, { as, headers });

// {level(side, from, to): dBFS, seconds}, as opusdec or ffmpeg's own decoder plays it
function decode(bytes, by) {
  const file = join(site.data, 'heard.opus'), wav = join(site.data, 'heard.raw');
  writeFileSync(file, bytes);
  const raw = by === 'opusdec'
    ? spawnSync('opusdec', ['--quiet', '--rate', '48000', file, wav], { stdio: 'ignore' })
    : spawnSync('ffmpeg', ['-v', 'error', '-c:a', 'opus', '-i', file, '-f', 's16le', '-ar', '48000', '-y', wav], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (raw.status !== 0) throw new Error(`${by} refuses what was served`);
  let pcm = readFileSync(wav);
  pcm = new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + (pcm.length & ~3)));
  return { seconds: pcm.length / 2 / 48000, level(side, from, to) {
    let sum = 0, n = 0;
    for (let i = Math.round(from * 48000); i < to * 48000 && 2 * i + side < pcm.length; i++, n++) sum += pcm[2 * i + side] ** 2;
    return 10 * Math.log10(sum / n / 32768 ** 2 + 1e-15);
  } };
}
// Which of the three parts sound ('x') and which are silent on both sides ('.'), a blink inside their borders.
const pattern = sound => PARTS.map(([from, to]) => {
  const [a, b] = [0, 1].map(side => sound.level(side, from + 0.3, to - 0.3));
  return Math.max(a, b) > -40 ? 'x' : Math.max(a, b) <= -80 ? '.' : '?';
}).join('');
async function hears(as) {
  const l = await listen(as);
  if (l.status !== 200) return { status: l.status, text: String(l.bytes) };
  const whole = await get(as, l.json.audio), peaks = await get(as, l.json.peaks);
  const page = (await get(as, `/api/v1/interactions/${call}`)).json;
  const sound = decode(whole.bytes, 'opusdec');
  return { ...l.json, status: 200, whole, peaks, sound, pattern: pattern(sound), hearable: page.hearable, can: page.can.listen };
}
const near = (got, want) => JSON.stringify(got?.map(v => v.map(x => Math.round(x / 100)))) === JSON.stringify(want.map(v => v.map(x => Math.round(x / 100))));
const expect = (name, got, want) => check(name, got.pattern === want, `${got.pattern} ${got.text ?? ''} ${JSON.stringify(got.hearable)}`);

const of = {};
for (const who of ['lena', 'anna', 'petra', 'maria', 'bo', 'tora']) of[who] = await hears(who);
expect('the first agent hears her own part', of.lena, 'x..');
expect('the second hers', of.anna, '.x.');
expect('the third hers', of.petra, '..x');
expect('a coach hears her team\'s agents', of.maria, 'xx.');
expect('the other team\'s coach the rest', of.bo, '..x');
expect('a trainer of the whole site everything', of.tora, 'xxx');
await sleep(1500); // written once a second
const served = Object.fromEntries((await get('tora', `/api/v1/interactions/${call}/listenings`)).json.rows.map(l => [l.person.name, l.served_ms]));
check('the log says that each was handed what is hers to hear, and not the silence beside it',
  [['lena', 5], ['anna', 5], ['petra', 5], ['maria', 10], ['bo', 5], ['tora', 15]].every(([who, s]) => Math.abs(served[who] - s * 1000) < 400), JSON.stringify(served));
check('the call page says which', near(of.anna.hearable, [[parts[1].from_ms, parts[1].to_ms]]) && of.anna.can, JSON.stringify(of.anna.hearable));
// A part is as long as the seconds are apart that it is shown between: 00:05-00:10 is 5 s, in her list too.
const ends = (from, to) => site.sql(`UPDATE segment SET from_ms = ${from}, to_ms = ${to} WHERE ord = 1`);
ends(5900, 10_100);
const hersMs = (await get('anna', '/api/v1/interactions')).json.rows.find(one => one.id === call).own_ms;
check('her list says her part as long as the call page does', hersMs === 5000, hersMs);
ends(parts[1].from_ms, parts[1].to_ms);
check('and all of it is one stretch', of.tora.hearable.length === 1 && of.tora.hearable[0][0] === 0, JSON.stringify(of.tora.hearable));
check('everybody\'s sound lasts as long', Object.values(of).every(h => Math.abs(h.sound.seconds - of.tora.sound.seconds) < 1e-6));
check('ffmpeg\'s own decoder hears the same', ['lena', 'anna', 'maria'].every(w => pattern(decode(of[w].whole.bytes, 'ffmpeg')) === of[w].pattern),
  pattern(decode(of.anna.whole.bytes, 'ffmpeg')));
const probe = spawnSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', '-'], { input: of.anna.whole.bytes, encoding: 'utf8' });
check('ffprobe finds nothing wrong', probe.status === 0 && probe.stderr === '', probe.stderr);
const pixels = h => PARTS.map(([from, to]) => h.peaks.bytes.subarray(24 + 4 * (from * 25 + 5), 24 + 4 * (to * 25 - 5)).some(b => b) ? 'x' : '.').join('');
check('peaks are drawn only there', ['anna', 'maria', 'tora'].every(w => pixels(of[w]) === of[w].pattern), ['anna', 'maria', 'tora'].map(w => pixels(of[w])).join());
check('versions differ by what is heard, not by who', of.anna.whole.headers.etag !== of.tora.whole.headers.etag &&
  of.bo.whole.headers.etag === of.petra.whole.headers.etag);

// ---- what is read ------------------------------------------------------------------------------
// What somebody may not hear she may not read about; her own notes, and the answers to them, stay.
const pin = async (as, at, body, more = {}) => (await site.ask('POST', `/api/v1/interactions/${call}/notes`,
  { as, json: { at_ms: at * 1000, kind: 'keep', body, ...more } })).json.id;
await pin('maria', 2, 'lenas');
await pin('maria', 7, 'annas');
await pin('bo', 12, 'petras');
const own = await pin('anna', 12.5, 'egen');
await pin('bo', 12.5, 'svar', { reply_to: own });
const page = async as => (await site.ask('GET', `/api/v1/interactions/${call}`, { as })).json;
const notes = async as => (await page(as)).notes.map(n => n.body).sort().join();
const read = {};
for (const who of ['lena', 'anna', 'petra', 'maria', 'bo']) read[who] = await notes(who);
check('notes are read by whom they are about', read.lena === 'lenas' && read.anna === 'annas,egen,svar' &&
  read.petra === 'egen,petras,svar' && read.maria === 'annas,lenas' && read.bo === 'egen,petras,svar', JSON.stringify(read));
// What may not be read is not found either, however it is asked for.
const WORDS = ['lenas', 'annas', 'petras', 'egen', 'svar', 'titeln'];
await site.ask('PUT', `/api/v1/interactions/${call}/title`, { as: 'maria', json: { title: 'Titeln' } });
await site.ask('POST', `/api/v1/interactions/${call}/notes`, { as: 'maria', json: { at_ms: 2000, kind: 'private', body: 'hemliga' } });
const asked = async (as, query) => (await site.ask('GET', `/api/v1/interactions?${query}`, { as })).json.rows.length;
async function found(as, more = '') {
  const words = [];
  for (const w of WORDS) if (await asked(as, `q=${w}${more}`)) words.push(w);
  return words.join();
}
const searched = {};
for (const who of ['lena', 'anna', 'petra', 'maria', 'bo', 'tora']) searched[who] = await found(who);
check('a note is found by whom it may be read', searched.lena === 'lenas,titeln' && searched.anna === 'annas,titeln' &&
  searched.petra === 'petras,egen,svar,titeln' && searched.maria === 'lenas,annas,titeln' && searched.bo === 'petras,egen,svar,titeln' &&
  searched.tora === 'lenas,annas,petras,egen,svar,titeln', JSON.stringify(searched));
let odd = 0;
for (const who of ['lena', 'anna', 'petra', 'maria', 'bo'])
  for (const more of [`&person=${id[who]}`, `&person=${id.lena}`, `&person=${id.petra}`, '&hour_from=0', '%20titeln', '&min_ms=1', '&outcome=solved', '&unclaimed=0'])
    for (const w of (await found(who, more)).split(',')) if (!`,${searched[who]},`.includes(`,${w},`) && w) odd++;
check('with any other filter too', odd === 0, `${odd}`);
check('by the beginning of a word as well', await asked('lena', 'q=anna') === 0 && await asked('anna', 'q=anna') === 1);
check('and as a second word', await asked('lena', 'q=titeln%20annas') === 0 && await asked('anna', 'q=titeln%20annas') === 1 &&
  await asked('lena', 'q=annas%20lenas') === 0 && await asked('maria', 'q=annas%20lenas') === 1);
check('a private note by nobody', await asked('maria', 'q=hemliga') === 0 && await asked('tora', 'q=hemliga') === 0);
// Nor is it told by a row of the list: how many notes, which marks.
await site.ask('POST', `/api/v1/interactions/${call}/marks`, { as: 'maria', json: { kind: 'tough', at_ms: 7000 } });
await site.ask('POST', `/api/v1/interactions/${call}/marks`, { as: 'maria', json: { kind: 'thanks', at_ms: 0 } });
const told = {}, drawn = {}, marked = {};
for (const who of ['lena', 'anna', 'petra', 'maria', 'bo', 'tora']) {
  const [r, p] = [(await site.ask('GET', '/api/v1/interactions', { as: who })).json.rows.find(r => r.id === call), await page(who)];
  told[who] = `${r.notes} ${r.marks.sort()}`;
  drawn[who] = `${p.notes.filter(n => !n.deleted_ms).length} ${p.marks.map(m => m.kind).sort()}`;
  marked[who] = await asked(who, 'mark=tough');
}
check('a row tells the marks the page draws', Object.keys(told).every(who => told[who].split(' ')[1] === drawn[who].split(' ')[1]), JSON.stringify([told, drawn]));
check('and counts no note the page does not', Object.keys(told).every(who => parseInt(told[who]) <= parseInt(drawn[who])) &&
  told.lena[0] === '1' && told.tora[0] === '5', JSON.stringify([told, drawn]));
check('a mark finds the call for whom it is told', JSON.stringify(marked) === JSON.stringify({ lena: 0, anna: 1, petra: 0, maria: 1, bo: 0, tora: 1 }), JSON.stringify(marked));
const feedback = async as => (await site.ask('GET', '/api/v1/me/feedback', { as })).json.rows.map(n => n.body).sort().join();
check('and come to that agent alone', await feedback('lena') === 'lenas' && await feedback('anna') === 'annas' &&
  await feedback('petra') === 'egen,petras,svar', `${await feedback('lena')} ${await feedback('anna')} ${await feedback('petra')}`);
const [annas, all] = [await page('anna'), await page('tora')];
const inside = s => s.from_ms >= parts[1].from_ms && s.to_ms <= parts[1].to_ms;
check('spans lie within what is hers', all.spans.some(s => !inside(s)) && annas.spans.every(inside), JSON.stringify(annas.spans));
check('measures are of the whole, for those who have the whole', annas.measures === null && all.measures !== null);
const row = async as => (await site.ask('GET', '/api/v1/interactions', { as })).json.rows.find(r => r.id === call);
check('in the list too', (await row('anna')).measures === null && (await row('tora')).measures !== null);

// ---- ranges -----------------------------------------------------------------------------------
let wrong = 0;
const { bytes } = of.anna.whole;
for (let i = 0; i < 60; i++) {
  const at = Math.floor(Math.random() * bytes.length), to = Math.min(bytes.length - 1, at + Math.floor(Math.random() * 3000));
  const r = await get('anna', of.anna.audio, { range: `bytes=${at}-${to}` });
  if (r.status !== 206 || !r.bytes.equals(bytes.subarray(at, to + 1))) wrong++;
}
check('any range is that part of the whole', wrong === 0, `${wrong} of 60`);
const stale = await get('anna', of.anna.audio, { range: 'bytes=10-19', 'if-range': '"0000000000000000"' });
check('a range of another version is the whole', stale.status === 200 && stale.bytes.equals(bytes));

// ---- a colleague's part, by agreement ----------------------------------------------------------
const agree = body => site.agree('adam', { body: { purpose: 'Att lära', ...body } });
const everybody = ['agent', 'newhire', 'coach', 'trainer', 'quality'];
await agree({ listeners: everybody, colleagues: true });
expect('an agreement may let colleagues hear each other', await hears('anna'), 'xxx');
check('and read, and so find', await found('anna') === WORDS.join() && await found('maria') === searched.maria, await found('anna'));
const some = await agree({ colleagues: 'some' });
check('which is yes or no', some.status >= 400 && some.json.text.includes('colleagues'), `${some.status} ${some.bytes}`);
await agree({ listeners: ['agent'] });
check('without it a coach who may not listen hears nothing', (await hears('maria')).status === 403);
expect('and an agent her own again', await hears('anna'), '.x.');
check('and finds no more than that', await found('anna') === searched.anna);
await agree({ listeners: everybody });

// ---- a list's item: each agent concerned is asked -----------------------------------------------
const list = (await site.ask('POST', '/api/v1/lists', { as: 'tora', json: { title: 'Kopplat', why: '' } })).json.id;
const add = (from, to) => site.ask('POST', `/api/v1/lists/${list}/items`, { as: 'tora', json: { items: [{ interaction: call, from_ms: from, to_ms: to, why: '' }] } });
await add(1000, 8000); // lena's and anna's
await add(12000, 14000); // petra's
await site.ask('POST', `/api/v1/lists/${list}/readers`, { as: 'tora', json: { person: id.nora } });
const items = (await site.ask('GET', `/api/v1/lists/${list}`, { as: 'tora' })).json.items;
const asks = async who => (await site.ask('GET', '/api/v1/me/consents', { as: who })).json.rows.map(r => r.id);
const say = (who, item, consent) => site.ask('PUT', `/api/v1/list_items/${item.id}/consent`, { as: who, json: { consent } });
check('each agent is asked about the items that touch her part',
  `${await asks('lena')}` === items[0].id && `${await asks('anna')}` === items[0].id && `${await asks('petra')}` === items[1].id);
check('nobody else has a say', (await say('petra', items[0], 'yes')).status === 404 && (await say('maria', items[0], 'yes')).status === 404);
await say('anna', items[0], 'yes');
check('one yes of two is not enough', (await hears('nora')).status === 404 && `${await asks('anna')}` === '' && `${await asks('lena')}` === items[0].id);
await say('lena', items[0], 'yes');
const nora = await hears('nora');
check('with both the new hire hears the item\'s span', near(nora.hearable, [[1000, 8000]]), `${nora.text} ${JSON.stringify(nora.hearable)}`);
const heard = (h, from, to) => Math.max(h.sound.level(0, from, to), h.sound.level(1, from, to));
check('and no more than that', heard(nora, 1.2, 7.8) > -40 && heard(nora, 0.1, 0.95) <= -80 && heard(nora, 8.3, 14.9) <= -80,
  [heard(nora, 1.2, 7.8), heard(nora, 0.1, 0.95), heard(nora, 8.3, 14.9)].join());
await say('petra', items[1], 'yes');
check('two items are two stretches', near((await hears('nora')).hearable, [[1000, 8000], [12000, 14000]]));
await sleep(1100); // rights are asked again after a second
check('a token\'s bytes follow what may be heard', (await get('nora', nora.audio)).headers.etag !== nora.whole.headers.etag);
await say('lena', items[0], 'no');
check('one no takes it away', near((await hears('nora')).hearable, [[12000, 14000]]));
await site.ask('PUT', `/api/v1/list_items/${items[1].id}`, { as: 'tora', json: { why: '', from_ms: 12500, to_ms: 13500 } });
check('less than was agreed to needs no new yes', near((await hears('nora')).hearable, [[12500, 13500]]));
await site.ask('PUT', `/api/v1/list_items/${items[1].id}`, { as: 'tora', json: { why: '', from_ms: 9000, to_ms: 13500 } });
check('more does, of everybody it touches now', (await hears('nora')).status === 404 && `${await asks('petra')}` === items[1].id &&
  `${await asks('anna')}` === items[1].id);
check('each listening is in the log', Number(site.sql(`SELECT count(*) FROM audit WHERE event = 'recording.listened'`)) ===
  Number(site.sql('SELECT count(*) FROM listening')));
await finish(site);
