// SPDX-License-Identifier: Apache-2.0
// Questions for the business: what was marked, who is asked, and the answers that come back.
import { http, rowsOf } from './client';
import type { AnswerToMe, Id, Made, MatterOwned, MatterOut, Matters, Page } from './types';

/** Of a call: marks, or what one question of a form was answered in these evaluations. */
type Asks = { marks: Id[] } | { question: string; evaluations: Id[] };
type Change = { title?: string; owner?: Id };

export const matters = {
  all: () => http.get<Matters>('matters'),
  open: (fields: { title: string; owner?: Id } & Asks) => http.post<Made>('matters', fields),
  change: (id: Id, fields: Change | Asks) => http.put(`matters/${id}`, fields),
  export: () => http.get<Page<MatterOut>>('matters/export').then(rowsOf),
  answer: (id: Id, answer: string) => http.post(`matters/${id}/answer`, { answer }),
  read: (id: Id) => http.post(`matters/${id}/read`, {}),
  /** What I am asked, and what I asked and was answered. */
  owned: () => http.get<Page<MatterOwned>>('me/matters').then(rowsOf),
  answers: () => http.get<Page<AnswerToMe>>('me/answers').then(rowsOf),
};
