// SPDX-License-Identifier: Apache-2.0
// Codes that the programs write and pages show: each has its sentence in both languages
// (review-web/ui/words/codes.ts, programs.ts). Read from the sources, so that a new one without words fails here.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

const read = path => readFile(join(root, path), 'utf8');
const all = (text, pattern) => [...text.matchAll(pattern)].map(found => found[1]);

/** The tables of codes.ts: name → code → how many sentences it has. */
export function tables(source) {
  const out = {};
  for (const [, name, body] of source.matchAll(/export const ([A-Z]+): Table = \{\n([^]*?)\n\};/g)) {
    out[name] = {};
    for (const [, quoted, bare, pair] of body.matchAll(/^ {2}(?:'([^']+)'|(\w+)): \[([^]*?)\],$/gm))
      out[name][quoted ?? bare] = all(pair, /'((?:[^'\\]|\\.)+)'/g).length;
  }
  return out;
}

const recorder = async () => {
  const files = (await readdir(join(root, 'recorder'), { recursive: true })).filter(f => f.endsWith('.c'));
  return (await Promise.all(files.map(file => read(`recorder/${file}`)))).join('\n');
};

/** What the sources can write, by table. */
async function written() {
  const [events, shifts, keeper, recorded] = await Promise.all([
    read('schemas/events.def'),
    Promise.all(['review-web/api/shifts.c', 'core/instant.c'].map(read)).then(both => both.join('\n')),
    read('medlyss/keeper/duties.c'),
    recorder(),
  ]);
  const states = `${recorded}\n${keeper}`;
  return {
    EVENTS: all(events, /EVENT\(\w+,\s*"([^"]+)",\s*(?:AUDIT|BOTH)/g),
    ALARMS: [
      ...all(states, /\balarm_add\([^;]*?"([a-z_]+)"\)/g),
      ...all(keeper, /"\[\\"([a-z_]+)\\"\]"/g),
    ],
    PROGRAMS: all(states, /struct recorder_state_set \w+ = \{(?:\.program = )?"(\w+)"/g),
    REFUSALS: all(shifts, /fail\(E_BAD_DATA, "([^"%]+)"\)/g),
  };
}

/** The codes that have not two sentences. */
export async function unsaid(source) {
  const known = tables(source ?? (await read('review-web/ui/words/codes.ts')));
  Object.assign(known, tables(await read('review-web/ui/words/programs.ts')));
  const wanted = await written();
  return Object.entries(wanted).flatMap(([table, codes]) =>
    codes.length ? codes.filter(code => known[table]?.[code] !== 2).map(code => `${table} ${code}`) : [`${table}: nothing found`],
  );
}

export async function everyCode(ok) {
  const source = await read('review-web/ui/words/codes.ts');
  const missing = await unsaid(source);
  ok('every code has its sentence in both languages', missing.length === 0, missing.join('\n'));
  const less = await unsaid(source.replace("  'note.added': [", "  'note.other': ["));
  ok('a code without one would be found', less.includes('EVENTS note.added'));
}
