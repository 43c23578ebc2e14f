// SPDX-License-Identifier: Apache-2.0
// The stand-in's routes: method, path under /api/v1, what it does.
import { agreement, audit, by, id, interactions, lines, listenings, lists, mark, note, people, shifts, teams, topics, windows } from './fixtures.mjs';
import { sound } from './sound.mjs';

const named = one => one && { id: one.id, name: one.name };
const page = (rows, next = null) => ({ body: { rows, next } });
const missing = { status: 404, body: { error: 'NOT_FOUND', text: '' } };
const has = (me, ...roles) => me.roles.some(grant => roles.includes(grant.role));
const leads = me => has(me, 'coach', 'trainer', 'quality');
const streams = new Set();

function say(event, object, interaction) {
  for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify({ object, interaction })}\n\n`);
}

const mine = (me, call) => call.segments.some(segment => segment.agent?.id === me.id);
const visible = (me, call) => mine(me, call) || leads(me) || has(me, 'admin') || (!call.agent && has(me, 'agent'));
const seenNotes = (me, call) => call.notes.filter(one => one.kind !== 'private' || one.author.id === me.id);

function row(me, call) {
  const { sound: _, ...rest } = call;
  return { ...rest, recording: Boolean(call.recording), channels: call.recording?.channels ?? null, notes: seenNotes(me, call).length,
    marks: [...new Set(call.marks.map(one => one.kind))], gaps: call.gaps.length,
    heard_by_me: listenings.some(one => one.call === call && one.person.id === me.id && one.heard_ms > 0) };
}

function whole(me, call) {
  const { sound: _, ...rest } = call;
  const own = mine(me, call);
  const may = own || leads(me);
  return { ...rest, notes: seenNotes(me, call), agreement, channels: call.recording?.channels ?? null,
    heard_by_me: false, can: { note: may, outcome: may, mark: may, swap: leads(me), claim: !call.agent, listen: may || has(me, 'newhire') || !call.agent, list: leads(me) } };
}

const TESTS = {
  person: (call, value) => call.agent?.id === value,
  team: (call, value) => call.team?.id === value,
  from: (call, value) => call.started_ms >= Number(value),
  to: (call, value) => call.started_ms < Number(value),
  hour_from: (call, value) => new Date(call.started_ms).getHours() >= Number(value),
  hour_to: (call, value) => new Date(call.started_ms).getHours() < Number(value),
  min_ms: (call, value) => call.duration_ms >= Number(value),
  max_ms: (call, value) => call.duration_ms <= Number(value),
  outcome: (call, value) => call.outcome === value,
  topic: (call, value) => call.topics.some(one => one.id === value),
  mark: (call, value) => call.marks.some(one => one.kind === value),
  q: (call, value) => JSON.stringify([call.title, call.notes.map(one => one.body)]).toLowerCase().includes(value.toLowerCase()),
  unclaimed: call => !call.agent,
};

function find({ me, query }) {
  const all = interactions.filter(call => visible(me, call)).filter(call => [...query].every(([key, value]) => TESTS[key]?.(call, value) ?? true))
    .sort((a, b) => b.started_ms - a.started_ms);
  const from = Number(query.get('after') ?? 0), to = from + Number(query.get('limit') ?? 50);
  return page(all.slice(from, to).map(call => row(me, call)), to < all.length ? String(to) : null);
}

const callOf = key => interactions.find(call => call.id === key);
const listOf = key => lists.find(list => list.id === key);
const itemOf = key => lists.flatMap(list => list.items.map(one => ({ list, one }))).find(({ one }) => one.id === key);
const noteOf = key => interactions.flatMap(call => call.notes.map(one => ({ call, one }))).find(({ one }) => one.id === key);

function shownItem(me, one, ord) {
  const { call, ...rest } = one;
  return { ...rest, ord, interaction: row(me, call) };
}
const shownList = (me, list) => ({ ...list, items: list.items.map((one, ord) => shownItem(me, one, ord)) });
const listRow = (me, { items, readers, ...rest }) => {
  const reader = readers.find(one => one.person.id === me.id);
  return { ...rest, items: items.length, readers: readers.length, mine: reader ?? null };
};
const listVisible = (me, list) => list.owner.id === me.id || list.readers.some(one => one.person.id === me.id)
  || list.items.some(one => one.call.agent?.id === me.id);

async function change(me, key, work) {
  const call = callOf(key);
  if (!call || !visible(me, call)) return missing;
  const made = await work(call);
  say('interaction.changed', call.id, call.id);
  return { body: made };
}

const shownListening = ({ call, ...rest }) => ({ ...rest, interaction: { id: call.id, title: call.title, started_ms: call.started_ms } });

function addNote(me, json) {
  return call => {
    const { at_ms, body, kind, ...rest } = json;
    const one = note(me, at_ms / 1000, kind, body, { ...rest, created_ms: Date.now() });
    call.notes.push(one);
    say(json.reply_to ? 'note.replied' : 'note.added', one.id, call.id);
    return one;
  };
}

const me = [
  ['POST', /^\/session$/, ({ json }) => by(json.login) && json.password !== 'fel'
    ? { headers: { 'Set-Cookie': `dev=${json.login}; HttpOnly; SameSite=Strict; Path=/` } } : { status: 401, body: { error: 'DENIED', text: '' } }],
  ['DELETE', /^\/session$/, () => ({ headers: { 'Set-Cookie': 'dev=; Max-Age=0; Path=/' } })],
  ['POST', /^\/codes\/use$/, ({ json }) => json.code === 'FEL' ? { status: 403, body: { error: 'CODE', text: '' } } : {}],
  ['GET', /^\/me$/, ({ me: one }) => ({ body: { ...one, rights: [], agreement, site: { name: 'Ekbacka kommun, kundcenter', caller_word: 'invånare' } } })],
  ['PUT', /^\/me\/prefs$/, ({ me: one, json }) => { one.prefs = json; }],
  ['PUT', /^\/me\/language$/, ({ me: one, json }) => { one.ui_language = json.ui_language; }],
  ['GET', /^\/me\/feedback$/, ({ me: one }) => page(interactions.filter(call => call.agent?.id === one.id).flatMap(call =>
    call.notes.filter(n => n.author.id !== one.id && !n.deleted_ms).map(n => ({ ...n, interaction: call.id, title: call.title,
      started_ms: call.started_ms, duration_ms: call.duration_ms }))).sort((a, b) => b.created_ms - a.created_ms))],
  ['GET', /^\/me\/listenings$/, ({ me: one }) => page(listenings.filter(l => mine(one, l.call) && l.person.id !== one.id).map(shownListening))],
  ['GET', /^\/me\/consents$/, ({ me: one }) => page(lists.flatMap(list => list.items.filter(i => i.consent === 'asked' && i.call.agent?.id === one.id)
    .map(i => ({ ...shownItem(one, i, 0), list: { id: list.id, title: list.title, why: list.why, owner: list.owner } }))))],
  ['GET', /^\/events$/, ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(':\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
    return { held: true };
  }],
];

const calls = [
  ['GET', /^\/interactions$/, find],
  ['GET', /^\/interactions\/([^/]+)$/, ({ me: one, args: [key] }) => {
    const call = callOf(key);
    return call && visible(one, call) ? { body: whole(one, call) } : missing;
  }],
  ['PUT', /^\/interactions\/([^/]+)\/(outcome|title)$/, ({ me: one, args: [key, field], json }) => change(one, key, call => { call[field] = json[field]; })],
  ['PUT', /^\/interactions\/([^/]+)\/topics$/, ({ me: one, args: [key], json }) => change(one, key, call => { call.topics = topics.filter(t => json.topics.includes(t.id)); })],
  ['POST', /^\/interactions\/([^/]+)\/marks$/, ({ me: one, args: [key], json }) => change(one, key, call => { call.marks.push(mark(one, json.at_ms / 1000, json.kind, json.detail)); })],
  ['DELETE', /^\/marks\/([^/]+)$/, ({ args: [key] }) => { for (const call of interactions) call.marks = call.marks.filter(one => one.id !== key); }],
  ['POST', /^\/interactions\/([^/]+)\/claim$/, ({ me: one, args: [key] }) => change(one, key, call => { call.agent = call.segments[0].agent = named(one); call.team = one.team; })],
  ['POST', /^\/interactions\/([^/]+)\/assign$/, ({ me: one, args: [key], json }) => change(one, key, call => { call.agent = call.segments[0].agent = named(people.find(p => p.id === json.agent)); })],
  ['POST', /^\/interactions\/([^/]+)\/swap$/, ({ me: one, args: [key] }) => change(one, key, call => { call.recording.swapped = !call.recording.swapped; })],
  ['GET', /^\/interactions\/([^/]+)\/listenings$/, ({ args: [key] }) => page(listenings.filter(one => one.call.id === key).map(shownListening))],
  ['POST', /^\/interactions\/([^/]+)\/notes$/, ({ me: one, args: [key], json }) => change(one, key, addNote(one, json))],
  ['PUT', /^\/notes\/([^/]+)$/, ({ args: [key], json }) => { const { at_ms, len_ms, kind, aspect, body } = json; Object.assign(noteOf(key).one, { at_ms, len_ms, kind, aspect, body, edited_ms: Date.now() }); }],
  ['DELETE', /^\/notes\/([^/]+)$/, ({ args: [key] }) => { Object.assign(noteOf(key).one, { body: '', deleted_ms: Date.now() }); }],
  ['POST', /^\/listenings$/, async ({ me: one, json }) => {
    const call = callOf(json.interaction);
    if (!call?.sound) return missing;
    const made = { id: id(), call, person: named(one), reason: json.reason, reason_text: json.reason_text ?? null, at_ms: Date.now(), heard_ms: 0, heard: [] };
    listenings.unshift(made);
    await sound(call.sound);
    return { body: { id: made.id, audio: `/api/v1/audio/${made.id}`, peaks: `/api/v1/peaks/${made.id}` } };
  }],
  ['PUT', /^\/listenings\/([^/]+)$/, ({ args: [key], json }) => {
    const one = listenings.find(l => l.id === key);
    one.heard = json.heard;
    one.heard_ms = json.heard.reduce((sum, [from, to]) => sum + to - from, 0);
  }],
  ['GET', /^\/(audio|peaks)\/([^/]+)$/, async ({ args: [kind, key] }) => {
    const one = listenings.find(l => l.id === key);
    return one ? { file: (await sound(one.call.sound))[kind] } : missing;
  }],
];

const listRoutes = [
  ['GET', /^\/lists$/, ({ me: one }) => page(lists.filter(list => listVisible(one, list)).map(list => listRow(one, list)))],
  ['POST', /^\/lists$/, ({ me: one, json }) => {
    lists.unshift({ id: id(), ...json, owner: named(one), created_ms: Date.now(), items: [], readers: [] });
    return { body: { id: lists[0].id } };
  }],
  ['GET', /^\/lists\/([^/]+)$/, ({ me: one, args: [key] }) => listOf(key) ? { body: shownList(one, listOf(key)) } : missing],
  ['PUT', /^\/lists\/([^/]+)$/, ({ args: [key], json }) => { Object.assign(listOf(key), json); }],
  ['DELETE', /^\/lists\/([^/]+)$/, ({ args: [key] }) => { lists.splice(lists.indexOf(listOf(key)), 1); }],
  ['POST', /^\/lists\/([^/]+)\/items$/, ({ args: [key], json }) => {
    listOf(key).items.push(...json.items.map(({ interaction, ...rest }) => ({ id: id(), call: callOf(interaction), consent: 'asked', asked_ms: Date.now(), ...rest })));
    say('consent.asked', key, null);
  }],
  ['PUT', /^\/lists\/([^/]+)\/order$/, ({ args: [key], json }) => { const list = listOf(key); list.items = json.items.map(one => list.items.find(i => i.id === one)); }],
  ['POST', /^\/lists\/([^/]+)\/readers$/, ({ args: [key], json }) => {
    listOf(key).readers.push({ person: named(people.find(p => p.id === json.person)), given_ms: Date.now(), item: null, item_at_ms: 0, finished_ms: null });
    say('list.given', key, null);
  }],
  ['PUT', /^\/lists\/([^/]+)\/progress$/, ({ me: one, args: [key], json }) => {
    const reader = listOf(key).readers.find(r => r.person.id === one.id);
    if (reader) Object.assign(reader, { item: json.item, item_at_ms: json.item_at_ms, finished_ms: json.finished ? Date.now() : null });
  }],
  ['PUT', /^\/list_items\/([^/]+)$/, ({ args: [key], json }) => { Object.assign(itemOf(key).one, json); }],
  ['PUT', /^\/list_items\/([^/]+)\/consent$/, ({ args: [key], json }) => { itemOf(key).one.consent = json.consent; say('consent.decided', key, null); }],
  ['DELETE', /^\/list_items\/([^/]+)$/, ({ args: [key] }) => { const { list, one } = itemOf(key); list.items = list.items.filter(i => i !== one); }],
];

const health = () => ({ recording_since_ms: agreement.from_ms, agreement, spool: { calls: 2, bytes: 1_840_000 }, alarms: [],
  programs: ['capture', 'encode', 'keeper'].map(program => ({ program, at_ms: Date.now() - 4000, ok: true, state: {} })),
  missing: [{ interaction: interactions[0].id, side: 'caller', from_ms: 41_000, to_ms: 70_000, reason: 'not_seen' }] });

function readShifts(text) {
  const rows = text.trim().split('\n').map((one, at) => ({ at: at + 1, cells: one.split(',') })).filter(({ cells }) => cells[0] !== 'login');
  const refused = rows.filter(({ cells }) => !by(cells[0])).map(({ at, cells }) => ({ line: at, why: `Ingen heter ${cells[0]}` }));
  return { body: { added: rows.length - refused.length, refused } };
}

const centre = [
  ['GET', /^\/topics$/, () => page(topics)], ['GET', /^\/people$/, () => page(people)], ['GET', /^\/teams$/, () => page(teams)],
  ['POST', /^\/people$/, ({ json }) => { const one = { id: id(), ...json, state: 'invited', prefs: {}, ui_language: 'sv', team: teams.find(t => t.id === json.team) ?? null, roles: [{ id: id(), role: json.role, team: null }] }; people.push(one); return { body: one }; }],
  ['PUT', /^\/people\/([^/]+)$/, ({ args: [key], json }) => { Object.assign(people.find(p => p.id === key), json); }],
  ['POST', /^\/people\/([^/]+)\/codes$/, () => ({ body: { code: '7Q4M-KX2P-9TNA', expires_ms: Date.now() + 900_000 } })],
  ['POST', /^\/people\/([^/]+)\/grants$/, ({ args: [key], json }) => { people.find(p => p.id === key).roles.push({ id: id(), ...json }); }],
  ['DELETE', /^\/grants\/([^/]+)$/, ({ args: [key] }) => { for (const one of people) one.roles = one.roles.filter(grant => grant.id !== key); }],
  ['POST', /^\/teams$/, ({ json }) => { teams.push({ id: id(), ...json }); }],
  ['GET', /^\/lines$/, () => page(lines)], ['POST', /^\/lines$/, ({ json }) => { lines.push({ id: id(), ...json, team: teams.find(t => t.id === json.team) ?? null }); }],
  ['GET', /^\/shifts$/, () => page(shifts)], ['POST', /^\/shifts$/, ({ text }) => readShifts(text)],
  ['GET', /^\/health$/, () => ({ body: health() })], ['GET', /^\/agreements$/, () => page([agreement])],
  ['GET', /^\/load_windows$/, () => page(windows)],
  ['POST', /^\/load_windows$/, ({ json }) => { windows.push({ id: id(), ...json }); }],
  ['PUT', /^\/load_windows\/([^/]+)$/, ({ args: [key], json }) => { Object.assign(windows.find(w => w.id === key), json); }],
  ['GET', /^\/audit$/, ({ query }) => {
    const rows = audit.filter(one => !query.get('object') || one.object === query.get('object'));
    const from = Number(query.get('after') ?? 0);
    return page(rows.slice(from, from + 50), from + 50 < rows.length ? String(from + 50) : null);
  }],
];

export const routes = [...me, ...calls, ...listRoutes, ...centre];
