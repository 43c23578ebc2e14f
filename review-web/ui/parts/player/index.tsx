// SPDX-License-Identifier: Apache-2.0
// The player as a page places it: lanes, map, transport.
import { useSignal } from '@preact/signals';
import type { Pin } from '../../player/draw';
import type { Player } from '../../state/player';
import { words } from '../../words';
import { clock, length, parseClock } from '../../words/format';
import { Icon } from '../icon';
import { Failed, Square, Toggle } from '../bits';
import { Map, Seek, Zoom } from './lanes';
import { SoloChoice, SoundBox, Speed } from './sound';

function Voices({ player, agent }: { player: Player; agent: string }) {
  const w = words.value;
  if (player.mono)
    return (
      <div class="voices">
        <p>
          <strong>{w.player.both}</strong>
        </p>
      </div>
    );
  return (
    <div class="voices">
      <p>
        <strong>{agent}</strong> {agent !== w.agent && <span class="small quiet">{w.agent}</span>}
      </p>
      <p>
        <strong>{w.caller}</strong>
      </p>
    </div>
  );
}

function Transport({ player, onStep }: { player: Player; onStep: (way: 1 | -1) => void }) {
  const w = words.value.player;
  const on = player.playing.value;
  return (
    <div class="btns">
      <Square icon="prev" name={`${w.prev} (P)`} onClick={() => onStep(-1)} />
      <button type="button" class="btn" onClick={() => player.step(-5000)}>
        {w.back}
      </button>
      <button type="button" class="btn main playbtn" id="play" onClick={() => player.toggle()}>
        <Icon name={on ? 'pause' : 'play'} />
        <span>{on ? w.pause : w.play}</span>
      </button>
      <button type="button" class="btn" onClick={() => player.step(5000)}>
        {w.ahead}
      </button>
      <Square icon="next" name={`${w.next} (N)`} onClick={() => onStep(1)} />
    </div>
  );
}

function GoTo({ player }: { player: Player }) {
  const w = words.value.player;
  const bad = useSignal('');
  const go = (event: Event) => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem(
      'to',
    ) as HTMLInputElement;
    const ms = parseClock(input.value);
    bad.value = ms === null ? w.goBad : ms > player.length ? w.goLate(length(player.length)) : '';
    if (ms === null || bad.value) return;
    player.seek(ms);
    input.value = '';
    document.getElementById('seek')?.focus();
  };
  return (
    <form class="goto" onSubmit={go}>
      <label class="sr" for="goto">
        {w.goTo}
      </label>
      <input
        id="goto"
        name="to"
        maxLength={9}
        onKeyDown={event => {
          if (event.key !== 'Escape') return;
          event.currentTarget.value = '';
          bad.value = '';
          document.getElementById('seek')?.focus();
        }}
        placeholder={w.goToHelp}
        aria-label={w.goTo}
        autocomplete="off"
        size={6}
        aria-invalid={bad.value !== ''}
        aria-describedby="goto-bad"
      />
      <span id="goto-bad" class={bad.value ? 'small complaint' : 'sr'} role="status">
        {bad.value}
      </span>
    </form>
  );
}

/** What is held on to just now: a span for a note, a loop. Empty when nothing is. */
function SpanLine({ player }: { player: Player }) {
  const w = words.value.player;
  const [span, loop, from] = [player.span.value, player.loop.value, player.loopFrom.value];
  if (!span && !loop && from === null) return null;
  return (
    <div class="spanline" role="status">
      {span && <span>{w.span(clock(span[0]), clock(span[1]))}</span>}
      {span && !loop && (
        <button type="button" class="btn plain" onClick={() => player.setLoop(span)}>
          {w.loop}
        </button>
      )}
      {span && (
        <button
          type="button"
          class="btn plain"
          onClick={() => {
            player.span.value = null;
          }}
        >
          {w.spanClear}
        </button>
      )}
      {from !== null && <span>{w.loopA(clock(from))}</span>}
      {from !== null && (
        <button type="button" class="btn plain" onClick={() => player.setLoop(null)}>
          {w.loopClear}
        </button>
      )}
      {loop && <span>{w.loopOn(clock(loop[0]), clock(loop[1]))}</span>}
      {loop && (
        <button type="button" class="btn plain" onClick={() => player.setLoop(null)}>
          {w.loopOff}
        </button>
      )}
    </div>
  );
}

/** Why the lanes are empty, in the lanes. */
function InsteadOfPicture({ player }: { player: Player }) {
  const w = words.value.player;
  const why =
    player.opening.value === 'closed'
      ? w.waits(player.call.reasons.length)
      : player.blind.value
        ? w.blind
        : '';
  return why ? <p class="instead quiet">{why}</p> : null;
}

export function PlayerView({
  player,
  agent,
  pins,
  onStep,
}: {
  player: Player;
  agent: string;
  pins: Pin[];
  onStep: (way: 1 | -1) => void;
}) {
  const w = words.value.player;
  return (
    <section class="player" aria-label={w.title} data-player>
      {player.opening.value === 'failed' && (
        <Failed cause={player.failure.value} again={() => void player.retry()} />
      )}
      <div class="lanes">
        <Voices player={player} agent={agent} />
        <Seek player={player} agent={agent} pins={pins} />
        <InsteadOfPicture player={player} />
        <Zoom player={player} />
        <Map player={player} agent={agent} pins={pins} />
      </div>
      <div class="transport">
        <Transport player={player} onStep={onStep} />
        <p class="time">
          <b id="now">{clock(Math.min(player.now.value, player.length))}</b>{' '}
          <span>/ {clock(player.length)}</span>
        </p>
        <Speed player={player} />
        <SoloChoice player={player} agent={agent} />
        <div class="btns">
          <Toggle
            on={player.loop.value !== null || player.loopFrom.value !== null}
            name={w.loop}
            onChange={() => player.pressLoop()}
          >
            A–B
          </Toggle>
          <SoundBox player={player} agent={agent} />
          <GoTo player={player} />
        </div>
      </div>
      <SpanLine player={player} />
    </section>
  );
}
