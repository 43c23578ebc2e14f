// SPDX-License-Identifier: Apache-2.0
// A form's questions in a programme: scored by a trainee before she sees the key, and then both.
import { useSignal } from '@preact/signals';
import type { LessonItem, Question, Rubric } from '../../api/types';
import { attempt } from '../../state/say';
import type { Walk } from '../../state/walk';
import { area } from '../../words/area';
import { enProgrammes, svProgrammes } from '../../words/programmes';
import { Choice } from '../bits';
import { choiceName, choices, say } from '../evaluate/matrix';

const w = area(svProgrammes, enProgrammes);

export const questionsOf = (form: Rubric): Question[] =>
  form.sections.flatMap(section => section.questions);

/** The answers there are, by value and name. */
export const answersTo = (form: Rubric, of: Question): [string, string][] =>
  choices(form, of).flatMap(one => (one ? [[one.value, one.label] as [string, string]] : []));

/** The questions the key answers, in the form's own order. */
function asked(form: Rubric, item: LessonItem): Question[] {
  return questionsOf(form).filter(of => item.questions?.includes(of.id));
}

export function Score({ walk, item, form }: { walk: Walk; item: LessonItem; form: Rubric }) {
  const given = useSignal<Record<string, string>>({});
  const questions = asked(form, item);
  const left = questions.filter(of => !given.value[of.id]).length;
  const send = (event: Event) => {
    event.preventDefault();
    void attempt(() => walk.guess(item, given.value));
  };
  return (
    <form class="form wide" onSubmit={send} id="score">
      <h3>{w.value.score}</h3>
      {questions.map(of => (
        <div key={of.id}>
          <p>
            <strong>{say(of.title)}</strong>
          </p>
          <Choice
            legend={say(of.title)}
            name={`${item.id}-${of.id}`}
            value={given.value[of.id] ?? null}
            onChange={value => {
              given.value = { ...given.value, [of.id]: value };
            }}
            options={answersTo(form, of).map(([value, label]) => ({ value, label }))}
          />
        </div>
      ))}
      <p class="btns">
        <button class="btn main" disabled={left > 0}>
          {w.value.scoreSend}
        </button>
        {left > 0 && <span class="quiet small">{w.value.scoreLeft(left)}</span>}
      </p>
    </form>
  );
}

export function Scored({ item, form }: { item: LessonItem; form: Rubric }) {
  const mine = item.guess ?? {},
    key = item.key ?? {};
  return (
    <>
      <h3>{w.value.scored}</h3>
      <table id="scored">
        <thead>
          <tr>
            <th scope="col">{w.value.question}</th>
            <th scope="col">{w.value.you}</th>
            <th scope="col">{w.value.key}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {questionsOf(form)
            .filter(of => key[of.id])
            .map(of => (
              <tr key={of.id}>
                <th scope="row">{say(of.title)}</th>
                <td>{choiceName(form, of, mine[of.id] ?? '')}</td>
                <td>{choiceName(form, of, key[of.id] ?? '')}</td>
                <td class="quiet">{mine[of.id] === key[of.id] ? w.value.same : w.value.apart}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
