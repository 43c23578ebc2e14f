// SPDX-License-Identifier: Apache-2.0
// Afterwards, between the agent and who has it: what they write to each other, and the rest they note.
import { useSignal } from '@preact/signals';
import { care } from '../../api/care';
import type { Id } from '../../api/types';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { when } from '../../words/format';
import { Labelled, Show } from '../bits';
import { w } from './says';

const RESTS = [10, 20, 30];

export function Talk({ id, call, other }: { id: Id; call: Id; other: string }) {
  const all = useLoad(() => care.debrief(id), [id], ['care'], call);
  const text = useSignal('');
  const then = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      await all.again();
    });
  const send = (event: Event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body) return;
    void then(() => care.say(id, body)).then(sent => {
      if (sent) text.value = '';
    });
  };
  return (
    <section aria-labelledby="debrief-h">
      <h2 id="debrief-h">{w.value.debrief}</h2>
      <p class="quiet small">{w.value.between(other)}</p>
      <Show of={all}>
        {({ words: said, rests }) => (
          <>
            {said.length > 0 && (
              <ol class="asks" aria-live="polite" aria-label={w.value.debrief}>
                {said.map(one => (
                  <li key={one.id}>
                    <p>
                      <strong>{one.author.name}</strong>{' '}
                      <span class="quiet small">{when(one.written_ms)}</span>
                    </p>
                    <p class="read">{one.body}</p>
                  </li>
                ))}
              </ol>
            )}
            <form onSubmit={send}>
              <Labelled label={w.value.write(other)}>
                <textarea
                  class="field"
                  rows={2}
                  maxLength={4000}
                  value={text.value}
                  onInput={event => {
                    text.value = event.currentTarget.value;
                  }}
                />
              </Labelled>
              <p class="btns after">
                <button class="btn">{w.value.send}</button>
              </p>
            </form>
            <h3>{w.value.rest}</h3>
            <p class="quiet small">{w.value.restAbout(other)}</p>
            {rests.map(one => (
              <p key={one.id}>{w.value.rested(one.minutes, when(one.from_ms))}</p>
            ))}
            <p class="btns">
              {RESTS.map(minutes => (
                <button
                  key={minutes}
                  type="button"
                  class="btn"
                  onClick={() => void then(() => care.rest(id, minutes))}
                >
                  {w.value.restOf(minutes)}
                </button>
              ))}
            </p>
          </>
        )}
      </Show>
    </section>
  );
}
