// SPDX-License-Identifier: Apache-2.0
// Pages that most visits never open come when they are first asked for, each in a file of its own.
// The home page and a call are in the first file: they are opened all day.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
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
  let known: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [{ page: Page, failed }, show] = useState<Loaded<P>>({ page: known });
    const fetchIt = () => {
      show({});
      Promise.all([load(), dressed()]).then(
        ([page]) => {
          known = page;
          show({ page });
        },
        () => show({ failed: true }),
      );
    };
    useEffect(() => {
      if (!known) fetchIt();
    }, []);
    if (Page) return <Page {...props} />;
    return failed ? (
      <Failed cause={new ApiError(0, 'OFFLINE', '')} again={fetchIt} whole />
    ) : (
      <Waiting />
    );
  };
}
