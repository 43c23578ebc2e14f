// SPDX-License-Identifier: Apache-2.0
// A call that is quiet for long, with sound missing in the middle of it: the silence the service tells is
// what its own spans and gaps add up to, and a house from before is told the same after its migration.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
site.user('lena', 'agent', 'A', '1001');
site.user('maria', 'coach', 'A');
const plan = join(site.data, 'plan.json'), pcap = join(site.data, 'calls.pcap');
const talk = [{ at: 0, to: 4, speech: 1 }, { at: 26, speech: 1 }];
writeFileSync(plan, JSON.stringify({ calls: [{ length: 30,
  caller: { sounds: talk, missing: [{ from: 8, to: 14, how: 'lost' }] },
  callee: { number: '1001', sounds: talk, missing: [{ from: 12, to: 17, how: 'lost' }] } }] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });
await site.start();
await site.signIn('maria');
const ask = async path => (await site.ask('GET', `/api/v1/${path}`, { as: 'maria' })).json;
const [{ id }] = (await ask('interactions')).rows;
const call = await ask(`interactions/${id}`);

// As somebody with a ruler would: every hundredth of a second that is silent and not missing.
const silent = call.spans.filter(s => ['silence', 'dead_air'].includes(s.kind));
const missing = call.gaps.filter(g => !['dtx', 'hold'].includes(g.reason) && g.to_ms - g.from_ms >= 200);
const within = (list, at) => list.some(one => one.from_ms <= at && at < one.to_ms);
let ruled = 0;
for (let at = 0; at < call.duration_ms; at++) if (within(silent, at) && !within(missing, at)) ruled++;
check('there is silence, and sound is missing in it', silent.length > 0 && missing.some(g => within(silent, g.from_ms + 1)),
  JSON.stringify({ silent, missing }));
check('silence is what is quiet and not missing', Math.abs(call.measures.silence_ms - ruled) <= 20, `${call.measures.silence_ms} ${ruled}`);
check('and that is about thirteen seconds of twenty-two', Math.abs(ruled - 13_000) < 1500, ruled);

const told = JSON.parse(site.run('medlyss', 'list', '--data', site.data, '--json').trim().split('\n')[0]);
const plain = ({ side, from_ms, to_ms, reason }) => `${side} ${from_ms} ${to_ms} ${reason}`;
check('the command line tells the pages\' gaps', told.gaps.map(plain).sort().join() === call.gaps.map(plain).sort().join(), JSON.stringify(told.gaps));
const file = join(site.data, 'export.opus');
site.run('medlyss', 'export', '--data', site.data, id, '-o', file);
const seconds = Number(execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file], { encoding: 'utf8' }));
check('one length on the page, the command line and in the file exported', told.duration_ms === call.duration_ms &&
  Math.abs(seconds * 1000 - call.duration_ms) <= 20, `${told.duration_ms} ${call.duration_ms} ${seconds}`);

// A house of before: what was counted then, and the migration's own sentence.
const long = silent.reduce((sum, s) => sum + s.to_ms - s.from_ms, 0);
const [, update] = /(UPDATE[\s\S]*);/.exec(readFileSync(new URL('../../../schemas/migrations/0019_silence.sql', import.meta.url), 'utf8'));
site.sql(`UPDATE measure SET silence_ms = ${long}, dead_air_ms = ${long}; ${update};`);
const after = (await ask(`interactions/${id}`)).measures.silence_ms;
check('one counted before says the same after the migration', Math.abs(after - ruled) <= 20, `${long} ${after} ${ruled}`);
await finish(site);
