// SPDX-License-Identifier: Apache-2.0
// What cannot be undone is asked about first: a small button and, once it is pressed, the question in its
// place with the act and a way back.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { words } from '../words';

export function Sure({
  press,
  asks,
  act,
  look = 'btn plain',
  then,
}: {
  press: ComponentChildren;
  asks: string;
  act: string; // what the grave button says
  look?: string; // of the first button
  then: () => Promise<unknown>;
}) {
  const asking = useSignal(false);
  const ask = (yes: boolean) => () => {
    asking.value = yes;
  };
  if (!asking.value)
    return (
      <button type="button" class={look} onClick={ask(true)}>
        {press}
      </button>
    );
  return (
    <span class="btns" role="group" aria-label={asks}>
      <span>{asks}</span>
      <button type="button" class="btn grave" onClick={() => void then()}>
        {act}
      </button>
      <button type="button" class="btn" data-no onClick={ask(false)}>
        {words.value.common.cancel}
      </button>
    </span>
  );
}
