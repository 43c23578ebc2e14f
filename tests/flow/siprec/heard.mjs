// SPDX-License-Identifier: Apache-2.0
// What was recorded of the scenes: node heard.mjs BIN SAID HOUSE… One line "ok NAME" or "not ok NAME: why" a scene.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [, , bin, said, ...houses] = process.argv;
const run = (command, args) => execFileSync(command, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
const calls = houses.flatMap((house) =>
  run(`${bin}/medlyss`, ['list', '--data', house, '--json']).toString().split('\n').filter(Boolean).map((line) => ({ house, ...JSON.parse(line) })));
const agents = {}; // of an interaction, in their order
for (const house of houses)
  for (const row of JSON.parse(run('sqlite3', ['-json', `${house}/catalogue.db`, `SELECT lower(hex(interaction)) AS id, person.name FROM segment
    JOIN person ON person.id = agent ORDER BY interaction, ord`]).toString() || '[]')) (agents[row.id] ??= []).at(-1) === row.name || agents[row.id].push(row.name);

const gaps = (call) => // of more than the edges
  run('sqlite3', [`${call.house}/catalogue.db`, `SELECT DISTINCT reason FROM gap WHERE lower(hex(interaction)) = '${call.id.replace(/-/g, '')}'
    AND to_ms - from_ms > 250`]).toString().split('\n').filter(Boolean);

const RATE = 8000, WINDOW = 1600;
const level = (pcm, channel, hz) => { // dB of full scale, in the loudest fifth of a second
  let most = 0;
  for (let at = 0; at + WINDOW <= pcm.length / 2; at += WINDOW) {
    let [a, b] = [0, 0];
    for (let i = 0; i < WINDOW; i++) {
      const x = pcm[2 * (at + i) + channel] / 32768;
      a += x * Math.cos((2 * Math.PI * hz * i) / RATE);
      b += x * Math.sin((2 * Math.PI * hz * i) / RATE);
    }
    most = Math.max(most, (2 * Math.hypot(a, b)) / WINDOW);
  }
  return Math.round(20 * Math.log10(most + 1e-6));
};
const file = (call, as) => `${call.house}/${call.id}.${as}`;
const heard = calls.filter((call) => call.recording);
for (const call of heard) run(`${bin}/medlyss`, ['export', '--data', call.house, call.id, '-o', file(call, 'opus')]);
for (let at = 0; at < heard.length; at += 40) { // many by one: to start it takes longer than to decode
  const some = heard.slice(at, at + 40);
  run('ffmpeg', ['-v', 'error', ...some.flatMap((call) => ['-i', file(call, 'opus')]),
    ...some.flatMap((call, i) => ['-map', `${i}`, '-f', 's16le', '-ar', `${RATE}`, file(call, 'pcm')])]);
}
const sound = (call) => {
  const raw = readFileSync(file(call, 'pcm'));
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~1)));
};
// One packet of the other's would be -27 dB of its fifth of a second; a step where a sender came late, -40.
const sides = (pcm, left, right) => [[0, left, right], [1, right, left]].flatMap(([channel, mine, other]) => {
  const [is, isnt] = [level(pcm, channel, mine), level(pcm, channel, other)];
  return is >= -20 && isnt <= -33 ? [] : [`${['left', 'right'][channel]}: ${mine} Hz at ${is} dB, ${other} Hz at ${isnt} dB`];
});

const told = (scene, customer, left, right) => {
  const of = calls.filter((c) => c.parties.some((p) => p.number === customer));
  if (of.length !== (scene.calls ?? 1)) return [`${of.length} interactions of ${customer}`];
  const wrong = [];
  const called = of.map((c) => c.parties.find((p) => p.number === customer).name);
  if (scene.called && !called.every((name) => name === scene.called)) wrong.push(`called ${called}`);
  for (const call of of) {
    const names = (agents[call.id.replace(/-/g, '')] ?? []).join();
    if (names !== scene.agents.join()) wrong.push(`agents: ${names || 'nobody'}`);
    if (!call.recording) wrong.push('no sound');
    else if (left) wrong.push(...sides(sound(call), left, right));
    const why = gaps(call).filter((reason) => scene.gaps && !scene.gaps.includes(reason));
    if (scene.gaps && !gaps(call).includes(scene.gaps[0])) wrong.push(`no gap told as ${scene.gaps[0]}`);
    if (why.length) wrong.push(`gaps told as ${why}`);
    if (scene.direction && call.direction !== scene.direction) wrong.push(`direction ${call.direction}`);
  }
  return wrong;
};
for (const line of readFileSync(said, 'utf8').split('\n').filter(Boolean)) {
  const scene = JSON.parse(line);
  const wrong = [...scene.wrong];
  if (scene.customer) {
    wrong.push(...told(scene, scene.customer, scene.left, scene.right));
    if (scene.also) wrong.push(...told(scene.also, scene.also.number, 500, 900));
    const packets = calls.filter((c) => c.parties.some((p) => p.number === scene.customer || p.number === scene.also?.number)).flatMap((c) => c.legs).reduce((sum, leg) => sum + leg.packets, 0);
    if (scene.lossy ? packets < scene.sent / 2 : packets !== scene.sent) wrong.push(`${packets} packets of ${scene.sent}`);
  }
  console.log(wrong.length ? `not ok ${scene.scene}: ${wrong.join('; ')}` : `ok ${scene.scene}`);
}
