// SPDX-License-Identifier: Apache-2.0
// Coaching plans: what an agent and her coach work on.
import { http, rowsOf } from './client';
import type { CoachingPlan, CourseFigure, EndedWhy, Id, Made, Page, Rubric } from './types';

export * from 'gen/api';
export type Figure = CourseFigure;
export type Plan = CoachingPlan;
export type PlanFields = {
  agent: Id;
  focus: string;
  rubric_key: string | null;
  question: string | null;
};

export const coaching = {
  all: () => http.get<Page<Plan>>('coaching').then(rowsOf),
  get: (id: Id) => http.get<Plan>(`coaching/${id}`),
  start: (fields: PlanFields) => http.post<Made>('coaching', fields),
  attach: (id: Id, interaction: Id, at_ms: number, why: string) =>
    http.post(`coaching/${id}/calls`, { interaction, at_ms, why }),
  detach: (call: Id) => http.remove(`coaching_calls/${call}`),
  meet: (id: Id, fields: { at_ms: number; body: string; follow_up_ms: number | null }) =>
    http.post(`coaching/${id}/sessions`, fields),
  end: (id: Id, why: EndedWhy) => http.post(`coaching/${id}/end`, { why }),
  calendar: (id: Id) => `/api/v1/coaching/${id}/calendar`,
  form: (version: Id) => http.get<Rubric>(`rubric_versions/${version}/export`),
};
