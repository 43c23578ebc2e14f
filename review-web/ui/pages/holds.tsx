// SPDX-License-Identifier: Apache-2.0
// What is held, for those who answer for it: since when and by what rule, and letting it go. Not whose call
// it is: under care it is closed to them too.
import { holds } from '../api/holds';
import type { HeldCall } from '../api/types';
import { Nothing, Show, Title } from '../parts/bits';
import { ActLine, Decide } from '../parts/call/keeping';
import { useLoad } from '../state/load';
import { attempt } from '../state/say';
import { area } from '../words/area';
import { when } from '../words/format';
import { enHolds, svHolds } from '../words/holds';

const w = area(svHolds, enHolds);

function Held({ one, again }: { one: HeldCall; again: () => Promise<void> }) {
  const name = w.value.call(when(one.started_ms));
  const release = (reason: string) =>
    attempt(async () => {
      await holds.release(one.id, reason);
      await again();
    }, w.value.releasedNow);
  const threat = one.rule === 'threat' && one.since_ms !== null;
  return (
    <li>
      <h2>{name}</h2>
      {threat && <p>{w.value.aThreat(when(one.since_ms!))}</p>}
      {!threat && one.person && one.rule && one.since_ms !== null && (
        <ActLine
          act={{
            held: true,
            rule: one.rule,
            person: one.person,
            reason: one.reason,
            at_ms: one.since_ms,
          }}
        />
      )}
      {!one.rule && <p class="quiet">{w.value.unknown}</p>}
      <details>
        <summary>
          {w.value.release}
          <span class="sr">: {name}</span>
        </summary>
        <Decide says={w.value.release} name={name} act={release} />
      </details>
    </li>
  );
}

export function HoldsPage() {
  const all = useLoad(holds.all, []);
  return (
    <>
      <Title>{w.value.title}</Title>
      <p class="empty">{w.value.help}</p>
      <Show of={all}>
        {rows =>
          rows.length === 0 ? (
            <Nothing whole={w.value.none} />
          ) : (
            <ul class="asks">
              {rows.map(one => (
                <Held key={one.id} one={one} again={all.again} />
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
}
