// SPDX-License-Identifier: Apache-2.0
// For the business: what was marked without an answer and what was beyond an agent's control, gathered in the
// lead's own words, given to who knows, answered once. Whose calls they were in is not said.
import { type Signal, useSignal } from '@preact/signals';
import { centre } from '../api';
import { matters } from '../api/matters';
import type { Id, Matter, Matters, Outside, Person, Unasked } from '../api/types';
import { fields, Labelled, Nothing, Section, Show, Title } from '../parts/bits';
import { say } from '../parts/evaluate/matrix';
import { AnswerForm } from '../parts/matter';
import { useLoad } from '../state/load';
import { saveTable } from '../state/save';
import { attempt } from '../state/say';
import { words } from '../words';
import { csv } from '../words/csv';
import { clock, day, when } from '../words/format';
import { mattersWords } from '../words/matters';

type Asks = Extract<Parameters<typeof matters.change>[1], { marks: Id[] } | { evaluations: Id[] }>;
type Again = { again: () => Promise<void> };

type Chosen = Signal<Set<string>>;

/** One moment of a call that may be asked about: its words, and the way to hear it. */
function Moment({
  id,
  words: said,
  call,
  chosen,
}: {
  id: string;
  words: string | null;
  call: { interaction: Id; title: string | null; started_ms: number; at_ms: number | null };
  chosen: Chosen;
}) {
  const w = mattersWords.value;
  const title = call.title ?? words.value.calls.untitled;
  const toggle = () => {
    const now = new Set(chosen.value);
    if (!now.delete(id)) now.add(id);
    chosen.value = now;
  };
  return (
    <li>
      <label class="read">
        <input type="checkbox" checked={chosen.value.has(id)} onChange={toggle} />{' '}
        {said ?? <span class="quiet">{w.noWords}</span>}
      </label>
      <p class="small quiet">
        {call.at_ms !== null && (
          <a href={`/calls/${call.interaction}?t=${Math.floor(call.at_ms / 1000)}`}>
            {w.hear(clock(call.at_ms))}
            <span class="sr">: {said ?? title}</span>
          </a>
        )}{' '}
        {title}, {when(call.started_ms)}
      </p>
    </li>
  );
}

function Who({ people, name, none }: { people: Person[]; name: string; none: string }) {
  return (
    <Labelled label={name}>
      <select name="owner">
        <option value="">{none}</option>
        {people
          .filter(one => one.state === 'active')
          .map(one => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </select>
    </Labelled>
  );
}

/** Those that were chosen become one question, or join one that waits. */
function Gather({
  chosen,
  asks,
  label,
  people,
  waiting,
  again,
}: Again & {
  chosen: Chosen;
  asks: () => Asks;
  label: string;
  people: Person[];
  waiting: Matter[];
}) {
  const w = mattersWords.value;
  const into = useSignal('');
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const { title = '', owner } = fields(event.currentTarget as HTMLFormElement);
    void attempt(
      async () => {
        if (into.value) await matters.change(into.value, asks());
        else await matters.open({ title, ...asks(), ...(owner && { owner }) });
        chosen.value = new Set();
        into.value = '';
        await again();
      },
      into.value ? w.joined : w.asked,
    );
  };
  return (
    <form class="form after" aria-label={label} onSubmit={send}>
      {waiting.length > 0 && (
        <Labelled label={w.join}>
          <select
            value={into.value}
            onChange={event => {
              into.value = event.currentTarget.value;
            }}
          >
            <option value="">{w.joinNone}</option>
            {waiting.map(one => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </Labelled>
      )}
      {!into.value && (
        <>
          <Labelled label={label}>
            <input class="field" name="title" required maxLength={400} />
          </Labelled>
          <Who people={people} name={w.owner} none={w.ownerNone} />
        </>
      )}
      <p>
        <button class="btn main" disabled={chosen.value.size === 0}>
          {w.ask}
        </button>
      </p>
    </form>
  );
}

type Ready = Again & { people: Person[]; waiting: Matter[] };

function UnaskedList({ rows, ...ready }: Ready & { rows: Unasked[] }) {
  const w = mattersWords.value;
  const chosen = useSignal(new Set<string>());
  if (rows.length === 0) return <Nothing whole={w.none} />;
  return (
    <Section title={w.unasked(rows.length)}>
      <ul class="asks">
        {rows.map(one => (
          <Moment key={one.id} id={one.id} words={one.detail} call={one} chosen={chosen} />
        ))}
      </ul>
      <Gather
        chosen={chosen}
        asks={() => ({ marks: [...chosen.peek()] })}
        label={w.question}
        {...ready}
        waiting={ready.waiting.filter(one => one.kind === 'no_answer')}
      />
    </Section>
  );
}

/** Of one question of the form: what evaluators said of it, call by call. */
function OutsideOf({ rows, ...ready }: Ready & { rows: Outside[] }) {
  const w = mattersWords.value;
  const chosen = useSignal(new Set<string>());
  const { question, asked } = rows[0]!;
  return (
    <>
      <h3>{asked ? say(asked.title) : question}</h3>
      <ul class="asks">
        {rows.map(one => (
          <Moment
            key={one.evaluation}
            id={one.evaluation}
            words={one.comment || null}
            call={one}
            chosen={chosen}
          />
        ))}
      </ul>
      <Gather
        chosen={chosen}
        asks={() => ({ question, evaluations: [...chosen.peek()] })}
        label={w.cause}
        {...ready}
        waiting={ready.waiting.filter(one => one.kind === 'outside')}
      />
    </>
  );
}

function OutsideList({ rows, ...ready }: Ready & { rows: Outside[] }) {
  const w = mattersWords.value;
  if (rows.length === 0) return <Nothing whole={w.outsideNone} />;
  const names = [...new Set(rows.map(one => one.question))];
  return (
    <Section title={w.outside(rows.length)}>
      <p class="small quiet">{w.outsideHelp}</p>
      {names.map(name => (
        <OutsideOf key={name} rows={rows.filter(one => one.question === name)} {...ready} />
      ))}
    </Section>
  );
}

function Waits({ one, people, again }: Again & { one: Matter; people: Person[] }) {
  const w = mattersWords.value;
  const give = (event: SubmitEvent) => {
    event.preventDefault();
    const { owner } = fields(event.currentTarget as HTMLFormElement);
    if (owner)
      void attempt(async () => {
        await matters.change(one.id, { owner });
        await again();
      }, w.gave);
  };
  return (
    <li>
      <h3>{one.title}</h3>
      <p class="small">
        {w.kinds[one.kind]}. {w.state(when(one.opened_ms), one.asked)}{' '}
        {one.owner ? w.has(one.owner.name ?? '') : w.hasNobody}
      </p>
      <details>
        <summary>
          {w.answer}
          <span class="sr">: {one.title}</span>
        </summary>
        <AnswerForm id={one.id} title={one.title} changed={again} />
        <form class="btns after" onSubmit={give}>
          <Who people={people} name={w.give} none="…" />
          <button class="btn">
            {words.value.common.save}
            <span class="sr">
              : {w.give}, {one.title}
            </span>
          </button>
        </form>
      </details>
    </li>
  );
}

function Answered({ rows }: { rows: Matter[] }) {
  const w = mattersWords.value;
  if (rows.length === 0) return null;
  return (
    <Section title={w.answered}>
      <ul class="asks">
        {rows.map(one => (
          <li key={one.id}>
            <p>
              <strong>{one.title}</strong>
            </p>
            <p class="read">{one.answer}</p>
            <p class="small quiet">
              {w.by(one.answered_by?.name ?? '', when(one.answered_ms ?? 0))}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Without names, and without how often where few people's calls are behind it. */
function Export() {
  const w = mattersWords.value;
  const save = () =>
    void attempt(async () => {
      const rows = (await matters.export()).map(one => [
        w.kinds[one.kind],
        one.title,
        w.states[one.state],
        day(one.opened_ms, true),
        one.answered_ms === null ? '' : day(one.answered_ms, true),
        one.answer ?? '',
        one.few ? w.few : String(one.times),
      ]);
      saveTable(`${w.file}.csv`, csv([w.columns, ...rows]));
    });
  return (
    <p class="after">
      <button type="button" class="btn" onClick={save}>
        {w.export}
      </button>{' '}
      <span class="small quiet">{w.exportHelp}</span>
    </p>
  );
}

function Lists({ all, people, again }: Again & { all: Matters; people: Person[] }) {
  const w = mattersWords.value;
  const waiting = all.rows.filter(one => one.answered_ms === null);
  const ready = { people, waiting, again };
  return (
    <>
      <Section title={waiting.length ? w.waits(waiting.length) : w.waitsNone}>
        {waiting.length > 0 && (
          <ul class="asks">
            {waiting.map(one => (
              <Waits key={one.id} one={one} people={people} again={again} />
            ))}
          </ul>
        )}
      </Section>
      <UnaskedList rows={all.unasked} {...ready} />
      <OutsideList rows={all.outside} {...ready} />
      <Answered rows={all.rows.filter(one => one.answered_ms !== null)} />
      {all.rows.length > 0 && <Export />}
    </>
  );
}

export function BusinessPage() {
  const w = mattersWords.value;
  const all = useLoad(matters.all, [], ['matter', 'mark']);
  const people = useLoad(centre.people, []);
  return (
    <>
      <Title>{w.title}</Title>
      <p class="empty">{w.help}</p>
      <Show of={all}>
        {data => <Lists all={data} people={people.data ?? []} again={all.again} />}
      </Show>
    </>
  );
}
