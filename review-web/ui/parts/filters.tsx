// SPDX-License-Identifier: Apache-2.0
// The filters of the call list, read from the address and written to it.
import { useEffect, useRef } from 'preact/hooks';
import { centre } from '../api';
import type { MarkKind, Outcome } from '../api/types';
import { useLoad } from '../state/load';
import { leads, onlyOwn } from '../state/me';
import { go, route, setQuery } from '../state/route';
import { words } from '../words';
import { area } from '../words/area';
import { enFind, svFind } from '../words/find';
import { Labelled, Select } from './bits';
import { topicName } from './callrow';
import { instant } from '../words/zone';

const f = area(svFind, enFind);
const PASSED = [
  'person',
  'team',
  'hour_from',
  'hour_to',
  'outcome',
  'topic',
  'mark',
  'q',
  'unclaimed',
];
const RARE = ['hour_from', 'hour_to', 'shortest', 'longest', 'topic', 'mark', 'unclaimed'];
const MINUTE_MS = 60_000,
  DAY_MS = 86_400_000;

/** A day of the address (2026-02-12, the site's own clock) as milliseconds. */
function dayStart(text: string | null): number | undefined {
  const ms = text ? instant(text) : NaN;
  return Number.isFinite(ms) ? ms : undefined;
}

/** The address as the service wants it: days become instants, minutes milliseconds. */
export function filterOf(query: URLSearchParams): Record<string, string> {
  const filter: Record<string, string> = {};
  for (const name of PASSED) {
    const value = query.get(name);
    if (value) filter[name] = value.replace(/\0/g, ''); // pasted, and seen by nobody
  }
  const [from, to] = [dayStart(query.get('from')), dayStart(query.get('to'))];
  if (from !== undefined) filter.from = String(from);
  if (to !== undefined) filter.to = String(to + DAY_MS);
  const minutes = (name: string) => Number(query.get(name)) * MINUTE_MS || 0;
  if (minutes('shortest')) filter.min_ms = String(minutes('shortest'));
  if (minutes('longest')) filter.max_ms = String(minutes('longest'));
  return filter;
}

const put = (name: string) => (value: string) => setQuery({ [name]: value });

function Day({ name, label }: { name: string; label: string }) {
  return (
    <Labelled label={label}>
      <input
        type="date"
        value={route.value.query.get(name) ?? ''}
        onChange={event => put(name)(event.currentTarget.value)}
      />
    </Labelled>
  );
}

function Whole({ name, label, most }: { name: string; label: string; most: number }) {
  return (
    <Labelled label={label}>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        max={most}
        value={route.value.query.get(name) ?? ''}
        onChange={event => put(name)(event.currentTarget.value)}
      />
    </Labelled>
  );
}

const WAIT_MS = 350;

function Find() {
  const w = f.value;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const q = route.value.query.get('q') ?? '';
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // cleared or stepped back, but never under the typist
    if (input.current && document.activeElement !== input.current) input.current.value = q;
  }, [q]);
  const later = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ q: text.trim() }), WAIT_MS);
  };
  return (
    <label class="labelled find">
      <span>{w.text}</span>
      <input
        type="search"
        maxLength={200}
        ref={input}
        defaultValue={q}
        onInput={event => later(event.currentTarget.value)}
      />
    </label>
  );
}

function Whose() {
  const w = f.value;
  const { query } = route.value;
  const people = useLoad(centre.people, []);
  const teams = useLoad(centre.teams, []);
  const any = words.value.common.any;
  return (
    <>
      <Select
        label={w.person}
        any={any}
        value={query.get('person') ?? ''}
        onChange={put('person')}
        options={(people.data ?? []).map(one => [one.id, one.name])}
      />
      <Select
        label={w.team}
        any={any}
        value={query.get('team') ?? ''}
        onChange={put('team')}
        options={(teams.data ?? []).map(one => [one.id, one.name])}
      />
    </>
  );
}

function Rest() {
  const w = words.value;
  const { query } = route.value;
  const topics = useLoad(centre.topics, []);
  return (
    <details open={RARE.some(name => query.has(name))}>
      <summary>{f.value.moreFilters}</summary>
      <div>
        <Select
          label={f.value.topic}
          any={w.common.any}
          value={query.get('topic') ?? ''}
          onChange={put('topic')}
          options={(topics.data ?? []).map(one => [one.id, topicName(one)])}
        />
        <Select<MarkKind>
          label={f.value.mark}
          any={w.common.any}
          value={query.get('mark') ?? ''}
          onChange={put('mark')}
          options={Object.entries(w.marks) as [MarkKind, string][]}
        />
        <Whole name="hour_from" label={f.value.hourFrom} most={23} />
        <Whole name="hour_to" label={f.value.hourTo} most={24} />
        <Whole name="shortest" label={f.value.minLength} most={600} />
        <Whole name="longest" label={f.value.maxLength} most={600} />
        {leads.value && (
          <label class="tick">
            <input
              type="checkbox"
              checked={query.get('unclaimed') === '1'}
              onChange={event => put('unclaimed')(event.currentTarget.checked ? '1' : '')}
            />
            {f.value.unclaimed}
          </label>
        )}
      </div>
    </details>
  );
}

export function Filters() {
  const w = words.value;
  const { query } = route.value;
  return (
    <form
      class="filters"
      role="search"
      aria-label={f.value.filters}
      onSubmit={event => event.preventDefault()}
    >
      <div class="usual">
        <Find />
        {!onlyOwn.value && <Whose />}
        <Day name="from" label={f.value.fromDay} />
        <Day name="to" label={f.value.toDay} />
        <Select<Outcome>
          label={f.value.outcome}
          any={w.common.any}
          value={query.get('outcome') ?? ''}
          onChange={put('outcome')}
          options={Object.entries(w.outcomes) as [Outcome, string][]}
        />
        {query.size > 0 && (
          <button type="button" class="btn plain" onClick={() => go('/calls', { replace: true })}>
            {f.value.clear}
          </button>
        )}
      </div>
      <Rest />
    </form>
  );
}
