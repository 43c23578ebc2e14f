// SPDX-License-Identifier: Apache-2.0
// The one way to the service. Every failure becomes an ApiError that a page can show as a sentence.
import type { Failure } from './types';

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

type Options = { body?: unknown; csv?: string; keepalive?: boolean; signal?: AbortSignal };

async function send(method: string, path: string, options: Options): Promise<Response> {
  const { body, csv, keepalive = false, signal = null } = options;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (csv !== undefined) headers['Content-Type'] = 'text/csv';
  try {
    return await fetch(BASE + path, {
      method,
      headers,
      keepalive,
      signal,
      body: csv ?? (body === undefined ? null : JSON.stringify(body)),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'OFFLINE', '');
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
  const text = response.status === 204 ? '' : await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The fields that are set, as a query. Empty ones are left out so that addresses stay short. */
export function query(fields: Record<string, string | number | undefined | null>): string {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : '';
}

export const http = {
  get: <T>(path: string, signal?: AbortSignal) => ask<T>('GET', path, signal ? { signal } : {}),
  post: <T = void>(path: string, body: unknown = {}) => ask<T>('POST', path, { body }),
  put: <T = void>(path: string, body: unknown, keepalive = false) =>
    ask<T>('PUT', path, { body, keepalive }),
  remove: <T = void>(path: string) => ask<T>('DELETE', path),
  csv: <T>(path: string, csv: string) => ask<T>('POST', path, { csv }),
};
