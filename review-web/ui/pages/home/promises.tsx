// SPDX-License-Identifier: Apache-2.0
// "We get back to you", said in a call: here until it is done, which closes the step.
import { promises, type PromiseRow } from '../../api/self';
import { Missed, Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, day, when } from '../../words/format';
import { now as siteNow } from '../../words/clock';

const DAY_MS = 86_400_000;

function Line({ one, changed }: { one: PromiseRow; changed: () => Promise<void> }) {
  const w = words.value.evaluate.promises;
  const name = one.title ?? words.value.calls.untitled;
  const place = one.at_ms === null ? '' : `?t=${Math.floor(one.at_ms / 1000)}`;
  const late = one.due_ms < siteNow();
  const step = (work: () => Promise<unknown>, done?: string) =>
    void attempt(async () => {
      await work();
      await changed();
    }, done);
  return (
    <li>
      <p>
        <a href={`/calls/${one.interaction}${place}`}>{name}</a>{' '}
        <span class="quiet">{when(one.started_ms)}.</span>{' '}
        {late ? <strong>{w.late(day(one.due_ms))}</strong> : w.line(day(one.due_ms))}
      </p>
      <p class="btns">
        {one.at_ms !== null && (
          <a class="btn" href={`/calls/${one.interaction}${place}`} data-play>
            {w.listen(clock(one.at_ms))}
            <span class="sr">: {name}</span>
          </a>
        )}
        <button
          type="button"
          class="btn"
          onClick={() => step(() => promises.done(one.id), w.thanks)}
        >
          {w.done}
          <span class="sr">: {name}</span>
        </button>
        <button
          type="button"
          class="btn plain"
          onClick={() =>
            step(() => promises.later(one.id, Math.max(one.due_ms, siteNow()) + DAY_MS))
          }
        >
          {w.later}
          <span class="sr">: {name}</span>
        </button>
      </p>
    </li>
  );
}

export function Promises() {
  const found = useLoad(promises.mine, [], ['evaluation', 'load_window']);
  const w = words.value.evaluate.promises;
  if (!found.data?.rows.length) return <Missed of={found} title={w.title} />;
  const { rows, paused } = found.data;
  const list = (
    <ul class="asks">
      {rows.map(one => (
        <Line key={one.id} one={one} changed={found.again} />
      ))}
    </ul>
  );
  if (!paused) return <Section title={w.title}>{list}</Section>;
  return (
    <details class="after">
      <summary>{w.rests(rows.length, paused)}</summary>
      {list}
    </details>
  );
}
