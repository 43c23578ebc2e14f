// SPDX-License-Identifier: Apache-2.0
// What one asked for after a hard call, and what waits for who is on duty.
import { http } from './client';
import type { Care, Id } from './types';

export const care = {
  mine: () => http.get<Care>('me/care'),
  take: (id: Id) => http.post(`care/${id}/take`),
  done: (id: Id) => http.post(`care/${id}/done`),
};
