// SPDX-License-Identifier: Apache-2.0
// Evaluations and the forms they follow: what the service says of them, and how it is asked.
import { http, rowsOf } from './client';
import type {
  Answer,
  EvaluationContents,
  EvaluationRow,
  EvaluationShown,
  Form,
  FormForCall,
  Id,
  Kind,
  OfCall,
  Page,
  Saved,
  Selection,
} from './types';

export * from 'gen/api';
/** As a page shows it that asks first whether it is blind: then there is nothing of the contents. */
export type Evaluation = EvaluationShown & EvaluationContents;

const rows = <T>(path: string) => http.get<Page<T>>(path).then(rowsOf);
const step = (id: Id, what: string, body: unknown = {}) =>
  http.post<Evaluation>(`evaluations/${id}/${what}`, body);

/** What it is dated by: it is said when it is sent, whenever it was begun. */
export const sentAt = (one: {
  created_ms: number;
  submitted_ms?: number | null;
  released_ms?: number | null;
}) => one.released_ms ?? one.submitted_ms ?? one.created_ms;

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
  formsFor: (call: Id) => rows<FormForCall>(`interactions/${call}/rubrics`),
  answer: (id: Id, a: Answer) =>
    http.put<Saved>(`evaluations/${id}/answers`, {
      question: a.question,
      option: a.value,
      comment: a.comment,
      at_ms: a.at_ms,
      len_ms: a.len_ms,
      touched: a.touched,
    }),
  /** critical: the points that are told by name, too. */
  rest: (id: Id, critical = false) => step(id, 'rest', { critical }),
  submit: (id: Id) => step(id, 'submit'),
  release: (id: Id) => step(id, 'release'),
  acknowledge: (id: Id) => step(id, 'acknowledge'),
  dispute: (
    id: Id,
    question: string,
    says: { reason: string; proposed: string | null; at_ms: number | null },
  ) => step(id, 'dispute', { question, ...says }),
  discard: (id: Id) => http.remove(`evaluations/${id}`),
  void: (id: Id, reason: string) => step(id, 'void', { reason }),
};
