// SPDX-License-Identifier: Apache-2.0
// The filters of the call list, how far a search came, and what to do when it finds nothing.
import type { CallerForms } from './caller';

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const svFind = (c: CallerForms) => ({
  filters: 'Filter',
  clear: 'Rensa filter',
  person: 'Medarbetare',
  team: 'Grupp',
  hourFrom: 'Från klockan',
  hourTo: 'Till klockan',
  fromDay: 'Från och med',
  toDay: 'Till och med',
  minLength: 'Minst minuter',
  maxLength: 'Högst minuter',
  outcome: 'Utfall',
  topic: 'Ämne',
  mark: 'Märkning',
  text: 'Sök i titlar och kommentarer',
  unclaimed: 'Bara samtal utan medarbetare',
  moreFilters: 'Fler filter',
  select: 'Välj',
  selected: (n: number) => count(n, 'samtal valt', 'samtal valda'),
  nextUp: (n: number) => `Fler samtal finns. ${n} visas.`,
  shown: (n: number) => `${n} samtal visas.`,
  searching: 'Letar bland äldre samtal …',
  stopSearch: 'Sluta leta',
  stopped: (n: number) => `Äldre samtal är inte genomsökta. ${n} visas.`,
  goOn: 'Leta vidare',
  none: {
    none: 'Inga samtal passar filtret.',
    part: 'Inget av samtalen du får se passar filtret.',
    hidden: 'Samtalen visas bara för dem som arbetar med dem.',
  },
  advice: {
    text: `Här söks ord i titlar och kommentarer. Ett ämne väljs under Fler filter. Ett telefonnummer söks helt, under Sök överst på sidan; namnet på ${c.the} går inte att söka på.`,
    days: 'Sök på en längre tid.',
    other: 'Ta bort något i filtret.',
  },
});

export const enFind = (c: CallerForms): ReturnType<typeof svFind> => ({
  filters: 'Filters',
  clear: 'Clear filters',
  person: 'Agent',
  team: 'Team',
  hourFrom: 'From o’clock',
  hourTo: 'To o’clock',
  fromDay: 'From day',
  toDay: 'To day',
  minLength: 'At least minutes',
  maxLength: 'At most minutes',
  outcome: 'Outcome',
  topic: 'Topic',
  mark: 'Mark',
  text: 'Search titles and notes',
  unclaimed: 'Only calls without an agent',
  moreFilters: 'More filters',
  select: 'Choose',
  selected: n => `${count(n, 'call', 'calls')} chosen`,
  nextUp: n => `There are more. ${n} shown.`,
  shown: n => `${count(n, 'call', 'calls')} shown.`,
  searching: 'Searching older calls …',
  stopSearch: 'Stop searching',
  stopped: n => `Older calls were not searched. ${n} shown.`,
  goOn: 'Search on',
  none: {
    none: 'No calls fit the filter.',
    part: 'None of the calls you may see fits the filter.',
    hidden: 'Calls are shown only to those who work with them.',
  },
  advice: {
    text: `Words in titles and notes are searched here. A topic is chosen under More filters. A telephone number is searched whole, under Find at the top of the page; ${c.of} name cannot be searched.`,
    days: 'Search a longer time.',
    other: 'Take something out of the filter.',
  },
});
