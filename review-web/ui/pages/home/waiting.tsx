// SPDX-License-Identifier: Apache-2.0
// People who wait come before everything else, with support before sound: tough calls and threats,
// and what agents ask.
import { calls } from '../../api';
import { work, type Asked } from '../../api/work';
import type { CallRow, Seen } from '../../api/types';
import { Nothing, Section, Show } from '../../parts/bits';
import { callName } from '../../parts/callrow';
import { useLoad } from '../../state/load';
import { can } from '../../state/me';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, when } from '../../words/format';

const SHOWN = 5;

type Waiting = { asked: Asked[]; calls: CallRow[]; seen: Seen };

async function waiting(): Promise<Waiting> {
  const [asked, threats, tough] = await Promise.all([
    work.asked(),
    calls.find({ mark: 'threat' }, undefined, SHOWN),
    calls.find({ mark: 'tough' }, undefined, SHOWN),
  ]);
  const all = new Map([...threats.rows, ...tough.rows].map(row => [row.id, row]));
  return {
    asked,
    seen: [asked, threats, tough].every(one => one.seen === 'all') ? 'all' : 'part',
    calls: [...all.values()].sort((a, b) => b.started_ms - a.started_ms).slice(0, SHOWN),
  };
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

function Wish({ asked, changed }: { asked: Asked; changed: () => Promise<void> }) {
  const w = words.value.home;
  const first = asked.author.name.split(' ')[0] ?? '';
  const talk = asked.kind === 'talk';
  const { interaction } = asked;
  const at = `/calls/${interaction.id}?t=${Math.floor(asked.at_ms / 1000)}`;
  return (
    <li>
      <p>
        <strong>{talk ? w.talkBy(first) : w.askedBy(first, asked.detail ?? '')}</strong>{' '}
        <span class="quiet">
          {talk && asked.detail && `”${asked.detail}” `}
          {callName(interaction)}, {w.at(clock(asked.at_ms))}, {when(asked.created_ms)}.
        </span>
      </p>
      <p class="btns">
        {talk && (
          <a class="btn" href={`${at}#write`}>
            {w.writeTo(first)}
          </a>
        )}
        <a class={talk ? 'btn plain' : 'btn'} href={at} data-play>
          {w.listenAnswer}
          <span class="sr">: {callName(interaction)}</span>
        </a>
        {talk && can('COACH') && (
          <button
            type="button"
            class="btn plain"
            onClick={() =>
              void attempt(async () => {
                await calls.unmark(asked.id);
                await changed();
              })
            }
          >
            {w.talked}
            <span class="sr">: {first}</span>
          </button>
        )}
      </p>
    </li>
  );
}

export function WaitingFor() {
  const w = words.value.home;
  const rows = useLoad(waiting, [], ['mark', 'note']);
  return (
    <Section title={w.waiting}>
      <Show of={rows}>
        {list =>
          list.calls.length + list.asked.length === 0 ? (
            <Nothing what={w.waitingNone} seen={list.seen} />
          ) : (
            <ul class="asks">
              {list.asked.map(asked => (
                <Wish key={asked.id} asked={asked} changed={rows.again} />
              ))}
              {list.calls.map(call => (
                <Line key={call.id} call={call} />
              ))}
            </ul>
          )
        }
      </Show>
    </Section>
  );
}
