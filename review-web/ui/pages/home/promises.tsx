// SPDX-License-Identifier: Apache-2.0
// "We get back to you", said in a call: here until it is done, which closes the step.
import { type HandedRow, type PromiseRow, promises } from '../../api/self';
import { fields, Hint, Labelled, Missed, Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { promiseWords } from '../../words/promises';
import { clock, day, when } from '../../words/format';
import { now as siteNow } from '../../words/clock';
import { useSignal } from '@preact/signals';

const DAY_MS = 86_400_000;

type Step = (work: () => Promise<unknown>, done?: string) => void;
type Of = { changed: () => Promise<void> };

const useStep =
  ({ changed }: Of): Step =>
  (work, done) =>
    void attempt(async () => {
      await work();
      await changed();
    }, done);

function Due({ at }: { at: number }) {
  const w = promiseWords.value;
  return at < siteNow() ? <strong>{w.late(day(at))}</strong> : <span>{w.line(day(at))}</span>;
}

/** Done, or tomorrow: by who promised, and by who keeps it. */
function Steps({
  one,
  name,
  step,
}: {
  one: { id: string; due_ms: number };
  name: string;
  step: Step;
}) {
  const w = promiseWords.value;
  return (
    <>
      <button type="button" class="btn" onClick={() => step(() => promises.done(one.id), w.thanks)}>
        {w.done}
        <span class="sr">: {name}</span>
      </button>
      <button
        type="button"
        class="btn plain"
        onClick={() => step(() => promises.later(one.id, Math.max(one.due_ms, siteNow()) + DAY_MS))}
      >
        {w.later}
        <span class="sr">: {name}</span>
      </button>
    </>
  );
}

function HandOver({ one, name, step }: { one: PromiseRow; name: string; step: Step }) {
  const w = promiseWords.value;
  const people = useLoad(promises.colleagues, []);
  if (people.data?.length === 0) return <Hint>{w.noColleagues}</Hint>;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const { to = '', said = '' } = fields(event.currentTarget as HTMLFormElement);
    step(() => promises.hand(one.id, to, said), w.handedNow);
  };
  return (
    <form class="form after" aria-label={`${w.hand}: ${name}`} onSubmit={send}>
      <Labelled label={w.handTo}>
        <select name="to" required>
          {people.data?.map(({ id, name: who }) => (
            <option key={id} value={id}>
              {who}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label={w.handWords} hint={w.handHint}>
        <textarea class="field" name="said" rows={2} required maxLength={2000} />
      </Labelled>
      <p>
        <button class="btn">{w.hand}</button>
      </p>
    </form>
  );
}

function Line({ one, changed }: Of & { one: PromiseRow }) {
  const w = promiseWords.value;
  const open = useSignal(false);
  const step = useStep({ changed });
  const name = one.title ?? words.value.calls.untitled;
  const place = one.at_ms === null ? '' : `?t=${Math.floor(one.at_ms / 1000)}`;
  return (
    <li>
      <p>
        <a href={`/calls/${one.interaction}${place}`}>{name}</a>{' '}
        <span class="quiet">{when(one.started_ms)}.</span> <Due at={one.due_ms} />
      </p>
      {one.receiver && <p class="small">{w.handed(one.receiver.name ?? '')}</p>}
      <p class="btns">
        {one.at_ms !== null && (
          <a class="btn" href={`/calls/${one.interaction}${place}`} data-play>
            {w.listen(clock(one.at_ms))}
            <span class="sr">: {name}</span>
          </a>
        )}
        <Steps one={one} name={name} step={step} />
        {one.receiver ? (
          <button type="button" class="btn plain" onClick={() => step(() => promises.back(one.id))}>
            {w.takeBack}
            <span class="sr">: {name}</span>
          </button>
        ) : (
          <button
            type="button"
            class="btn plain"
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            {w.hand}
            <span class="sr">: {name}</span>
          </button>
        )}
      </p>
      {open.value && !one.receiver && <HandOver one={one} name={name} step={step} />}
    </li>
  );
}

/** Promised by a colleague, who has handed it over in words: of the call nothing is told. */
function Kept({ one, changed }: Of & { one: HandedRow }) {
  const w = promiseWords.value;
  const step = useStep({ changed });
  return (
    <li>
      <p class="read">
        {one.words} <span class="quiet">{w.keeps(one.promiser.name ?? '')}</span>{' '}
        <Due at={one.due_ms} />
      </p>
      <p class="btns">
        <Steps one={one} name={one.words} step={step} />
        <button type="button" class="btn plain" onClick={() => step(() => promises.back(one.id))}>
          {w.giveBack}
          <span class="sr">: {one.words}</span>
        </button>
      </p>
    </li>
  );
}

export function Promises() {
  const found = useLoad(promises.mine, [], ['evaluation', 'load_window', 'promise']);
  const w = promiseWords.value;
  const { rows = [], handed = [], paused = null } = found.data ?? {};
  if (rows.length + handed.length === 0) return <Missed of={found} title={w.title} />;
  const list = (
    <ul class="asks">
      {rows.map(one => (
        <Line key={one.id} one={one} changed={found.again} />
      ))}
      {handed.map(one => (
        <Kept key={one.id} one={one} changed={found.again} />
      ))}
    </ul>
  );
  if (!paused) return <Section title={w.title}>{list}</Section>;
  return (
    <details class="after">
      <summary>{w.rests(rows.length + handed.length, paused)}</summary>
      {list}
    </details>
  );
}
