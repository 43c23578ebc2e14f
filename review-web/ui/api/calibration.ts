// SPDX-License-Identifier: Apache-2.0
// Calibrations: several raters, the same calls; and the precedents they leave.
import { http } from './client';
import type { Rubric } from './evaluation';
import type { Id, Named, Page } from './types';

export type Method = 'blind' | 'group' | 'reference';
export type SessionState = 'open' | 'revealed' | 'closed';
export type CalibrationRow = {
  id: Id;
  title: string;
  method: Method;
  state: SessionState;
  created_ms: number;
  due_ms: number;
  rubric_sv: string;
  rubric_en: string;
  calls: number;
  in: number;
  of: number;
  mine: number | null; // how many of its calls wait for me; null: I do not write in it
};
export type SessionCall = {
  interaction: Id;
  hear: boolean;
  duration_ms: number;
  title: string | null;
  agent: Named | null;
  started_ms: number | null;
  mine: { evaluation: Id; state: string } | null;
};
export type RaterAnswer = {
  person: Id;
  value: string;
  comment: string;
  at_ms: number | null;
  len_ms: number | null;
  touched: boolean;
};
export type Place = {
  interaction: Id;
  question: string;
  apart: number | null; // 0 the same answer, 1 the ends of the scale
  agreed: string | null;
  precedent: { id: Id; value: string; why: string; at_ms: number | null; len_ms: number | null } | null;
  answers: RaterAnswer[];
};
export type Figure = {
  value: number | null;
  lo: number | null;
  hi: number | null;
  n: number;
  undefined: string | null;
};
export type RoomQuestion = {
  question: string;
  ordinal: boolean;
  calls: number;
  raters: number;
  answers: number;
  untouched: number;
  same: number | null;
  gwet: Figure;
  alpha: Figure;
  unclear: boolean;
};
export type Room = { calls: number; raters: number; totals: Figure; questions: RoomQuestion[] };
export type Rater = Named & { part: 'rater' | 'key' | 'pen' | 'present' };
export type Calibration = {
  id: Id;
  title: string;
  owner: Named;
  method: Method;
  state: SessionState;
  created_ms: number;
  due_ms: number;
  revealed_ms: number | null;
  closed_ms: number | null;
  version: number;
  rubric: Rubric;
  part: Rater['part'] | null;
  in: number;
  of: number;
  raters: Rater[];
  calls: SessionCall[];
  can: { rate: boolean; reveal: boolean; decide: boolean; close: boolean };
  questions?: Place[];
  figures?: { here: Room; all: Room };
  severity?: { person: Id; milder: Figure }[];
};
/** How much milder somebody answers than what was agreed. */
export type Judge = { person: Named; milder: Figure };
export type Precedent = {
  id: Id;
  question: string; // its key
  value: string;
  why: string;
  created_ms: number;
  interaction: Id | null; // for those who may hear it
  at_ms: number | null;
  len_ms: number | null;
};
export type NewCalibration = {
  title: string;
  rubric_version: Id;
  method: Method;
  due_ms: number;
  interactions: Id[];
  raters: Id[];
  expert?: Id;
};

const step = (id: Id, what: string, body: unknown = {}) =>
  http.post<Calibration>(`calibrations/${id}/${what}`, body);

export const calibrations = {
  all: () => http.get<Page<CalibrationRow>>('calibrations').then(page => page.rows),
  precedents: (rubric: string) =>
    http
      .get<Page<Precedent>>(`precedents?rubric=${encodeURIComponent(rubric)}`)
      .then(page => page.rows),
  /** Mine; for who leads calibrations everyone's. */
  severity: (form: string) =>
    http.get<Page<Judge>>(`severity?rubric=${encodeURIComponent(form)}`).then(page => page.rows),
  get: (id: Id) => http.get<Calibration>(`calibrations/${id}`),
  open: (wish: NewCalibration) => http.post<Calibration>('calibrations', wish),
  form: (id: Id, interaction: Id) =>
    http.post<{ id: Id }>(`calibrations/${id}/evaluations`, { interaction }),
  reveal: (id: Id) => step(id, 'reveal'),
  close: (id: Id) => step(id, 'close'),
  agree: (
    id: Id,
    wish: {
      interaction: Id;
      question: string;
      option: string;
      why: string;
      at_ms: number | null;
      len_ms: number | null;
    },
  ) => step(id, 'precedents', wish),
  retire: (precedent: Precedent['id']) => http.remove(`precedents/${precedent}`),
};
