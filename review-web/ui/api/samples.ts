// SPDX-License-Identifier: Apache-2.0
// Sampling plans: what they cover, what they drew, what they buy.
import { http } from './client';
import type { Id, Named, Page } from './types';

export type Period = 'week' | 'month';
export type Plan = {
  id: Id;
  title: string;
  team: Named | null;
  agent: Named | null;
  rubric_key: string;
  period: Period;
  per_agent: boolean;
  take: number;
  min_ms: number;
  max_ms: number;
  lengths_ms: number[];
  parts_min: number[];
  from_ms: number;
  created_ms: number;
  retired_ms: number | null;
  evaluators: (Named & { languages: string })[];
  next_ms: number | null;
  may_draw: boolean;
  period_ms: number;
  ends_ms: number;
  waiting: number;
  heard: number;
  expired: number;
  left: number; // wait for somebody who has left or may not hear them
};
export type Draw = {
  id: Id;
  period_ms: number;
  ends_ms: number;
  number: number;
  drawn_ms: number;
  from_ms: number;
  to_ms: number;
  seed: string;
  frame_sha256: string;
  calls: number;
  eligible: number;
  excluded: Record<string, number>;
  take: number;
  drawn: number;
  short_of: number;
  waiting: number;
  heard: number;
  expired: number;
  withdrawn: number;
  redraw_of: Id | null;
  reason: string | null;
  author: Named | null;
  standing: boolean;
};
export type Covered = {
  agent: Named;
  wanted: number;
  drawn: number;
  heard: number;
  waiting: number;
  expired: number;
  withdrawn: number;
  shortfall: number;
};
export type PlanWhole = Plan & { draws: Draw[]; coverage: Covered[]; paused: string | null };
export type Plans = { rows: Plan[]; paused: string | null };
export type Bought = {
  drawn: number;
  calls: number;
  margin_points: number | null;
  margin_share: number | null;
};
export type Precision = {
  level: number;
  sd: number;
  sd_from: 'evaluations' | 'default';
  evaluations: number;
  agents: number;
  calls_28d: number;
  period_calls: number;
  period_ms: number;
  group: Bought;
  all: Bought;
};
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
export type Proof = {
  proven: boolean;
  says: string;
  seed: string;
  frame_sha256: string;
  calls: number;
  drawn: number;
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
  all: () => http.get<Plans & Page<Plan>>('sample_plans'),
  get: (id: Id) => http.get<PlanWhole>(`sample_plans/${id}`),
  make: (fields: PlanFields) => http.post<PlanWhole>('sample_plans', fields),
  retire: (id: Id) => http.put<PlanWhole>(`sample_plans/${id}/retire`, {}),
  draw: (id: Id, reason: string) => http.post<PlanWhole>(`sample_plans/${id}/draw`, { reason }),
  prove: (draw: Id) => http.get<Proof>(`sample_draws/${draw}/proof`),
  buys: (fields: Omit<PlanFields, 'title' | 'evaluators'>) =>
    http.get<Precision>(`sample_precision?${asked(fields)}`),
};
