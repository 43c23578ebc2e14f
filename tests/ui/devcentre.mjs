// SPDX-License-Identifier: Apache-2.0
// The stand-in's routes for lists, people, places and rules.

import {
  callOf,
  itemOf,
  listOf,
  listRow,
  listVisible,
  missing,
  named,
  page,
  say,
  shownList,
} from './devstate.mjs';
import {
  agreement,
  proposals,
  audit,
  by,
  heardByOthers,
  id,
  interactions,
  lines,
  lists,
  people,
  shifts,
  teams,
  topics,
  windows,
} from './fixtures.mjs';

const DAY_MS = 86_400_000;
const keys = [
  {
    id: id(),
    name: 'Växeln i Norrköping',
    scopes: 'calls',
    made_by: named(people[0]),
    created_ms: Date.now() - 20 * DAY_MS,
    expires_ms: Date.now() + 345 * DAY_MS,
    revoked_ms: null,
    used_ms: Date.now() - DAY_MS,
    taken_n: 412,
    refused_n: 3,
  },
];

const listRoutes = [
  ['GET', /^\/programmes$/, () => page([])],
  [
    'GET',
    /^\/lists$/,
    ({ me: one }) =>
      page(lists.filter(list => listVisible(one, list)).map(list => listRow(one, list))),
  ],
  [
    'POST',
    /^\/lists$/,
    ({ me: one, json }) => {
      lists.unshift({
        id: id(),
        ...json,
        owner: named(one),
        created_ms: Date.now(),
        items: [],
        readers: [],
      });
      return { body: { id: lists[0].id } };
    },
  ],
  [
    'GET',
    /^\/lists\/([^/]+)$/,
    ({ me: one, args: [key] }) => (listOf(key) ? { body: shownList(one, listOf(key)) } : missing),
  ],
  [
    'PUT',
    /^\/lists\/([^/]+)$/,
    ({ args: [key], json }) => {
      Object.assign(listOf(key), json);
    },
  ],
  [
    'DELETE',
    /^\/lists\/([^/]+)$/,
    ({ args: [key] }) => {
      lists.splice(lists.indexOf(listOf(key)), 1);
    },
  ],
  [
    'POST',
    /^\/lists\/([^/]+)\/items$/,
    ({ args: [key], json }) => {
      listOf(key).items.push(
        ...json.items.map(({ interaction, ...rest }) => ({
          id: id(),
          call: callOf(interaction),
          consent: 'asked',
          asked_ms: Date.now(),
          ...rest,
        })),
      );
      say('consent.asked', key, null);
    },
  ],
  [
    'PUT',
    /^\/lists\/([^/]+)\/order$/,
    ({ args: [key], json }) => {
      const list = listOf(key);
      list.items = json.items.map(one => list.items.find(i => i.id === one));
    },
  ],
  [
    'POST',
    /^\/lists\/([^/]+)\/readers$/,
    ({ args: [key], json }) => {
      listOf(key).readers.push({
        person: named(people.find(p => p.id === json.person)),
        given_ms: Date.now(),
        item: null,
        item_at_ms: 0,
        finished_ms: null,
      });
      say('list.given', key, null);
    },
  ],
  [
    'PUT',
    /^\/lists\/([^/]+)\/progress$/,
    ({ me: one, args: [key], json }) => {
      const reader = listOf(key).readers.find(r => r.person.id === one.id);
      if (reader)
        Object.assign(reader, {
          item: json.item,
          item_at_ms: json.item_at_ms,
          finished_ms: json.finished ? Date.now() : null,
        });
    },
  ],
  [
    'PUT',
    /^\/list_items\/([^/]+)$/,
    ({ args: [key], json }) => {
      Object.assign(itemOf(key).one, json);
    },
  ],
  [
    'PUT',
    /^\/list_items\/([^/]+)\/consent$/,
    ({ args: [key], json }) => {
      itemOf(key).one.consent = json.consent;
      say('consent.given', key, null);
    },
  ],
  [
    'DELETE',
    /^\/list_items\/([^/]+)$/,
    ({ args: [key] }) => {
      const { list, one } = itemOf(key);
      list.items = list.items.filter(i => i !== one);
    },
  ],
];

const aside = ['sound', 'crashed'].map((reason, n) => ({
  id: id(),
  started_ms: interactions[n].started_ms,
  aside_ms: Date.now() - 3_600_000,
  tries: 3 * n + 1,
  reason,
  state: 'waiting',
  hold: false,
}));
const dayBack = n => Number(new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''));
const recordedDay = (back, source, more) => ({
  day: dayBack(back), source, expected: 214, recorded: 214, unanswered: 31, chosen: 2, turned_away: 0, one_sided: 0, packets: 3_210_000,
  lost: 0, ...more,
});
const report = () => ({
  from_ms: Date.now() - 14 * 86_400_000,
  to_ms: Date.now(),
  sources: [
    { program: 'capture', name: 'eth1', heard_ms: Date.now() - 2000, light: 'sends' },
    { program: 'capture', name: 'eth2', heard_ms: null, light: 'quiet' },
    { program: 'import', name: '', heard_ms: Date.now() - 90_000_000, light: 'may_be' },
  ],
  days: [
    recordedDay(0, 'live', { expected: 96, recorded: 95, one_sided: 1, lost: 640, packets: 1_400_000 }),
    recordedDay(1, 'live', { expected: 217, turned_away: 3 }),
    recordedDay(1, 'pbx', { expected: 218, recorded: 214, packets: 0 }),
  ],
  rooms: [
    { place: 'spool', free_bytes: 81_000_000_000, at_ms: Date.now() - 500_000, since_ms: Date.now() - 9_000_000, state: 'unknown', full_ms: null },
    { place: 'recordings', free_bytes: 412_000_000_000, at_ms: Date.now() - 500_000, since_ms: Date.now() - 9 * 86_400_000, state: 'filling', full_ms: Date.now() + 41 * 86_400_000 },
  ],
});
const health = () => ({
  recording_since_ms: agreement.from_ms,
  agreement,
  spool: { calls: 2, bytes: 1_840_000 },
  alarms: [],
  aside,
  programs: ['capture', 'encode', 'keeper'].map(program => ({
    program,
    at_ms: Date.now() - 4000,
    ok: true,
    state:
      program === 'capture'
        ? { frames: 51_200, unread: { tls: 30, vxlan: 12_400 }, passed: { evicted: 700 } }
        : {},
  })),
  missing_seen: 'all',
  programs_seen: 'all',
  missing: [
    {
      interaction: interactions[0].id,
      title: interactions[0].title,
      started_ms: interactions[0].started_ms,
      side: 'caller',
      reason: 'lost',
      times: 58,
      missing_ms: 1160,
      first_ms: 41_000,
    },
  ],
});

function readShifts(text) {
  const rows = text
    .trim()
    .split('\n')
    .map((one, at) => ({ at: at + 1, cells: one.split(',') }))
    .filter(({ cells }) => cells[0] !== 'login');
  const refused = rows
    .filter(({ cells }) => !by(cells[0]))
    .map(({ at, cells }) => ({ line: at, why: 'nobody signs in by that name' }));
  return { body: { added: rows.length - refused.length, refused } };
}

const centre = [
  ['GET', /^\/topics$/, () => page(topics)],
  ['GET', /^\/people$/, () => page(people)],
  ['GET', /^\/teams$/, () => page(teams)],
  [
    'POST',
    /^\/people$/,
    ({ json }) => {
      const one = {
        id: id(),
        ...json,
        state: 'invited',
        prefs: {},
        ui_language: 'sv',
        team: teams.find(t => t.id === json.team) ?? null,
        roles: [{ id: id(), role: json.role, team: null }],
      };
      people.push(one);
      return { body: one };
    },
  ],
  [
    'PUT',
    /^\/people\/([^/]+)$/,
    ({ args: [key], json }) => {
      Object.assign(
        people.find(p => p.id === key),
        json,
      );
    },
  ],
  [
    'POST',
    /^\/people\/([^/]+)\/codes$/,
    () => ({ body: { code: '7Q4M-KX2P-9TNA', expires_ms: Date.now() + 900_000 } }),
  ],
  [
    'POST',
    /^\/people\/([^/]+)\/grants$/,
    ({ args: [key], json }) => {
      people.find(p => p.id === key).roles.push({ id: id(), ...json });
    },
  ],
  [
    'DELETE',
    /^\/grants\/([^/]+)$/,
    ({ args: [key] }) => {
      for (const one of people) one.roles = one.roles.filter(grant => grant.id !== key);
    },
  ],
  [
    'POST',
    /^\/teams$/,
    ({ json }) => {
      teams.push({ id: id(), ...json });
    },
  ],
  ['GET', /^\/lines$/, () => page(lines)],
  [
    'POST',
    /^\/lines$/,
    ({ json }) => {
      lines.push({ id: id(), ...json, team: teams.find(t => t.id === json.team) ?? null });
    },
  ],
  ['GET', /^\/keys$/, () => page(keys)],
  [
    'POST',
    /^\/keys$/,
    ({ json }) => {
      const made = { id: id(), expires_ms: Date.now() + json.days * DAY_MS };
      const { name, scopes } = json;
      keys.unshift({
        ...keys.at(-1),
        ...made,
        name,
        scopes,
        created_ms: Date.now(),
        used_ms: null,
        taken_n: 0,
        refused_n: 0,
      });
      return { body: { ...made, key: `medlyss_${'A'.repeat(43)}` } };
    },
  ],
  [
    'DELETE',
    /^\/keys\/([^/]+)$/,
    ({ args: [key] }) => {
      keys.find(one => one.id === key).revoked_ms = Date.now();
    },
  ],
  ['GET', /^\/shifts$/, () => page(shifts)],
  ['POST', /^\/shifts$/, ({ text }) => readShifts(text)],
  ['GET', /^\/health$/, () => ({ body: health() })],
  ['GET', /^\/health\/report$/, () => ({ body: report() })],
  [
    'POST',
    /^\/asides\/([^/]+)\/again$/,
    ({ args: [key] }) => {
      aside.find(one => one.id === key).state = 'trying';
    },
  ],
  ['GET', /^\/agreements$/, () => page([agreement])],
  ['GET', /^\/proposals$/, () => page(proposals)],
  ['GET', /^\/load_windows$/, () => page(windows)],
  [
    'POST',
    /^\/load_windows$/,
    ({ json }) => {
      windows.push({ id: id(), author_name: 'Karin Holm', team: null, ...json });
    },
  ],
  [
    'PUT',
    /^\/load_windows\/([^/]+)$/,
    ({ args: [key], json }) => {
      Object.assign(
        windows.find(w => w.id === key),
        json,
      );
    },
  ],
  ['GET', /^\/me\/account$/, () => page([])],
  [
    'GET',
    /^\/me\/sessions$/,
    () =>
      page([
        {
          id: '0190a1b2-0000-7000-8000-000000000001',
          created_ms: Date.now() - 3_600_000,
          seen_ms: Date.now(),
          browser: 'firefox windows',
          this: true,
        },
        {
          id: '0190a1b2-0000-7000-8000-000000000002',
          created_ms: Date.now() - 9_000_000,
          seen_ms: Date.now() - 900_000,
          browser: 'safari ios',
          this: false,
        },
      ]),
  ],
  [
    'GET',
    /^\/audit$/,
    ({ query }) => {
      const rows = audit.filter(one => !query.get('object') || one.object === query.get('object'));
      const from = Number(query.get('after') ?? 0);
      return page(rows.slice(from, from + 50), from + 50 < rows.length ? String(from + 50) : null);
    },
  ],
  ['GET', /^\/objections$/, () => page([])],
  ['GET', /^\/me\/objections$/, () => page([])],
  ['GET', /^\/audit\/listenings$/, () => page(heardByOthers)],
];

export const centreRoutes = [...listRoutes, ...centre];
