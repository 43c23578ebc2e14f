// SPDX-License-Identifier: Apache-2.0
// Before it is sent: what she last asked him to try, in a call of his before, heard from its second. It has a
// sound of its own, so that the call under her hands stays where it is.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { listening } from '../../api';
import { http } from '../../api/client';
import type { Id, Page, Tried } from '../../api/types';
import { startOf } from '../../player/stops';
import { deck } from '../../state/listen';
import { useLoad } from '../../state/load';
import { sayFailure } from '../../state/say';
import { words } from '../../words';
import { clock, day } from '../../words/format';
import { Icon } from '../icon';

const PLAYED_MS = 15_000; // the remark's place and what came of it

type Plays = { stop: () => void };

/** Plays it, and tells what was heard of it when it ends. */
async function play(of: Tried, ended: () => void): Promise<Plays> {
  const opened = await listening.open(of.interaction, 'review', '');
  const from = startOf(of.at_ms);
  const to = Math.min(of.duration_ms, of.at_ms + Math.max(of.len_ms, PLAYED_MS));
  const audio = new Audio(opened.audio);
  audio.currentTime = from / 1000;
  const stop = () => {
    if (audio.paused && !audio.currentTime) return;
    const at = Math.round(audio.currentTime * 1000);
    audio.pause();
    audio.removeAttribute('src');
    audio.load();
    if (at > from) void listening.heard(opened.id, [[from, at]], true).catch(() => {});
    ended();
  };
  audio.addEventListener('timeupdate', () => {
    if (audio.currentTime * 1000 >= to) stop();
  });
  audio.addEventListener('ended', stop);
  await audio.play();
  return { stop };
}

export function LastTime({ call }: { call: Id }) {
  const w = words.value.evaluate.lastTime;
  const found = useLoad(
    () => http.get<Page<Tried>>(`interactions/${call}/tried`).then(page => page.rows[0] ?? null),
    [call],
  );
  const on = useSignal(false);
  const plays = useRef<Plays | null>(null);
  useEffect(() => () => plays.current?.stop(), [call]);
  const last = found.data;
  if (!last) return null;
  const press = async () => {
    if (on.value) return plays.current?.stop();
    deck.pause();
    on.value = true;
    try {
      plays.current = await play(last, () => {
        on.value = false;
        plays.current = null;
      });
    } catch (cause) {
      on.value = false;
      sayFailure(cause);
    }
  };
  const at = clock(last.at_ms);
  return (
    <p class="lasttime small">
      <button
        type="button"
        class="btn square"
        aria-label={w.play(at)}
        aria-pressed={on.value}
        onClick={() => void press()}
      >
        <Icon name={on.value ? 'pause' : 'play'} />
      </button>{' '}
      <strong>{w.title(day(last.created_ms))}</strong> <q>{last.body}</q>
    </p>
  );
}
