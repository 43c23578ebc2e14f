// SPDX-License-Identifier: Apache-2.0
// Forms and their versions, as those who write and publish them see them; and the document a version
// is (schemas/rubrics/rubric-1.schema.json).
import { http, query } from './client';
import type { Both, Option, Scale, Score } from './evaluation';
import type { Id, Named, Page } from './types';

export type VersionState = 'draft' | 'published' | 'retired';
export type Version = {
  id: Id;
  key: string;
  version: number;
  state: VersionState;
  title_sv: string;
  title_en: string;
  author: Named | null;
  created_ms: number;
  published_ms: number | null;
  retired_ms: number | null;
};

export type Condition = { q: string; in: string[] } | { all: Condition[] } | { any: Condition[] };
export type CriticalClass = 'customer' | 'business' | 'compliance';
export type DocScale = Scale & { kind: 'nominal' | 'ordinal' | 'interval' };
export type DocQuestion = {
  id: string;
  key: string;
  weight: number;
  scale: string;
  title: Both;
  help?: Both;
  routine?: Both;
  anchors?: Record<string, Both>;
  na: { allowed: boolean; when?: Both };
  bonus?: boolean;
  unscored?: boolean;
  subject?: 'agent' | 'organisation';
  critical?: { class: CriticalClass; fail_on: string[]; effect: 'fail' | 'flag' };
  comment?: { required_on: string[] };
  marker?: { required_on: string[] };
  show_if?: Condition;
  axis?: 'correct' | 'human';
  needs?: string[];
  follow_up_days?: number;
};
export type DocSection = {
  id: string;
  weight: number;
  title: Both;
  show_if?: Condition;
  questions: DocQuestion[];
};
export type Doc = {
  key: string;
  version: number;
  title: Both;
  purpose?: Both;
  scoring: {
    mode: 'sections' | 'questions' | 'points';
    critical_policy: 'keep_score' | 'zero_section' | 'zero_all';
    pass_ppm?: number | null;
    bonus_cap_ppm?: number;
    visibility?: 'normal' | 'agent_and_coach';
    in_statistics?: boolean;
  };
  variant_for?: { topic?: string; load?: 'normal' | 'high' | 'crisis'; client?: string };
  scales: DocScale[];
  sections: DocSection[];
};
export type { Both, Option };

export type Problem = { path: string; text: string };
export type Whole = Omit<Version, 'author'> & {
  sha256: string;
  document: Doc;
  can_write: boolean;
  can_retire: boolean;
  problems?: Problem[];
  more?: number;
};
export type Change = { key: string; change: string; before?: unknown; after?: unknown };
export type Diff = {
  first: boolean;
  before?: number;
  drafts?: number;
  evaluators?: number;
  released?: number;
  changes?: {
    scoring_changed: boolean;
    sections: Change[];
    questions: Change[];
  } | null;
};
/** A share or a mean with the interval it may lie in, and what it stands on. */
export type Share = { value: number; lo: number; hi: number; n: number };
export type Health = {
  version: number;
  evaluations: number;
  first_ms: number | null;
  last_ms: number | null;
  questions: {
    question: string;
    key: string;
    n: number;
    few: boolean; // too few people: nothing but the agreement is told
    hint: string;
    agreement: {
      calls: number;
      raters: number;
      ordinal: boolean;
      same: number | null;
      gwet: Share | null;
    } | null;
    top?: string;
    top_share?: Share | null;
    na_share?: Share | null;
    critical?: boolean;
    cannot_tell_share?: Share | null;
    outside?: number;
    untouched?: number;
    disputes?: number;
    decided?: number;
    upheld?: number;
  }[];
};
export type WhatIf = {
  n: number;
  few: boolean;
  before?: number[]; // by tens of percent; the last: 100 %
  after?: number[];
  change?: Share | null; // percentage points
};
/** A form that comes with the programs and this house does not have. */
export type ReadyForm = {
  key: string;
  title_sv: string;
  title_en: string;
  purpose_sv: string;
  purpose_en: string;
  questions: number;
  topic: string | null;
  load: boolean;
};
export type Agreed = { question: string; value: string; why: string; created_ms: number };
export type Given = Record<string, { option: string; comment: string; at_ms?: number }>;

const one = (id: Id, what = '') => `rubric_versions/${id}${what}`;

export const rubrics = {
  versions: () => http.get<Page<Version>>('rubric_versions').then(page => page.rows),
  get: (id: Id) => http.get<Whole>(one(id)),
  begin: (from: { from: Id } | { document: unknown } | { title_sv: string; title_en: string }) =>
    http.post<Whole>('rubric_versions', from),
  save: (id: Id, was: string, document: Doc) =>
    http.put<{ saved_ms: number; sha256: string; problems: Problem[]; more: number }>(one(id), {
      was,
      document,
    }),
  discard: (id: Id) => http.remove(one(id)),
  diff: (id: Id) => http.get<Diff>(one(id, '/diff')),
  health: (id: Id) => http.get<Health>(one(id, '/health')),
  whatif: (id: Id) => http.get<WhatIf>(one(id, '/whatif')),
  precedents: (key: string) =>
    http.get<Page<Agreed>>(`precedents${query({ rubric: key })}`).then(page => page.rows),
  publish: (id: Id, was: string) => http.post<Whole>(one(id, '/publish'), { was }),
  ready: () => http.get<Page<ReadyForm>>('ready_forms').then(page => page.rows),
  /** No key: all of them. */
  take: (key?: string) => http.post<{ published: number }>('ready_forms', key ? { key } : {}),
  adapt: (key: string) => http.post<{ draft: Id }>('ready_forms', { key, draft: true }),
  retire: (id: Id) => http.post<Whole>(one(id, '/retire')),
  exported: (id: Id) => `/api/v1/${one(id, '/export')}`,
  score: (document: Doc, answers: Given) =>
    http.post<{ score: Score }>('rubric_score', { document, answers }).then(said => said.score),
};
