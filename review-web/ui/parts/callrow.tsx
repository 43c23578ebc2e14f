// SPDX-License-Identifier: Apache-2.0
// One call in a list: play, what it was about, when, how long, and what is known of it.
import type { ComponentChildren } from 'preact';
import type { CallRow, Topic } from '../api/types';
import { lookAhead, openAhead } from '../state/ahead';
import { me } from '../state/me';
import { words } from '../words';
import { length, when } from '../words/format';
import { Icon } from './icon';

export const topicName = (topic: Topic) =>
  words.value.language === 'sv' ? topic.name_sv : topic.name_en;

/** What to call a call: its title, else its topics, else simply a call. */
export function callName(call: { title: string | null; topics?: Topic[] }): string {
  return call.title || call.topics?.map(topicName).join(', ') || words.value.calls.untitled;
}

/** Her own list is whole; empty, it says why: nothing yet, or nothing is recorded at all. */
export const noneOfMine = () =>
  me.value?.agreement ? words.value.home.mineNone : words.value.home.mineNoneOff;

export function noRecordingName(reason: string | null): string {
  const table = words.value.noRecording as Record<string, string>;
  return table[reason ?? ''] ?? words.value.noRecording.other;
}

/** Under the title: how it ended, or why there is no sound. */
function outcomeLine(call: CallRow): string {
  const w = words.value;
  if (call.no_recording) return `${noRecordingName(call.no_recording)}. ${w.noRecordingNote}`;
  return call.outcome ? w.outcomes[call.outcome] : '';
}

function facts(call: CallRow): string[] {
  const { calls, marks } = words.value;
  const list = [
    call.title ? call.topics.map(topicName).join(', ') : '',
    ...call.marks.map(kind => marks[kind] ?? kind),
    call.load_mark ?? '',
    call.gaps ? calls.gaps : '',
    call.channels === 1 ? calls.mono : '',
    call.notes ? calls.notes(call.notes) : '',
    call.heard_by_me ? calls.heard : '',
  ];
  return list.filter(Boolean);
}

export function PlayLink({ call, name }: { call: CallRow; name: string }) {
  if (!call.recording) return <span class="nosound" aria-hidden="true" />;
  return (
    <a
      class="btn square"
      href={`/calls/${call.id}`}
      data-play
      onPointerDown={() => lookAhead(call.id)}
      onClick={event => {
        if (!event.ctrlKey && !event.metaKey) openAhead(call);
      }}
      aria-label={words.value.calls.play(name)}
    >
      <Icon name="play" />
    </a>
  );
}

export function CallLine({
  call,
  pick,
  own,
  extra,
}: {
  call: CallRow;
  own?: boolean;
  pick?: ComponentChildren;
  extra?: ComponentChildren;
}) {
  const w = words.value;
  const name = callName(call);
  const who = call.agent?.name ?? w.calls.unclaimedRow;
  const told = facts(call);
  return (
    <li class={pick ? 'row pick' : 'row'}>
      {pick}
      <PlayLink call={call} name={`${name}, ${own ? when(call.started_ms) : who}`} />
      <div class="main-line">
        <strong>
          <a href={`/calls/${call.id}`}>{name}</a>
        </strong>
        <span class={own ? 'quiet' : ''}>
          {!own && who}
          {!own && outcomeLine(call) && ' '}
          {outcomeLine(call) && <span class="quiet">{outcomeLine(call)}</span>}
        </span>
      </div>
      <p class="quiet when">{when(call.started_ms)}</p>
      <p class="len">{length(call.own_ms ?? call.duration_ms)}</p>
      <div class="facts-line">
        {told.map(fact => (
          <span key={fact}>{fact}</span>
        ))}
        {extra}
      </div>
    </li>
  );
}
