// SPDX-License-Identifier: Apache-2.0
import type { QuestionWords } from './sv-questions';

const one = (n: number, single: string, many: string) => `${n} ${n === 1 ? single : many}`;

export const enQuestions = (): QuestionWords => ({
  title: (form: string) => `How the questions do: ${form}`,
  lead: 'The figures are about questions, never about people. They stand on evaluations chosen at random and sent: the last 1,000, at most half a year before the last of them.',
  back: 'Evaluation forms',
  version: 'Version',
  versionIs: (n: number) => `Version ${n}`,
  sample: (n: number, from: string, to: string) =>
    `${one(n, 'evaluation', 'evaluations')}, ${from} to ${to}.`,
  none: 'No evaluation chosen at random has been sent with this version yet. When there are some, this page says how each question does.',
  noForm: 'No published form has that key.',
  caption:
    'Questions in the order of the form. Shares with the span where the true value may lie (95 %).',
  question: 'Question',
  answers: 'Answers',
  top: 'Most common answer',
  na: 'Not applicable',
  cannotTell: 'Cannot tell',
  disputes: 'Reconsidered',
  agreement: 'Agreement',
  says: 'What it says',
  fewAnswers: 'too few answers',
  few: 'Not shown: fewer than five people',
  between: (percent: number, lo: number, hi: number) => `${percent} % (${lo}–${hi})`,
  before: (version: number, percent: number) => `version ${version}: ${percent} %`,
  changed: (n: number, changed: number, open: number) =>
    n === 0 ? 'none' : `${n}, ${changed} changed${open ? `, ${open} open` : ''}`,
  agreed: (value: string, lo: string, hi: string) => `${value} (${lo}–${hi})`,
  agreedOf: (calls: number, same: number) =>
    `${one(calls, 'call', 'calls')}, ${same} % same answer`,
  agreedFew: (calls: number) =>
    `${one(calls, 'call is', 'calls are')} too few to say anything for certain`,
  notCalibrated: 'not calibrated yet',
  hints: {
    unclear: 'Evaluators read this question differently. Look at the question, not the people.',
    changed: 'The answer is often changed when reconsidered. Look at its wording and guidance.',
    untold: 'Often cannot be told. Ask for something one hears in the call.',
    rare: 'Seldom applies. Let a condition show it only when it does.',
    flat: 'Has not told calls apart for six months. Is it needed, or are its steps too alike?',
    '': '',
  },
  rules: 'How the words are chosen',
  rulesText: [
    'Read differently: the calibrations say so, from ten calls that several scored.',
    'Often changed: three disputes or more are decided, most changed the answer, and for three agents at least.',
    'Cannot be told: beyond doubt more than one in five answers to a critical point.',
    'Seldom applies: beyond doubt more than half of the answers.',
    'Has not told calls apart: 30 answers or more, and 98 in 100 the same. Critical points are spared.',
  ],
});
