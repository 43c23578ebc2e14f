// SPDX-License-Identifier: Apache-2.0
// The session has ended under somebody's hands: the page stays as it was, out of sight, until she is in
// again. Nothing that was half written is lost; somebody else who signs in here finds nothing of it.
import { useEffect, useId, useRef } from 'preact/hooks';
import { ended, signOut } from '../state/me';
import { knownLogin } from '../state/tab';
import { enAgain, svAgain } from '../words/again';
import { area } from '../words/area';
import { Door } from './door';

const again = area(svAgain, enAgain);

export function AgainDialog() {
  const w = again.value;
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Also after a second Escape, which closes it whatever is prevented.
  const show = () => {
    box.current?.showModal();
    if (knownLogin()) box.current?.querySelector<HTMLElement>('[type=password]')?.focus();
  };
  useEffect(show, []);
  return (
    <dialog
      ref={box}
      class="again door"
      aria-labelledby={id}
      onCancel={event => event.preventDefault()}
      onClose={show}
    >
      <h2 id={id}>{w.title[ended.value || 'over']}</h2>
      <p>{w.on}</p>
      <Door login={knownLogin()} />
      <p>
        <button type="button" class="btn plain" onClick={() => void signOut()}>
          {w.leave}
        </button>
      </p>
    </dialog>
  );
}
