// SPDX-License-Identifier: Apache-2.0
// What somebody else has scored, before it is shown: she may score the call herself first. One key says no.
import { useSignal } from '@preact/signals';
import { type EvaluationRow, evaluations } from '../../api/evaluation';
import { focusOn } from '../../keys/focus';
import { useKeys } from '../../keys/run';
import { attempt } from '../../state/say';
import { offerWords } from '../../words/offer';
import { Section } from '../bits';

/** By the form it was scored by, or its newest version: only then are there differences to see. */
async function beginOwn(row: EvaluationRow) {
  const forms = await evaluations.formsFor(row.interaction);
  const form = forms.find(one => one.key === row.rubric_key) ?? forms.find(one => one.chosen);
  if (form) await evaluations.begin(row.interaction, form.id, 'self', 'agent_request');
}

export function Offer({
  row,
  show,
  changed,
}: {
  row: EvaluationRow;
  show: () => void;
  changed: () => Promise<void>;
}) {
  const w = offerWords.value;
  const busy = useSignal(false);
  const decline = () => {
    show();
    focusOn('.evalread h2');
  };
  useKeys({ showNow: decline });
  const own = async () => {
    busy.value = true;
    await attempt(async () => {
      await beginOwn(row);
      await changed();
      focusOn('.evalform .q[id]');
    });
    busy.value = false;
  };
  return (
    <Section title={w.offer}>
      <p class="read">{w.offerWhy(row.evaluator.name.split(' ')[0] ?? row.evaluator.name)}</p>
      <p class="btns">
        <button type="button" class="btn main" disabled={busy.value} onClick={() => void own()}>
          {w.offerYes}
        </button>
        <button type="button" class="btn" id="show-now" onClick={decline}>
          {w.offerNo} <kbd>Y</kbd>
        </button>
      </p>
    </Section>
  );
}
