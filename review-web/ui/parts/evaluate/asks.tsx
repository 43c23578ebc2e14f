// SPDX-License-Identifier: Apache-2.0
// What is asked between the press that sends and its being sent, and what is said when there is nothing to
// send any more.
import type { Scoring } from '../../state/scoring';
import { words } from '../../words';
import { length } from '../../words/format';
import { restLabel, say } from './matrix';

type Asking = { form: Scoring; send: () => void };

/** What was not answered is no deviation only if she says so, and is told what she says. */
function Whole({ form, send }: Asking) {
  const e = words.value.evaluate;
  if (!form.whole.value) return null;
  const left = form.left();
  const critical = form.leftCritical();
  return (
    <div class="failure whole" role="alert">
      <p>
        <strong>{e.whole}</strong>
      </p>
      <ul>
        {left.length > 0 && <li>{e.rest(restLabel(form.evaluation.rubric, left), left.length)}</li>}
        {critical.length > 0 && (
          <li>
            {e.wholeCritical(critical.length)}: {critical.map(one => say(one.title)).join(', ')}
          </li>
        )}
      </ul>
      <div class="btns">
        <button
          type="button"
          class="btn main"
          id="whole"
          onClick={async event => {
            if (event.detail <= 1 && (await form.decide(true))) send();
          }}
        >
          {e.wholeYes} <kbd>Enter</kbd>
        </button>
        <button type="button" class="btn" data-no onClick={() => void form.decide(false)}>
          {e.wholeNo}
        </button>
      </div>
    </div>
  );
}

/** Little was heard: one is asked before somebody gets it. */
function Sure({ form, send }: Asking) {
  const e = words.value.evaluate;
  const asked = form.sure.value;
  if (!asked) return null;
  return (
    <div class="failure" role="alert" data-then=".send .btn.main">
      <p>{e.sure(length(asked.heard), length(asked.sounds))}</p>
      <div class="btns">
        <button
          type="button"
          class="btn"
          id="hear-more"
          data-no
          onClick={() => {
            form.answer(false);
            document.getElementById('play')?.focus();
          }}
        >
          {e.hearMore}
        </button>
        <button
          type="button"
          class="btn grave"
          id="send-anyway"
          onClick={event => {
            if (event.detail > 1) return; // the second half of a double click on what asked
            form.answer(true);
            send();
          }}
        >
          {e.sendAnyway}
        </button>
      </div>
    </div>
  );
}

/** What was answered here cannot be kept any more. */
export function Gone({ changed }: { changed: () => Promise<void> }) {
  const e = words.value.evaluate;
  return (
    <div class="failure" role="alert">
      <p>{e.gone}</p>
      <button type="button" class="btn" onClick={() => void changed()}>
        {words.value.common.anew}
      </button>
    </div>
  );
}

export const Asks = (of: Asking) => (
  <>
    <Whole {...of} />
    <Sure {...of} />
  </>
);
