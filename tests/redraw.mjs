// SPDX-License-Identifier: Apache-2.0
// node redraw.mjs FILE: makes an exported draw again, by docs/sampling.md alone. Knows nothing of the program.
// Prints the calls it finds, and exits 1 where they or the frame's hash are not those of the file.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = text => createHash('sha256').update(text, 'utf8').digest();
const bytewise = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const reached = (x, bounds = []) => bounds.filter(bound => x >= bound).length;

export function redraw({ plan, calls, seed, withdrawn = [] }) {
  const gone = new Set(withdrawn.map(one => one.id));
  const each = plan.per_agent > 0;
  const takes = each ? plan.per_agent : plan.total;
  const lines = [...calls].sort((a, b) => bytewise(a.id, b.id)).map(c =>
    [c.id, c.agent ?? '', c.queue ?? '', c.duration_ms ?? 0, c.minute ?? 0, c.excluded ?? ''].join('\t') + '\n');
  const eligible = calls
    .filter(c => !c.excluded && (c.duration_ms ?? 0) >= (plan.min_ms ?? 0) && (c.duration_ms ?? 0) <= (plan.max_ms ?? Infinity) &&
      (!each || c.agent))
    .map(c => ({
      id: c.id, agent: c.agent ?? '', queue: c.queue ?? '', ticket: sha(`${seed}\n${c.id}`),
      length: reached(c.duration_ms ?? 0, plan.lengths_ms), part: reached(c.minute ?? 0, plan.parts_min),
    }))
    .sort((a, b) => bytewise(a.agent, b.agent) || bytewise(a.queue, b.queue) || a.length - b.length ||
      a.part - b.part || Buffer.compare(a.ticket, b.ticket));
  const groups = new Map();
  for (const c of eligible) groups.set(each ? c.agent : '', [...(groups.get(each ? c.agent : '') ?? []), c]);
  const drawn = new Set();
  for (const [name, group] of groups) {
    const N = BigInt(group.length), n = BigInt(Math.min(takes, group.length));
    const start = BigInt('0x' + sha(`${seed}\nstart:${name}`).subarray(0, 16).toString('hex')) % N;
    for (let k = 0n; k < n; k++) drawn.add(group[Number((k * N + start) / n)]);
  }
  const stratum = c => JSON.stringify([c.agent, c.queue, c.length, c.part]);
  for (const [, group] of groups)
    for (const c of group) {
      if (!drawn.has(c) || !gone.has(c.id)) continue;
      drawn.delete(c);
      const free = group.filter(one => one !== c && !drawn.has(one) && !gone.has(one.id));
      const next = free.find(one => stratum(one) === stratum(c)) ??
        free.sort((a, b) => Buffer.compare(a.ticket, b.ticket))[0];
      if (next) drawn.add(next);
    }
  return { sha256: sha(lines.join('')).toString('hex'), drawn: eligible.filter(c => drawn.has(c)).map(c => c.id) };
}

if (process.argv[2]) {
  const file = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const again = redraw(file);
  console.log(again.drawn.join('\n'));
  const same = (!file.drawn || again.drawn.join() === file.drawn.map(one => one.id).join()) &&
    (!file.frame?.sha256 || again.sha256 === file.frame.sha256);
  process.exitCode = same ? 0 : 1;
}
