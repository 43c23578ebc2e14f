// SPDX-License-Identifier: Apache-2.0
// What is done for a reason: a small button and, once it is pressed, the form in its place.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { words } from '../../words';
import { Labelled } from '../bits';

export function Reasoned({
  press,
  name,
  label,
  hint,
  act,
  grave,
  send,
  children,
}: {
  press: ComponentChildren;
  name: string; // of the form
  label: string; // of the reason
  hint?: string;
  act: string; // what sends it
  grave?: boolean;
  send: (reason: string) => void;
  children?: ComponentChildren; // what else may be said
}) {
  const open = useSignal(false);
  const reason = useSignal('');
  if (!open.value)
    return (
      <button
        type="button"
        class="btn plain small"
        onClick={() => {
          open.value = true;
        }}
      >
        {press}
      </button>
    );
  return (
    <form
      class="form"
      aria-label={name}
      onSubmit={event => {
        event.preventDefault();
        send(reason.value.trim());
      }}
    >
      <Labelled label={label} {...(hint ? { hint } : {})}>
        <textarea
          class="field"
          rows={2}
          maxLength={4000}
          required
          value={reason.value}
          onInput={event => {
            reason.value = event.currentTarget.value;
          }}
        />
      </Labelled>
      {children}
      <span class="btns">
        <button class={grave ? 'btn grave' : 'btn'} disabled={!reason.value.trim()}>
          {act}
        </button>
        <button
          type="button"
          data-no
          class="btn plain"
          onClick={() => {
            open.value = false;
          }}
        >
          {words.value.common.cancel}
        </button>
      </span>
    </form>
  );
}
