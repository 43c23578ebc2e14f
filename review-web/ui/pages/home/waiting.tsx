// SPDX-License-Identifier: Apache-2.0
// People who wait come before everything else, with support before sound: tough calls and threats.
import { calls } from '../../api';
import type { CallRow } from '../../api/types';
import { Empty, Section, Show } from '../../parts/bits';
import { callName } from '../../parts/callrow';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { when } from '../../words/format';

const SHOWN = 5;

async function waiting(): Promise<CallRow[]> {
  const [threats, tough] = await Promise.all([
    calls.find({ mark: 'threat' }, undefined, SHOWN),
    calls.find({ mark: 'tough' }, undefined, SHOWN),
  ]);
  const all = new Map([...threats.rows, ...tough.rows].map(row => [row.id, row]));
  return [...all.values()].sort((a, b) => b.started_ms - a.started_ms).slice(0, SHOWN);
}

function Line({ call }: { call: CallRow }) {
  const w = words.value.home;
  const name = call.agent?.name ?? words.value.calls.unclaimedRow;
  const first = name.split(' ')[0] ?? name;
  return (
    <li>
      <p>
        <strong>{call.marks.includes('threat') ? w.threatBy(first) : w.toughBy(first)}</strong>{' '}
        <span class="quiet">
          {callName(call)}, {when(call.started_ms)}. {w.notCounted}
        </span>
      </p>
      <p class="btns">
        <a class="btn" href={`/calls/${call.id}#write`}>
          {w.writeTo(first)}
        </a>
      </p>
    </li>
  );
}

export function WaitingFor() {
  const w = words.value.home;
  const rows = useLoad(waiting, [], ['mark.']);
  return (
    <Section title={w.waiting}>
      <Show of={rows}>
        {list =>
          list.length === 0 ? (
            <Empty>{w.waitingNone}</Empty>
          ) : (
            <ul class="asks">
              {list.map(call => (
                <Line key={call.id} call={call} />
              ))}
            </ul>
          )
        }
      </Show>
    </Section>
  );
}
