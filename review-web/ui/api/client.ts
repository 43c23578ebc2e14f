// SPDX-License-Identifier: Apache-2.0
// The one way to the service. Every failure becomes an ApiError that a page can show as a sentence.
import { hearClock } from '../words/clock';
import type { Failure, Page, Rows } from './types';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    text: string,
  ) {
    super(text);
  }
  /** The service was never reached: the line is down, or it is restarting. */
  get offline() {
    return this.status === 0;
  }
}

const BASE = '/api/v1/';
let onSignedOut = () => {};

/** What to do when the session has ended: set once, by the state of who is signed in. */
export function whenSignedOut(run: () => void) {
  onSignedOut = run;
}

let onAnswered = (_status: number) => {};

/** What to do when the service has answered, whatever it said: set once, by what tells failures. */
export function whenAnswered(run: (status: number) => void) {
  onAnswered = run;
}

type Options = { body?: unknown; csv?: string; keepalive?: boolean; signal?: AbortSignal };

async function send(method: string, path: string, options: Options): Promise<Response> {
  const { body, csv, keepalive = false, signal = null } = options;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (csv !== undefined) headers['Content-Type'] = 'text/csv';
  try {
    const response = await fetch(BASE + path, {
      method,
      headers,
      keepalive,
      signal,
      body: csv ?? (body === undefined ? null : JSON.stringify(body)),
    });
    hearClock(response.headers.get('date'));
    onAnswered(response.status);
    return response;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'OFFLINE', '');
  }
}

/** Asks for bytes rather than for rows: what they mean when they are refused is the same. */
export async function bytesOf(
  url: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(url, { headers }).catch(() => {
    throw new ApiError(0, 'OFFLINE', '');
  });
  if (response.status === 401) onSignedOut();
  if (!response.ok) throw await failure(response);
  return response;
}

/** Why the browser could not have the sound that it asked for by itself: the first byte knows. null: it
    can be had, so the fault is in the sound. */
export async function whyNot(url: string): Promise<unknown> {
  try {
    await (await bytesOf(url, { Range: 'bytes=0-0' })).body?.cancel();
    return null;
  } catch (cause) {
    return cause;
  }
}

async function failure(response: Response): Promise<ApiError> {
  const said = (await response.json().catch(() => null)) as Failure | null;
  return new ApiError(response.status, said?.error ?? 'UNKNOWN', said?.text ?? '');
}

async function ask<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 401 && path !== 'session') onSignedOut();
  if (!response.ok) throw await failure(response);
  const text = response.status === 204 ? '' : await body(response);
  try {
    return (text ? JSON.parse(text) : undefined) as T;
  } catch {
    throw new ApiError(502, 'NOT_OURS', ''); // somebody between answered in its stead
  }
}

const body = (response: Response) =>
  response.text().catch(() => {
    throw new ApiError(0, 'OFFLINE', ''); // the line broke in the middle of it
  });

/** The fields that are set, as a query. Empty ones are left out so that addresses stay short. */
export function query(fields: Record<string, string | number | undefined | null>): string {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : '';
}

/** The rows alone, which still know how much they can hold. */
export const rowsOf = <T>(page: Page<T>): Rows<T> => Object.assign(page.rows, { seen: page.seen });

/** Nothing was asked, for nothing of it would be shown. */
export const notAsked = <T>(): Promise<Rows<T>> =>
  Promise.resolve(Object.assign([] as T[], { seen: 'none' as const }));

/** Asked twice by a double click, or by Enter held down: the first answer is the answer to both. */
const AGAIN_MS = 600;
const acts = new Map<string, Promise<unknown>>();
const NEVER_ONE = /^(session|find|codes\/use|listenings|rubric_score)$/; // each is an answer of its own

function once<T>(path: string, body: unknown): Promise<T> {
  const act = `${path} ${JSON.stringify(body)}`;
  const under = acts.get(act);
  if (under) return under as Promise<T>;
  const begun = ask<T>('POST', path, { body });
  const forget = () => {
    if (acts.get(act) === begun) acts.delete(act);
  };
  acts.set(act, begun);
  begun.then(() => setTimeout(forget, AGAIN_MS), forget); // what failed is tried again at once
  return begun;
}

export const http = {
  get: <T>(path: string, signal?: AbortSignal) => ask<T>('GET', path, signal ? { signal } : {}),
  post: <T = void>(path: string, body: unknown = {}) =>
    NEVER_ONE.test(path) ? ask<T>('POST', path, { body }) : once<T>(path, body),
  put: <T = void>(path: string, body: unknown, keepalive = false) =>
    ask<T>('PUT', path, { body, keepalive }),
  remove: <T = void>(path: string) => {
    acts.clear(); // what was made and taken away may be made again
    return ask<T>('DELETE', path);
  },
  csv: <T>(path: string, csv: string) => ask<T>('POST', path, { csv }),
};
