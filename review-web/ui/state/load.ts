// SPDX-License-Identifier: Apache-2.0
// Something a page needs from the service: absent, there, or failed with a sentence. Old data stays
// on the screen while new is fetched, so that nothing jumps.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { happened } from './events';

export type Loaded<T> = {
  data: T | null;
  failure: unknown;
  busy: boolean;
  again: () => Promise<void>;
  set: (data: T) => void;
};

/** events: names of happenings ("note.") that make it stale. */
export function useLoad<T>(
  fetch: () => Promise<T>,
  deps: unknown[],
  events: string[] = [],
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
  useEffect(
    () =>
      happened.subscribe(event => {
        if (event && events.some(name => event.name.startsWith(name))) void again();
      }),
    deps,
  );
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
