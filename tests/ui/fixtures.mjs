// SPDX-License-Identifier: Apache-2.0
// A small centre in memory, in the shapes of the API: enough for every page to have something true
// to show. Invented people, invented calls.
import { bursts, conversation } from './sound.mjs';

const HOUR = 3_600_000,
  DAY = 24 * HOUR;
const start = new Date();
start.setHours(9, 14, 0, 0);
const morning = start.getTime() > Date.now() ? start.getTime() - DAY : start.getTime();

let made = 0;
export const id = () =>
  `0195${String(++made).padStart(4, '0')}-0000-7000-8000-${String(made).padStart(12, '0')}`;

const team = (name, members) => ({ id: id(), name, members });
export const teams = [team('Lag Norr', 8), team('Lag Söder', 6)];

const person = (name, login, role, inTeam = teams[0]) => ({
  id: id(),
  name,
  login,
  state: 'active',
  ui_language: 'sv',
  languages: 'sv en',
  team: inTeam,
  prefs: {},
  roles: [{ id: id(), role, team: ['dpo', 'admin'].includes(role) ? null : inTeam }],
});
export const people = [
  person('Anna Lindqvist', 'anna', 'agent'),
  person('Johan Berglund', 'johan', 'agent'),
  person('Omar Haddad', 'omar', 'agent'),
  person('Petra Kallio', 'petra', 'agent', teams[1]),
  person('Maria Ek', 'maria', 'coach'),
  person('Sara Öberg', 'sara', 'newhire'),
  person('Adam Nilsson', 'adam', 'admin'),
  person('Disa Holm', 'disa', 'dpo'),
];
export const by = login => people.find(one => one.login === login);
const named = one => one && { id: one.id, name: one.name };

const topic = (sv, en) => ({ id: id(), name_sv: sv, name_en: en, parent: null, retired: false });
export const topics = [
  topic('Snöröjning', 'Snow clearing'),
  topic('Hemtjänst', 'Home care'),
  topic('Dödsbo', 'Estate'),
  topic('Bygglov', 'Building permit'),
  topic('Autogiro', 'Direct debit'),
  topic('Förskola', 'Preschool'),
];

export const agreement = {
  id: id(),
  version: 3,
  title: 'bara för lärande, aldrig disciplinärt',
  from_ms: Date.UTC(2025, 8, 1),
  to_ms: null,
  signed_by: 'kommunen och facket',
  body: {},
  notice: null,
  unenforced: [],
};

/** What waits for the union: signed by one is not in force. */
export const proposals = [
  {
    id: id(),
    title: 'lärande och introduktion',
    body: { purpose: 'Att lära av samtal', listeners: ['coach', 'quality'], retention_days: 30, veto: true, employer: 'quality', notice_days: 90 },
    from_ms: Date.UTC(2026, 1, 1),
    author: { id: id(), name: 'Disa Lund' },
    written_ms: Date.UTC(2026, 0, 12),
    closed_ms: null,
    version: null,
    signatures: [{ side: 'employer', person: { id: id(), name: 'Karin Holm' }, at_ms: Date.UTC(2026, 0, 14) }],
  },
];

// Who spoke when in the call everyone looks at: furious at first, quiet at the end.
const SNOW = {
  seconds: 372,
  agent: [
    [0.4, 6.2, 0.7],
    [14, 14.7, 0.3],
    [24, 24.8, 0.3],
    [33, 33.8, 0.35],
    [48, 48.7, 0.3],
    [61.5, 64, 0.6],
    [66, 69.5, 0.65],
    [70.6, 76.5, 0.7],
    [95, 101, 0.8],
    [129, 141.5, 0.62],
    [151, 156.5, 0.6],
    [161, 166, 0.6],
    [170.6, 179, 0.65],
    [228.4, 236.5, 0.62],
    [254.5, 268, 0.6],
    [274.5, 288.4, 0.6],
    [299.8, 305.5, 0.58],
    [315, 322, 0.6],
    [331.5, 345, 0.62],
    [351.5, 362, 0.6],
    [366.4, 369, 0.55],
  ],
  caller: [
    [6.6, 40.9, 1],
    [76.8, 98, 1],
    [101.2, 119.3, 0.95],
    [135, 135.5, 0.25],
    [142, 150.5, 0.7],
    [157, 160.6, 0.6],
    [166.4, 170, 0.55],
    [236, 241.6, 0.6],
    [268.5, 274, 0.55],
    [280, 280.7, 0.25],
    [289.2, 299.4, 0.5],
    [322.6, 331, 0.55],
    [338, 338.6, 0.25],
    [345.6, 351, 0.55],
    [362.3, 366, 0.5],
    [369.2, 371, 0.5],
  ],
};

const none = { gaps: [], spans: [], notes: [], marks: [] };

function call(fields) {
  const { agent, seconds, name, ...rest } = fields;
  const one = {
    id: id(),
    started_ms: morning,
    agent: named(agent),
    team: agent ? named(agent.team) : null,
    title: null,
    topics: [],
    outcome: null,
    no_recording: null,
    rule: null,
    load_mark: null,
    direction: 'in',
    duration_ms: seconds * 1000,
    caller: null,
    legs: [],
    segments: [
      { ord: 0, agent: named(agent), from_ms: 0, to_ms: seconds * 1000, decided_by: 'shift' },
    ],
    ...structuredClone(none),
    ...rest,
  };
  one.sound = one.no_recording
    ? null
    : { name, seconds, ...(fields.turns ?? conversation(seconds, seconds)) };
  one.recording = one.sound && {
    id: id(),
    duration_ms: seconds * 1000,
    channels: 2,
    rate_hz: 8000,
    swapped: false,
    untouched: '',
    sealed_ms: one.started_ms + seconds * 1000,
  };
  one.measures = one.sound && {
    agent_talk_ms: seconds * 380,
    caller_talk_ms: seconds * 410,
    overtalk_ms: 3500,
    silence_ms: 18_000,
    hold_ms: 48_000,
  };
  delete one.turns;
  return one;
}

export const note = (author, at, kind, body, more = {}) => ({
  id: id(),
  author: named(author),
  reply_to: null,
  at_ms: at * 1000,
  len_ms: 0,
  kind,
  aspect: 'met',
  body,
  created_ms: Date.now() - HOUR,
  edited_ms: null,
  deleted_ms: null,
  ...more,
});
export const mark = (author, at, kind, detail = null) => ({
  id: id(),
  kind,
  at_ms: at * 1000,
  detail,
  author: named(author),
  created_ms: Date.now() - HOUR,
});
const gap = (side, from, to, reason) => ({ side, from_ms: from * 1000, to_ms: to * 1000, reason });
const span = (kind, from, to, side = 'both') => ({
  kind,
  side,
  from_ms: from * 1000,
  to_ms: to * 1000,
  detail: null,
});

const [anna, johan, omar, petra, maria] = ['anna', 'johan', 'omar', 'petra', 'maria'].map(by);

const snow = call({
  name: 'snow',
  agent: anna,
  seconds: SNOW.seconds,
  turns: { agent: SNOW.agent, caller: SNOW.caller },
  title: 'Oplogad gata och sen hemtjänst',
  topics: [topics[0], topics[1]],
  outcome: 'handed_over',
  load_mark: 'Snökaos',
  gaps: [
    gap('caller', 41, 70, 'not_seen'),
    gap('agent', 180, 228, 'hold'),
    gap('caller', 180, 228, 'hold'),
    gap('both', 242, 254, 'pause'),
  ],
  spans: [
    span('overtalk', 95, 98),
    span('silence', 119.5, 128.5),
    span('overtalk', 236, 236.5),
    span('silence', 306, 315),
  ],
});
const why = note(
  maria,
  95,
  'try',
  'Här talar ni samtidigt. Vad tror du händer om du väntar en sekund till?',
  { len_ms: 3000 },
);
snow.notes = [
  note(maria, 3, 'keep', 'Lugn hälsning. Man hör att du har tid.'),
  why,
  note(
    anna,
    95,
    'note',
    'Jag hör att jag går på henne här. Jag ville visa att jag lyssnade. Hur hade du gjort?',
    { reply_to: why.id },
  ),
  note(
    maria,
    129,
    'keep',
    'Du väntade i nio sekunder. Sedan sa du högt att hon är orolig för sin pappa. Det var där det vände.',
  ),
];
snow.marks = [
  mark(anna, 290, 'thanks', '”Förlåt att jag skrek. Du är den första som svarar ordentligt.”'),
  mark(
    anna,
    320,
    'no_answer',
    'När plogas Lövgatan? Finns inte i kunskapsbanken, tredje gången den här veckan.',
  ),
];

const estate = call({
  name: 'estate',
  agent: anna,
  seconds: 241,
  started_ms: morning - DAY,
  title: 'Dödsbo: pappas lägenhet',
  topics: [topics[2]],
  outcome: 'follow_up',
  spans: [span('silence', 206, 215)],
});
estate.notes = [
  note(maria, 206, 'keep', 'Nio sekunder tyst. Du väntade. Det var rätt.', {
    created_ms: Date.now() - DAY,
  }),
];

export const interactions = [
  snow,
  estate,
  call({
    name: 'thanks',
    agent: anna,
    seconds: 118,
    started_ms: morning - 18 * HOUR,
    title: 'Hon ringde för att tacka',
    outcome: 'solved',
  }),
  call({
    name: 'worry',
    agent: anna,
    seconds: 440,
    started_ms: morning - 20 * HOUR,
    title: 'Fråga om orosanmälan',
    no_recording: 'refused',
  }),
  call({
    name: 'threat',
    agent: johan,
    seconds: 240,
    started_ms: morning - 17 * HOUR,
    title: 'Missnöje med beslut',
    outcome: 'ended_abuse',
    marks: [mark(johan, 130, 'threat'), mark(johan, 140, 'tough')],
  }),
  call({
    name: 'permit',
    agent: omar,
    seconds: 580,
    started_ms: morning - 2 * DAY,
    title: 'Bygglov för altan',
    topics: [topics[3]],
    outcome: 'case_opened',
    segments: [
      { ord: 0, agent: named(johan), from_ms: 0, to_ms: 64_000, decided_by: 'shift' },
      { ord: 1, agent: named(omar), from_ms: 64_000, to_ms: 580_000, decided_by: 'shift' },
    ],
  }),
  call({
    name: 'finnish',
    agent: petra,
    seconds: 291,
    started_ms: morning - 3 * DAY,
    title: 'Förskoleplats, på finska',
    topics: [topics[5]],
    outcome: 'solved',
  }),
  call({
    name: 'shared',
    agent: null,
    seconds: 95,
    started_ms: morning - 4 * HOUR,
    title: 'Autogiro och påminnelse',
    topics: [topics[4]],
  }),
  call({
    name: 'long',
    agent: omar,
    seconds: 1200,
    started_ms: morning - 5 * DAY,
    title: 'Tjugo minuter om ett avtal',
    outcome: 'follow_up',
  }),
  call({
    name: 'twohours',
    agent: omar,
    seconds: 7200,
    started_ms: morning - 6 * DAY,
    title: 'Två timmar, för mätning',
    turns: bursts(7200, 10),
  }),
  ...Array.from({ length: 60 }, (_, at) =>
    call({
      name: 'filler',
      agent: [anna, johan, omar, petra][at % 4],
      seconds: 75,
      started_ms: morning - (7 + at) * DAY - at * 7 * 60_000,
      title: null,
      topics: [topics[at % topics.length]],
      outcome: 'solved',
    }),
  ),
];

export const lines = ['1001', '1002', '1003'].map((address, at) => ({
  id: id(),
  name: `Kundtjänst ${at + 1}`,
  address,
  team: named(teams[0]),
}));
export const shifts = [anna, johan, omar].map((one, at) => ({
  id: id(),
  person: named(one),
  line: named(lines[at]),
  login: one.login ?? 'x', address: lines[at].address,
  from_ms: morning - 2 * HOUR,
  to_ms: morning + 6 * HOUR,
  duty: 'phone',
}));
export const windows = [
  {
    id: id(),
    name: 'Snökaos',
    author_name: 'Karin Holm',
    says: 'Plogning pågår i hela kommunen. Säg att alla gator är klara före kl. 15.',
    from_ms: morning - 3 * HOUR,
    to_ms: null,
    team: null,
  },
];

const item = (one, from, to, reason, consent) => ({
  id: id(),
  call: one,
  from_ms: from * 1000,
  to_ms: to * 1000,
  why: reason,
  consent,
  asked_ms: Date.now() - 2 * HOUR,
});
export const lists = [
  {
    id: id(),
    title: 'Svåra samtal',
    why: 'Lägg märke till var samtalet vänder.',
    owner: named(maria),
    created_ms: Date.now() - 3 * DAY,
    items: [
      item(snow, 118, 150, 'Hon tystnar. Hör hur Anna väntar.', 'yes'),
      item(estate, 200, 230, 'Nio sekunder tyst.', 'yes'),
      item(interactions[2], 0, 60, 'Så låter det när det blev bra.', 'asked'),
    ],
    readers: [
      {
        person: named(by('sara')),
        given_ms: Date.now() - DAY,
        item: null,
        item_at_ms: 0,
        finished_ms: null,
      },
    ],
  },
];

export const listenings = [
  {
    id: id(),
    call: snow,
    person: named(maria),
    reason: 'review',
    reason_text: null,
    at_ms: Date.now() - 2 * HOUR,
    heard_ms: 340_000,
    served_ms: 340_000,
    heard: [
      [0, 170_000],
      [180_000, 350_000],
    ],
  },
  {
    id: id(),
    call: snow,
    person: named(anna),
    reason: 'own',
    reason_text: null,
    at_ms: Date.now() - 20 * HOUR,
    heard_ms: 372_000,
    served_ms: 372_000,
    heard: [[0, 372_000]],
  },
  {
    id: id(),
    call: estate,
    person: named(by('sara')),
    reason: 'programme',
    reason_text: null,
    at_ms: Date.now() - 22 * HOUR,
    heard_ms: 30_000,
    served_ms: 30_000,
    heard: [[0, 30_000]],
  },
];

export const audit = Array.from({ length: 70 }, (_, at) => ({
  seq: 70 - at,
  at_ms: Date.now() - at * 400_000,
  actor: at % 5 ? named(people[at % people.length]) : null,
  event: ['session.opened', 'recording.listened', 'note.added', 'interaction.titled', 'list.given'][
    at % 5
  ],
  object: interactions[at % 6].id,
  interaction: interactions[at % 6].id,
  reason: null,
  detail: '',
}));

/** Who listened to whom, as the data-protection officer reads it. */
export const heardByOthers = [
  ['Maria Ek', 'review', 240_000, 2], ['Karin Holm', 'calibration', 96_000, 1], ['Maria Ek', 'complaint', 0, 1],
].map(([name, reason, heard_ms, times], at) => ({
  id: `ll${at}`, person: { id: `p${name}`, name }, reason, reason_text: null, at_ms: Date.now() - at * 3_600_000,
  last_ms: Date.now() - at * 3_600_000, times, heard_ms, served_ms: heard_ms,
  interaction: { id: `c${at}`, title: 'Oplogad gata', started_ms: Date.now() - 86_400_000, agent: { id: 'pa', name: 'Anna Lindqvist' } },
}));
