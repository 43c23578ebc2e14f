// SPDX-License-Identifier: Apache-2.0
// Evaluations of my calls: newest first, each a way to the call it is about.
import { evaluations, sentAt } from '../../api/evaluation';
import { Missed, Section } from '../../parts/bits';
import { figure, stateName } from '../../parts/evaluate/matrix';
import { useLoad } from '../../state/load';
import { language, words } from '../../words';
import { when } from '../../words/format';
import { offerWords } from '../../words/offer';

const SHOWN = 6;

export function MyEvaluations() {
  const w = words.value.evaluate;
  const found = useLoad(evaluations.mine, [], ['evaluation', 'dispute']);
  if (!found.data?.length) return <Missed of={found} title={w.homeTitle} />;
  return (
    <Section title={w.homeTitle}>
      <ul class="asks">
        {found.data.slice(0, SHOWN).map(one => (
          <li key={one.id}>
            <p>
              <a href={`/calls/${one.interaction}`}>{one.title ?? words.value.calls.untitled}</a>{' '}
              <span class="quiet">
                {when(one.started_ms)}. {stateName(one)}.{' '}
                {w.by(one.evaluator.name, when(sentAt(one)))}{' '}
                {language.value === 'sv' ? one.rubric_sv : one.rubric_en}.
              </span>
            </p>
            {one.score ? (
              <details class="small">
                <summary>
                  {w.scores}
                  <span class="sr">: {one.title ?? words.value.calls.untitled}</span>
                </summary>
                <p>
                  {w.saidBy}: {figure(one.score.correct_ppm, one.score.correct_n)}. {w.metBy}:{' '}
                  {figure(one.score.human_ppm, one.score.human_n)}.
                </p>
              </details>
            ) : one.blind ? (
              <p class="small">{w.waitsForYou}</p>
            ) : (
              one.offered && <p class="small">{offerWords.value.offered}</p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
