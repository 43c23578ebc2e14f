// SPDX-License-Identifier: Apache-2.0
// For those who watch over it: who listened to whom.
import { area } from './area';

const svWatch = () => ({
  title: 'Vem lyssnade på vem',
  help: 'Varje gång någon öppnat en inspelning: vem, på vems samtal, hur länge och varför. Att du läser det här skrivs i loggen.',
  listener: 'Vem lyssnade',
  agent: 'Vems samtal',
  kind: 'Varför',
  from: 'Från och med',
  to: 'Till och med',
  call: 'Bara ett samtal',
  all: 'Visa alla samtal',
  none: 'Ingen har lyssnat, så långt valen räcker.',
  export: 'Ta ut som tabell (CSV)',
  whole: 'Hela åtkomstloggen',
  some: 'Här är de senaste. Välj en kortare tid för att se resten.',
  tooMany: (n: number) =>
    `De senaste ${n} togs ut. Det finns fler: välj en kortare tid och ta ut igen.`,
  /** Maria lyssnade 4 min på Annas samtal, för bedömning. */
  line: (who: string, length: string | null, whose: string | null, why: string) =>
    `${who} ${length ? `lyssnade ${length} på` : 'öppnade'} ${whose ? `${whose}${/[sxz]$/i.test(whose) ? '' : 's'} samtal` : 'ett samtal som inte är någons'}${length ? '' : ' utan att spela det'}, ${why}`,
  own: (who: string, length: string | null) =>
    length
      ? `${who} lyssnade ${length} på sitt eget samtal`
      : `${who} öppnade sitt eget samtal utan att spela det`,
  why: {
    review: 'för bedömning',
    own: 'som sitt eget',
    programme: 'för introduktion',
    calibration: 'för kalibrering',
    complaint: 'för ett klagomål',
    other: 'av annat skäl',
    export: 'för att lämnas ut',
  },
  length: (ms: number) =>
    ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`,
  times: (n: number) => `öppnat ${n} gånger`,
  columns: [
    'När',
    'Vem lyssnade',
    'Vems samtal',
    'Varför',
    'Med egna ord',
    'Hörda sekunder',
    'Öppnat gånger',
    'Samtal',
  ],
  file: 'lyssningar',
});

type Watch = ReturnType<typeof svWatch>;

const enWatch = (): Watch => ({
  title: 'Who listened to whom',
  help: 'Each time somebody opened a recording: who, whose call, how long and why. That you read this is written in the log.',
  listener: 'Who listened',
  agent: 'Whose call',
  kind: 'Why',
  from: 'From',
  to: 'Until',
  call: 'One call only',
  all: 'Show all calls',
  none: 'Nobody has listened, as far as the choices reach.',
  export: 'Take out as a table (CSV)',
  whole: 'The whole access log',
  some: 'These are the latest. Choose a shorter time to see the rest.',
  tooMany: n =>
    `The latest ${n} were taken out. There are more: choose a shorter time and take out again.`,
  line: (who, length, whose, why) =>
    `${who} ${length ? `listened ${length} to` : 'opened'} ${whose ? `${whose}’s call` : 'a call that is nobody’s'}${length ? '' : ' without playing it'}, ${why}`,
  own: (who, length) =>
    length
      ? `${who} listened ${length} to a call of their own`
      : `${who} opened a call of their own without playing it`,
  why: {
    review: 'for review',
    own: 'as their own',
    programme: 'for training',
    calibration: 'for calibration',
    complaint: 'for a complaint',
    other: 'for another reason',
    export: 'to hand it out',
  },
  length: ms => (ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`),
  times: n => `opened ${n} times`,
  columns: [
    'When',
    'Who listened',
    'Whose call',
    'Why',
    'In their words',
    'Seconds heard',
    'Times opened',
    'Call',
  ],
  file: 'listenings',
});

export const watch = area(svWatch, enWatch);
