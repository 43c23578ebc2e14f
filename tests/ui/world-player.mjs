// SPDX-License-Identifier: Apache-2.0
// A house for the ear: calls of pure tones whose every turn is known to the millisecond, so that what
// sounds can be told from what should. The agent is a tone of 440 Hz, whoever calls one of 1000 Hz.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waved } from './sound.mjs';
import { ask } from './world-work.mjs';
import { found, listen, medlyss } from './realserver.mjs';

const HZ = 8000;
export const TONES = { agent: 440, caller: 1000 };

/** Seconds. Silent from 23 to 31 and from 44.5 to 47.2; both talk at 8.2 and at 37.4. */
export const CALL = {
  title: 'Toner',
  seconds: 60,
  agent: [[1, 9], [14, 20], [31, 38], [47.2, 52]],
  caller: [[8.2, 13.4], [20.4, 23], [37.4, 44.5], [52.5, 59.2]],
  silent: [[23, 31], [44.5, 47.2]],
  overtalk: [8.2, 37.4],
};
export const SECOND = { title: 'Andra toner', seconds: 12, agent: [[0.5, 6]], caller: [[6.2, 11.6]] };

const PEOPLE = [
  ['Karin Holm', 'karin', 'quality'],
  ['Maria Ek', 'maria', 'coach'],
  ['Lars Falk', 'lars', 'coach'],
  ['Anna Lindqvist', 'anna', 'agent', '1001'],
  ['Sara Öberg', 'sara', 'newhire'],
];

/** A WAV of two voices, each a tone with sharp edges. */
function tones({ seconds, agent, caller }) {
  const out = new Int16Array(seconds * HZ * 2);
  for (const [side, turns, hz] of [[0, agent, TONES.agent], [1, caller, TONES.caller]])
    for (const [from, to] of turns)
      for (let i = Math.round(from * HZ); i < to * HZ; i++)
        out[i * 2 + side] = 9000 * Math.sin((2 * Math.PI * hz * i) / HZ);
  return waved(out);
}

async function bring(data, folder, call, at) {
  const path = join(folder, `tones-${at}.wav`);
  await writeFile(path, tones(call));
  await writeFile(
    path.replace('.wav', '.json'),
    JSON.stringify({
      started: new Date(Date.now() - (at + 2) * 60_000).toISOString(),
      direction: 'in',
      agent: { number: '1001' },
      caller: { number: `070174060${at}` },
    }),
  );
  const { stdout } = await medlyss('import', '--data', data, '--json', path, path.replace('.wav', '.json'));
  return JSON.parse(stdout.trim().split('\n')[0]).id;
}

/** Marks lie close, far, and at the very beginning: [second, words]. */
export const NOTES = [[0.4, 'Först'], [16, 'Ett'], [16.3, 'Tätt efter'], [27, 'I tystnaden'], [50, 'Sist']];

export async function servePlayer() {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-ear-'));
  const data = join(folder, 'house');
  await found(data, PEOPLE);
  const ids = [];
  for (const [at, call] of [CALL, SECOND].entries()) ids.push(await bring(data, folder, call, at));
  const { child, url } = await listen(data);
  const as = {};
  for (const [, login] of PEOPLE) as[login] = await ask(url, login);
  for (const [at, call] of [CALL, SECOND].entries())
    await as.maria('PUT', `interactions/${ids[at]}/title`, { title: call.title });
  for (const [at, body] of NOTES)
    await as.maria('POST', `interactions/${ids[0]}/notes`, { at_ms: at * 1000, len_ms: 0, kind: 'keep', body });
  return {
    url,
    as,
    data,
    call: ids[0],
    second: ids[1],
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
