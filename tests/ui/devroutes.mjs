// SPDX-License-Identifier: Apache-2.0
// The stand-in's routes: method, path under /api/v1, what it does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { centreRoutes } from './devcentre.mjs';
import {
  agreement,
  by,
  id,
  interactions,
  listenings,
  lists,
  mark,
  people,
  topics,
} from './fixtures.mjs';
import {
  drafts,
  named,
  page,
  missing,
  streams,
  mine,
  visible,
  callOf,
  noteOf,
  shownItem,
  shownListening,
  whole,
  find,
  change,
  addNote,
} from './devstate.mjs';
import { root } from './paths.mjs';
import { sound } from './sound.mjs';

// A person's rights are the union of her roles', as schemas/roles.def has them.
const RIGHTS = Object.fromEntries(
  [...readFileSync(join(root, 'schemas/roles.def'), 'utf8').matchAll(/^ROLE\((\w+),\s*\w+,\s*([^)]*)\)/gm)]
    .map(([, role, rights]) => [role, rights.match(/R_\w+/g) ?? []]),
);
const rightsOf = grants => [...new Set(grants.flatMap(one => RIGHTS[one.role]))];

const me = [
  [
    'POST',
    /^\/session$/,
    ({ json }) =>
      by(json.login) && json.password !== 'fel'
        ? { headers: { 'Set-Cookie': `dev=${json.login}; HttpOnly; SameSite=Strict; Path=/` } }
        : { status: 401, body: { error: 'DENIED', text: '' } },
  ],
  ['DELETE', /^\/session$/, () => ({ headers: { 'Set-Cookie': 'dev=; Max-Age=0; Path=/' } })],
  [
    'POST',
    /^\/codes\/use$/,
    ({ json }) => (json.code === 'FEL' ? { status: 403, body: { error: 'CODE', text: '' } } : {}),
  ],
  [
    'GET',
    /^\/me$/,
    ({ me: one }) => ({
      body: {
        ...one,
        rights: rightsOf(one.roles),
        agreement,
        site: { name: 'Ekbacka kommun, kundcenter', caller_word: 'invånare', time_zone: 'Europe/Stockholm' },
      },
    }),
  ],
  [
    'PUT',
    /^\/me\/prefs$/,
    ({ me: one, json }) => {
      one.prefs = json;
    },
  ],
  [
    'PUT',
    /^\/me\/language$/,
    ({ me: one, json }) => {
      one.ui_language = json.ui_language;
    },
  ],
  [
    'GET',
    /^\/me\/feedback$/,
    ({ me: one }) =>
      page(
        interactions
          .filter(call => call.agent?.id === one.id)
          .flatMap(call =>
            call.notes
              .filter(n => n.author.id !== one.id && !n.deleted_ms)
              .map(n => ({
                ...n,
                interaction: call.id,
                title: call.title,
                started_ms: call.started_ms,
                duration_ms: call.duration_ms,
              })),
          )
          .sort((a, b) => b.created_ms - a.created_ms),
      ),
  ],
  [
    'GET',
    /^\/me\/listenings$/,
    ({ me: one }) =>
      page(listenings.filter(l => mine(one, l.call) && l.person.id !== one.id).map(shownListening)),
  ],
  [
    'GET',
    /^\/me\/consents$/,
    ({ me: one }) =>
      page(
        lists.flatMap(list =>
          list.items
            .filter(i => i.consent === 'asked' && i.call.agent?.id === one.id)
            .map(i => ({
              ...shownItem(one, i, 0),
              list: { id: list.id, title: list.title, why: list.why, owner: list.owner },
            })),
        ),
      ),
  ],
  ['GET', /^\/me\/evaluations$/, () => page([])],
  ['GET', /^\/me\/asked$/, () => page([])],
  ['GET', /^\/me\/care$/, () => ({ mine: [], tasks: [], on_call: null, moved_after_min: 10 })],
  ['GET', /^\/(calibrations|precedents)$/, () => page([])],
  [
    'GET',
    /^\/events$/,
    ({ response }) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(':\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return { held: true };
    },
  ],
];

const calls = [
  ['GET', /^\/interactions$/, find],
  [
    'GET',
    /^\/interactions\/([^/]+)$/,
    ({ me: one, args: [key] }) => {
      const call = callOf(key);
      return call && visible(one, call) ? { body: whole(one, call) } : missing;
    },
  ],
  [
    'PUT',
    /^\/interactions\/([^/]+)\/(outcome|title)$/,
    ({ me: one, args: [key, field], json }) =>
      change(field === 'title' ? 'interaction.titled' : 'interaction.outcome_set', one, key, call => {
        call[field] = json[field];
      }),
  ],
  [
    'PUT',
    /^\/interactions\/([^/]+)\/topics$/,
    ({ me: one, args: [key], json }) =>
      change('interaction.topics_set', one, key, call => {
        call.topics = topics.filter(t => json.topics.includes(t.id));
      }),
  ],
  [
    'POST',
    /^\/interactions\/([^/]+)\/marks$/,
    ({ me: one, args: [key], json }) =>
      change('mark.added', one, key, call => {
        call.marks.push(mark(one, json.at_ms / 1000, json.kind, json.detail));
      }),
  ],
  [
    'DELETE',
    /^\/marks\/([^/]+)$/,
    ({ args: [key] }) => {
      for (const call of interactions) call.marks = call.marks.filter(one => one.id !== key);
    },
  ],
  [
    'POST',
    /^\/interactions\/([^/]+)\/claim$/,
    ({ me: one, args: [key] }) =>
      change('interaction.claimed', one, key, call => {
        call.agent = call.segments[0].agent = named(one);
        call.team = one.team;
      }),
  ],
  [
    'POST',
    /^\/interactions\/([^/]+)\/assign$/,
    ({ me: one, args: [key], json }) =>
      change('interaction.assigned', one, key, call => {
        call.agent = call.segments[0].agent = named(people.find(p => p.id === json.agent));
      }),
  ],
  [
    'POST',
    /^\/interactions\/([^/]+)\/swap$/,
    ({ me: one, args: [key] }) =>
      change('interaction.swapped', one, key, call => {
        call.recording.swapped = !call.recording.swapped;
      }),
  ],
  [
    'GET',
    /^\/interactions\/([^/]+)\/keeping$/,
    ({ args: [key] }) => ({
      body: {
        held: false,
        until_ms: interactions.find(one => one.id === key).started_ms + 30 * 86_400_000,
        days: 30,
        agreed: true,
        acts: [],
      },
    }),
  ],
  [
    'GET',
    /^\/interactions\/([^/]+)\/listenings$/,
    ({ args: [key] }) => page(listenings.filter(one => one.call.id === key).map(shownListening)),
  ],
  [
    'POST',
    /^\/interactions\/([^/]+)\/notes$/,
    ({ me: one, args: [key], json }) => change('note.added', one, key, addNote(one, json)),
  ],
  [
    'PUT',
    /^\/interactions\/([^/]+)\/draft$/,
    ({ me: one, args: [key], json }) => {
      if (json.body) drafts.set(`${one.id} ${key}`, { ...json, written_ms: Date.now() });
      else drafts.delete(`${one.id} ${key}`);
    },
  ],
  ['GET', /^\/me\/(drafts|colleagues|matters|answers)$/, () => page([])],
  [
    'PUT',
    /^\/notes\/([^/]+)$/,
    ({ args: [key], json }) => {
      const { at_ms, len_ms, kind, aspect, body } = json;
      Object.assign(noteOf(key).one, { at_ms, len_ms, kind, aspect, body, edited_ms: Date.now() });
    },
  ],
  [
    'DELETE',
    /^\/notes\/([^/]+)$/,
    ({ args: [key] }) => {
      Object.assign(noteOf(key).one, { body: '', deleted_ms: Date.now() });
    },
  ],
  [
    'POST',
    /^\/listenings$/,
    async ({ me: one, json }) => {
      const call = callOf(json.interaction);
      if (!call?.sound) return missing;
      const made = {
        id: id(),
        call,
        person: named(one),
        reason: json.reason,
        reason_text: json.reason_text ?? null,
        at_ms: Date.now(),
        heard_ms: 0,
        served_ms: 0,
        heard: [],
      };
      listenings.unshift(made);
      await sound(call.sound);
      return {
        body: { id: made.id, audio: `/api/v1/audio/${made.id}`, peaks: `/api/v1/peaks/${made.id}` },
      };
    },
  ],
  [
    'PUT',
    /^\/listenings\/([^/]+)$/,
    ({ args: [key], json }) => {
      const one = listenings.find(l => l.id === key);
      one.heard = json.heard;
      one.heard_ms = json.heard.reduce((sum, [from, to]) => sum + to - from, 0);
      return { body: { heard_ms: one.heard_ms, heard: one.heard } };
    },
  ],
  [
    'GET',
    /^\/(audio|peaks)\/([^/]+)$/,
    async ({ args: [kind, key] }) => {
      const one = listenings.find(l => l.id === key);
      return one ? { file: (await sound(one.call.sound))[kind] } : missing;
    },
  ],
];

/** What this centre has nothing of: it says so, since an answer that fails is a fault of the page. */
const none = [
  [
    'GET',
    /^\/(me\/promises|coaching|disputes|trends\/me)$/,
    () => ({ body: { rows: [], handed: [], next: null, points: [], paused: null } }),
  ],
];

export const routes = [...me, ...calls, ...centreRoutes, ...none];
