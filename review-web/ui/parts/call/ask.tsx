// SPDX-License-Identifier: Apache-2.0
// The agent's own word about her call: listen to this with me, or let us talk. It waits with those
// who lead her until one of them has answered.
import { useSignal } from '@preact/signals';
import { calls } from '../../api';
import type { Call } from '../../api/types';
import type { Wish } from '../../api/work';
import type { Player } from '../../state/player';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock } from '../../words/format';
import { Labelled } from '../bits';

export function AskFor({
  call,
  player,
  changed,
}: {
  call: Call;
  player: Player;
  changed: () => Promise<void>;
}) {
  const w = words.value;
  const text = useSignal('');
  const send = (kind: Wish) =>
    attempt(
      async () => {
        await calls.mark(call.id, kind, Math.round(player.at()), text.value.trim() || null);
        text.value = '';
        if (kind === 'talk') await (await import('../care/says')).sayCare(call.id);
        await changed();
      },
      kind === 'ask' ? w.sideForm.asked : undefined,
    );
  return (
    <section aria-labelledby="ask-h">
      <h2 id="ask-h">{w.sideForm.askTitle}</h2>
      <Labelled label={w.sideForm.askWhat(clock(player.now.value))}>
        <textarea
          class="field"
          id="ask"
          rows={2}
          maxLength={1000}
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
        />
      </Labelled>
      <p class="btns after">
        <button type="button" class="btn" onClick={() => void send('ask')}>
          {w.marks.ask}
        </button>
        <button type="button" class="btn" onClick={() => void send('talk')}>
          {w.marks.talk}
        </button>
      </p>
    </section>
  );
}
