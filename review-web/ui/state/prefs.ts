// SPDX-License-Identifier: Apache-2.0
// What a person has chosen once and should not have to choose again. Kept with the person, not with
// the machine: people change chairs.
import { computed } from '@preact/signals';
import { session } from '../api';
import type { Pan } from '../player/graph';
import { me } from './me';

export type Prefs = {
  rate: number;
  skip: boolean;
  pan: Pan;
  agent: number;
  caller: number;
  backoff_ms: number;
  scheme: 'system' | 'light' | 'dark';
  keys_where: 'all' | 'player' | 'off';
  keys: Record<string, string>; // action → chord, where it differs from the table
  read: string[]; // feedback acknowledged, newest first, the last few hundred
};

const DEFAULTS: Prefs = {
  rate: 1,
  skip: false,
  pan: 'soft',
  agent: 1,
  caller: 1,
  backoff_ms: 2000,
  scheme: 'system',
  keys_where: 'all',
  keys: {},
  read: [],
};

const between = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most;
const oneOf =
  (...words: string[]) =>
  (value: unknown) =>
    words.includes(value as string);

/** As the service takes them (review-web/api/me.c). */
const FITS: Record<keyof Prefs, (value: unknown) => boolean> = {
  rate: between(0.25, 4),
  skip: value => typeof value === 'boolean',
  pan: oneOf('soft', 'mono', 'wide'),
  agent: between(0, 4),
  caller: between(0, 4),
  backoff_ms: between(0, 60_000),
  scheme: oneOf('system', 'light', 'dark'),
  keys_where: oneOf('all', 'player', 'off'),
  keys: value => typeof value === 'object' && value !== null && !Array.isArray(value),
  read: value => Array.isArray(value),
};

/** A value of another kind than ours is from another version or another hand: ours is used. */
function fitting(saved: Record<string, unknown>): Prefs {
  const fits = Object.entries(saved).filter(
    ([key, value]) => key in FITS && FITS[key as keyof Prefs](value),
  );
  return { ...DEFAULTS, ...Object.fromEntries(fits) };
}

export const prefs = computed<Prefs>(() => fitting(me.value?.prefs ?? {}));

let waiting: ReturnType<typeof setTimeout> | undefined;

function save() {
  clearTimeout(waiting);
  waiting = undefined;
  if (me.value) void session.prefs(prefs.value).catch(() => {}); // sent again with the next change
}

export function prefer(change: Partial<Prefs>) {
  if (!me.value) return;
  me.value = { ...me.value, prefs: { ...me.value.prefs, ...change } };
  clearTimeout(waiting);
  waiting = setTimeout(save, 600);
}

/** Who leaves at once has chosen all the same. */
addEventListener('pagehide', () => {
  if (waiting !== undefined) save();
});
