// SPDX-License-Identifier: Apache-2.0
// Who listened to whom, in sentences: for the data-protection officer, who is asked "who heard Anna's
// calls this week".
import { useSignal } from '@preact/signals';
import { centre } from '../api';
import type { Listening, Page, Reason } from '../api/types';
import { Labelled, Nothing, Select, Show, Title } from '../parts/bits';
import { heardLength, servedOnly, wasHeard } from '../parts/call/facts';
import { useLoad } from '../state/load';
import { route, setQuery } from '../state/route';
import { attempt } from '../state/say';
import { words } from '../words';
import { fullWhen, length, when } from '../words/format';
import { csv } from '../words/csv';
import { saveTable } from '../state/save';
import { watch } from '../words/watch';
import { instant } from '../words/zone';

const DAY_MS = 86_400_000;
const ASKED = ['person', 'agent', 'call', 'reason'];
const put = (name: string) => (value: string) => setQuery({ [name]: value });

/** The address as the service wants it: whole days of the house become instants. */
function askedOf(query: URLSearchParams): Record<string, string> {
  const asked: Record<string, string> = {};
  for (const name of ASKED) {
    const value = query.get(name);
    if (value) asked[name] = value;
  }
  const [from, to] = ['from', 'to'].map(name => instant(query.get(name) ?? ''));
  if (Number.isFinite(from)) asked.from = String(from);
  if (Number.isFinite(to)) asked.to = String(Number(to) + DAY_MS);
  return asked;
}

/** Maria lyssnade 4:00 på Annas samtal, för bedömning. What was fetched beyond it is said as well. */
function sentence(one: Listening): string {
  const w = watch.value;
  const heard = wasHeard(one) ? heardLength(one.heard_ms) : null;
  const served = servedOnly(one);
  const also = served ? ` (${words.value.call.served(length(served))})` : '';
  const whose = one.interaction?.agent;
  if (whose?.id === one.person.id) return w.own(one.person.name, heard) + also;
  const own = one.reason === 'other' && one.reason_text ? `: ”${one.reason_text}”` : '';
  return w.line(one.person.name, heard, whose?.name ?? null, w.why[one.reason] + own) + also;
}

const seconds = (ms: number) => String(ms && Math.max(1, Math.floor(ms / 1000)));

const cells = (one: Listening) => [
  fullWhen(one.at_ms),
  one.person.name,
  one.interaction?.agent?.name ?? '',
  watch.value.why[one.reason],
  one.reason_text ?? '',
  seconds(one.heard_ms),
  seconds(one.served_ms ?? 0),
  String(one.times),
  one.interaction?.id ?? '',
];

function Filters() {
  const w = watch.value;
  const { query } = route.value;
  const people = useLoad(centre.people, []);
  const names: [string, string][] = (people.data ?? []).map(one => [one.id, one.name]);
  const { any } = words.value.common;
  const choice = (name: string, label: string, options: [string, string][]) => (
    <Select
      label={label}
      any={any}
      value={query.get(name) ?? ''}
      onChange={put(name)}
      options={options}
    />
  );
  const dated = (name: string, label: string) => (
    <Labelled label={label}>
      <input
        type="date"
        value={query.get(name) ?? ''}
        onChange={event => put(name)(event.currentTarget.value)}
      />
    </Labelled>
  );
  return (
    <form class="filters" role="search" onSubmit={event => event.preventDefault()}>
      <div class="usual">
        {choice('agent', w.agent, names)}
        {choice('person', w.listener, names)}
        {choice('reason', w.kind, Object.entries(w.why) as [Reason, string][])}
        {dated('from', w.from)}
        {dated('to', w.to)}
      </div>
      {query.has('call') && (
        <p>
          <button type="button" class="btn" onClick={() => setQuery({ call: '' })}>
            {w.all}
          </button>
        </p>
      )}
    </form>
  );
}

function Row({ one }: { one: Listening }) {
  const w = watch.value;
  return (
    <li>
      <p>
        {sentence(one)}{' '}
        <span class="quiet">
          {when(one.at_ms)}
          {one.times > 1 && `, ${w.times(one.times)}`}
        </span>{' '}
        {one.interaction && !route.value.query.has('call') && (
          <a class="hit" href={`/audit/listenings?call=${one.interaction.id}`}>
            {w.call}
            <span class="sr">: {sentence(one)}</span>
          </a>
        )}
      </p>
    </li>
  );
}

function Rows({ page }: { page: Page<Listening> }) {
  const w = watch.value;
  if (page.rows.length === 0) return <Nothing whole={w.none} />;
  return (
    <>
      <ol class="asks">
        {page.rows.map(one => (
          <Row key={one.id} one={one} />
        ))}
      </ol>
      {page.next && <p class="quiet">{w.some}</p>}
    </>
  );
}

export function ListeningsPage() {
  const w = watch.value;
  const asked = askedOf(route.value.query);
  const found = useLoad(() => centre.listeningLog(asked), [JSON.stringify(asked)]);
  const said = useSignal('');
  const take = () =>
    attempt(async () => {
      const { rows, next } = await centre.listeningExport(asked);
      saveTable(`${w.file}.csv`, csv([w.columns, ...rows.map(cells)]));
      said.value = next ? w.tooMany(rows.length) : '';
    });
  return (
    <>
      <Title>{w.title}</Title>
      <p class="empty">
        {w.help} <a href="/audit">{w.whole}</a>
      </p>
      <Filters />
      <p>
        <button type="button" class="btn" onClick={() => void take()}>
          {w.export}
        </button>{' '}
        <span role="status">{said.value}</span>
      </p>
      <Show of={found}>{page => <Rows page={page} />}</Show>
    </>
  );
}
