// SPDX-License-Identifier: Apache-2.0
// What the caller asked and nobody could answer, in a line of one's own if one likes: Enter marks it.
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../../words';
import { clock } from '../../words/format';
import { mattersWords } from '../../words/matters';
import { fields, Labelled } from '../bits';

export function AskBusiness({
  at,
  onAsk,
  onClose,
}: {
  at: number;
  onAsk: (detail: string) => void;
  onClose: () => void;
}) {
  const w = mattersWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const title = useId();
  useLayoutEffect(() => {
    box.current?.showModal();
  }, []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    onAsk(fields(event.currentTarget as HTMLFormElement).detail ?? '');
    box.current?.close();
  };
  return (
    <dialog ref={box} aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>
        {words.value.marks.no_answer} ({clock(at)})
      </h2>
      <form class="form" onSubmit={send}>
        <Labelled label={w.what} hint={w.whatHint}>
          <input class="field" name="detail" maxLength={400} autoFocus />
        </Labelled>
        <p class="btns after">
          <button class="btn main">{w.mark}</button>
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {words.value.common.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}
