// SPDX-License-Identifier: Apache-2.0
// One line that tells what just happened, seen and heard, gone by itself; and what a failure means.
import { signal } from '@preact/signals';
import { ApiError } from '../api/client';
import { words } from '../words';

export const said = signal<{ text: string; bad: boolean } | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

function put(text: string, bad: boolean) {
  said.value = { text, bad };
  clearTimeout(timer);
  if (!bad)
    timer = setTimeout(() => {
      said.value = null;
    }, 6000); // a failure waits for the reader
}

export const say = (text: string) => put(text, false);
/** What was typed cannot be used: said before anything is sent. */
export const sayWrong = (text: string) => put(text, true);
export const sayFailure = (cause: unknown) => put(sentence(cause), true);

const BY_STATUS: Record<number, keyof ReturnType<typeof errors>> = {
  0: 'offline',
  400: 'invalid',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
  429: 'busy',
};
const errors = () => words.value.errors;

/** What happened and how to mend it, in the reader's language. */
export function sentence(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errors().server;
  const own = errors()[BY_STATUS[cause.status] ?? 'server'];
  return cause.status === 403 && cause.message.startsWith('the agreement')
    ? errors().agreement
    : own;
}

/** Does it, tells what it did, and tells what went wrong if it did not. True when it went well. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done) say(done);
    return true;
  } catch (cause) {
    sayFailure(cause);
    return false;
  }
}
