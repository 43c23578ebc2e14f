// SPDX-License-Identifier: Apache-2.0
// One line that tells what just happened, seen and heard, gone by itself; and what a failure means.
import { signal } from '@preact/signals';
import { ApiError, whenAnswered } from '../api/client';
import { words } from '../words';
import { translator } from '../words/match';
import { whenMoved } from './route';
import { notSent } from './unsaved';

export const said = signal<{ text: string; bad: boolean; cause?: unknown } | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

function put(text: string, bad: boolean, cause?: unknown) {
  said.value = { text, bad, cause };
  clearTimeout(timer);
  if (!bad)
    timer = setTimeout(() => {
      said.value = null;
    }, 6000); // a failure waits for the reader
}

export const say = (text: string) => put(text, false);
/** What was typed cannot be used: said before anything is sent. */
export const sayWrong = (text: string) => put(text, true);
export function sayFailure(cause: unknown) {
  notSent();
  if (cause instanceof ApiError && cause.status === 401) return; // the way in says it
  if (hasReason(cause)) void refusals().then(() => put(sentence(cause), true, cause));
  else put(sentence(cause), true, cause);
}
/** What failed has gone well since: that it did not is true no more. `cause`: of this one alone. */
export function overcome(cause?: unknown) {
  const { bad, cause: why } = said.peek() ?? {};
  if (bad && (cause === undefined || why === cause)) said.value = null;
}

type Told = keyof ReturnType<typeof errors>;
const BY_CODE: Record<string, Told> = { NOT_OURS: 'notOurs' };
const BY_STATUS: Record<number, Told> = {
  0: 'offline',
  400: 'invalid',
  401: 'ended',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  410: 'gone',
  413: 'big',
  416: 'audio',
  422: 'invalid',
  429: 'busy',
  502: 'gateway',
  503: 'laden',
  504: 'gateway',
  507: 'full',
};
const errors = () => words.value.errors;
/** The service's own reasons in Swedish: a file that is fetched once somebody is refused. */
const inSwedish = signal<(text: string) => string | null>(() => null);
let asked: Promise<void> | null = null;
const refusals = () =>
  (asked ??= import('../words/refusals').then(
    ({ REFUSALS, SAID }) => {
      inSwedish.value = translator(REFUSALS, SAID);
    },
    () => {
      asked = null; // not to be had just now: the sentence for its status says it
    },
  ));
/** Those in which the service says why: what it lets nobody do, and what it cannot take. */
const hasReason = (cause: unknown) =>
  cause instanceof ApiError && [400, 403, 409, 422].includes(cause.status);
const asSentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1) + '.';

const unreached = (status: number) => status === 0 || status === 502 || status === 504;

const READ_MS = 4000; // until then somebody may still be reading it

/** The service answers: that it does not is true no more. */
whenAnswered(status => {
  const told = said.peek();
  const { cause } = told ?? {};
  if (unreached(status) || !(cause instanceof ApiError) || !unreached(cause.status)) return;
  const gone = () => {
    if (said.peek() === told) said.value = null;
  };
  if (status === 401)
    gone(); // another sentence comes in its place
  else setTimeout(gone, READ_MS);
});

/** Somebody has begun to write, and asks herself whether it is lost. */
const written = () =>
  [...document.querySelectorAll<HTMLTextAreaElement>('main textarea, dialog textarea')].some(
    field => field.value.trim() !== '',
  ) ||
  [
    ...document.querySelectorAll<HTMLInputElement>('main input:not([type]), main input[type=text]'),
  ].some(field => field.value !== field.defaultValue);

/** What happened and how to mend it, in the reader's language. The service's own reason where it
    gives one; never its fault where it is not. */
export function sentence(cause: unknown): string {
  if (cause === null) return errors().audio; // nobody said why: the sound itself
  if (!(cause instanceof ApiError)) {
    console.error(cause); // a fault of the page: whoever looks after it finds it there
    return errors().page;
  }
  const { status, message } = cause;
  if (hasReason(cause)) void refusals();
  const own = hasReason(cause) ? inSwedish.value(message) : null;
  if (own) return words.value.language === 'sv' ? own : asSentence(message);
  const told = errors()[BY_CODE[cause.code] ?? BY_STATUS[status] ?? 'server'];
  return unreached(status) && written() ? `${told} ${errors().kept}` : told;
}

/** Does it, tells what it did, and tells what went wrong if it did not. True when it went well. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done) say(done);
    else overcome();
    return true;
  } catch (cause) {
    sayFailure(cause);
    return false;
  }
}

/** What went wrong on another page is not said on this one. */
whenMoved(() => {
  if (said.peek()?.bad) said.value = null;
});
