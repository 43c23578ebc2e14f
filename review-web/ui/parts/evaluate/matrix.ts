// SPDX-License-Identifier: Apache-2.0
// A form's questions as a matrix: which answer stands in which column, under which digit.
import type {
  Both,
  Evaluation,
  EvaluationRow,
  Question,
  Rubric,
  Scale,
  Score,
} from '../../api/evaluation';
import { me } from '../../state/me';
import { language, words } from '../../words';

export type Asked = Question & { section: string };
export type Choice = { value: string; label: string; anchor: string; bad: boolean };

/** Where it stands, to this reader: what an agent has to read, its author has sent. */
export function stateName(one: Omit<EvaluationRow, 'offered'>): string {
  const { states } = words.value.evaluate;
  if (one.state !== 'released') return states[one.state];
  if (one.kind === 'self') return states.own;
  return one.agent.id === me.value?.id ? states.released : states.sent;
}

export const say = (text: Both | undefined) => text?.[language.value] ?? '';

/** The question itself has the focus where the page puts it, never an answer that an arrow would give. */
export const questionAt = (id: string) => document.getElementById(`q-${id}`);

/** Every question that applies as things stand. */
export function visible(rubric: Rubric, score: Score): Asked[] {
  return rubric.sections.flatMap(section =>
    section.questions
      .filter(one => !score.hidden.includes(one.id))
      .map(one => ({ ...one, section: section.id })),
  );
}

/** What of a form its questions and answers are told by. */
export type Asks = { scales: Scale[]; sections: { questions: Question[] }[] };

export function scaleOf(rubric: Asks, question: Question): Scale {
  const none: Scale = { id: '', kind: 'nominal', options: [] };
  return rubric.scales.find(one => one.id === question.scale) ?? none;
}

const critical = (rubric: Asks) =>
  rubric.sections.flatMap(one => one.questions).filter(one => !one.critical);

/** Columns of steps: the longest scale that is no critical one. */
export const steps = (rubric: Asks) =>
  Math.max(2, ...critical(rubric).map(one => scaleOf(rubric, one).options.length));

/** One place a column; null where this question has no such answer. */
export function choices(rubric: Asks, question: Question): (Choice | null)[] {
  const w = words.value.evaluate;
  const wide = steps(rubric);
  const own = (value: string, label: string, anchor = ''): Choice => ({
    value,
    label,
    anchor,
    bad: false,
  });
  const scale = scaleOf(rubric, question).options.map(option => ({
    ...own(option.id, say(option.label), say(question.anchors?.[option.id])),
    bad: question.critical?.fail_on.includes(option.id) ?? false,
  }));
  const na = question.na?.allowed ? own('na', w.na, say(question.na.when)) : null;
  if (question.critical) {
    const pad = Array<null>(Math.max(0, wide - scale.length)).fill(null);
    return [...scale, own('cannot_tell', w.cannotTell), ...pad, na].slice(0, wide + 2);
  }
  const pad = Array<null>(wide - scale.length).fill(null);
  const outside = question.subject === 'organisation' ? null : own('outside_control', w.outside);
  return [...scale, ...pad, na, outside];
}

/** How an answer reads to its agent: off the best of its scale, at it, or outside the count. */
export function bearing(it: Evaluation, question: Question): 'off' | 'well' | 'apart' {
  const value = it.answers.find(one => one.question === question.id)?.value;
  if (question.critical?.fail_on.some(one => one === value)) return 'off';
  const { options } = scaleOf(it.rubric, question);
  const given = options.find(one => one.id === value)?.points ?? null;
  if (given === null || question.unscored) return 'apart';
  return given < Math.max(...options.map(one => one.points ?? 0)) ? 'off' : 'well';
}

export function choiceName(rubric: Asks, question: Question, value: string): string {
  return choices(rubric, question).find(one => one?.value === value)?.label ?? value;
}

/** Halves up, as the service counts. */
export const percent = (ppm: number) => Math.floor((2 * ppm + 10_000) / 20_000);

export function figure(ppm: number | null, n: number): string {
  const w = words.value.evaluate;
  return ppm === null ? w.noFigure : w.figure(percent(ppm), n);
}

/** What one key would say of them. */
export function restLabel(rubric: Rubric, left: Asked[]): string {
  const first = left[0];
  if (!first) return '';
  const top = scaleOf(rubric, first).options.reduce((best, one) =>
    one.points > best.points ? one : best,
  );
  return say(top.label);
}
