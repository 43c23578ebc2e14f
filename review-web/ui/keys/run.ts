// SPDX-License-Identifier: Apache-2.0
// Turns a key into the action a page has offered. Never takes a key from someone who is writing. A key
// that is held is one press, but where it moves or zooms; a letter that writes is a key only within the form
// it writes in, for elsewhere it may be the first letter of a word. Space plays, whatever was clicked last: it
// presses only what one has gone to by keys, and never gives an answer.
import { useEffect } from 'preact/hooks';
import { prefs } from '../state/prefs';
import { chordOf, keysFor, type Action } from './table';

export type Actions = Partial<Record<Action, (event: KeyboardEvent) => void>>;

const offered: Actions[] = [];
const WRITES =
  'textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=range], [type=button])';
const PRESSES = 'button, a, summary, input';
const CHOSEN = 'input[type=radio], input[type=range]'; // by arrows and digits: Space there is the player's
const ARROWS = '[role=slider], input[type=range], input[type=radio]';

/** No letter begins one of its choices: those are keys there too. */
const picksNumbers = (at: Element, chord: string) =>
  at instanceof HTMLSelectElement &&
  /^(Shift\+)?[^\d\s]$/.test(chord) &&
  [...at.options].every(one => /^\d/.test(one.text));

function wanted(chord: string, target: Element): boolean {
  const { keys_where } = prefs.value;
  if (chord === 'Ctrl+Enter') return true; // also while writing: it sends
  if (keys_where === 'off' || document.querySelector('dialog[open]')) return false;
  if (keys_where === 'player' && !target.closest('[data-player]')) return false;
  if (target.closest(WRITES) && !picksNumbers(target, chord)) return false;
  if (chord === 'Space' && (target === clicked || target.matches(CHOSEN))) return true;
  // These press what has the focus.
  if (['Space', 'Enter'].includes(chord) && target.closest(PRESSES)) return false;
  return !(chord.startsWith('Arrow') && target.closest(ARROWS));
}

let clicked: Element | null = null; // has the focus because a pointer was there
let pointing = false;

/** The last thing that was touched is no key. */
export const byPointer = () => pointing;

let held = false; // a pointer is down
let letGo: (() => void)[] = [];
let ends: ReturnType<typeof setTimeout>; // of the last press: after its click

function pointerUp() {
  const acts = letGo;
  held = false;
  letGo = [];
  for (const act of acts) act();
}

/** At once, or where a pointer is down when it has been let go. For whatever moves what is on the page because
    something got or lost the focus: a press that begins on one thing and ends on another presses neither. */
export function onceLetGo(act: () => void) {
  if (held) letGo.push(act);
  else act();
}

function startPointer() {
  const whole = { capture: true };
  const at = () => {
    if (pointing) clicked = document.activeElement;
  };
  document.addEventListener(
    'pointerdown',
    () => {
      clearTimeout(ends);
      pointerUp(); // what came before it
      pointing = held = true;
    },
    whole,
  );
  for (const end of ['pointerup', 'pointercancel'])
    document.addEventListener(end, () => (ends = setTimeout(pointerUp)), whole);
  document.addEventListener('focusin', at, whole);
  document.addEventListener('click', at, whole);
}

const ECHO_MS = 1000; // a slow double click, and time to see what came
let acted = { chord: '', on: '', at: -ECHO_MS };

/** What is under one's hands: a page, or a question asked over it. */
const under = () => location.pathname + (document.querySelector('dialog[open]') ? '?' : '');

/** Pressed once more before one can have seen what the first press led to: it meant what was there then. What
    has the focus because one went there is meant. */
function isEcho(event: KeyboardEvent): boolean {
  const chord = chordOf(event);
  const meant = !event.ctrlKey && (event.target as Element).closest(`${WRITES}, ${PRESSES}`);
  if (!chord) return false;
  const at = performance.now();
  const echo = !meant && chord === acted.chord && at - acted.at < ECHO_MS && under() !== acted.on;
  acted = { chord, on: echo ? acted.on : under(), at };
  return echo;
}

/** Escape is the cautious answer to a question: to the one that has the focus, else to the last that stands. */
function sayNo(at: Element) {
  const all = [...document.querySelectorAll<HTMLElement>('[data-no]')];
  const asked = all.findLast(no => no.closest('form, [role]')?.contains(at));
  (asked ?? (at.closest(WRITES) ? null : all.at(-1)))?.click();
}

let last = ''; // the key that was pressed last, since a pointer was

/** Who has chosen from a list beside the player goes on listening; by arrows one is still choosing. */
function chosen({ target }: Event) {
  if (!(target instanceof HTMLSelectElement) || target.form) return;
  if (pointing || last === 'Enter') document.getElementById('seek')?.focus({ preventScroll: true });
}

let taken = ''; // a button is pressed when Space is let go

function press(event: KeyboardEvent) {
  const chord = chordOf(event);
  const target = document.activeElement ?? document.body; // not the event's: it may just have moved
  if (event.key === 'Escape' && !document.querySelector('dialog[open]')) sayNo(target);
  if (!chord || event.defaultPrevented || !wanted(chord, target)) return;
  const key = keysFor(prefs.value.keys).find(one => one.chords.includes(chord));
  if (key?.within && !target.closest(key.within)) return;
  const run = key && offered.findLast(actions => actions[key.action])?.[key.action];
  if (!run) return;
  event.preventDefault();
  taken = event.code;
  if (!event.repeat || key.group === 'move') run(event);
}

/** Enter held down presses no button twice and sends nothing twice; in a text it makes lines. */
const isHeld = (event: KeyboardEvent) =>
  event.repeat &&
  event.key === 'Enter' &&
  (event.ctrlKey || !(event.target as Element).closest('textarea'));

function once(event: KeyboardEvent) {
  taken = '';
  pointing = false;
  last = event.key;
  if (event.key === 'Tab') {
    clicked = null;
    acted.chord = '';
  }
  if (!isHeld(event) && (event.repeat || !isEcho(event))) return;
  event.preventDefault();
  event.stopPropagation();
}

function released(event: KeyboardEvent) {
  if (event.code === taken) event.preventDefault();
}

export function startKeys() {
  startPointer();
  document.addEventListener('keydown', once, { capture: true });
  document.addEventListener('keyup', released, { capture: true });
  document.addEventListener('keydown', press);
  document.addEventListener('change', chosen);
}

/** While the page that calls this is shown, its actions have keys. */
export function useKeys(actions: Actions) {
  useEffect(() => {
    offered.push(actions);
    return () => {
      offered.splice(offered.indexOf(actions), 1);
    };
  });
}
