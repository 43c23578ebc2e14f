// SPDX-License-Identifier: Apache-2.0
// Coaching plans: what an agent and her coach work on.
import { http } from './client';
import type { Rubric } from './evaluation';
import type { Id, Named, Page } from './types';

export type Figure = {
  estimate: number | null;
  undefined: string | null;
  interval: [number, number] | [];
  n: number;
};
export type EndedWhy = 'reached' | 'other_focus' | 'left';
export type Plan = {
  id: Id;
  agent: Named;
  coach: Named;
  rubric_key: string | null;
  question: string | null;
  focus: string;
  created_ms: number;
  ended_ms: number | null;
  ended_why: EndedWhy | null;
  sessions: { id: Id; author: Named; at_ms: number; body: string; follow_up_ms: number | null }[];
  calls: {
    id: Id;
    interaction: Id;
    at_ms: number;
    why: string;
    title: string | null;
    started_ms: number;
    duration_ms: number;
  }[];
  course: { before: Figure; after: Figure; change: Figure; clear: boolean };
  can_change: boolean;
};
export type PlanFields = {
  agent: Id;
  focus: string;
  rubric_key: string | null;
  question: string | null;
};

export const coaching = {
  all: () => http.get<Page<Plan>>('coaching').then(page => page.rows),
  get: (id: Id) => http.get<Plan>(`coaching/${id}`),
  start: (fields: PlanFields) => http.post<{ id: Id }>('coaching', fields),
  attach: (id: Id, interaction: Id, at_ms: number, why: string) =>
    http.post(`coaching/${id}/calls`, { interaction, at_ms, why }),
  detach: (call: Id) => http.remove(`coaching_calls/${call}`),
  meet: (id: Id, fields: { at_ms: number; body: string; follow_up_ms: number | null }) =>
    http.post(`coaching/${id}/sessions`, fields),
  end: (id: Id, why: EndedWhy) => http.post(`coaching/${id}/end`, { why }),
  calendar: (id: Id) => `/api/v1/coaching/${id}/calendar`,
  form: (version: Id) => http.get<Rubric>(`rubric_versions/${version}/export`),
};
