// SPDX-License-Identifier: Apache-2.0
// The calls one is going through, and why. The reason is given once and holds for the queue: it is
// kept for the tab only, since tomorrow's queue has a reason of its own.
import { computed, signal } from '@preact/signals';
import type { Call, CallRow, Id, Reason } from '../api/types';

export type QueueRow = Pick<
  CallRow,
  'id' | 'agent' | 'title' | 'topics' | 'duration_ms' | 'recording'
> & { done?: boolean };
/** goesRound: after the last one comes what was passed over. */
type Queue = { name: string; address: string; rows: QueueRow[]; goesRound?: boolean };

export const queue = signal<Queue>({ name: '', address: '/calls', rows: [] });

export function placeInQueue(id: Id) {
  const { rows, goesRound } = queue.value;
  const at = rows.findIndex(row => row.id === id);
  const after = [...rows.slice(at + 1), ...(goesRound ? rows.slice(0, at) : [])];
  return {
    at,
    count: rows.length,
    previous: at > 0 ? rows[at - 1] : undefined,
    next: at >= 0 ? after.find(row => row.recording && !row.done) : undefined,
  };
}

type Given = { reason: Reason; text: string };
const KEPT = 'medlyss-reason';

function kept(): Given | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Given | null;
  } catch {
    return null;
  }
}

const chosen = signal<Given | null>(kept());
export const reason = computed(() => chosen.value);

/** The only one there is needs no question: whose the call is says it, or that it was given. Else the queue's. */
export function reasonFor({ reasons }: Pick<Call, 'reasons'>): Given | null {
  const [first, ...others] = reasons;
  if (first === 'own' || (first && first !== 'other' && !others[0]))
    return { reason: first, text: '' };
  return chosen.value && reasons.includes(chosen.value.reason) ? chosen.value : null;
}

export function choose(given: Given | null) {
  chosen.value = given;
  if (given) sessionStorage.setItem(KEPT, JSON.stringify(given));
  else sessionStorage.removeItem(KEPT);
}
