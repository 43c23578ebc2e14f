// SPDX-License-Identifier: Apache-2.0
// The newest feedback, call by call, and one button that plays every new moment in order: a digest
// of a minute, heard before the first call of the day.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { mine } from '../../api';
import type { Feedback as Row } from '../../api/types';
import { Sequence, type Clip } from '../../player/sequence';
import { Nothing, Pin, Section, Show } from '../../parts/bits';
import { Icon } from '../../parts/icon';
import { ReplyForm } from '../../parts/notes/item';
import type { Sound } from '../../player/deck';
import { closeListening, deck, openListening, soundOf } from '../../state/listen';
import { useLoad } from '../../state/load';
import { prefer, prefs } from '../../state/prefs';
import { overcome, sayFailure } from '../../state/say';
import { words } from '../../words';
import { aboutMinutes, clock, when } from '../../words/format';

const BEFORE_MS = 2000,
  AFTER_MS = 10_000; // a remark needs its lead-in and its answer
const CALLS_SHOWN = 6;

type Group = { call: string; rows: Row[] };

function groups(rows: Row[]): Group[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.interaction, [...(found.get(row.interaction) ?? []), row]);
  return [...found]
    .slice(0, CALLS_SHOWN)
    .map(([call, list]) => ({ call, rows: list.sort((a, b) => a.at_ms - b.at_ms) }));
}

const clip = (row: Row): Clip => ({
  call: row.interaction,
  channels: 2,
  from: Math.max(0, row.at_ms - BEFORE_MS),
  to: Math.min(row.duration_ms, row.at_ms + Math.max(row.len_ms + 2000, AFTER_MS)),
});

/** The digest: one sequence over all the moments shown. Each call is opened once. */
function useDigest(rows: Row[]) {
  const at = useSignal<number | null>(null);
  const sequence = useRef<Sequence | null>(null);
  useEffect(() => {
    let last: { call: string; sound: Sound } | null = null;
    const open = async ({ call, channels }: Clip) => {
      if (last?.call !== call)
        last = { call, sound: soundOf(await openListening(call, 'own'), channels, call, 'own') };
      return last.sound;
    };
    sequence.current = new Sequence(deck, rows.map(clip), open, {
      changed: index => {
        if (index !== null) overcome();
        at.value = index;
      },
      failed: cause => {
        at.value = null;
        sayFailure(cause);
      },
      ended: closeListening,
    });
    const made = sequence.current;
    const paused = () => {
      if (made.index !== null && !made.playing) made.stop(); // by the phone, or another tab
    };
    deck.audio.addEventListener('pause', paused);
    return () => {
      deck.audio.removeEventListener('pause', paused);
      closeListening();
      made.close();
    };
  }, [rows]);
  const play = (index: number) => {
    deck.rate = prefs.value.rate;
    if (at.value === index) sequence.current?.stop();
    else void sequence.current?.start(index);
  };
  return { at, play };
}

const READ_KEPT = 300;

function MomentLine({ row, now, onPlay }: { row: Row; now: boolean; onPlay: () => void }) {
  const w = words.value;
  const at = clock(row.at_ms);
  return (
    <li class="moment nopicture" {...(now ? { 'data-now': '' } : {})}>
      <button
        type="button"
        class="btn square"
        aria-label={w.notes.playFrom(at)}
        aria-pressed={now}
        onClick={onPlay}
      >
        <Icon name={now ? 'pause' : 'play'} />
      </button>
      <p class="read">
        <span class="tag">
          <Pin shape={row.kind === 'keep' || row.kind === 'try' ? row.kind : 'note'} />
          <a href={`/calls/${row.interaction}?t=${Math.floor(row.at_ms / 1000)}&note=${row.id}`}>
            {at}
          </a>
          <strong>{w.notes.kinds[row.kind]}</strong>
        </span>
        {row.body}
      </p>
    </li>
  );
}

function Answered({
  group,
  read,
  onRead,
  changed,
}: {
  group: Group;
  read: boolean;
  onRead: () => void;
  changed: () => Promise<void>;
}) {
  const w = words.value.home;
  const replying = useSignal(false);
  const last = group.rows.findLast(row => row.kind !== 'private') ?? group.rows[0]!;
  if (replying.value) {
    return (
      <ReplyForm
        note={last}
        changed={changed}
        onDone={() => {
          replying.value = false;
        }}
      />
    );
  }
  return (
    <p class="btns">
      {!read && (
        <button type="button" class="btn" onClick={onRead}>
          {w.read}
        </button>
      )}
      <button
        type="button"
        class={read ? 'btn plain pulled' : 'btn plain'}
        onClick={() => {
          replying.value = true;
        }}
      >
        {w.reply}
      </button>
    </p>
  );
}

function All({ rows, changed }: { rows: Row[]; changed: () => Promise<void> }) {
  const w = words.value.home;
  const list = useMemo(() => groups(rows), [rows]);
  const flat = useMemo(() => list.flatMap(group => group.rows), [list]);
  const { at, play } = useDigest(flat);
  const read = new Set(prefs.value.read);
  const markRead = (group: Group) =>
    prefer({ read: [...group.rows.map(row => row.id), ...prefs.value.read].slice(0, READ_KEPT) });
  const order = (row: Row) => flat.indexOf(row);
  const unread = rows.filter(row => !read.has(row.id)).length;
  const total = flat.reduce((sum, row) => sum + clip(row).to - clip(row).from, 0);
  const on = at.value !== null;
  return (
    <Section
      title={unread ? w.newFeedback(unread) : w.feedback}
      extra={
        flat.length > 0 && (
          <button
            type="button"
            class="btn main"
            id="digest"
            onClick={() => play(on ? at.value! : 0)}
          >
            <Icon name={on ? 'pause' : 'play'} />
            <span>
              {on ? w.digestPlaying(at.value! + 1, flat.length) : w.digest(aboutMinutes(total))}
            </span>
          </button>
        )
      }
    >
      {list.length === 0 && <Nothing whole={w.feedbackNone} />}
      {list.map(group => {
        const newest = group.rows.reduce((a, b) => (a.created_ms > b.created_ms ? a : b));
        return (
          <article class="feedback" key={group.call}>
            <h3>
              <a class="hit" href={`/calls/${group.call}`}>
                {newest.title || words.value.calls.untitled}
              </a>
            </h3>
            <p class="quiet small">
              {w.fromWhom(newest.author.name, when(newest.created_ms))}{' '}
              {w.callWhen(when(newest.started_ms))}
            </p>
            <ol>
              {group.rows.map(row => (
                <MomentLine
                  key={row.id}
                  row={row}
                  now={at.value === order(row)}
                  onPlay={() => play(order(row))}
                />
              ))}
            </ol>
            <Answered
              group={group}
              read={group.rows.every(row => read.has(row.id))}
              changed={changed}
              onRead={() => markRead(group)}
            />
          </article>
        );
      })}
    </Section>
  );
}

export function Feedback() {
  const rows = useLoad(mine.feedback, [], ['note']);
  return <Show of={rows}>{list => <All rows={list} changed={rows.again} />}</Show>;
}
