// SPDX-License-Identifier: Apache-2.0
// What the stand-in knows and how it shows it: who sees which call, and in which shape.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreement, interactions, listenings, lists, note } from './fixtures.mjs';
import { root } from './paths.mjs';

export const named = one => one && { id: one.id, name: one.name };
export const page = (rows, next = null, seen = 'all') => ({ body: { rows, next, seen } });
export const missing = { status: 404, body: { error: 'NOT_FOUND', text: '' } };
export const has = (me, ...roles) => me.roles.some(grant => roles.includes(grant.role));
export const leads = me => has(me, 'coach', 'trainer', 'quality');
export const streams = new Set();

const source = readFileSync(join(root, 'schemas/events.def'), 'utf8');
/** What the service tells of while one looks. */
export const told = new Set([...source.matchAll(/^EVENT\(\w+,\s*"([^"]+)",\s*(?:OUTBOX|BOTH)/gm)].map(found => found[1]));

export function say(event, object, interaction) {
  if (!told.has(event)) throw new Error(`${event} is told by nobody: schemas/events.def`);
  for (const stream of streams)
    stream.write(`event: ${event}\ndata: ${JSON.stringify({ object, interaction })}\n\n`);
}

export const mine = (me, call) => call.segments.some(segment => segment.agent?.id === me.id);
export const visible = (me, call) =>
  mine(me, call) || leads(me) || has(me, 'admin') || (!call.agent && has(me, 'agent'));
export const seenNotes = (me, call) =>
  call.notes.filter(one => one.kind !== 'private' || one.author.id === me.id);

export function row(me, call) {
  const { sound: _, ...rest } = call;
  return {
    ...rest,
    recording: Boolean(call.recording),
    channels: call.recording?.channels ?? null,
    notes: seenNotes(me, call).length,
    marks: [...new Set(call.marks.map(one => one.kind))],
    gaps: call.gaps.length,
    heard_by_me: listenings.some(
      one => one.call === call && one.person.id === me.id && one.heard_ms > 0,
    ),
  };
}

// Who took one part of a call hears that part; who leads hears all of it.
function heardBy(me, call) {
  if (!call.recording) return [];
  const own = call.segments.filter(one => one.agent?.id === me.id);
  if (leads(me) || !own.length || own.length === call.segments.length)
    return [[0, call.duration_ms]];
  return own.map(one => [one.from_ms, one.to_ms]);
}

/** Half notes, by whose and of which call. */
export const drafts = new Map();

// In the order they are offered; what was given is heard for training alone.
function whyHeard(me, call) {
  if (!call.recording) return [];
  const own = mine(me, call) ? ['own'] : [];
  if (leads(me)) return [...own, 'review', 'complaint', 'programme', 'other'];
  return own.length ? own : ['programme'];
}

export function whole(me, call) {
  const { sound: _, ...rest } = call;
  const own = mine(me, call);
  const may = own || leads(me);
  return {
    ...rest,
    notes: seenNotes(me, call).map(one => ({ ...one, interaction: call.id })),
    copies: [],
    draft: drafts.get(`${me.id} ${call.id}`) ?? null,
    agreement,
    channels: call.recording?.channels ?? null,
    heard_by_me: false,
    care: false,
    hearable: heardBy(me, call),
    reasons: whyHeard(me, call),
    measures: heardBy(me, call)[0]?.[1] - heardBy(me, call)[0]?.[0] === call.duration_ms ? rest.measures : null,
    seen: { sound: 'all', said: may ? 'all' : 'none', listeners: may ? 'all' : 'none' },
    can: {
      note: may,
      outcome: may,
      mark: may,
      swap: leads(me),
      claim: !call.agent,
      listen: may || has(me, 'newhire') || !call.agent,
      list: leads(me),
    },
  };
}

export const TESTS = {
  person: (call, value) => call.agent?.id === value,
  team: (call, value) => call.team?.id === value,
  from: (call, value) => call.started_ms >= Number(value),
  to: (call, value) => call.started_ms < Number(value),
  min_ms: (call, value) => call.duration_ms >= Number(value),
  max_ms: (call, value) => call.duration_ms <= Number(value),
  outcome: (call, value) => call.outcome === value,
  topic: (call, value) => call.topics.some(one => one.id === value),
  mark: (call, value) => call.marks.some(one => one.kind === value),
  q: (call, value) =>
    JSON.stringify([call.title, call.notes.map(one => one.body)])
      .toLowerCase()
      .includes(value.toLowerCase()),
  unclaimed: call => !call.agent,
};

const duringHours = query => call => {
  const hour = new Date(call.started_ms).getHours();
  const from = Number(query.get('hour_from') ?? 0),
    to = Number(query.get('hour_to') ?? 24);
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
};

export function find({ me, query }) {
  const all = interactions
    .filter(call => visible(me, call))
    .filter(duringHours(query))
    .filter(call => [...query].every(([key, value]) => TESTS[key]?.(call, value) ?? true))
    .sort((a, b) => b.started_ms - a.started_ms);
  const from = Number(query.get('after') ?? 0),
    to = from + Number(query.get('limit') ?? 50);
  return page(
    all.slice(from, to).map(call => row(me, call)),
    to < all.length ? String(to) : null,
  );
}

export const callOf = key => interactions.find(call => call.id === key);
export const listOf = key => lists.find(list => list.id === key);
export const itemOf = key =>
  lists.flatMap(list => list.items.map(one => ({ list, one }))).find(({ one }) => one.id === key);
export const noteOf = key =>
  interactions
    .flatMap(call => call.notes.map(one => ({ call, one })))
    .find(({ one }) => one.id === key);

export function shownItem(me, one, ord) {
  const { call, ...rest } = one;
  return { ...rest, ord, interaction: row(me, call) };
}
export const shownList = (me, list) => ({
  ...list,
  items: list.items.map((one, ord) => shownItem(me, one, ord)),
});
export const listRow = (me, { items, readers, ...rest }) => {
  const reader = readers.find(one => one.person.id === me.id);
  return { ...rest, items: items.length, readers: readers.length, mine: reader ?? null };
};
export const listVisible = (me, list) =>
  list.owner.id === me.id ||
  list.readers.some(one => one.person.id === me.id) ||
  list.items.some(one => one.call.agent?.id === me.id);

export async function change(event, me, key, work) {
  const call = callOf(key);
  if (!call || !visible(me, call)) return missing;
  const made = await work(call);
  say(event, call.id, call.id);
  return { body: made };
}

export const shownListening = ({ call, ...rest }) => ({
  ...rest,
  interaction: { id: call.id, title: call.title, started_ms: call.started_ms },
});

export function addNote(me, json) {
  return call => {
    const { at_ms, body, kind, ...rest } = json;
    const one = note(me, at_ms / 1000, kind, body, { ...rest, created_ms: Date.now() });
    call.notes.push(one);
    if (json.reply_to) say('note.replied', one.id, call.id);
    return one;
  };
}
