// SPDX-License-Identifier: Apache-2.0
// Every key, once: it runs them, lets them be changed, and makes the help page. A chord is what a
// Swedish keyboard gives without AltGr: event.key in lower case, with Shift+ before letters and
// Ctrl+ where asked; Shift+digit is read from the key's place, since the sign above it differs.
import type { HelpWords } from '../words/help';

export type Action = keyof HelpWords['actions'];
export type Group = keyof HelpWords['help']['groups'];
export type Key = { action: Action; chords: string[]; group: Group; fixed?: true; within?: string };

export const KEYS: Key[] = [
  { action: 'play', chords: ['Space', 'k'], group: 'play' },
  { action: 'again', chords: ['r'], group: 'play' },
  { action: 'slower', chords: ['<'], group: 'play' },
  { action: 'faster', chords: ['>'], group: 'play' },
  { action: 'skip', chords: ['x'], group: 'play' },
  { action: 'loop', chords: ['b'], group: 'play' },
  { action: 'back5', chords: ['j'], group: 'move' },
  { action: 'ahead5', chords: ['l'], group: 'move' },
  { action: 'back1', chords: [','], group: 'move' },
  { action: 'ahead1', chords: ['.'], group: 'move' },
  { action: 'tenth', chords: ['Shift+Digit'], group: 'move', fixed: true },
  { action: 'overtalkNext', chords: ['o'], group: 'move' },
  { action: 'overtalkPrev', chords: ['Shift+o'], group: 'move' },
  { action: 'markNext', chords: ['n'], group: 'move' },
  { action: 'markPrev', chords: ['p'], group: 'move' },
  { action: 'goTo', chords: ['g'], group: 'move' },
  { action: 'zoomIn', chords: ['+'], group: 'move' },
  { action: 'zoomOut', chords: ['-'], group: 'move' },
  { action: 'soloAgent', chords: ['q'], group: 'hear' },
  { action: 'soloBoth', chords: ['w'], group: 'hear' },
  { action: 'soloCaller', chords: ['e'], group: 'hear' },
  { action: 'note', chords: ['m'], group: 'write' },
  { action: 'spanStart', chords: ['i'], group: 'write' },
  { action: 'spanEnd', chords: ['u'], group: 'write' },
  { action: 'mark', chords: ['h'], group: 'call' },
  { action: 'topic', chords: ['t'], group: 'call' },
  { action: 'outcome', chords: ['v'], group: 'call' },
  { action: 'reason', chords: ['1', '2', '3', '4', '5'], group: 'call', fixed: true },
  { action: 'unclear', chords: ['d'], group: 'call' },
  { action: 'begin', chords: ['Enter'], group: 'call' },
  { action: 'plan', chords: ['c'], group: 'call' },
  { action: 'showNow', chords: ['y'], group: 'call' },
  { action: 'rest', chords: ['a'], group: 'call', within: '.evalform' },
  { action: 'submit', chords: ['Ctrl+Enter'], group: 'call' },
  { action: 'find', chords: ['s'], group: 'call' },
  { action: 'help', chords: ['?'], group: 'call' },
];

export const GROUPS: Group[] = ['play', 'move', 'hear', 'write', 'call'];

/** The table as this person has it. */
export function keysFor(changed: Record<string, string>): Key[] {
  return KEYS.map(key => {
    const own = changed[key.action];
    return own && !key.fixed ? { ...key, chords: [own] } : key;
  });
}

export function chordOf(event: KeyboardEvent): string | null {
  if (event.altKey || event.metaKey || event.isComposing) return null;
  if (['Shift', 'Control', 'Alt', 'Meta', 'Tab', 'Escape', 'Dead'].includes(event.key)) return null;
  if (event.shiftKey && /^Digit\d$/.test(event.code)) return 'Shift+Digit';
  const name =
    event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && /^\p{L}$/u.test(name) ? 'Shift+' : '';
  return `${event.ctrlKey ? 'Ctrl+' : ''}${shift}${name}`;
}

/** As printed on the key. */
export function keyName(chord: string): string {
  const shown = (part: string) =>
    part === 'Space'
      ? '␣'
      : part === 'Digit'
        ? '0–9'
        : part.length === 1
          ? part.toUpperCase()
          : part;
  const plus = chord.endsWith('+');
  const parts = (plus ? chord.slice(0, -1) : chord).split('+').filter(Boolean).map(shown);
  return [...parts, ...(plus ? ['+'] : [])].join('+');
}
