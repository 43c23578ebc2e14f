// SPDX-License-Identifier: Apache-2.0
// How long this call is kept, by what rule, and who held it or let it go; holding and letting go for
// those who answer for it, with a reason.
import { useSignal } from '@preact/signals';
import { holds } from '../../api/holds';
import type { Call, Id, Keeping as KeptCall } from '../../api/types';
import { useLoad } from '../../state/load';
import { can } from '../../state/me';
import { attempt } from '../../state/say';
import { area } from '../../words/area';
import { day, when } from '../../words/format';
import { enHolds, svHolds } from '../../words/holds';
import { Labelled, Section, Show } from '../bits';
import { Veto, tookPart } from './veto';

const w = area(svHolds, enHolds);
type Act = KeptCall['acts'][number];

export function ActLine({ act }: { act: Act }) {
  const at = when(act.at_ms);
  if (act.rule === 'threat') return <p>{w.value.threat(act.person.name, at)}</p>;
  return (
    <p>
      {(act.held ? w.value.placed : w.value.released)(act.person.name, at)}{' '}
      <q class="read">{act.reason}</q>
    </p>
  );
}

/** A decision: its reason, and one button. */
export function Decide({
  says,
  name,
  act,
}: {
  says: string;
  name?: string; // for one who only hears it
  act: (reason: string) => Promise<unknown>;
}) {
  const reason = useSignal('');
  const send = (event: Event) => {
    event.preventDefault();
    if (reason.value.trim()) void act(reason.value.trim());
  };
  return (
    <form class="form after" onSubmit={send}>
      <Labelled label={w.value.reason} hint={w.value.reasonHint}>
        <input
          class="field"
          required
          maxLength={2000}
          value={reason.value}
          onInput={event => {
            reason.value = event.currentTarget.value;
          }}
        />
      </Labelled>
      <p class="btns">
        <button class="btn">
          {says}
          {name && <span class="sr">: {name}</span>}
        </button>
      </p>
    </form>
  );
}

/** sound: there is some; else nothing is ever erased of it. */
function Told({ kept, sound }: { kept: KeptCall; sound: boolean }) {
  const until = day(kept.until_ms, true);
  const by = (kept.agreed ? w.value.agreed : w.value.setting)(kept.days);
  if (!sound && !kept.held) return <p>{w.value.noSound}</p>;
  return (
    <>
      <p>
        <strong>{kept.held ? w.value.held : w.value.until(until)}</strong>
      </p>
      <p class="quiet small">
        {kept.held && w.value.else(until)} {by}
      </p>
      {kept.acts.map(act => (
        <ActLine key={act.at_ms} act={act} />
      ))}
    </>
  );
}

/** Beside how long: whether it may be used at all, for whose it is. */
export function Keeping({ call, changed }: { call: Call; changed: () => Promise<void> }) {
  return (
    <>
      {tookPart(call) && <Veto call={call} changed={changed} />}
      <Kept id={call.id} sound={call.recording !== null} />
    </>
  );
}

function Kept({ id, sound }: { id: Id; sound: boolean }) {
  const kept = useLoad(() => holds.of(id), [id], ['care', 'mark', 'recording.erased'], id);
  const then = (work: Promise<unknown>, said: string) =>
    attempt(async () => {
      await work;
      await kept.again();
    }, said);
  return (
    <Section title={w.value.keeping}>
      <Show of={kept}>
        {all => (
          <>
            <Told kept={all} sound={sound} />
            {can('HOLD') && (
              <details key={String(all.held)}>
                <summary>{all.held ? w.value.release : w.value.place}</summary>
                {all.held ? (
                  <Decide
                    says={w.value.release}
                    act={reason => then(holds.release(id, reason), w.value.releasedNow)}
                  />
                ) : (
                  <Decide
                    says={w.value.place}
                    act={reason => then(holds.place(id, reason), w.value.placedNow)}
                  />
                )}
              </details>
            )}
          </>
        )}
      </Show>
    </Section>
  );
}
