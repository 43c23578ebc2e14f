// SPDX-License-Identifier: Apache-2.0
// Other systems: the keys by which they send calls in.
import { http, rowsOf } from './client';
import type { Id, Key, KeyMade, Page } from './types';

export const systems = {
  keys: () => http.get<Page<Key>>('keys').then(rowsOf),
  make: (name: string, days: number, scopes: string) =>
    http.post<KeyMade>('keys', { name, days, scopes }),
  revoke: (key: Id) => http.remove(`keys/${key}`),
};
