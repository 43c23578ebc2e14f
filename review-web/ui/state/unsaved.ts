// SPDX-License-Identifier: Apache-2.0
// Words that are in no service's and no tab's keeping yet: who leaves a page with such is asked first.
// Fields inside data-kept keep themselves; where that was refused, what keeps them says so (holds).
const WRITES = 'main textarea, dialog textarea';

type Known = { from: string; sent: string | null };
const known = new Map<HTMLTextAreaElement, Known>();

const isWritten = (field: EventTarget | null): field is HTMLTextAreaElement =>
  field instanceof HTMLTextAreaElement && field.matches(WRITES) && !field.closest('[data-kept]');

/** What keeps itself: would something of it be lost? While a page of ours stays, what is on its way arrives;
    when the tab closes, it may not. */
type Holds = (closing: boolean) => boolean;
const holding = new Set<Holds>();

export function holds(it: Holds): () => void {
  holding.add(it);
  return () => holding.delete(it);
}

/** Somebody has written what would be lost. */
export const unsaved = (closing = false) =>
  [...holding].some(one => one(closing)) ||
  [...known].some(([field, { from, sent }]) => {
    const now = field.value.trim();
    return field.isConnected && now !== '' && now !== from && now !== sent;
  });

/** It is to be lost: who left said so, or is somebody else. */
export function letGo() {
  known.clear();
  holding.clear();
}

/** What was on its way did not arrive. */
export function notSent() {
  for (const one of known.values()) one.sent = null;
}

export function startUnsaved() {
  document.addEventListener('focusin', ({ target }) => {
    for (const field of known.keys()) if (!field.isConnected) known.delete(field);
    if (isWritten(target) && !known.has(target))
      known.set(target, { from: target.value.trim(), sent: null });
  });
  document.addEventListener('submit', ({ target }) => {
    for (const [field, one] of known) if (field.form === target) one.sent = field.value.trim();
  });
  addEventListener('beforeunload', event => {
    if (unsaved(true)) event.preventDefault();
  });
}
