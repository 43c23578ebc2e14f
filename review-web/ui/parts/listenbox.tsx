// SPDX-License-Identifier: Apache-2.0
// A player beside a list of places: a press on a place plays that second, of whichever call.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { calls } from '../api';
import type { Id } from '../api/types';
import { Player } from '../state/player';
import { sayFailure } from '../state/say';
import { words } from '../words';
import { clock } from '../words/format';
import { PlayerView } from './player';

export type Asked = { call: Id; at: number };
export type Listen = { asked: Signal<Asked | null>; player: Signal<Player | null> };

export const useListen = (): Listen => ({
  asked: useSignal<Asked | null>(null),
  player: useSignal<Player | null>(null),
});

/** One press: the call is fetched if it is another one, and sounds from there. */
export async function hear({ asked, player }: Listen, to: Asked) {
  const same = asked.peek()?.call === to.call && player.peek();
  asked.value = to;
  try {
    if (!same) {
      const call = await calls.get(to.call);
      if (asked.peek() !== to) return; // another was asked for meanwhile, or one has gone
      player.peek()?.close();
      player.value = call.recording && call.can.listen ? new Player(call, to.at) : null;
    }
    const now = player.peek();
    if (now) await now.hear(to.at, now.call.reasons[0]!);
  } catch (cause) {
    sayFailure(cause);
  }
}

export function Place({ listen, to, of }: { listen: Listen; to: Asked; of: string }) {
  return (
    <button
      type="button"
      class="chip small"
      aria-label={`${words.value.evaluate.hear(clock(to.at))}: ${of}`}
      onClick={() => void hear(listen, to)}
    >
      {clock(to.at)}
    </button>
  );
}

export function ListenBox({ listen, empty }: { listen: Listen; empty: string }) {
  const { player } = listen;
  const last = useRef<Player | null>(null);
  last.current = player.value;
  useEffect(
    () => () => {
      listen.asked.value = null;
      last.current?.close();
    },
    [],
  );
  const now = player.value;
  if (!now) return <p class="small quiet">{empty}</p>;
  const agent = now.call.agent?.name.split(' ')[0] ?? words.value.agent;
  return <PlayerView player={now} agent={agent} pins={[]} onStep={() => undefined} />;
}
