// SPDX-License-Identifier: Apache-2.0
// A numbered list over the page: a digit or a press chooses, Esc leaves. One key opens it, one
// answers it, so that a mark costs two keys.
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../words';
import { Icon } from './icon';
import { Pin } from './bits';

export type Pick = { value: string; label: string; shape?: string; on?: boolean };

export function Chooser({
  title,
  picks,
  many,
  onPick,
  onClose,
}: {
  title: string;
  picks: Pick[];
  many?: boolean;
  onPick: (value: string) => void;
  onClose: () => void;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next key can come: whoever knows the digit does not wait for the paint.
  useLayoutEffect(() => {
    box.current?.showModal();
  }, []);
  const take = (pick: Pick) => {
    onPick(pick.value);
    if (!many) box.current?.close();
  };
  const press = (event: KeyboardEvent) => {
    const pick = /^[1-9]$/.test(event.key) ? picks[Number(event.key) - 1] : undefined;
    if (pick) {
      event.preventDefault();
      take(pick);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      moveFocus(box.current!, step);
    }
  };
  return (
    <dialog ref={box} aria-labelledby={id} onClose={onClose} onKeyDown={press}>
      <h2 id={id}>{title}</h2>
      <ol class="chooser">
        {picks.map((pick, at) => (
          <li key={pick.value}>
            <button type="button" aria-pressed={pick.on ?? false} onClick={() => take(pick)}>
              {at < 9 && <kbd>{at + 1}</kbd>}
              {pick.shape && <Pin shape={pick.shape} />}
              {pick.label}
              {pick.on && <Icon name="check" />}
            </button>
          </li>
        ))}
      </ol>
      <p class="btns after">
        <button type="button" class="btn" onClick={() => box.current?.close()}>
          {many ? words.value.common.done : words.value.common.cancel}
        </button>
      </p>
    </dialog>
  );
}

function moveFocus(box: HTMLElement, step: number) {
  const all = [...box.querySelectorAll<HTMLElement>('button')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + step + all.length) % all.length]?.focus();
}
