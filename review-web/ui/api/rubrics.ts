// SPDX-License-Identifier: Apache-2.0
// Forms and their versions, as those who write and publish them see them; and the document a version
// is (schemas/rubrics/rubric-1.schema.json).
import { http, query, rowsOf } from './client';
import type {
  Diff,
  DraftSaved,
  Id,
  Page,
  Precedent,
  Question,
  ReadyForm,
  ReadyTaken,
  Rubric,
  RubricHealth,
  Scale,
  ScoreTold,
  Section,
  Version,
  WhatIf,
  Whole,
} from './types';

export * from 'gen/api';
export type Doc = Rubric;
export type DocScale = Scale;
export type DocQuestion = Question;
export type DocSection = Section;
export type Health = RubricHealth;
export type CriticalClass = NonNullable<Question['critical']>['class'];
export type Agreed = Precedent;
export type Given = Record<string, { option: string; comment: string; at_ms?: number }>;

const one = (id: Id, what = '') => `rubric_versions/${id}${what}`;

export const rubrics = {
  versions: () => http.get<Page<Version>>('rubric_versions').then(rowsOf),
  get: (id: Id) => http.get<Whole>(one(id)),
  begin: (from: { from: Id } | { document: unknown } | { title_sv: string; title_en: string }) =>
    http.post<Whole>('rubric_versions', from),
  save: (id: Id, was: string, document: Doc) =>
    http.put<DraftSaved>(one(id), {
      was,
      document,
    }),
  discard: (id: Id) => http.remove(one(id)),
  diff: (id: Id) => http.get<Diff>(one(id, '/diff')),
  health: (id: Id) => http.get<RubricHealth>(one(id, '/health')),
  whatif: (id: Id) => http.get<WhatIf>(one(id, '/whatif')),
  precedents: (key: string) =>
    http.get<Page<Precedent>>(`precedents${query({ rubric: key })}`).then(rowsOf),
  publish: (id: Id, was: string) => http.post<Whole>(one(id, '/publish'), { was }),
  ready: () => http.get<Page<ReadyForm>>('ready_forms').then(rowsOf),
  /** No key: all of them. */
  take: (key?: string) => http.post<ReadyTaken>('ready_forms', key ? { key } : {}),
  adapt: (key: string) => http.post<ReadyTaken>('ready_forms', { key, draft: true }),
  retire: (id: Id) => http.post<Whole>(one(id, '/retire')),
  exported: (id: Id) => `/api/v1/${one(id, '/export')}`,
  score: (document: Doc, answers: Given) =>
    http.post<ScoreTold>('rubric_score', { document, answers }).then(said => said.score),
};
