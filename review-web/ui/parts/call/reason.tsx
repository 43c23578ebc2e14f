// SPDX-License-Identifier: Apache-2.0
// Why one listens. Asked once for a queue, in one press; the agent sees the answer.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Call, Reason } from '../../api/types';
import { useKeys } from '../../keys/run';
import type { Player } from '../../state/player';
import { choose, reasonFor } from '../../state/queue';
import { words } from '../../words';

export function ReasonAsk({ player }: { player: Player }) {
  const w = words.value.reasons;
  const { reasons } = player.call;
  const writing = useSignal(false);
  const bar = useRef<HTMLDivElement>(null);
  const asked = player.asked.value;
  useEffect(() => {
    if (asked) bar.current?.focus(); // a key wanted sound; pressed again it gives no reason
  }, [asked]);
  const give = (one: Reason, text = '') => {
    choose({ reason: one, text });
    void player.open(one, text, true);
  };
  const press = (one: Reason) => {
    if (one === 'other') writing.value = true;
    else give(one);
  };
  useKeys({
    reason: event => {
      const one = reasons[Number(event.key) - 1];
      if (one) press(one);
    },
  });
  const send = (event: Event) => {
    event.preventDefault();
    const text = String(
      new FormData(event.currentTarget as HTMLFormElement).get('text') ?? '',
    ).trim();
    if (text) give('other', text);
  };
  return (
    <div
      class="reasonbar"
      role="group"
      aria-label={w.ask}
      data-player
      data-then="#seek"
      tabIndex={-1}
      ref={bar}
    >
      <p>
        <strong>{w.ask}</strong> <span class="quiet small">{w.help}</span>
      </p>
      <div class="btns">
        {reasons.map((one, at) => (
          <button
            key={one}
            type="button"
            class={at ? 'btn' : 'btn main'}
            onClick={() => press(one)}
          >
            {w[one]} <kbd>{at + 1}</kbd>
          </button>
        ))}
      </div>
      {writing.value && (
        <form class="btns" onSubmit={send}>
          <label class="sr" for="reason-text">
            {w.otherText}
          </label>
          <input id="reason-text" name="text" required maxLength={200} placeholder={w.otherText} />
          <button class="btn">{w.start}</button>
        </form>
      )}
    </div>
  );
}

/** The reason in force, and the way to change it for what comes next. */
export function ReasonLine({ call }: { call: Call }) {
  const w = words.value.reasons;
  const given = reasonFor(call);
  if (!given || given.reason === 'own') return null;
  return (
    <p class="small quiet">
      {w.now(given.reason === 'other' ? given.text : w[given.reason])}{' '}
      {call.reasons[1] && (
        <button type="button" class="btn plain small" onClick={() => choose(null)}>
          {w.change}
        </button>
      )}
    </p>
  );
}
