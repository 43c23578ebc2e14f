// SPDX-License-Identifier: Apache-2.0
// How long a call is kept, and the holds on calls.
import { http, rowsOf } from './client';
import type { HeldCall, Id, Keeping, Page } from './types';

export const holds = {
  all: () => http.get<Page<HeldCall>>('holds').then(rowsOf),
  of: (call: Id) => http.get<Keeping>(`interactions/${call}/keeping`),
  place: (call: Id, reason: string) => http.post(`interactions/${call}/hold`, { reason }),
  release: (call: Id, reason: string) => http.post(`holds/${call}/release`, { reason }),
};
