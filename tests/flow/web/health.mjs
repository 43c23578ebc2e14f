// SPDX-License-Identifier: Apache-2.0
// Is everything that should be recorded recorded? Calls of the wire, calls of files, calls of which only the PBX
// knows and calls that were turned away are held against what has sound; a source that nobody heard is told, and
// of a disk that was measured for an hour nothing is foreseen.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
writeFileSync(join(site.data, 'medlyss.ini'), 'interfaces = eth7\n', { flag: 'a' });
site.user('lena', 'agent', 'A', '1001');
site.user('adam', 'admin', null);
const run = (...args) => spawnSync(join(bin, args[0]), args.slice(1), { encoding: 'utf8' });
const keep = () => run('medlyss-keeper', '--data', site.data, '--once');

// ---- the wire: three calls, of one nobody answered, of one the customer's sound never came ------------------
const to = more => ({ length: 4, caller: { sounds: [{ tone: 700 }] }, callee: { number: '1001', sounds: [{ tone: 1100 }] }, ...more });
const plan = join(site.data, 'plan.json'), pcap = join(site.data, 'calls.pcap');
writeFileSync(plan, JSON.stringify({ calls: [to(), to(), to()] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });

// ---- files, and a PBX's own list ------------------------------------------------------------------------
await site.start();
await site.signIn('adam');
await site.signIn('lena');
const early = '2026-01-01 08:00:0'; // before there was an agreement
const local = at => new Date(at).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' });
let stamp = early;
const row = (n, src, dst, said, id) => `"","${src}","${dst}","ctx","""K"" <${src}>","SIP/trunk-1","SIP/${dst}-2","Dial","","${stamp}${n}","${stamp}${n}","${stamp}${n}",5,${said === 'ANSWERED' ? 4 : 0},"${said}","DOCUMENTATION","${id}",""`;
const cdr = join(site.data, 'Master.csv');
const write = () => writeFileSync(cdr, [
  row(1, '0701234567', '1001', 'ANSWERED', '1795000001.1'), // the file's own
  row(2, '0709999999', '1001', 'ANSWERED', '1795000002.2'), // nobody recorded this one
  row(3, '0701111111', '1001', 'NO ANSWER', '1795000003.3'),
  row(4, '0702222222', '4444', 'ANSWERED', '1795000004.4'), // no line of the house
  'this is no row',
].join('\n'));
write();
const list = () => JSON.parse(run('medlyss', 'import', '--data', site.data, '--json', '--cdr', cdr).stdout);
check('without an agreement nothing is expected', list().others === 3);
const ask = (as, path) => site.ask('GET', `/api/v1/${path}`, { as });
const agreed = await site.agree('adam', { body: { purpose: 'x' }, from_ms: Date.now() });
check('an agreement is in force', agreed.status === 200, String(agreed.bytes));
stamp = local(Date.now() + 10000).slice(0, 18); // within ten seconds of its ten
const told = stamp.replace(/[- :]/g, '');
const wav = join(site.data, `in-1001-0701234567-${told.slice(0, 8)}-${told.slice(8)}1-1795000001.1.wav`);
execFileSync('sox', ['-q', '-n', '-r', '8000', '-b', '16', '-c', '1', wav, 'synth', '3', 'sine', '440']);
check('a file is taken in', run('medlyss', 'import', '--data', site.data, wav).status === 0);
write();
const first = list();
check('the answered calls of our lines are expected', first.rows === 5 && first.expected === 2 && first.unanswered === 1 && first.others === 1 && first.unread === 1, JSON.stringify(first));
const again = list();
check('a list that is read again makes nothing double', again.expected === 0 && again.known === 2, JSON.stringify(again));
const odd = run('medlyss', 'import', '--data', site.data, '--cdr', wav);
check('what is no list is refused by its name', odd.status !== 0 && odd.stderr.includes('no CDR of Asterisk'), odd.stderr);

// ---- what the report says -------------------------------------------------------------------------------
const report = async (more = '') => (await ask('adam', `health/report${more}`)).json;
const of = (r, source) => r.days.find(one => one.source === source);
const since = `?from=${Date.now() - 90 * 86400000}&to=${Date.now() + 3600000}`;
let r = await report(since);
const wire = of(r, 'capture');
check('the calls of the wire have their sound', wire.expected === 3 && wire.recorded === 3 && wire.one_sided === 0 && wire.packets > 300, JSON.stringify(wire));
check('of the PBX\'s two one is missing', of(r, 'pbx').expected === 2 && of(r, 'pbx').recorded === 1, JSON.stringify(of(r, 'pbx')));
check('the file is there', of(r, 'import').expected === 1 && of(r, 'import').recorded === 1);
site.sql("DELETE FROM leg WHERE side = 'caller' AND interaction = (SELECT interaction FROM leg WHERE side = 'caller' AND packets > 0 LIMIT 1)");
check('a call with one side silent is counted', of(await report(since), 'capture').one_sided === 1);

// ---- what was turned away ----------------------------------------------------------------------------------
const state = n => writeFileSync(join(site.data, 'run', 'capture.state'), JSON.stringify({ at_ms: Date.now(), since_ms: 1795000000000, refused_calls: n, heard: { eth7: Date.now() }, alarms: [] }));
const encoder = spawn(join(bin, 'medlyss-encode'), ['--data', site.data], { stdio: 'ignore' });
process.on('exit', () => encoder.kill('SIGKILL'));
const turned = async n => {
  for (let i = 0; i < 600 && of(r, 'live')?.turned_away !== n; i++, await new Promise(done => setTimeout(done, 100))) r = await report(since);
};
const unheard = r.sources.find(one => one.program === 'capture');
check('an interface that nobody heard is told', unheard.name === 'eth7' && unheard.heard_ms === null && unheard.light === 'quiet', JSON.stringify(r.sources));
state(2);
await turned(2);
state(5);
await turned(5);
encoder.kill();
check('calls for which there was no room are expected and missing', of(r, 'live').expected === 5 && of(r, 'live').turned_away === 5 && of(r, 'live').recorded === 0, JSON.stringify(of(r, 'live')));
const heard = r.sources.find(one => one.program === 'capture');
check('an interface that sends is heard', heard.light === 'sends' && Date.now() - heard.heard_ms < 60000, JSON.stringify(r.sources));
check('and so are the folder and the replay', ['import', 'replay'].every(name => r.sources.some(one => one.program === name && one.heard_ms && one.light === 'may_be')));

// ---- room ------------------------------------------------------------------------------------------------
check('before anything was measured nothing is told of room', r.rooms.length === 0);
keep();
r = await report();
check('what was measured once foresees nothing', r.rooms.length === 2 && r.rooms.every(one => one.state === 'unknown' && one.full_ms === null && one.free_bytes > 0), JSON.stringify(r.rooms));
const hour = 3600000, free = 100e9;
site.sql(`DELETE FROM room_sample; WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 72)
  INSERT INTO room_sample SELECT 'recordings', ${Date.now()} - i * ${hour}, ${free} + i * 1000000000 FROM n`);
const full = (await report()).rooms.find(one => one.place === 'recordings');
check('a disk that fills by a gigabyte an hour is full in a hundred', full.state === 'filling' && Math.abs(full.full_ms - Date.now() - 100 * hour) < 3 * hour, JSON.stringify(full));

// ---- who asks --------------------------------------------------------------------------------------------
check('an agent does not read it', (await ask('lena', 'health/report')).status === 403);
const long = await ask('adam', `health/report?from=0&to=${Date.now()}`);
check('of too long a time the newest hundred days are told', long.status === 200 && long.json.to_ms - long.json.from_ms === 100 * 86400000);
check('no person is in it', !/lena|0701|1001/.test(JSON.stringify(await report(since))));
const page = (await ask('adam', 'health')).json;
check('programs that never told anything are on the page', page.programs.some(one => one.program === 'capture') && page.programs.every(one => one.at_ms !== 0));
await finish(site);
