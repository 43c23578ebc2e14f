// SPDX-License-Identifier: Apache-2.0
// Milder or stricter than what was agreed or the others said: one's own, or for the quality lead everyone's, by name.
import type { Against, Figure, Judge } from '../../api/calibration';
import { me } from '../../state/me';
import { number } from '../../words/format';
import { Section } from '../bits';
import { w } from './words';

/** A sentence by rule: what the interval leaves open is not said. */
function difference({ value, lo, hi, n }: Figure, against: Against): string {
  if (value === null || lo === null || hi === null) return w.value.tooFew(n);
  const than = w.value.than[against];
  const one = (x: number) => number(Math.round(x * 10) / 10, 1);
  const says =
    lo > 0 ? w.value.milder(than) : hi < 0 ? w.value.stricter(than) : w.value.severityNone(than);
  return `${says}: ${w.value.difference(one(value), one(lo), one(hi), n)}.`;
}

export function Severity({ of }: { of: Judge[] }) {
  if (of.length === 0) return null;
  const only = of.length === 1 && of[0]?.person.id === me.value?.id;
  return (
    <Section title={only ? w.value.severityMine : w.value.severityAll}>
      <p class="small quiet helpline">{w.value.severityHelp}</p>
      <ul class="severity">
        {of.map(one => (
          <li key={one.person.id}>
            {!only && <strong>{one.person.name}. </strong>}
            {difference(one.milder, one.against)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
