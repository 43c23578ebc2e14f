// SPDX-License-Identifier: Apache-2.0
// Something a page needs from the service: absent, there, or failed with a sentence. Old data stays
// on the screen while new is fetched, so that nothing jumps.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { concerns, happened, type Stale } from './events';

export type Loaded<T> = {
  data: T | null;
  failure: unknown;
  busy: boolean;
  again: () => Promise<void>;
  set: (data: T) => void;
};

const SOON_MS = 100; // several things happen at once: one question

/** stale: what happens that makes it so ('note', 'note.added'); call: and in which call, if in one. */
export function useLoad<T>(
  fetch: () => Promise<T>,
  deps: unknown[],
  stale: readonly Stale[] = [],
  call?: string,
): Loaded<T> {
  const state = useSignal<{ data: T | null; failure: unknown; busy: boolean }>({
    data: null,
    failure: null,
    busy: true,
  });
  const turn = useRef(0);
  const again = async () => {
    const mine = ++turn.current;
    state.value = { ...state.peek(), busy: true };
    try {
      const data = await fetch();
      if (mine === turn.current) state.value = { data, failure: null, busy: false };
    } catch (failure) {
      if (mine === turn.current) state.value = { ...state.peek(), failure, busy: false };
    }
  };
  useEffect(() => {
    void again();
  }, deps);
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined;
    let first = true; // what happened before is in the answer that is on its way
    const forget = happened.subscribe(event => {
      const refused = event?.name === 'missed' && state.peek().failure !== null;
      if (event && !first && (refused || concerns(event, stale, call))) {
        soon ??= setTimeout(() => {
          soon = undefined;
          void again();
        }, SOON_MS);
      }
      first = false;
    });
    return () => {
      clearTimeout(soon);
      forget();
    };
  }, deps);
  useEffect(
    () => () => {
      turn.current++;
    },
    [],
  );
  return {
    ...state.value,
    again,
    set: data => {
      state.value = { ...state.peek(), data };
    },
  };
}
