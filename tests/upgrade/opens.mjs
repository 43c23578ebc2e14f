// SPDX-License-Identifier: Apache-2.0
// A frozen house, unpacked in a folder, held against what its own release said of it:
//   node tests/upgrade/opens.mjs FOLDER said.json [changed.json]
// changed.json names the figures that a later release reckons otherwise on purpose, and why.
import { existsSync, readFileSync } from 'node:fs';
import { check } from '../flow/web/site.mjs';
import { Opened } from './opened.mjs';

// What was said must still be said; more may be said beside it.
const within = (old, now) => (old && typeof old === 'object'
  ? now && typeof now === 'object' && Object.keys(old).every(key => within(old[key], now[key]))
  : old === now);
function differs(old, now, where = '') {
  if (within(old, now)) return '';
  if (!old || typeof old !== 'object' || !now || typeof now !== 'object') return `${where}: ${JSON.stringify(now)}, was ${JSON.stringify(old)}`;
  const key = Object.keys(old).find(one => !within(old[one], now[one]));
  return differs(old[key], now[key], `${where}.${key}`);
}

// A command's answer was kept as the text it printed; where that is JSON, it is held against as JSON.
function opened(value) {
  if (Array.isArray(value)) return value.map(opened);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, opened(v)]));
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return value;
  try { return JSON.parse(value); } catch { return value; }
}
function change(figures, path, value) {
  const keys = path.split('.'), last = keys.pop();
  keys.reduce((at, key) => at[key], figures)[last] = value;
}

const [folder, path, changed] = process.argv.slice(2);
const said = JSON.parse(readFileSync(path, 'utf8'));
if (changed && existsSync(changed)) {
  const { why, ...figures } = JSON.parse(readFileSync(changed, 'utf8'));
  for (const [at, value] of Object.entries(figures)) change(said.figures, at, value);
  console.log(`changed on purpose: ${Object.keys(figures).length} figures. ${why}`);
}
const now = await new Opened(folder).figures(said);
const id = row => [row.id, row];
const byId = figures => ({ ...figures, calls: Object.fromEntries(figures.calls.map(id)) });
const [old, seen] = [byId(said.figures), byId(now)];
let bad = 0;
for (const [name, value] of Object.entries(old)) {
  const why = differs(opened(value), opened(seen[name]));
  bad += why ? 1 : 0;
  check(`${name}: as it was`, !why, why);
}
process.exit(bad ? 1 : 0);
