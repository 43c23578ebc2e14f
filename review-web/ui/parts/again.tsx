// SPDX-License-Identifier: Apache-2.0
// The session has ended under somebody's hands: the page stays as it was, out of sight, until she is in
// again. Nothing that was half written is lost; somebody else who signs in here finds nothing of it.
import { useEffect, useId, useRef } from 'preact/hooks';
import { signOut } from '../state/me';
import { knownLogin } from '../state/tab';
import { words } from '../words';
import { Door } from './door';

export function AgainDialog() {
  const w = words.value.signin;
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
      <h2 id={id}>{w.endedTitle}</h2>
      <p>{w.ended}</p>
      <Door login={knownLogin()} />
      <p>
        <button type="button" class="btn plain" onClick={() => void signOut()}>
          {w.leave}
        </button>
      </p>
    </dialog>
  );
}
