// SPDX-License-Identifier: Apache-2.0
// The routes and who may, as schemas/routes.def and schemas/authz.tsv say it; and ids for rows that a test
// writes itself.
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

export const picks = process.argv.slice(2).find(word => !word.startsWith('-')) ?? '';
export const rows = [...readFileSync('schemas/routes.def', 'utf8').matchAll(/^(?:ROUTE|HASHED|LONGER|SHEET|TAKEN)\((\w+),\s*"([^"]+)",\s*\w+,\s*\w+,\s*(OF_\w+),\s*(\w+)/gm)]
  .map(([, method, path, of, bytes]) => ({ route: `${method} ${path}`, of, body: bytes !== '0' && bytes !== 'EMPTY' }));
export const routes = rows.map(({ route }) => route);
// The columns of the table are who asks: a role by its name; quality_a: a quality lead of one team alone.
export const lines = readFileSync('schemas/authz.tsv', 'utf8').split('\n');
export const roles = lines.find(line => line.startsWith('route\t')).split('\t').slice(3);
export const table = new Map();
for (const line of lines) {
  if (!line || line.startsWith('#') || line.startsWith('route\t')) continue;
  const [route, owner, ...want] = line.split('\t');
  table.set(`${route}\t${owner}`, want);
}

export const uuid = () => { // version 7, now
  const b = randomBytes(16);
  b.writeUIntBE(Date.now(), 0, 6);
  b[6] = (b[6] & 15) | 0x70;
  return b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
export const blob = text => `x'${text.replaceAll('-', '')}'`;

// A call that encode could not finish.
let asides = 0;
export function asideIn(site) {
  const one = `019de000-0000-7000-8000-${String(++asides).padStart(12, '0')}`;
  site.sql(`INSERT INTO aside (id, started_ms, aside_ms, tries, reason, state, hold) VALUES (x'${one.replaceAll('-', '')}', 1, 2, 3, 'sound', 'waiting', 0)`);
  return one;
}
