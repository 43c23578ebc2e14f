// SPDX-License-Identifier: Apache-2.0
// The call list. The address is the filter, so a search can be kept, sent and stepped back to.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { calls } from '../api';
import type { CallRow, Seen } from '../api/types';
import { AddToList } from '../parts/call/addtolist';
import { Hint, Nothing, Show, Title } from '../parts/bits';
import { CallLine, noneOfMine, callName } from '../parts/callrow';
import { Filters, filterOf } from '../parts/filters';
import { Further, useSearch } from '../parts/search';
import { useLoad } from '../state/load';
import { leads, me, onlyOwn } from '../state/me';
import { queue } from '../state/queue';
import { route } from '../state/route';
import { words } from '../words';
import { area } from '../words/area';
import { enFind, svFind } from '../words/find';
import { length } from '../words/format';

const f = area(svFind, enFind);

/** Lengths as they are, on the list only where the reader leads or owns the calls. */
function measureFacts(call: CallRow): string[] {
  const w = words.value.calls.measures;
  const m = call.measures;
  if (!m || m.agent_talk_ms === null || m.caller_talk_ms === null) return [];
  const share = (ms: number) => Math.round((100 * ms) / Math.max(1, call.duration_ms));
  return [
    w.talk(share(m.agent_talk_ms), share(m.caller_talk_ms)),
    m.overtalk_ms && m.overtalk_ms >= 1000 ? w.overtalk(length(m.overtalk_ms)) : '',
    m.silence_ms && m.silence_ms >= 10_000 ? w.silence(length(m.silence_ms)) : '',
    m.hold_ms && m.hold_ms >= 1000 ? w.hold(length(m.hold_ms)) : '',
  ].filter(Boolean);
}

function Tick({ call, selected }: { call: CallRow; selected: Signal<string[]> }) {
  const on = selected.value.includes(call.id);
  return (
    <input
      type="checkbox"
      aria-label={`${f.value.select}: ${callName(call)}`}
      checked={on}
      disabled={!call.recording}
      onChange={() => {
        selected.value = on
          ? selected.value.filter(id => id !== call.id)
          : [...selected.value, call.id];
      }}
    />
  );
}

function Rows({ rows, selected }: { rows: CallRow[]; selected: Signal<string[]> }) {
  const own = onlyOwn.value;
  return (
    <ol class="rows">
      {rows.map(call => (
        <CallLine
          key={call.id}
          call={call}
          own={own && call.agent?.id === me.value?.id}
          {...(leads.value ? { pick: <Tick call={call} selected={selected} /> } : {})}
          extra={measureFacts(call).map(fact => <span key={fact}>{fact}</span>)}
        />
      ))}
    </ol>
  );
}

function Bulk({ rows, selected }: { rows: CallRow[]; selected: Signal<string[]> }) {
  const w = f.value;
  const open = useSignal(false);
  const chosen = rows.filter(row => selected.value.includes(row.id));
  if (chosen.length === 0) return null;
  return (
    <div class="bulk" role="status">
      <span>{w.selected(chosen.length)}</span>
      <button
        type="button"
        class="btn main"
        onClick={() => {
          open.value = true;
        }}
      >
        {words.value.calls.addTo}
      </button>
      {open.value && (
        <AddToList
          pieces={chosen.map(row => ({ interaction: row.id, from_ms: 0, to_ms: row.duration_ms }))}
          onClose={added => {
            open.value = false;
            if (added) selected.value = [];
          }}
        />
      )}
    </div>
  );
}

/** What to do when nothing fits: of what stands in the filter, and nothing else. */
function adviceOf(query: URLSearchParams): string {
  const a = f.value.advice;
  const days = query.has('from') || query.has('to');
  const others = [...query.keys()].some(name => !['q', 'from', 'to'].includes(name));
  return [query.get('q') && a.text, days && a.days, others && a.other].filter(Boolean).join(' ');
}

function Found({
  filter,
  first,
  next,
  seen,
}: {
  filter: string;
  first: CallRow[];
  next: string | null;
  seen: Seen;
}) {
  const w = words.value;
  const selected = useSignal<string[]>([]);
  const search = useSearch(filter, first, next);
  const { rows } = search;
  useEffect(() => {
    queue.value = {
      name: onlyOwn.value ? w.calls.mineTitle : w.calls.title,
      rows,
      address: `/calls${filter ? `?${filter}` : ''}`,
    };
  }, [rows.length, filter, first]);
  if (rows.length === 0 && search.next === null)
    return onlyOwn.value && !filter ? (
      <Nothing whole={noneOfMine()} />
    ) : (
      <>
        <Nothing what={filter ? f.value.none : w.calls.noneAtAll} seen={seen} />
        {filter && seen !== 'none' && <Hint>{adviceOf(new URLSearchParams(filter))}</Hint>}
      </>
    );
  return (
    <>
      {rows.length > 0 && <Rows rows={rows} selected={selected} />}
      <Further search={search} />
      <Bulk rows={rows} selected={selected} />
    </>
  );
}

export function CallsPage() {
  const w = words.value.calls;
  const filter = route.value.query.toString();
  const found = useLoad(
    async () => ({ filter, ...(await calls.find(filterOf(new URLSearchParams(filter)))) }),
    [filter],
    ['interaction'],
  );
  return (
    <>
      <Title>{onlyOwn.value ? w.mineTitle : w.title}</Title>
      <Filters />
      <div aria-busy={found.busy}>
        <Show of={found}>
          {page => (
            <Found
              key={page.filter}
              filter={page.filter}
              first={page.rows}
              next={page.next}
              seen={page.seen}
            />
          )}
        </Show>
      </div>
    </>
  );
}
