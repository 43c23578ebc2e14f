// SPDX-License-Identifier: Apache-2.0
// The calls one is asked to hear, and what agents ask of those who lead them.
import { http, rowsOf } from './client';
import type { Asked, Page, Work } from './types';

export * from 'gen/api';
export type Wish = 'ask' | 'talk';

export const work = {
  mine: () => http.get<Work>('me/work'),
  asked: () => http.get<Page<Asked>>('me/asked').then(rowsOf),
};
