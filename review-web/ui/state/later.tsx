// SPDX-License-Identifier: Apache-2.0
// Pages that most visits never open come when they are first asked for, each in a file of its own.
// The home page and a call are in the first file: they are opened all day.
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Failed, Waiting } from '../parts/bits';
import { ApiError } from '../api/client';

let looks: Promise<unknown> | undefined;

/** Their own stylesheet, once; without it they are plain, and there. */
function dressed() {
  looks ??= new Promise(done => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = `/assets/${document.querySelector<HTMLMetaElement>('meta[name=later]')?.content}`;
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return looks;
}

type Loaded<P> = { page?: ComponentType<P>; failed?: boolean };

/** `later(() => import('./pages/trends').then(file => file.TrendsPage))` */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const state = signal<Loaded<P>>({}); // of all places that show it: it comes once, and to each
  let asked = false;
  const fetchIt = () => {
    if (asked || state.peek().page) return;
    asked = true;
    state.value = {};
    Promise.all([load(), dressed()])
      .then(
        ([page]) => {
          state.value = { page };
        },
        () => {
          state.value = { failed: true };
        },
      )
      .finally(() => {
        asked = false;
      });
  };
  return function Later(props: P) {
    useEffect(fetchIt, []);
    const { page: Page, failed } = state.value;
    if (Page) return <Page {...props} />;
    return failed ? (
      <Failed cause={new ApiError(0, 'OFFLINE', '')} again={fetchIt} whole />
    ) : (
      <Waiting />
    );
  };
}
