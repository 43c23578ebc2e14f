// SPDX-License-Identifier: Apache-2.0
// Notes half written, and the way back to each: nobody else sees that there are any.
import { mine } from '../../api';
import { Missed, Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { clock, when } from '../../words/format';

export function Drafts() {
  const w = words.value;
  const found = useLoad(mine.drafts, [], ['note']);
  if (!found.data?.length) return <Missed of={found} title={w.notes.begunTitle} />;
  return (
    <Section title={w.notes.begunTitle}>
      <ul class="asks">
        {found.data.map(one => (
          <li key={one.interaction}>
            <p>
              <a href={`/calls/${one.interaction}?t=${Math.floor(one.at_ms / 1000)}#write`}>
                {one.title ?? w.calls.untitled}
              </a>{' '}
              <span class="quiet">{w.notes.begun(when(one.written_ms), clock(one.at_ms))}</span>
            </p>
            <p class="read small">{one.body}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
