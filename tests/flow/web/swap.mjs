// SPDX-License-Identifier: Apache-2.0
// Sides swapped in the web are swapped in what is served and in what is exported, for every decoder,
// and nothing was coded again: the same packets in the same file.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
site.user('lena', 'agent', 'A', '1001');
site.user('maria', 'coach', 'A');
const plan = join(site.data, 'plan.json'), pcap = join(site.data, 'calls.pcap');
writeFileSync(plan, JSON.stringify({ calls: [{ length: 6, caller: { sounds: [{ tone: 700, gain_db: -12 }] },
  callee: { number: '1001', missing: [{ from: 5.2, to: 5.7, how: 'lost' }], sounds: [{ tone: 1100, gain_db: -20 }] } }] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });
await site.start();
for (const login of ['lena', 'maria']) await site.signIn(login);
const call = (await site.ask('GET', '/api/v1/interactions', { as: 'maria' })).json.rows[0].id;
const sha = bytes => createHash('sha256').update(bytes).digest('hex');

// What a decoder makes of a file: the tone each side has (dBFS at 700 and at 1100 Hz, Goertzel), the
// level of each channel as sox has it, and a hash of each channel's samples.
function heard(bytes, by) {
  const opus = join(site.data, 'heard.opus'), wav = join(site.data, 'heard.wav');
  writeFileSync(opus, bytes);
  if (by === 'opusdec') execFileSync('opusdec', ['--quiet', '--no-dither', '--rate', '48000', opus, wav], { stdio: 'ignore' });
  else execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-c:a', 'opus', '-i', opus, '-c:a', 'pcm_s16le', '-y', wav]);
  const tone = hz => execFileSync(join(bin, 'ears'), [wav, 'tone', String(hz), '1', '5'], { encoding: 'utf8' }).trim().split(' ').map(Number);
  const channel = n => execFileSync('sox', [wav, '-t', 'raw', '-', 'remix', String(n)], { maxBuffer: 1 << 28 });
  const level = n => Number(/RMS lev dB\s+(\S+)/.exec(execFileSync('sh', ['-c', `sox "$0" -n remix ${n} stats 2>&1`, wav], { encoding: 'utf8' }))[1]);
  const [caller, agent] = [tone(700), tone(1100)];
  return { left: { caller: caller[0], agent: agent[0], rms: level(1), sha: sha(channel(1)) },
    right: { caller: caller[1], agent: agent[1], rms: level(2), sha: sha(channel(2)) } };
}
const says = s => `left ${s.left.rms} dB, right ${s.right.rms} dB`;
async function state() {
  const l = (await site.ask('POST', '/api/v1/listenings', { as: 'maria', json: { interaction: call, reason: 'review' } })).json;
  const audio = await site.ask('GET', l.audio, { as: 'maria' }), peaks = await site.ask('GET', l.peaks, { as: 'maria' });
  const file = join(site.data, 'export.opus');
  site.run('medlyss', 'export', '--data', site.data, call, '-o', file);
  const page = (await site.ask('GET', `/api/v1/interactions/${call}`, { as: 'maria' })).json;
  const folder = join(site.data, 'audio');
  const disk = sha(readdirSync(folder, { recursive: true, withFileTypes: true }).filter(e => e.isFile())
    .map(e => sha(readFileSync(join(e.parentPath ?? e.path, e.name)))).sort().join());
  const missing = (await site.ask('GET', '/api/v1/health', { as: 'maria' })).json.missing;
  return { missing, served: audio.bytes, etag: audio.headers.etag, peaks: peaks.bytes, exported: readFileSync(file), page, disk };
}
const firstPage = bytes => 27 + bytes[26] + bytes.subarray(27, 27 + bytes[26]).reduce((a, b) => a + b, 0);

const before = await state();
const swap = await site.ask('POST', `/api/v1/interactions/${call}/swap`, { as: 'maria', json: {} });
check('a coach swaps the sides', swap.status === 204, `${swap.status} ${swap.bytes}`);
const after = await state();
check('the call page says so', before.page.recording.swapped === false && after.page.recording.swapped === true);
const gap = ({ missing: [one] }) => `${one?.side} ${one?.reason} ${one?.times} × ${one?.missing_ms / one?.times} ms`;
check(`what is missing goes with its side (${gap(before)} → ${gap(after)})`,
  gap(before) === 'agent lost 1 × 500 ms' && gap(after) === 'caller lost 1 × 500 ms', JSON.stringify(before.missing));
for (const what of ['served', 'exported']) for (const by of ['opusdec', 'ffmpeg']) {
  const a = heard(before[what], by), b = heard(after[what], by);
  check(`${what}, ${by}: the agent was left, the caller right (${says(a)})`,
    a.left.agent > -26 && a.right.caller > -18 && a.left.agent - a.left.caller > 45 && a.right.caller - a.right.agent > 45, JSON.stringify(a));
  check(`${what}, ${by}: now the caller is left, the agent right (${says(b)})`,
    b.left.caller > -18 && b.right.agent > -26 && b.left.caller - b.left.agent > 45 && b.right.agent - b.right.caller > 45, JSON.stringify(b));
  check(`${what}, ${by}: each channel's samples are the other's of before`, a.left.sha === b.right.sha && a.right.sha === b.left.sha);
}
for (const what of ['served', 'exported']) {
  const [a, b] = [before[what], after[what]], head = firstPage(a);
  check(`${what}: the first page differs, the packets of all the others are the same bytes (${a.length - head} of ${a.length})`,
    head === firstPage(b) && !a.subarray(0, head).equals(b.subarray(0, head)) && a.subarray(head).equals(b.subarray(head)));
}
check('no file in the house was written again', before.disk === after.disk);
check('what a browser kept is not taken for it', before.etag && before.etag !== after.etag, `${before.etag} ${after.etag}`);
check('the waveform is swapped too', before.peaks.length === after.peaks.length && !before.peaks.equals(after.peaks));
const other = { agent: 'caller', caller: 'agent' }, sides = rows => rows.map(r => JSON.stringify({ ...r, id: 0 })).sort().join();
const turned = rows => rows.map(r => ({ ...r, side: other[r.side] ?? r.side }));
for (const what of ['legs', 'gaps', 'spans'])
  check(`the ${what} change sides (${before.page[what].length})`, sides(turned(before.page[what])) === sides(after.page[what]),
    JSON.stringify([before.page[what], after.page[what]]));
for (const [a, b] of [['agent_talk_ms', 'caller_talk_ms'], ['agent_level_cdb', 'caller_level_cdb'], ['interruptions_by_agent', 'interruptions_by_caller'],
  ['agent_monologue_ms', 'caller_monologue_ms']]) {
  const [m, n] = [before.page.measures, after.page.measures];
  check(`${a} and ${b} too`, m[a] === n[b] && m[b] === n[a], JSON.stringify([m, n]));
}
await site.ask('POST', `/api/v1/interactions/${call}/swap`, { as: 'maria', json: {} });
const again = await state();
check('swapped twice is as it was', again.served.equals(before.served) && again.exported.equals(before.exported));
check('it is in the log, twice', Number(site.sql("SELECT count(*) FROM audit WHERE event = 'interaction.swapped'")) === 2);
check('the house verifies', site.verify() === '' || !/wrong/.test(site.verify()), site.verify());
await finish(site);
