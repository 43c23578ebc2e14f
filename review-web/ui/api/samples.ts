// SPDX-License-Identifier: Apache-2.0
// Sampling plans: what they cover, what they drew, what they buy.
import { http } from './client';
import type {
  Id,
  Period,
  Precision,
  Proof,
  SamplePlan,
  SamplePlans,
  SamplePlanWhole,
} from './types';

export * from 'gen/api';
export type Plan = SamplePlan;
export type Plans = SamplePlans;
export type PlanWhole = SamplePlanWhole;
export type PlanFields = {
  title: string;
  team: Id | null;
  agent: Id | null;
  rubric_key: string;
  period: Period;
  per_agent: boolean;
  take: number;
  min_ms: number;
  max_ms?: number;
  lengths_ms?: number[];
  parts_min?: number[];
  evaluators: Id[];
};
const asked = (f: Omit<PlanFields, 'title' | 'evaluators'>) => {
  const query = new URLSearchParams({
    period: f.period,
    take: String(f.take),
    per_agent: f.per_agent ? '1' : '0',
    min_ms: String(f.min_ms),
    rubric_key: f.rubric_key,
  });
  if (f.max_ms) query.set('max_ms', String(f.max_ms));
  if (f.team) query.set('team', f.team);
  if (f.agent) query.set('agent', f.agent);
  return query;
};

export const samples = {
  all: () => http.get<Plans>('sample_plans'),
  get: (id: Id) => http.get<PlanWhole>(`sample_plans/${id}`),
  make: (fields: PlanFields) => http.post<PlanWhole>('sample_plans', fields),
  retire: (id: Id) => http.put<PlanWhole>(`sample_plans/${id}/retire`, {}),
  draw: (id: Id, reason: string) => http.post<PlanWhole>(`sample_plans/${id}/draw`, { reason }),
  prove: (draw: Id) => http.get<Proof>(`sample_draws/${draw}/proof`),
  buys: (fields: Omit<PlanFields, 'title' | 'evaluators'>) =>
    http.get<Precision>(`sample_precision?${asked(fields)}`),
};
