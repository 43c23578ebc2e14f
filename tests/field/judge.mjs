// SPDX-License-Identifier: Apache-2.0
// node judge.mjs BIN HOUSE: takes each line of expected.tsv to a copy of HOUSE of its own, by the programs in
// BIN, and prints "ok" or "not ok" for it: what is listed, and what is heard (FFmpeg decodes). Two at a time.
//
// The last column says what must be so, in words with blanks between them:
//   calls=N                   interactions; 1 unless said
//   agent=A,B caller=A,B      whose line, whose number; for each call in order of time
//   agents=A+B,…              every agent of each call, in the order they came
//   way=in,…                  the direction of each call
//   hz=A/C,…                  the agent's tone and the caller's, for each call; 1000/440 unless said; of two
//                             people on one side A+B
//   left=S,… right=S,…        seconds of them on that side, ± 0.1, for each call, and no more than 0.1 of anybody
//                             else's
//   each=S                    so on the two sides, whichever is whose
//   length=S                  of the call, ± 20 ms
//   gaps=A,B                  their reasons; none
//   at=S-S,…                  when the agent speaks, ± 20 ms
//   steps=N                   the caller's tone rises by 75 Hz every 200 ms, N times: each is where it was spoken
//   silent=WHY                no recording, and that is why
//   ended=WHY
//   said=WORDS                replay's last line has them, _ for a blank
//   then                      a call recorded in that house afterwards is a call more
//   apart                     the files are cases of their own; else those with a blank between them are one capture
// Where a line has files with a comma between them each is a case, and " | " parts what must be so of each.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const [bin, template] = process.argv.slice(2);
const work = await mkdtemp(join(tmpdir(), 'medlyss-field.'));
const RATE = 8000, WINDOW = 320;

const run = (program, args, options = {}) =>
  promisify(execFile)(program, args, { timeout: 60000, maxBuffer: 1 << 28 , ...options });
const medlyss = (...args) => run(join(bin, 'medlyss'), args);

// The plain file, as a person would have it.
async function file(name) {
  const path = join(work, name);
  const stored = await readFile(join(here, `${name}.gz`)).then(gunzipSync, () => readFile(join(here, name)));
  await writeFile(path, stored);
  return path;
}

async function calls(house) {
  const { stdout } = await medlyss('list', '--data', house, '--json');
  return stdout.split('\n').filter(Boolean).map(line => JSON.parse(line)).sort((a, b) => a.started_ms - b.started_ms);
}

// ---- hearing ---------------------------------------------------------------------------------------------------------

async function sides(house, id) {
  const opus = join(house, `${id}.opus`);
  await medlyss('export', '--data', house, id, '-o', opus);
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', opus, '-ar', RATE, '-ac', 2, '-f', 's16le', '-'],
    { encoding: 'buffer' });
  const both = new Int16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)));
  return [0, 1].map(side => Float64Array.from({ length: both.length / 2 }, (_, i) => both[2 * i + side]));
}

const rms = x => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length);
function amplitude(x, hz) { // Goertzel
  const k = 2 * Math.cos(2 * Math.PI * hz / RATE);
  let a = 0, b = 0;
  for (const v of x) [a, b] = [v + k * a - b, a];
  return 2 * Math.sqrt(Math.max(0, a * a + b * b - k * a * b)) / x.length;
}
function seconds(x, tones) {
  let n = 0;
  for (let at = 0; at + WINDOW <= x.length; at += WINDOW) {
    const w = x.subarray(at, at + WINDOW), level = rms(w);
    n += level > 60 && tones.some(hz => amplitude(w, hz) > 0.7 * Math.SQRT2 * level);
  }
  return n * WINDOW / RATE;
}
// From when to when there is sound, ms; what is quiet for less than 60 ms is in it.
function spans(x) {
  const piece = RATE / 200, out = [];
  const levels = Array.from({ length: Math.floor(x.length / piece) }, (_, i) => rms(x.subarray(i * piece, (i + 1) * piece)));
  const half = Math.max(...levels) / 2;
  for (let i = 0; i < levels.length; i++) {
    if (levels[i] < half) continue;
    if (out.length && i * 5 - out.at(-1)[1] < 60) out.at(-1)[1] = i * 5 + 5;
    else out.push([i * 5, i * 5 + 5]);
  }
  return out;
}
// The pieces of 20 ms in which another step sounds than the one that was spoken then: those at its edges aside.
function displaced(x, steps) {
  const piece = RATE / 50, out = [];
  for (let i = 0; i < steps * 10 && (i + 1) * piece <= x.length; i++) {
    if (i % 10 === 0 || i % 10 === 9) continue;
    const w = x.subarray(i * piece, (i + 1) * piece), want = Math.floor(i / 10);
    const levels = Array.from({ length: steps }, (_, k) => amplitude(w, 300 + 75 * k));
    if (levels.indexOf(Math.max(...levels)) !== want) out.push(i * 20);
  }
  return out;
}

// ---- judging ---------------------------------------------------------------------------------------------------------

const near = (a, b, by) => Math.abs(a - b) <= by;
const same = (got, want) => got.join() === want.join();

async function heard(house, call, nth, [agent, caller], want, wrong) {
  const [left, right] = await sides(house, call.id);
  const own = { left: seconds(left, agent), right: seconds(right, caller) };
  const other = { left: seconds(left, caller), right: seconds(right, agent) };
  for (const side of ['left', 'right']) {
    if (!want[side]) continue;
    const told = want[side].split(',');
    if (!near(own[side], +(told[nth] ?? told[0]), 0.1)) wrong(`${own[side].toFixed(2)} s ${side}`);
    if (other[side] > 0.1) wrong(`${other[side].toFixed(2)} s of the other's voice ${side}`);
  }
  if (want.each) {
    const straight = Math.min(own.left, own.right), crossed = Math.min(other.left, other.right);
    if (!near(Math.max(straight, crossed), +want.each, 0.1)) wrong(`${straight} or ${crossed} s each`);
    if (Math.min(straight, crossed) > 0.1) wrong('both voices on both sides');
  }
  if (want.at) {
    const got = spans(left), told = want.at.split(',').map(s => s.split('-').map(n => n * 1000));
    if (got.length !== told.length || got.flat().some((ms, i) => !near(ms, told.flat()[i], 20)))
      wrong(`speaks at ${got.map(s => s.join('-'))} ms`);
  }
  if (want.steps) {
    const late = displaced(right, +want.steps);
    if (late.length) wrong(`displaced at ${late.join()} ms`);
  }
}

function listed(got, want, wrong) {
  if (got.length !== +(want.calls ?? 1)) wrong(`${got.length} calls`);
  const numbers = side => got.map(c => c.parties.find(p => p.side === side)?.number ?? (side === 'caller' && want.caller ? 'none' : ''));
  for (const side of ['agent', 'caller'])
    if (want[side] && !same(numbers(side), want[side].split(','))) wrong(`${side} ${numbers(side)}`);
  const all = got.map(c => c.parties.filter(p => p.side === 'agent').map(p => p.number).join('+'));
  if (want.agents && !same(all, want.agents.split(','))) wrong(`agents ${all}`);
  const ways = got.map(c => c.direction);
  if (want.way && !same(ways, want.way.split(','))) wrong(`way ${ways}`);
  for (const call of got) {
    const reasons = [...new Set(call.gaps.map(g => g.reason))].sort();
    if (want.gaps && !same(reasons.length ? reasons : ['none'], want.gaps.split(','))) wrong(`gaps ${reasons}`);
    if (want.length && !near(call.duration_ms, want.length * 1000, 20)) wrong(`${call.duration_ms} ms long`);
    if (want.ended && call.end_reason !== want.ended) wrong(`ended by ${call.end_reason}`);
    if (want.silent && (call.recording || call.no_recording !== want.silent)) wrong(`silent: ${call.no_recording}`);
  }
}

async function brought(house, files, want, wrong) {
  const how = /\.(wav|vcon)$/.test(files[0]) ? 'import' : 'replay';
  const { stdout } = await medlyss(how, '--data', house, ...files);
  if (want.said && !stdout.includes(want.said.replaceAll('_', ' '))) wrong(`it says: ${stdout.trim()}`);
}

async function trial(names, want) {
  const house = await mkdtemp(join(work, 'house.')), faults = [];
  const wrong = fault => faults.push(`${names.join(' ')}: ${fault}`);
  try {
    await cp(template, house, { recursive: true });
    await brought(house, await Promise.all(names.map(file)), want, wrong);
    const got = await calls(house);
    listed(got, want, wrong);
    const tones = (want.hz ?? '1000/440').split(',').map(both => both.split('/').map(side => side.split('+').map(Number)));
    if (want.left || want.each || want.steps)
      for (const [i, call] of got.entries()) await heard(house, call, i, tones[i] ?? tones[0], want, wrong);
    await medlyss('verify', '--data', house);
    if (want.then) {
      await brought(house, [await file('62-rpid-names-the-agent.pcap')], {}, wrong);
      if ((await calls(house)).length !== got.length + 1) wrong('the next call is not recorded');
    }
  } catch (e) {
    wrong(e.killed ? 'it does not end' : `${e.message}`.trim());
  }
  await rm(house, { recursive: true });
  return faults;
}

const words = text => Object.fromEntries(text.split(' ').map(w => w.split(/=(.*)/s)).map(([k, v]) => [k, v ?? true]));

async function line([names, kind, , check]) {
  const wants = check.split(' | ').map(words);
  const groups = names.split(', ').flatMap(n => (wants[0].apart ? n.split(' ').map(one => [one]) : [n.split(' ')]));
  const faults = [];
  for (const [i, group] of groups.entries()) faults.push(...await trial(group, wants[i] ?? wants[0]));
  console.log(`${faults.length ? 'not ok' : 'ok'} ${kind}${faults.map(f => `\n  ${f}`).join('')}`);
  return faults.length;
}

const lines = (await readFile(join(here, 'expected.tsv'), 'utf8')).trim().split('\n').slice(1).map(l => l.split('\t'));
const told = lines.flatMap(([names]) => names.split(/,? /));
const there = (await readdir(here)).map(n => basename(n, '.gz')).filter(n => /\.(pcap|pcapng|wav|vcon)$/.test(n));
let bad = 0;
const lane = async queue => { for (let next; (next = queue.shift());) bad += await line(next); };
await Promise.all([lane(lines), lane(lines)]);
for (const name of there.filter(n => !told.includes(n))) console.log(`not ok ${name} stands on no line`), bad++;
await rm(work, { recursive: true });
process.exitCode = bad ? 1 : 0;
