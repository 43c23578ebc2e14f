// SPDX-License-Identifier: Apache-2.0
// One's own account: where one is signed in, and the password.
import { http, rowsOf } from './client';
import type { Id, Page, SessionOpen } from './types';

export const own = {
  sessions: () => http.get<Page<SessionOpen>>('me/sessions').then(rowsOf),
  end: (id: Id) => http.remove(`me/sessions/${id}`),
  password: (old: string, password: string) => http.put('me/password', { old, password }),
};
