// SPDX-License-Identifier: Apache-2.0
// The form as the evaluator sees it: the same rows, the same engine, and nothing is kept.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Evaluation, Score } from '../../api/evaluation';
import { rubrics, type Doc, type Given } from '../../api/rubrics';
import type { Player } from '../../state/player';
import { Scoring } from '../../state/scoring';
import { words } from '../../words';
import { Matrix } from '../evaluate/form';
import { figure } from '../evaluate/matrix';
import { w } from './words';

/** There is no sound here: a place is where the call begins. */
const silent = {
  now: signal(0),
  span: signal(null),
  at: () => 0,
  seek: () => {},
} as unknown as Player;

class Scratch extends Scoring {
  constructor(
    private doc: Doc,
    score: Score,
  ) {
    super({ rubric: doc, answers: [], score } as unknown as Evaluation, () => {});
  }

  protected override keep() {
    const given: Given = {};
    for (const { question, value, comment, at_ms } of Object.values(this.answers.value))
      if (value) given[question] = { option: value, comment, ...(at_ms === null ? {} : { at_ms }) };
    void rubrics.score(this.doc, given).then(score => {
      this.score.value = score;
    });
  }
}

function Sum({ form }: { form: Scoring }) {
  const e = words.value.evaluate;
  const score = form.score.value;
  return (
    <p class="sum" role="status">
      {w.value.preview.total}: {figure(score.total_ppm, score.total_n)}. {e.saidBy}:{' '}
      {figure(score.correct_ppm, score.correct_n)}. {e.metBy}:{' '}
      {figure(score.human_ppm, score.human_n)}.{' '}
      {score.outcome === 'fail' && <strong class="alarm">{w.value.preview.criticalFails}</strong>}
    </p>
  );
}

export function Preview({ doc }: { doc: Doc }) {
  const t = w.value.preview;
  const form = useSignal<Scoring | null>(null);
  const unreadable = useSignal(false);
  const again = useSignal(0);
  useEffect(() => {
    rubrics.score(doc, {}).then(
      score => {
        unreadable.value = false;
        form.value = new Scratch(doc, score);
      },
      () => {
        unreadable.value = true;
      },
    );
  }, [doc, again.value]);
  if (unreadable.value) return <p class="empty">{t.unreadable}</p>;
  if (!form.value) return null;
  return (
    <section class="evalform" aria-label={t.title}>
      <p class="read">{t.help}</p>
      <Sum form={form.value} />
      <Matrix form={form.value} player={silent} />
      <p class="after">
        <button
          type="button"
          class="btn"
          onClick={() => {
            again.value++;
          }}
        >
          {t.again}
        </button>
      </p>
    </section>
  );
}
