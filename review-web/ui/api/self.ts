// SPDX-License-Identifier: Apache-2.0
// Differences between two evaluations, disputes and promises: what the service says of them.
import { http } from './client';
import type { Answer, Both, EvaluationRow, Question, Rubric, Scale } from './evaluation';
import type { Id, Page } from './types';

export type Difference = {
  question: string;
  gap: number | null;
  self: Answer | null;
  other: Answer | null;
};
export type Comparison = {
  self: EvaluationRow;
  other: EvaluationRow;
  rubric: Rubric;
  asked: number;
  same: number;
  differ: Difference[];
};

export type Decision = 'upheld' | 'partly' | 'adjusted';
export type Waiting = {
  id: Id;
  evaluation: EvaluationRow;
  asked: Question | null;
  scale: Scale | null;
  answer: Answer | null;
  reason: string;
  proposed: string | null;
  at_ms: number | null;
  len_ms: number | null;
  created_ms: number;
  due_ms: number;
  decision: Decision | null;
  why: string | null;
  decided_ms: number | null;
  decide: boolean;
  revised: string | null;
  revising: boolean;
};
export type Outcome =
  | { few: true }
  | {
      few: false;
      n: number;
      upheld: number;
      partly: number;
      adjusted: number;
      lo_ppm: number;
      hi_ppm: number;
    };
export type QuestionOutcome = Outcome & {
  rubric_sv: string;
  rubric_en: string;
  version: number;
  title: Both | null;
};
export type Outcomes = { since_ms: number; whole: Outcome; questions: QuestionOutcome[] };
export type PromiseRow = {
  id: Id;
  interaction: Id;
  due_ms: number;
  title: string | null;
  started_ms: number;
};

export const compare = (id: Id) => http.get<Comparison>(`evaluations/${id}/compare`);

export const disputes = {
  list: (state: 'waiting' | 'decided') =>
    http.get<Page<Waiting>>(`disputes?state=${state}`).then(page => page.rows),
  outcomes: () => http.get<Outcomes>('disputes/outcomes'),
  decide: (id: Id, decision: Decision, why: string) =>
    http.post<{ interaction: Id; revision: Id | null }>(`disputes/${id}/decide`, { decision, why }),
};

export const promises = {
  /** paused: the load window that is open, in which nobody is reminded. */
  mine: () => http.get<Page<PromiseRow> & { paused: string | null }>('me/promises'),
  done: (id: Id) => http.put(`promises/${id}`, {}),
  later: (id: Id, later_ms: number) => http.put(`promises/${id}`, { later_ms }),
};
