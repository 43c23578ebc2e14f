// SPDX-License-Identifier: Apache-2.0
// The calls one is asked to hear, and what agents ask of those who lead them.
import { http } from './client';
import type { Id, Named, Page, Topic } from './types';

type Reason = {
  item: Id;
  plan: { id: Id; title: string };
  form: { key: string; title_sv: string; title_en: string } | null;
};
export type WorkRow = Reason & {
  also: Reason[]; // the other plans that drew the same call
  interaction: {
    id: Id;
    started_ms: number;
    duration_ms: number;
    agent: Named;
    topics: Topic[];
    outcome: string | null;
    title: string | null;
    language: string | null;
  };
  selection: 'random';
  stands_in: boolean;
  due_ms: number;
  agent_heard: number;
  agent_wanted: number;
  est_ms: number;
};
export type Cover = { agent: Named; heard: number; wanted: number; expired: number };
export type Work = {
  rows: WorkRow[];
  heard_today: number;
  left: number;
  waiting_ms: number;
  coverage: Cover[];
  plans: { id: Id; title: string; period_ms: number; ends_ms: number }[];
  paused: string | null;
};
export type Wish = 'ask' | 'talk';
export type Asked = {
  id: Id;
  kind: Wish;
  at_ms: number;
  detail: string | null;
  created_ms: number;
  author: Named;
  interaction: {
    id: Id;
    title: string | null;
    started_ms: number;
    duration_ms: number;
    topics: Topic[];
  };
};

export const work = {
  mine: () => http.get<Work>('me/work'),
  asked: () => http.get<Page<Asked>>('me/asked').then(page => page.rows),
};
