// SPDX-License-Identifier: Apache-2.0
// A question for the business is answered once, to all who asked it.
import { matters } from '../api/matters';
import type { Id } from '../api/types';
import { attempt } from '../state/say';
import { mattersWords } from '../words/matters';
import { fields, Labelled } from './bits';

export function AnswerForm({
  id,
  title,
  changed,
}: {
  id: Id;
  title: string;
  changed: () => Promise<void>;
}) {
  const w = mattersWords.value;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const { answer = '' } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      await matters.answer(id, answer);
      await changed();
    }, w.sent);
  };
  return (
    <form class="form after" aria-label={`${w.answer}: ${title}`} onSubmit={send}>
      <Labelled label={w.answer} hint={w.answerHint}>
        <textarea class="field" name="answer" rows={2} required maxLength={8000} />
      </Labelled>
      <p>
        <button class="btn">
          {w.send}
          <span class="sr">: {title}</span>
        </button>
      </p>
    </form>
  );
}
