// SPDX-License-Identifier: Apache-2.0
// A method has its places in a call: where the form wants a place for a good answer, the answer's
// place is a step on the timeline.
import type { Answer, Evaluation } from '../../api/evaluation';
import type { Step } from '../../state/player';
import { choiceName, say } from './matrix';

export function stepsOf(it: Evaluation, answers: Answer[]): Step[] {
  return it.rubric.sections.flatMap(section =>
    section.questions.flatMap(question => {
      const given = answers.find(one => one.question === question.id);
      if (question.critical || !question.marker || !given?.value || given.at_ms === null) return [];
      return [
        {
          id: `${it.id}-${question.id}`,
          at: given.at_ms,
          to: given.at_ms + (given.len_ms ?? 0),
          title: say(section.title),
          said: `${say(question.title)}: ${choiceName(it.rubric, question, given.value)}`,
          by: it.evaluator.name,
        },
      ];
    }),
  );
}
