// SPDX-License-Identifier: Apache-2.0
// The call that goes on at one's line.
import { http } from './client';
import type { Id, Live } from './types';

export const live = {
  now: () => http.get<Live>('me/live'),
  pause: (call: Id) => http.post(`live/${call}/pause`),
  resume: (call: Id) => http.post(`live/${call}/resume`),
  erase: (call: Id) => http.post(`live/${call}/erase`),
  mark: (call: Id, kind: 'tough' | 'thanks' | 'threat') =>
    http.post(`live/${call}/marks`, { kind }),
};
