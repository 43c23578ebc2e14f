// SPDX-License-Identifier: Apache-2.0
// The box that finds: what it finds, and why.
import type { CallerForms } from './caller';

export const svBox = (c: CallerForms) => ({
  title: 'Sök',
  hint: 'Namn, ämne, telefonnummer, växelns id eller ord ur rubriker och kommentarer.',
  people: 'Medarbetare',
  topics: 'Ämnen',
  callers: 'Samma nummer',
  named: 'Samma id i växeln',
  calls: 'Ord i samtal',
  why: {
    person: 'Visar samtalen',
    topic: 'Visar samtalen om ämnet',
    title: 'Står i rubriken',
    note: 'Står i en kommentar',
    caller: 'Numret',
    named: 'Växelns id för samtalet',
  },
  all: (q: string) => `Alla samtal med ”${q}”`,
  none: `Inget av det du får se passar. Ett telefonnummer söks helt, inte bara de sista siffrorna. Namnet på ${c.the} går inte att söka på.`,
  found: (n: number) => (n === 1 ? '1 träff' : `${n} träffar`),
  keys: '↑ ↓ väljer, Enter öppnar, Esc stänger.',
});

export const enBox = (c: CallerForms): ReturnType<typeof svBox> => ({
  title: 'Find',
  hint: 'A name, a topic, a telephone number, the exchange’s id of a call, or words of titles and notes.',
  people: 'Agents',
  topics: 'Topics',
  callers: 'The same number',
  named: 'The same id in the exchange',
  calls: 'Words of calls',
  why: {
    person: 'Shows the calls',
    topic: 'Shows the calls about it',
    title: 'In the title',
    note: 'In a note',
    caller: 'The number',
    named: 'The exchange’s id of the call',
  },
  all: q => `All calls with “${q}”`,
  none: `Nothing you may see fits. A telephone number is searched whole, not by its last digits. ${c.of.charAt(0).toUpperCase()}${c.of.slice(1)} name cannot be searched.`,
  found: n => (n === 1 ? '1 found' : `${n} found`),
  keys: '↑ ↓ choose, Enter opens, Esc closes.',
});
