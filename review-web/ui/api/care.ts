// SPDX-License-Identifier: Apache-2.0
// What one asked for after a hard call, and what waits for who is on duty.
import { http } from './client';
import type { Care, Debrief, Id } from './types';

export const care = {
  mine: () => http.get<Care>('me/care'),
  take: (id: Id) => http.post(`care/${id}/take`),
  debrief: (id: Id) => http.get<Debrief>(`care/${id}`),
  say: (id: Id, body: string) => http.post(`care/${id}/words`, { body }),
  rest: (id: Id, minutes: number) => http.post(`care/${id}/rests`, { minutes }),
  done: (id: Id) => http.post(`care/${id}/done`),
};
