// SPDX-License-Identifier: Apache-2.0
// Questions for the business: what was marked without an answer, gathered in the lead's own words, given to
// who knows, answered once. Whose calls they were in is not said.
import { type Signal, useSignal } from '@preact/signals';
import { centre } from '../api';
import { matters } from '../api/matters';
import type { Id, Matter, Matters, Person, Unasked } from '../api/types';
import { fields, Labelled, Nothing, Section, Show, Title } from '../parts/bits';
import { AnswerForm } from '../parts/matter';
import { useLoad } from '../state/load';
import { attempt } from '../state/say';
import { words } from '../words';
import { clock, when } from '../words/format';
import { mattersWords } from '../words/matters';

type Again = { again: () => Promise<void> };

function Marked({ one, chosen }: { one: Unasked; chosen: Signal<Set<Id>> }) {
  const w = mattersWords.value;
  const name = one.detail ?? one.title ?? words.value.calls.untitled;
  const toggle = () => {
    const now = new Set(chosen.value);
    if (!now.delete(one.id)) now.add(one.id);
    chosen.value = now;
  };
  return (
    <li>
      <label class="read">
        <input type="checkbox" checked={chosen.value.has(one.id)} onChange={toggle} />{' '}
        {one.detail ?? <span class="quiet">{w.noWords}</span>}
      </label>
      <p class="small quiet">
        <a href={`/calls/${one.interaction}?t=${Math.floor(one.at_ms / 1000)}`}>
          {w.hear(clock(one.at_ms))}
          <span class="sr">: {name}</span>
        </a>{' '}
        {one.title ?? words.value.calls.untitled}, {when(one.started_ms)}
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
  people,
  waiting,
  again,
}: Again & { chosen: Signal<Set<Id>>; people: Person[]; waiting: Matter[] }) {
  const w = mattersWords.value;
  const into = useSignal('');
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const { title = '', owner } = fields(event.currentTarget as HTMLFormElement);
    const marks = [...chosen.peek()];
    void attempt(
      async () => {
        if (into.value) await matters.change(into.value, { marks });
        else await matters.open({ title, marks, ...(owner && { owner }) });
        chosen.value = new Set();
        into.value = '';
        await again();
      },
      into.value ? w.joined : w.asked,
    );
  };
  return (
    <form class="form after" onSubmit={send}>
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
          <Labelled label={w.question}>
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
        {w.state(when(one.opened_ms), one.asked)}{' '}
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

function Lists({ all, people, again }: Again & { all: Matters; people: Person[] }) {
  const w = mattersWords.value;
  const chosen = useSignal(new Set<Id>());
  const waiting = all.rows.filter(one => one.answered_ms === null);
  const { unasked } = all;
  return (
    <>
      <Section title={unasked.length ? w.unasked(unasked.length) : w.unasked(0)}>
        {unasked.length === 0 ? (
          <Nothing whole={w.none} />
        ) : (
          <>
            <ul class="asks">
              {unasked.map(one => (
                <Marked key={one.id} one={one} chosen={chosen} />
              ))}
            </ul>
            <Gather chosen={chosen} people={people} waiting={waiting} again={again} />
          </>
        )}
      </Section>
      <Section title={waiting.length ? w.waits(waiting.length) : w.waitsNone}>
        <ul class="asks">
          {waiting.map(one => (
            <Waits key={one.id} one={one} people={people} again={again} />
          ))}
        </ul>
      </Section>
      <Answered rows={all.rows.filter(one => one.answered_ms !== null)} />
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
