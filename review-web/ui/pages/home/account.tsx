// SPDX-License-Identifier: Apache-2.0
// What was done to one's own account lately, by whomever: a code, a password, a role.
import { mine } from '../../api';
import { Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { eventName } from '../../words/codes';
import { when } from '../../words/format';

const SHOWN = 6;

export function Account() {
  const w = words.value.home;
  const { data } = useLoad(mine.account, []);
  if (!data?.length) return null;
  return (
    <Section title={w.account}>
      <p class="small quiet">{w.accountHelp}</p>
      <ul class="rows">
        {data.slice(0, SHOWN).map(one => (
          <li key={one.seq}>
            <strong>{one.actor?.name ?? words.value.audit.program}</strong>: {eventName(one.event)},{' '}
            <span class="quiet">{when(one.at_ms)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
