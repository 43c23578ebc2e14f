// SPDX-License-Identifier: Apache-2.0
// A round: the drawn calls in the order they are heard, and what each took. The program counts keys,
// presses and seconds itself; the count stays in this tab and is told to nobody else.
import { computed, signal } from '@preact/signals';
import type { Id } from '../api/types';
import { work, type WorkRow } from '../api/work';
import { openAhead } from './ahead';
import { dayText } from '../words/zone';
import { deck } from './listen';
import { choose, placeInQueue, queue, reason } from './queue';
import { go } from './route';

export type Took = {
  ms: number; // at the call
  keys: number;
  clicks: number;
  letters: number; // written in notes and comments: not what one pays for the form
  sound_ms: number | null; // from the page having the call to its sound
  heard_ms: number | null; // known when it was handed in
};
type Round = { day: string; rows: WorkRow[]; took: Record<Id, Took> };

const KEPT = 'medlyss-round';
const NONE: Took = { ms: 0, keys: 0, clicks: 0, letters: 0, sound_ms: null, heard_ms: null };
const SOUND_WAIT_MS = 5000;
const today = () => dayText(Date.now());

function kept(): Round {
  const none = { day: today(), rows: [], took: {} };
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Round | null;
    return found?.day === none.day ? found : none;
  } catch {
    return none;
  }
}

export const round = signal<Round>(kept());
let at: { call: Id; since: number } | null = null;
let byKey = false;

const keep = () => sessionStorage.setItem(KEPT, JSON.stringify(round.peek()));

function change(call: Id, how: (was: Took) => Partial<Took>) {
  const { took } = round.peek();
  const was = took[call] ?? NONE;
  round.value = { ...round.peek(), took: { ...took, [call]: { ...was, ...how(was) } } };
}

export const rowOf = (call: Id) => round.value.rows.find(row => row.interaction.id === call);
export const isHeard = (row: WorkRow) => round.value.took[row.interaction.id]?.heard_ms != null;
export const heardRows = computed(() => round.value.rows.filter(isHeard));

/** Time at the call until now. */
export function spent(call: Id): number {
  const ms = round.value.took[call]?.ms ?? 0;
  return at?.call === call ? ms + Date.now() - at.since : ms;
}

export const totals = computed(() => {
  const all = heardRows.value.map(row => round.value.took[row.interaction.id] ?? NONE);
  const sum = (key: 'ms' | 'keys' | 'clicks' | 'letters') =>
    all.reduce((so_far, one) => so_far + one[key], 0);
  return {
    calls: all.length,
    ms: sum('ms'),
    keys: sum('keys'),
    clicks: sum('clicks'),
    letters: sum('letters'),
  };
});

/** The queue of the call page is the round: what was heard first, then what waits. */
function line() {
  queue.value = {
    ...queue.peek(),
    address: '/work',
    goesRound: true,
    rows: round
      .peek()
      .rows.map(row => ({ ...row.interaction, recording: true, done: isHeard(row) })),
  };
}

export function beginRound(name: string, waiting: WorkRow[], first: WorkRow) {
  const heard = heardRows.peek();
  const known = new Set(heard.map(row => row.item));
  const rows = [...heard, ...waiting.filter(row => !known.has(row.item))];
  round.value = { day: today(), rows, took: round.peek().took };
  queue.value = { name, address: '/work', rows: [] };
  line();
  if (!reason.peek()) choose({ reason: 'review', text: '' }); // the press says why
  change(first.interaction.id, was =>
    byKey ? { keys: was.keys + 1 } : { clicks: was.clicks + 1 },
  );
  keep();
  open(first);
}

function open(row: WorkRow) {
  openAhead({ ...row.interaction, recording: true });
  go(`/calls/${row.interaction.id}`, { play: true });
}

/** A reload in the midst of a round goes on with it. */
export function recallRound(name: string) {
  if (queue.peek().rows.length > 0 || round.peek().rows.length === 0) return;
  queue.value = { name, address: '/work', rows: [] };
  line();
}

/** What waits by now: done in another tab, drawn back or expired meanwhile is not offered. */
export function renewRound(waiting: WorkRow[]) {
  const still = new Set(waiting.map(row => row.item));
  const { rows } = round.peek();
  const kept = rows.filter(
    row => still.has(row.item) || isHeard(row) || row.interaction.id === at?.call,
  );
  if (kept.length === rows.length) return;
  round.value = { ...round.peek(), rows: kept };
  line();
  keep();
}

/** The page has the call: its clock starts. Gives back what ends it. */
export function atCall(call: Id): () => void {
  if (!rowOf(call)) return () => {};
  const here = { call, since: Date.now() };
  at = here;
  work.mine().then(
    ({ rows }) => renewRound(rows),
    () => {},
  ); // else as it was known
  const had = performance.now();
  const listen = () => {
    if (at !== here || performance.now() - had > SOUND_WAIT_MS) return;
    if (deck.playing && deck.audio.currentTime > 0.005) {
      const ms = Math.round(performance.now() - had);
      change(call, was => ({ sound_ms: was.sound_ms ?? ms }));
    } else requestAnimationFrame(listen);
  };
  listen();
  return () => {
    if (at !== here) return;
    stop();
    keep();
  };
}

function stop() {
  if (!at) return;
  const { call, since } = at;
  at = null;
  change(call, was => ({ ms: was.ms + Date.now() - since }));
}

/** Handed in: on to the next, sounding at once; after the last one, what was done. */
export function handedIn(call: Id, heard_ms: number): boolean {
  if (!rowOf(call)) return false;
  stop();
  change(call, () => ({ heard_ms }));
  line();
  keep();
  const next = rowOf(placeInQueue(call).next?.id ?? '');
  if (next) open(next);
  else go('/work');
  return true;
}

export function endRound() {
  round.value = { day: today(), rows: [], took: {} };
  keep();
}

const WRITES = 'textarea, input:not([type=radio], [type=checkbox], [type=range], [type=button])';

function key(event: KeyboardEvent) {
  byKey = true;
  if (!at || event.repeat || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  const { ctrlKey, target } = event;
  const written = !ctrlKey && target instanceof Element && Boolean(target.closest(WRITES));
  change(at.call, was => (written ? { letters: was.letters + 1 } : { keys: was.keys + 1 }));
}

export function startMeter() {
  document.addEventListener('keydown', key, { capture: true });
  document.addEventListener(
    'pointerdown',
    () => {
      byKey = false;
      if (at) change(at.call, was => ({ clicks: was.clicks + 1 }));
    },
    { capture: true },
  );
}
