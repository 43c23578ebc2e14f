// SPDX-License-Identifier: Apache-2.0
// Turns a key into the action a page has offered. Never takes a key from someone who is writing. A key
// that is held is one press, but where it moves or zooms; a letter that writes is a key only within the form
// it writes in, for elsewhere it may be the first letter of a word.
import { useEffect } from 'preact/hooks';
import { prefs } from '../state/prefs';
import { chordOf, keysFor, type Action } from './table';

export type Actions = Partial<Record<Action, (event: KeyboardEvent) => void>>;

const offered: Actions[] = [];
const WRITES =
  'textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=range], [type=button])';
const PRESSES = 'button, a, summary, input';
/** An answer has its digit and its arrows: Space there is the player's, as everywhere beside the sound. */
const ANSWERS = '.evalform input[type=radio]';
const ARROWS = '[role=slider], input[type=range], input[type=radio]';

function wanted(chord: string, target: Element): boolean {
  const { keys_where } = prefs.value;
  if (chord === 'Ctrl+Enter') return true; // also while writing: it sends
  if (keys_where === 'off' || document.querySelector('dialog[open]')) return false;
  if (keys_where === 'player' && !target.closest('[data-player]')) return false;
  if (target.closest(WRITES)) return false;
  if (chord === 'Space' && target.matches(ANSWERS)) return true;
  // These press what has the focus.
  if (['Space', 'Enter'].includes(chord) && target.closest(PRESSES)) return false;
  return !(chord.startsWith('Arrow') && target.closest(ARROWS));
}

function press(event: KeyboardEvent) {
  const chord = chordOf(event);
  const target = document.activeElement ?? document.body; // not the event's: it may just have moved
  if (!chord || event.defaultPrevented || !wanted(chord, target)) return;
  const key = keysFor(prefs.value.keys).find(one => one.chords.includes(chord));
  if (key?.within && !target.closest(key.within)) return;
  const run = key && offered.findLast(actions => actions[key.action])?.[key.action];
  if (!run) return;
  event.preventDefault();
  if (!event.repeat || key.group === 'move') run(event);
}

/** Enter held down presses no button twice and sends nothing twice; in a text it makes lines. */
function held(event: KeyboardEvent) {
  if (!event.repeat || event.key !== 'Enter') return;
  if (!event.ctrlKey && (event.target as Element).closest('textarea')) return;
  event.preventDefault();
  event.stopPropagation();
}

/** What a key has done on its way down is not done again by letting it go. */
function released(event: KeyboardEvent) {
  const plays = offered.some(actions => actions.play) && wanted('Space', event.target as Element);
  if (event.key === ' ' && plays && (event.target as Element).matches(ANSWERS))
    event.preventDefault();
}

export function startKeys() {
  document.addEventListener('keyup', released);
  document.addEventListener('keydown', held, { capture: true });
  document.addEventListener('keydown', press);
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
