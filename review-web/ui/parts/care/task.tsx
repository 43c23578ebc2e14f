// SPDX-License-Identifier: Apache-2.0
// Somebody needs whoever is on duty: take it, talk, say that it is done.
import { care } from '../../api/care';
import type { CareTask } from '../../api/types';
import { attempt } from '../../state/say';
import { when } from '../../words/format';
import { firstOf, w } from './says';

export function Task({
  task,
  changed,
  here,
}: {
  task: CareTask;
  changed: () => Promise<void>;
  here?: boolean; // on the page of the call itself
}) {
  const name = firstOf(task.agent.name);
  const press = (work: () => Promise<unknown>, said: string) =>
    void attempt(async () => {
      await work();
      await changed();
    }, said);
  const held = task.asked_ms !== null;
  return (
    <>
      <p>
        <strong>{w.value.by[task.kind](name)}</strong>{' '}
        <span class="quiet">{w.value.since(when(task.pressed_ms))}</span>
      </p>
      <p class="quiet small">
        {held ? w.value.first(name) : task.unanswered ? w.value.noneAnswered : w.value.noneOnDuty}{' '}
        {here && w.value.seenByLead(name)}
      </p>
      <p class="btns">
        {task.taken_ms === null ? (
          <button
            type="button"
            class="btn main"
            onClick={() => press(() => care.take(task.id), w.value.taken(name))}
          >
            {w.value.take}
            <span class="sr">: {name}</span>
          </button>
        ) : (
          <>
            <span>{w.value.youHave}</span>
            <button
              type="button"
              class="btn"
              onClick={() => press(() => care.done(task.id), w.value.finished(name))}
            >
              {w.value.finish}
              <span class="sr">: {name}</span>
            </button>
          </>
        )}
        {held && !here && (
          <a class="btn plain" href={`/calls/${task.interaction}`}>
            {w.value.toCall}
            <span class="sr">: {name}</span>
          </a>
        )}
      </p>
    </>
  );
}
