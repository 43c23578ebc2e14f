// SPDX-License-Identifier: Apache-2.0
// Calibrations: several raters, the same calls; and the precedents they leave.
import { http, rowsOf } from './client';
import type {
  Calibration,
  CalibrationRow,
  Id,
  Judge,
  Made,
  Method,
  Milder,
  Page,
  Precedent,
} from './types';

export * from 'gen/api';
export type Against = Milder['against'];
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
  all: () => http.get<Page<CalibrationRow>>('calibrations').then(rowsOf),
  precedents: (rubric: string) =>
    http.get<Page<Precedent>>(`precedents?rubric=${encodeURIComponent(rubric)}`).then(rowsOf),
  /** Mine; for who leads calibrations everyone's. */
  severity: (form: string) =>
    http.get<Page<Judge>>(`severity?rubric=${encodeURIComponent(form)}`).then(rowsOf),
  get: (id: Id) => http.get<Calibration>(`calibrations/${id}`),
  add: (wish: NewCalibration) => http.post<Calibration>('calibrations', wish),
  form: (id: Id, interaction: Id) =>
    http.post<Made>(`calibrations/${id}/evaluations`, { interaction }),
  reveal: (id: Id) => step(id, 'reveal'),
  close: (id: Id) => step(id, 'close'),
  addPrecedent: (
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
  retirePrecedent: (precedent: Precedent['id']) => http.remove(`precedents/${precedent}`),
};
