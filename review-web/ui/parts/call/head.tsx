// SPDX-License-Identifier: Apache-2.0
// What call this is: its name, whose, when, under which agreement, how much has been heard.
import { useSignal } from '@preact/signals';
import { calls } from '../../api';
import type { Call } from '../../api/types';
import type { Player } from '../../state/player';
import { placeInQueue, queue } from '../../state/queue';
import { me } from '../../state/me';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, fullWhen, length, lengthOf, plainLength, shown } from '../../words/format';
import { Title } from '../bits';
import { callName } from '../callrow';

function QueueLine({ id }: { id: string }) {
  const w = words.value;
  const { at, count, previous } = placeInQueue(id);
  if (at < 0)
    return (
      <p class="small">
        <a class="hit" href="/calls">
          {w.nav.calls}
        </a>
      </p>
    );
  return (
    <p class="small">
      <a class="hit" href={queue.value.address}>
        {queue.value.name}
      </a>
      , {w.call.position(at + 1, count)}
      {previous && (
        <>
          {' '}
          <a class="hit" href={`/calls/${previous.id}`}>
            {w.evaluate.previous}
          </a>
        </>
      )}
    </p>
  );
}

function Rename({
  call,
  onDone,
  changed,
}: {
  call: Call;
  onDone: () => void;
  changed: () => Promise<void>;
}) {
  const w = words.value;
  const save = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      await calls.title(call.id, String(data.get('title') ?? '').trim());
      onDone();
      await changed();
    });
  };
  return (
    <form
      class="spanfields"
      onSubmit={save}
      onKeyDown={event => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <label class="labelled grow">
        <span>{w.call.titleLabel}</span>
        <input name="title" maxLength={120} defaultValue={call.title ?? ''} />
      </label>
      <button class="btn">{w.common.save}</button>
      <button type="button" class="btn plain" onClick={onDone}>
        {w.common.cancel}
      </button>
    </form>
  );
}

function Next({ id }: { id: string }) {
  const { next } = placeInQueue(id);
  if (!next) return null;
  const what = [next.agent?.name.split(' ')[0], callName(next), length(next.duration_ms)].filter(
    Boolean,
  );
  return (
    <a class="btn" href={`/calls/${next.id}`} data-play>
      {words.value.call.next(what.join(', '))}
    </a>
  );
}

function Facts({
  call,
  player,
  listeners,
}: {
  call: Call;
  player: Player | null;
  listeners: number | null;
}) {
  const w = words.value;
  return (
    <p class="facts small">
      {call.agreement && (
        <a href="/agreement">
          {w.call.recordedUnder(call.agreement.version, call.agreement.title)}
        </a>
      )}
      {call.load_mark && <span>{call.load_mark}</span>}
      {player && call.recording && (
        <span id="heard">
          {w.call.heard(lengthOf(player.heardMs(), player.hersMs), length(player.hersMs))}
        </span>
      )}
      {listeners !== null && <a href="#listeners">{w.call.whoHeard(listeners)}</a>}
    </p>
  );
}

/** Which part of the sound is the viewer's, when it is not all of it. */
function Hearable({ call, player }: { call: Call; player: Player | null }) {
  if (!player?.shades.value.some(shade => shade.kind === 'foreign')) return null;
  const parts = call.hearable.map(([from, to]) => `${clock(from)}–${clock(to)}`);
  return (
    <p class="small" id="hearable">
      {words.value.call.hearable(parts.join(', '))}
    </p>
  );
}

/** A capture that had grown was replayed again, and what was kept of the call could not give way. */
function Copies({ call }: { call: Call }) {
  const w = words.value.call;
  return call.copies.map(copy => (
    <p class="small" key={copy.id} data-copy>
      {copy.longer ? w.copyLonger : w.copyShorter}{' '}
      <a href={`/calls/${copy.id}`}>{w.copyOpen(length(copy.duration_ms))}</a>
    </p>
  ));
}

/** The capturing machine's clock was set in the call; its sound lies where it was said all the same. */
function Clocks({ call }: { call: Call }) {
  return call.spans
    .filter(span => span.kind === 'clock')
    .map(span => (
      <p class="small quiet" key={span.id} data-clock>
        {words.value.call.clockSet(clock(span.from_ms), span.detail ?? '')}
      </p>
    ));
}

/** How long she had it, of a call that others had before or after her. */
const partOf = (call: Call) => {
  const hers = call.segments.filter(one => one.agent?.id === me.value?.id);
  return hers.length < call.segments.length && shown(hers.map(one => [one.from_ms, one.to_ms]));
};

export function CallHead({
  call,
  player,
  listeners,
  changed,
}: {
  call: Call;
  player: Player | null;
  listeners: number | null;
  changed: () => Promise<void>;
}) {
  const w = words.value;
  const renaming = useSignal(false);
  const name = callName(call);
  const hers = partOf(call);
  return (
    <div class="callhead">
      <QueueLine id={call.id} />
      <div class="head">
        <Title of={name}>{name}</Title>
        {call.can.outcome && !renaming.value && (
          <button
            type="button"
            class="btn plain"
            onClick={() => {
              renaming.value = true;
            }}
          >
            {w.call.rename}
          </button>
        )}
        <Next id={call.id} />
      </div>
      {renaming.value && (
        <Rename
          call={call}
          changed={changed}
          onDone={() => {
            renaming.value = false;
          }}
        />
      )}
      <p>
        <strong>{(hers ? me.value?.name : call.agent?.name) ?? w.calls.unclaimedRow}</strong>{' '}
        <span class="quiet">
          {fullWhen(call.started_ms)},{' '}
          {hers
            ? w.call.partOf(plainLength(hers), plainLength(call.duration_ms))
            : plainLength(call.duration_ms)}
          .
        </span>
        {call.caller && (
          <span class="quiet">
            {' '}
            {w.call.callerLine} {[call.caller.name, call.caller.number].filter(Boolean).join(', ')}.
          </span>
        )}
      </p>
      <Copies call={call} />
      <Clocks call={call} />
      {call.segments.length > 1 && (
        <p class="quiet small">
          {w.call.segments}:{' '}
          {call.segments
            .map(
              segment =>
                `${segment.agent?.name ?? w.calls.unclaimedRow} ${clock(segment.from_ms)}–${clock(segment.to_ms)}`,
            )
            .join(' → ')}
        </p>
      )}
      <Hearable call={call} player={player} />
      <Facts call={call} player={player} listeners={listeners} />
    </div>
  );
}
