// SPDX-License-Identifier: Apache-2.0
// The box: in a body, for what is typed may be a caller's number.
import { http } from './client';
import type { Found } from './types';

export const find = (q: string) => http.post<Found>('find', { q });
