// SPDX-License-Identifier: Apache-2.0
// Differences between two evaluations, disputes and promises: what the service says of them.
import { http, rowsOf } from './client';
import type {
  Comparison,
  Decided,
  Decision,
  DisputeOutcome,
  Id,
  Named,
  OutcomeCounts,
  Outcomes,
  Page,
  Promises,
  Waiting,
} from './types';
export * from 'gen/api';
export type Outcome = DisputeOutcome;
/** Told only where there are people enough. */
export const isCounted = (of: Outcome): of is Outcome & OutcomeCounts => !of.few;

export const compare = (id: Id) => http.get<Comparison>(`evaluations/${id}/compare`);

export const disputes = {
  list: (state: 'waiting' | 'decided') =>
    http.get<Page<Waiting>>(`disputes?state=${state}`).then(rowsOf),
  /** For who shows how many there are: that is no reading of what was answered. */
  count: () => http.get<Page<Waiting>>('disputes?state=waiting&count=1').then(rowsOf),
  outcomes: () => http.get<Outcomes>('disputes/outcomes'),
  decide: (id: Id, decision: Decision, why: string) =>
    http.post<Decided>(`disputes/${id}/decide`, { decision, why }),
};

export const promises = {
  /** paused: the load window that is open, in which nobody is reminded. */
  mine: () => http.get<Promises>('me/promises'),
  done: (id: Id) => http.put(`promises/${id}`, {}),
  later: (id: Id, later_ms: number) => http.put(`promises/${id}`, { later_ms }),
  hand: (id: Id, to: Id, said: string) => http.post(`promises/${id}/hand`, { to, words: said }),
  back: (id: Id) => http.post(`promises/${id}/back`, {}),
  colleagues: () => http.get<Page<Named>>('me/colleagues').then(rowsOf),
};
