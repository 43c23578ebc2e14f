// SPDX-License-Identifier: Apache-2.0
// Evaluations and the forms they follow: what the service says of them, and how it is asked.
import { http } from './client';
import type { Id, Named, Page } from './types';

export type Both = { sv: string; en: string };
export type Option = { id: string; points: number; label: Both };
export type Scale = { id: string; options: Option[] };
export type Question = {
  id: string;
  key?: string;
  title: Both;
  scale: string;
  anchors?: Record<string, Both>;
  weight: number;
  unscored?: boolean;
  subject?: string;
  na?: { allowed: boolean; when?: Both };
  critical?: { fail_on: string[] };
  marker?: { required_on: string[] };
};
export type Rubric = {
  key: string;
  title: Both;
  scales: Scale[];
  sections: { id: string; title: Both; questions: Question[] }[];
};
export type Lack = 'answer' | 'comment' | 'marker';
export type Score = {
  total_ppm: number | null;
  total_n: number;
  outcome: string;
  correct_ppm: number | null;
  human_ppm: number | null;
  correct_n: number;
  human_n: number;
  complete: boolean;
  missing: Record<string, Lack[]>;
  hidden: string[];
  untouched: number;
  criticals: Record<string, { judged: number; failed: number; cannot_tell: number }>;
};
export type Answer = {
  question: string;
  value: string;
  comment: string;
  at_ms: number | null;
  len_ms: number | null;
  touched: boolean;
};
export type Dispute = {
  id: Id;
  question: string;
  reason: string;
  proposed: string | null;
  created_ms: number;
  decision: 'upheld' | 'partly' | 'adjusted' | null;
  why: string | null;
  at_ms: number | null;
  len_ms: number | null;
  decided_ms: number | null;
  decider_name: string | null;
};
export type EvaluationState =
  'draft' | 'submitted' | 'released' | 'acknowledged' | 'disputed' | 'resolved' | 'voided';
export type Kind = 'standard' | 'self' | 'peer' | 'calibration';
export type Selection =
  | 'random' | 'targeted' | 'agent_request' | 'complaint' | 'training' | 'calibration';
export type EvaluationRow = {
  id: Id;
  interaction: Id;
  title: string | null;
  started_ms: number;
  duration_ms: number;
  agent: Named;
  evaluator: Named;
  rubric_sv: string;
  rubric_en: string;
  version: number;
  kind: Kind;
  selection: Selection;
  state: EvaluationState;
  heard_ms: number;
  created_ms: number;
  released_ms: number | null;
  revision: number;
  replaces: Id | null;
  blind: boolean; // that it is there, and nothing of what it says: no score, no answers
  score?: Score;
};
export type Evaluation = EvaluationRow & {
  score: Score;
  rubric: Rubric;
  void_reason: string | null;
  self?: 'begun' | 'in' | null; // the agent's own, beside this one
  beside: Id | null; // the other side's, when the differences can be seen
  promises: { question: string; due_ms: number; done_ms: number | null }[];
  answers: Answer[];
  disputes: Dispute[];
  can: {
    answer: boolean;
    release: boolean;
    acknowledge: boolean;
    dispute: boolean;
    void: boolean;
    discard: boolean;
  };
};
/** Of a call: what one sees of it, and that its agent scores it too. */
export type OfCall = Page<EvaluationRow> & {
  self?: { state: 'begun' | 'in'; rubric_version: Id } | null;
};
export type Form = { id: Id; key: string; version: number; title_sv: string; title_en: string };

const rows = <T>(path: string) => http.get<Page<T>>(path).then(page => page.rows);
const step = (id: Id, what: string, body: unknown = {}) =>
  http.post<Evaluation>(`evaluations/${id}/${what}`, body);

export const evaluations = {
  forms: () => rows<Form>('rubrics'),
  mine: () => rows<EvaluationRow>('me/evaluations'),
  ofCall: (call: Id) => http.get<OfCall>(`interactions/${call}/evaluations`),
  get: (id: Id) => http.get<Evaluation>(`evaluations/${id}`),
  begin: (call: Id, rubric_version: Id, kind: Kind, selection: Selection) =>
    http.post<Evaluation>(`interactions/${call}/evaluations`, { rubric_version, kind, selection }),
  /** Of a drawn call: form, kind and selection are the draw's. */
  beginDrawn: (call: Id, item: Id) =>
    http.post<Evaluation>(`interactions/${call}/evaluations`, { item }),
  formsFor: (call: Id) => rows<Form & { chosen: boolean }>(`interactions/${call}/rubrics`),
  answer: (id: Id, a: Answer) =>
    http.put<{ saved_ms: number; score: Score }>(`evaluations/${id}/answers`, {
      question: a.question,
      option: a.value,
      comment: a.comment,
      at_ms: a.at_ms,
      len_ms: a.len_ms,
      touched: a.touched,
    }),
  rest: (id: Id) => step(id, 'rest'),
  submit: (id: Id, heard_ms: number) => step(id, 'submit', { heard_ms }),
  release: (id: Id) => step(id, 'release'),
  acknowledge: (id: Id) => step(id, 'acknowledge'),
  dispute: (
    id: Id,
    question: string,
    says: { reason: string; proposed: string | null; at_ms: number | null },
  ) => step(id, 'dispute', { question, ...says }),
  discard: (id: Id) => http.remove(`evaluations/${id}`),
  retract: (id: Id, reason: string) => step(id, 'void', { reason }),
};
