// SPDX-License-Identifier: Apache-2.0
// How it was judged before: the precedents of the question one stands on, each with the place in its
// call for those who may hear it. Folded, so that nothing below moves unless asked.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { calibrations, type Precedent } from '../../api/calibration';
import type { Rubric } from '../../api/evaluation';
import { words } from '../../words';
import { place } from '../notes/form';
import { choiceName, type Asked } from './matrix';

const known = signal<{ rubric: string; rows: Precedent[] }>({ rubric: '', rows: [] });

/** Fetched once for a form; without them one can score as well. */
export function usePrecedents(rubric: string) {
  useEffect(() => {
    let here = true;
    calibrations.precedents(rubric).then(
      rows => {
        if (here) known.value = { rubric, rows };
      },
      () => {},
    );
    return () => {
      here = false;
    };
  }, [rubric]);
}

export function Precedents({ rubric, of }: { rubric: Rubric; of: Asked }) {
  const w = words.value.evaluate;
  const { value } = known;
  const key = of.key ?? of.id;
  const rows = value.rubric === rubric.key ? value.rows.filter(one => one.question === key) : [];
  if (rows.length === 0) return null;
  return (
    <details
      class="precedents small"
      key={of.id}
      onToggle={() => document.getElementById(`q-${of.id}`)?.scrollIntoView({ block: 'nearest' })}
    >
      <summary>{w.precedents(rows.length)}</summary>
      <ul>
        {rows.map(one => (
          <li key={one.id}>
            <strong>{choiceName(rubric, of, one.value)}.</strong> {one.why}{' '}
            {one.interaction && one.at_ms !== null && (
              <a
                href={`/calls/${one.interaction}?t=${Math.max(0, one.at_ms / 1000 - 2)}`}
                target="_blank"
                rel="noopener"
              >
                {w.precedentHear} {place({ at_ms: one.at_ms, len_ms: one.len_ms ?? 0 })}
              </a>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
