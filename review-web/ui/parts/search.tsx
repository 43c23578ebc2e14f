// SPDX-License-Identifier: Apache-2.0
// A search of the call list, page by page, and the line that says how far it came.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { calls } from '../api';
import type { CallRow } from '../api/types';
import { sayFailure } from '../state/say';
import { words } from '../words';
import { area } from '../words/area';
import { enFind, svFind } from '../words/find';
import { filterOf } from './filters';

const f = area(svFind, enFind);
type Sought = { rows: CallRow[]; next: string | null; full: boolean };
const PAGE = 50;

/** What was on the screen below a first page that came anew. */
function below(first: CallRow[], shown: CallRow[]): CallRow[] {
  const last = first.at(-1),
    there = new Set(first.map(row => row.id));
  return shown.filter(row => !there.has(row.id) && (!last || row.started_ms <= last.started_ms));
}

/**
 * A page may end before it is full, where few calls fit and they lie far apart: then the search goes
 * on by itself until it is, or is stopped. A first page fetched anew keeps what was found below it.
 */
export function useSearch(filter: string, first: CallRow[], next: string | null) {
  const more = useSignal<Sought>({ rows: [], next, full: first.length >= PAGE });
  const wanted = useSignal(PAGE);
  const stopped = useSignal(false);
  const was = useRef(first);
  useEffect(() => {
    if (was.current === first) return;
    const older = below(first, [...was.current, ...more.value.rows]);
    more.value =
      wanted.value > PAGE || older.length > 0
        ? { ...more.value, rows: older }
        : { rows: [], next, full: first.length >= PAGE };
    was.current = first;
  }, [first]);
  const rows = [...first, ...more.value.rows];
  const searching = more.value.next !== null && rows.length < wanted.value && !stopped.value;
  useEffect(() => {
    const from = more.value.next;
    if (!searching || from === null) return;
    let left = false;
    calls
      .find(filterOf(new URLSearchParams(filter)), from)
      .then(page => {
        if (left) return;
        more.value = {
          rows: [...more.value.rows, ...page.rows],
          next: page.next,
          full: page.rows.length >= PAGE,
        };
      })
      .catch((cause: unknown) => {
        stopped.value = true;
        sayFailure(cause);
      });
    return () => {
      left = true;
    };
  }, [searching, more.value.next]);
  return {
    rows,
    searching,
    next: more.value.next,
    full: more.value.full,
    stop: () => {
      stopped.value = true;
    },
    goOn: () => {
      stopped.value = false;
      wanted.value = Math.max(rows.length, wanted.value) + (rows.length < wanted.value ? 0 : PAGE);
    },
  };
}

/** How far the search came, said to all; and what may be done about it. */
export function Further({ search }: { search: ReturnType<typeof useSearch> }) {
  const w = words.value;
  const n = search.rows.length;
  const says = () => {
    if (search.searching) return f.value.searching;
    if (search.next === null) return f.value.shown(n);
    return search.full ? f.value.nextUp(n) : f.value.stopped(n);
  };
  return (
    <>
      <p class="quiet small after" role="status">
        {says()}
      </p>
      {search.next !== null && (
        <p class="after">
          <button type="button" class="btn" onClick={search.searching ? search.stop : search.goOn}>
            {search.searching ? f.value.stopSearch : search.full ? w.common.more : f.value.goOn}
          </button>
        </p>
      )}
    </>
  );
}
