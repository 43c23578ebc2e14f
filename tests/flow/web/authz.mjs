// SPDX-License-Identifier: Apache-2.0
// T1, T2: every route × role × ownership answers as schemas/authz.tsv says; a route without a row
// and a row without a route fail, and so does a route that names a thing and is not asked about one that is
// not there. A word picks the routes that hold it; `--print` prints what the service does, to compare by eye.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asideIn, blob, picks, roles, routes, rows, table, uuid } from './authztable.mjs';
import { calibrationCases } from './authzcalibrations.mjs';
import { careCases } from './authzcare.mjs';
import { programmeCases } from './authzprogrammes.mjs';
import { roomCases } from './authzroom.mjs';
import { Site, check, finish, PASSWORD } from './site.mjs';

const printing = process.argv.includes('--print');

// ---- the site: two teams, one person per role, colleagues in both -----------------------------
const site = new Site();
const id = {};
for (const role of roles) id[role] = site.user(role, role.split('_')[0], ['dpo', 'admin', 'quality', 'guest', 'union'].includes(role) ? null : 'A');
id.mate = site.user('mate', 'agent', 'A');
id.stranger = site.user('stranger', 'agent', 'B');
id.coachB = site.user('coachB', 'coach', 'B');
id.lead = site.user('lead', 'quality', null);
const call = {};
const spare = {}; // the made-up bytes of a call cannot be served once its sides are swapped
for (const who of [...roles, 'mate']) [call[who], spare[who]] = site.calls(who, 'A', 2, 5000);
[call.stranger, spare.stranger] = site.calls('stranger', 'B', 2, 5000);
const topic = uuid();
site.sql(`INSERT INTO topic VALUES (${blob(topic)}, 'A topic of this test', 'A topic of this test', NULL, 0)`);
await site.start();
for (const login of [...roles, 'mate', 'stranger', 'coachB', 'lead']) await site.signIn(login);

const must = async (as, method, path, json) => {
  const r = await site.ask(method, path, { as, json });
  if (r.status >= 300) throw new Error(`setting up: ${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
// What a role may not even make does not exist for it.
const or = (made, none) => made.catch(() => none);
// A session of hers besides the one she asks by.
const elsewhere = who => site.ask('POST', '/api/v1/session', { json: { login: who, password: PASSWORD } })
  .then(() => site.ask('GET', '/api/v1/me/sessions', { as: who })).then(r => r.json.rows.find(one => !one.this).id);
const teams = (await must('admin', 'GET', '/api/v1/teams')).rows;
const lineAddress = () => `9${randomBytes(4).readUInt32BE()}`;

// A call of a colleague's under care, which another lead on duty has; a task that waits for whoever coaches her.
const cared = site.calls('mate', 'A', 1, 5000)[0];
id.duty = site.user('duty', 'coach', 'A');
site.sql(`INSERT INTO line VALUES (${blob(uuid())}, 'D', '7099', NULL, NULL);
  INSERT INTO shift SELECT ${blob(uuid())}, ${blob(id.duty)}, id, 0, NULL, 'lead' FROM line WHERE address = '7099'`);
await must('mate', 'POST', `/api/v1/interactions/${cared}/marks`, { kind: 'tough', at_ms: 0 });
const caredTask = (await must('mate', 'GET', '/api/v1/me/care')).mine.find(one => one.interaction === cared).id;
const { careCase, talkCase } = careCases({ site, id, must, or, caredTask, NONE: uuid() });

// Put forward and not signed; signed by both, for a day far off, so that what may be heard here stays as it is.
const proposed = async (from_ms = Date.now()) => (await must('dpo', 'POST', '/api/v1/agreements', { title: 'P', body: { purpose: 'x' }, from_ms })).id;
const signed = async () => {
  const p = await proposed(Date.now() + 300 * 86_400_000);
  await must('lead', 'POST', `/api/v1/proposals/${p}/sign/employer`, {});
  await must('union', 'POST', `/api/v1/proposals/${p}/sign/employees`, {});
  return (await must('lead', 'GET', '/api/v1/agreements')).rows[0].id;
};

// ---- ownerships -------------------------------------------------------------------------------
const NONE = uuid();
const callOf = { own: role => call[role], team: () => call.mate, other: () => call.stranger, none: () => NONE, cared: () => cared };

// A call of the stranger's on a list given to the role, with the stranger's yes.
async function given(role) {
  const list = await must('lead', 'POST', '/api/v1/lists', { title: 'L', why: '' }); // across teams: the site's
  await must('lead', 'POST', `/api/v1/lists/${list.id}/items`, { items: [{ interaction: call.stranger, from_ms: 0, to_ms: 0, why: '' }] });
  await must('lead', 'POST', `/api/v1/lists/${list.id}/readers`, { person: id[role] });
  const item = (await must('lead', 'GET', `/api/v1/lists/${list.id}`)).items[0];
  await must('stranger', 'PUT', `/api/v1/list_items/${item.id}/consent`, { consent: 'yes' });
  return { list: list.id, item: item.id, end: () => must('lead', 'DELETE', `/api/v1/lists/${list.id}`) };
}
const note = async (who, interaction, kind = 'note') =>
  (await must(who, 'POST', `/api/v1/interactions/${interaction}/notes`, { at_ms: 1, len_ms: 0, kind, aspect: null, body: 'x', reply_to: null })).id;
const mark = async (who, interaction) => (await must(who, 'POST', `/api/v1/interactions/${interaction}/marks`, { kind: 'no_answer', at_ms: 1, detail: null })).id;
const listing = async (who, interaction) => {
  const l = await must(who, 'POST', '/api/v1/listenings', { interaction, reason: 'own' });
  return { ...l, token: l.audio.split('/').pop() };
};
const ownList = async who => {
  const list = (await must(who, 'POST', '/api/v1/lists', { title: 'L', why: '' })).id;
  return { list };
};
// A listening by somebody who may, and a report of it; an answerer's own is of the call she took herself.
const heardBy = async (who, interaction) => (await must(who, 'POST', '/api/v1/listenings', { interaction, reason: interaction === call[who] ? 'own' : 'other' })).id;
const objection = async who => {
  const one = uuid(), listening = await heardBy(who, who === 'lead' ? call.stranger : call[who]);
  site.sql(`INSERT INTO objection (id, listening, agent, words, made_ms, due_ms)
    VALUES (${blob(one)}, ${blob(listening)}, ${blob(id.stranger)}, 'x', ${Date.now()}, ${Date.now()})`);
  return one;
};
const objected = { words: 'It was not for review' }, found = { finding: 'unclear', answer: 'We ask for a clause' };
const listers = ['coach', 'trainer', 'quality', 'quality_a'];
// A list of the role's own where it can have one, else of the team's coach.
async function listFor(role, owner) {
  const maker = owner === 'own' && listers.includes(role) ? role : 'coachB';
  const { list } = await ownList(maker);
  const interaction = maker === 'coachB' ? call.stranger : call.mate;
  await must(maker, 'POST', `/api/v1/lists/${list}/items`, { items: [{ interaction, from_ms: 0, to_ms: 0, why: '' }] });
  return { list, item: (await must(maker, 'GET', `/api/v1/lists/${list}`)).items[0].id };
}

// Why each hears it, besides the reason that whose it is gives: what holds for nobody there too.
const REASONS = ['own', 'review', 'calibration', 'complaint', 'programme', 'other'];
const heardFor = (owner, told, make) => Object.fromEntries(REASONS.filter(one => one !== told).map(reason =>
  [`${owner}, as ${reason}`, async role => {
    const { interaction, after } = await make(role);
    return { json: { interaction, reason }, after };
  }]));
const forReasons = {
  ...heardFor('own', 'own', role => ({ interaction: call[role ?? 'agent'] })), ...heardFor('team', 'other', () => ({ interaction: call.mate })),
  ...heardFor('given', 'programme', async role => ({ interaction: call.stranger, after: (await given(role)).end })),
  ...heardFor('rater', 'calibration', async role => ({ interaction: await calibrated(role) })),
};

// What is sent for a route, by ownership: {path, json | body, before, after}
const onCall = (json, owners = ['own', 'team', 'other', 'none', 'cared']) => Object.fromEntries(owners.map(owner =>
  [owner, role => ({ id: callOf[owner](role), json: typeof json === 'function' ? json(owner, role) : json })]));
const letGo = call => site.ask('POST', `/api/v1/holds/${call}/release`, { as: 'quality', json: { reason: 'x' } });
const held = async call => (await site.ask('POST', `/api/v1/interactions/${call}/hold`, { as: 'quality', json: { reason: 'x' } }), call);
const plain = make => ({ '-': make ?? (() => ({})) });
const unclaimed = {
  team: () => ({ id: fresh('none', 'A'), json: {} }),
  other: () => ({ id: fresh('none', 'B'), json: {} }),
  own: role => ({ id: call[role], json: {} }), // is somebody's already
  none: () => ({ id: NONE, json: {} }),
};
const noteCase = json => ({
  own: async role => ({ id: await or(note(role, call[role]), NONE), json }),
  team: async () => ({ id: await note('mate', call.mate), json }),
  private: async () => ({ id: await note('mate', call.mate, 'private'), json }),
  other: async () => ({ id: await note('stranger', call.stranger), json }),
  none: () => ({ id: NONE, json }),
});
const listCase = json => ({
  own: async role => { const l = await listFor(role, 'own'); return { id: l.list, json: json?.(l) }; },
  given: async role => { const l = await given(role); return { id: l.list, json: json?.(l), after: l.end }; },
  other: async role => { const l = await listFor(role, 'other'); return { id: l.list, json: json?.(l) }; },
  none: () => ({ id: NONE, json: json?.({ item: NONE }) }),
});
// Whose list it is, and no more: not given to one.
const makersCase = json => (({ given, ...rest }) => rest)(listCase(json));
const itemCase = json => ({
  own: async role => ({ id: (await listFor(role, 'own')).item, json }),
  other: async role => ({ id: (await listFor(role, 'other')).item, json }),
  none: () => ({ id: NONE, json }),
});
const tokenCase = {
  own: async role => ({ token: (await or(listing(role, call[role]), { token: 'A'.repeat(43) })).token }),
  other: async () => ({ token: (await listing('mate', call.mate)).token }),
};
// Evaluations: of the role's own call (by the quality lead), of a colleague's, of another team's.
const core = site.sql("SELECT hex(id) FROM rubric_version WHERE key = 'core'").trim().toLowerCase()
  .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const rubric = () => core;
async function scored(maker, on, kind = 'standard', state = 'draft') {
  const e = (await must(maker, 'POST', `/api/v1/interactions/${on}/evaluations`, { rubric_version: rubric(), kind, selection: 'targeted' })).id;
  if (state === 'draft') return e;
  await must(maker, 'POST', `/api/v1/evaluations/${e}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
    await must(maker, 'PUT', `/api/v1/evaluations/${e}/answers`, { question, option: 'ok' });
  await must(maker, 'POST', `/api/v1/evaluations/${e}/submit`, {});
  if (state === 'released') await must(maker, 'POST', `/api/v1/evaluations/${e}/release`, {});
  return e;
}
const stock = new Map(); // calls nobody has touched, made a dozen at a time
function fresh(agent, team, bytes = 0) {
  const kind = `${agent} ${team} ${bytes}`;
  if (!stock.get(kind)?.length) stock.set(kind, site.calls(agent, team, 12, bytes));
  return stock.get(kind).pop();
}
// mine: a self-evaluation · own, team, other: released by somebody else, of whose call · draft: not
// handed in, of the role's own call
const evaluationCase = (state, json) => ({
  mine: async role => ({ id: await or(scored(role ?? 'agent', fresh(role ?? 'agent', 'A'), 'self', state), NONE), json }),
  own: async role => ({ id: await scored('lead', fresh(role, 'A'), 'standard', 'released'), json }),
  draft: async role => ({ id: await scored('lead', fresh(role, 'A')), json }),
  team: async role => ({ id: await scored('lead', fresh('mate', 'A'), 'standard', 'released'), json }),
  other: async () => ({ id: await scored('coachB', fresh('stranger', 'B'), 'standard', 'released'), json }),
  none: () => ({ id: NONE, json }),
});
// Coaching plans, one at a time for an agent: own: of which the role is the agent · team: a colleague's.
const endPlan = (plan, coach = 'coach') => must(coach, 'POST', `/api/v1/coaching/${plan}/end`, { why: 'reached' }).catch(() => null);
const plan = (agent, coach = 'coach') => must(coach, 'POST', '/api/v1/coaching', { agent, focus: 'Sammanfatta' }).then(made => made.id);
const planCase = json => ({
  own: async role => { const p = await or(plan(id[role]), NONE); return { id: p, json, after: () => endPlan(p) }; },
  team: async () => { const p = await plan(id.mate); return { id: p, json: typeof json === 'function' ? json() : json, after: () => endPlan(p) }; },
  other: async () => { const p = await plan(id.stranger, 'coachB'); return { id: p, json, after: () => endPlan(p, 'coachB') }; },
  none: () => ({ id: NONE, json }),
});
// Versions of forms: one in use, made for this case; a draft of the quality lead's.
const form = JSON.parse(readFileSync('schemas/rubrics/core.json', 'utf8'));
async function draftForm() {
  const key = `f${randomBytes(6).toString('hex')}`;
  return must('lead', 'POST', '/api/v1/rubric_versions', { document: { ...form, key } });
}
async function publishedForm() {
  const { id: version, sha256 } = await draftForm();
  return must('lead', 'POST', `/api/v1/rubric_versions/${version}/publish`, { was: sha256 });
}
const formCase = json => ({
  published: async () => { const v = await publishedForm(); return { id: v.id, json: json?.(v) }; },
  draft: async () => { const v = await draftForm(); return { id: v.id, json: json?.(v) }; },
  none: () => ({ id: NONE, json: json?.({ sha256: 'x' }) }),
});
const { calibrationCase, calibrated, agreed, precedent } = calibrationCases({ id, call, spare, fresh, must, rubric, NONE });
// Sampling plans of team A, of team B, and one that is not there.
const sampleJson = team => ({ title: 'P', team, rubric_key: 'core', period: 'week', per_agent: true, take: 1, evaluators: [id.coach] });
const samplePlanOf = async team => (await must('lead', 'POST', '/api/v1/sample_plans', sampleJson(team))).id;
const teamNamed = name => teams.find(t => t.name === name).id;
const sampleCase = json => ({
  team: async () => ({ id: await samplePlanOf(teamNamed('A')), json }),
  other: async () => ({ id: await must('lead', 'POST', '/api/v1/sample_plans', { ...sampleJson(teamNamed('B')), evaluators: [id.coachB] }).then(p => p.id), json }),
  none: () => ({ id: NONE, json }),
});
// A dispute of an evaluation by the quality lead: of the role's own call, a colleague's; by another coach: another team's.
const disputed = async (agent, maker, on) => {
  const e = await scored(maker, on, 'standard', 'released');
  return (await must(agent, 'POST', `/api/v1/evaluations/${e}/dispute`, { question: 'greet', reason: 'x' })).disputes[0].id;
};
const disputeCase = json => ({
  own: async role => ({ id: await disputed(role, 'lead', fresh(role, 'A')), json }),
  team: async () => ({ id: await disputed('mate', 'lead', fresh('mate', 'A')), json }),
  other: async () => ({ id: await disputed('stranger', 'coachB', fresh('stranger', 'B')), json }),
  none: () => ({ id: NONE, json }),
});
const promised = async who => {
  const on = fresh(who, 'A'), p = uuid();
  const e = await scored('lead', on, 'standard', 'released');
  site.sql(`INSERT INTO promise VALUES (${blob(p)}, ${blob(on)}, ${blob(id[who])}, 'anger_follow', ${blob(e)}, 1, 1, NULL)`);
  return p;
};
const csv = line => ({ body: `login,line,from,to,duty\n${line}`, headers: { 'content-type': 'text/csv' } });
for (const [address, team] of [['7001', 'A'], ['7002', 'B'], ['7003', null]])
  await must('admin', 'POST', '/api/v1/lines', { name: address, address, team: team && teamNamed(team) });
// Load windows of team A, of team B, of the whole site.
const windowOf = { team: () => teamNamed('A'), other: () => teamNamed('B'), site: () => null };
const windowCase = act => Object.fromEntries(Object.entries(windowOf).map(([owner, team]) => [owner, () => act(team())]));
const keyed = { name: 'PBX', scopes: 'calls', days: 30 };
const began = Date.now();
const snow = { name: 'Snö', says: 'Lugn', from_ms: began, to_ms: began + 1800001 };

const cases = {
  'POST /api/v1/session': plain(() => ({ json: { login: `nobody${uuid()}`, password: PASSWORD } })),
  'DELETE /api/v1/session': plain(() => ({ relogin: true })),
  'POST /api/v1/codes/use': plain(() => ({ json: { code: 'AAAAA-AAAAA-AAAAA-AAAAA', password: 'x' } })),
  'POST /api/v1/people/{id}/codes': {
    team: () => ({ id: id.mate, json: { purpose: 'recover' } }),
    other: () => ({ id: id.stranger, json: { purpose: 'recover' } }),
    above: () => ({ id: id.trainer, json: { purpose: 'recover' } }),
    none: () => ({ id: NONE, json: { purpose: 'recover' } }),
  },
  'GET /api/v1/me': plain(), 'GET /api/v1/me/feedback': plain(), 'GET /api/v1/me/listenings': plain(),
  'GET /api/v1/me/consents': plain(), 'GET /api/v1/me/account': plain(), 'GET /api/v1/me/objections': plain(), 'PUT /api/v1/me/password': plain(() => ({ json: { old: PASSWORD, password: PASSWORD }, relogin: true })),
  'GET /api/v1/me/sessions': plain(), 'GET /api/v1/holds': plain(), 'GET /api/v1/interactions/{id}/keeping': onCall(),
  'DELETE /api/v1/me/sessions/{id}': { own: async role => ({ id: await or(elsewhere(role), NONE) }), other: async () => ({ id: await elsewhere('mate') }), none: () => ({ id: NONE }) },
  'PUT /api/v1/me/prefs': plain(() => ({ json: { rate: 1.5 } })), 'PUT /api/v1/me/language': plain(() => ({ json: { ui_language: 'sv' } })),
  'POST /api/v1/find': plain(() => ({ json: { q: 'mate 0701740606' } })), 'GET /api/v1/interactions': plain(),
  'GET /api/v1/interactions/{id}': { ...onCall(), given: async role => ({ id: call.stranger, after: (await given(role)).end }) },
  'PUT /api/v1/interactions/{id}/outcome': { ...onCall({ outcome: 'solved' }), given: async role => ({ id: call.stranger, json: { outcome: 'solved' }, after: (await given(role)).end }) },
  'PUT /api/v1/interactions/{id}/title': onCall({ title: 'T' }),
  'PUT /api/v1/interactions/{id}/topics': onCall({ topics: [topic] }),
  'POST /api/v1/interactions/{id}/marks': onCall({ kind: 'thanks', at_ms: 5, detail: null }),
  'DELETE /api/v1/marks/{id}': {
    own: async role => ({ id: await or(mark(role, call[role]), NONE) }),
    team: async () => ({ id: await mark('mate', call.mate) }),
    other: async () => ({ id: await mark('stranger', call.stranger) }),
    none: () => ({ id: NONE }),
  },
  'POST /api/v1/interactions/{id}/claim': unclaimed,
  'POST /api/v1/interactions/{id}/assign': {
    ...onCall((owner, role) => ({ agent: owner === 'own' ? id[role] : owner === 'team' ? id.mate : id.stranger })),
    stranger: () => ({ id: call.mate, json: { agent: id.stranger } }), // a call of one's own team to another's agent
  },
  'POST /api/v1/interactions/{id}/swap': {
    own: role => ({ id: spare[role], json: {} }), team: () => ({ id: spare.mate, json: {} }),
    other: () => ({ id: spare.stranger, json: {} }), none: () => ({ id: NONE, json: {} }),
  },
  'GET /api/v1/interactions/{id}/listenings': { ...onCall(), given: async role => ({ id: call.stranger, after: (await given(role)).end }) },
  'POST /api/v1/interactions/{id}/notes': { ...onCall({ at_ms: 1, len_ms: 0, kind: 'keep', aspect: 'met', body: 'bra', reply_to: null }),
    given: async role => ({ id: call.stranger, json: { at_ms: 1, kind: 'keep', body: 'x' }, after: (await given(role)).end }) },
  'PUT /api/v1/notes/{id}': noteCase({ body: 'y' }),
  'DELETE /api/v1/notes/{id}': noteCase(),
  'POST /api/v1/interactions/{id}/hold': Object.fromEntries(Object.entries(onCall({ reason: 'polisen' })).map(([owner, make]) =>
    [owner, role => ({ ...make(role), after: () => letGo(make(role).id) })])),
  'POST /api/v1/holds/{id}/release': { team: async () => ({ id: await held(call.mate), json: { reason: 'domen vann laga kraft' }, after: () => letGo(call.mate) }),
    none: () => ({ id: NONE, json: { reason: 'x' } }) },
  'GET /api/v1/me/care': plain(),
  'GET /api/v1/care/{id}': talkCase(),
  'POST /api/v1/care/{id}/words': talkCase({ body: 'x' }),
  'POST /api/v1/care/{id}/rests': talkCase({ minutes: 10 }),
  'POST /api/v1/care/{id}/take': careCase(),
  'POST /api/v1/care/{id}/done': careCase((role, task) => role && must(role, 'POST', `/api/v1/care/${task}/take`, {}).catch(() => null)),
  'GET /api/v1/rubrics': plain(), 'GET /api/v1/rubric_versions': plain(), 'GET /api/v1/me/evaluations': plain(),
  'POST /api/v1/rubric_versions': plain(() => ({ json: { title_sv: 'Ny', title_en: 'New' } })),
  'GET /api/v1/rubric_versions/{id}': formCase(),
  'PUT /api/v1/rubric_versions/{id}': formCase(v => ({ was: v.sha256, document: form })),
  'DELETE /api/v1/rubric_versions/{id}': formCase(),
  'POST /api/v1/rubric_versions/{id}/check': (({ published, ...rest }) => rest)(formCase(() => ({}))),
  'GET /api/v1/rubric_versions/{id}/diff': formCase(),
  'POST /api/v1/rubric_versions/{id}/publish': formCase(v => ({ was: v.sha256 })),
  'POST /api/v1/rubric_versions/{id}/retire': formCase(() => ({})),
  'GET /api/v1/rubric_versions/{id}/export': formCase(),
  'GET /api/v1/rubric_versions/{id}/health': formCase(),
  'GET /api/v1/rubric_versions/{id}/whatif': formCase(),
  'GET /api/v1/ready_forms': plain(), 'POST /api/v1/ready_forms': plain(() => ({ json: { key: 'core' } })), // a demo house has it
  'POST /api/v1/rubric_score': plain(() => ({ json: { document: form, answers: { greet: 'clear' } } })),
  'GET /api/v1/me/work': plain(), 'GET /api/v1/me/asked': plain(),
  'GET /api/v1/interactions/{id}/rubrics': onCall(),
  'GET /api/v1/interactions/{id}/tried': onCall(),
  'GET /api/v1/interactions/{id}/evaluations': onCall(),
  'POST /api/v1/interactions/{id}/evaluations': Object.fromEntries([['own', 'self'], ['team', 'standard'], ['other', 'standard'], ['none', 'standard']].map(([owner, kind]) =>
    [owner, role => ({ id: owner === 'own' ? fresh(role, 'A') : owner === 'team' ? fresh('mate', 'A') : owner === 'other' ? fresh('stranger', 'B') : NONE, json: { rubric_version: rubric(), kind, selection: 'targeted' } })])),
  'GET /api/v1/evaluations/{id}': evaluationCase('draft'),
  'PUT /api/v1/evaluations/{id}/answers': evaluationCase('draft', { question: 'greet', option: 'clear' }),
  'POST /api/v1/evaluations/{id}/rest': evaluationCase('draft', {}),
  'POST /api/v1/evaluations/{id}/submit': evaluationCase('draft', {}),
  'POST /api/v1/evaluations/{id}/release': evaluationCase('submitted', {}),
  'POST /api/v1/evaluations/{id}/acknowledge': evaluationCase('submitted', {}),
  'POST /api/v1/evaluations/{id}/dispute': evaluationCase('submitted', { question: 'greet', reason: 'x' }),
  'POST /api/v1/evaluations/{id}/void': evaluationCase('submitted', { reason: 'x' }),
  'GET /api/v1/calibrations': plain(),
  'POST /api/v1/calibrations': Object.fromEntries([['team', () => fresh('mate', 'A', 5000)], ['other', () => fresh('stranger', 'B', 5000)], ['none', () => NONE]].map(([owner, on]) =>
    [owner, () => ({ json: { title: 'C', rubric_version: rubric(), method: 'blind', due_ms: Date.now(), interactions: [on()], raters: [id.coach, id.lead] } })])),
  'GET /api/v1/calibrations/{id}': calibrationCase('open'),
  'POST /api/v1/calibrations/{id}/evaluations': calibrationCase('open', on => ({ interaction: on })),
  'POST /api/v1/calibrations/{id}/reveal': calibrationCase('scored', () => ({})),
  'POST /api/v1/calibrations/{id}/precedents': calibrationCase('revealed', agreed),
  'POST /api/v1/calibrations/{id}/close': calibrationCase('revealed', () => ({})),
  'GET /api/v1/precedents': plain(() => ({ query: '?rubric=core' })),
  'DELETE /api/v1/precedents/{id}': { own: async () => ({ id: await precedent() }), none: () => ({ id: NONE }) },
  'GET /api/v1/sample_plans': plain(),
  'POST /api/v1/sample_plans': {
    team: () => ({ json: sampleJson(teamNamed('A')) }), other: () => ({ json: sampleJson(teamNamed('B')) }),
  },
  'GET /api/v1/sample_plans/{id}': sampleCase(),
  'PUT /api/v1/sample_plans/{id}/retire': sampleCase({}),
  'POST /api/v1/sample_plans/{id}/draw': sampleCase({ reason: 'x' }),
  'GET /api/v1/sample_draws/{id}/proof': Object.fromEntries(Object.entries(sampleCase()).map(([owner, make]) => [owner, async () => {
    const { id: plan } = await make();
    return { id: plan === NONE ? NONE : (await must('lead', 'GET', `/api/v1/sample_plans/${plan}`)).draws[0].id };
  }])),
  'GET /api/v1/sample_draws/{id}/export': Object.fromEntries(Object.entries(sampleCase()).map(([owner, make]) => [owner, async () => {
    const { id: plan } = await make();
    return { id: plan === NONE ? NONE : (await must('lead', 'GET', `/api/v1/sample_plans/${plan}`)).draws[0].id };
  }])),
  'GET /api/v1/sample_precision': { '-': () => ({ query: '?period=week&take=2' }),
    team: () => ({ query: `?period=week&take=2&team=${teamNamed('A')}` }), other: () => ({ query: `?period=week&take=2&team=${teamNamed('B')}` }) },
  'DELETE /api/v1/evaluations/{id}': evaluationCase('draft'),
  'GET /api/v1/evaluations/{id}/compare': evaluationCase('submitted'),
  'GET /api/v1/evaluations/{id}/reflections': evaluationCase('submitted'),
  'PUT /api/v1/evaluations/{id}/reflections': evaluationCase('submitted', { prompt: 'next', body: 'x' }),
  'GET /api/v1/disputes': plain(), 'GET /api/v1/disputes/outcomes': plain(),
  'POST /api/v1/disputes/{id}/decide': disputeCase({ decision: 'upheld', why: 'x' }),
  'GET /api/v1/me/promises': plain(),
  'PUT /api/v1/promises/{id}': {
    own: async role => ({ id: await promised(role), json: {} }),
    other: async () => ({ id: await promised('mate'), json: {} }),
    none: () => ({ id: NONE, json: {} }),
  },
  'POST /api/v1/listenings': {
    rater: async role => ({ json: { interaction: await calibrated(role), reason: 'calibration' } }),
    own: role => ({ json: { interaction: call[role], reason: 'own' } }),
    team: () => ({ json: { interaction: call.mate, reason: 'other' } }),
    other: () => ({ json: { interaction: call.stranger, reason: 'other' } }),
    ...forReasons,
    given: async role => ({ json: { interaction: call.stranger, reason: 'programme' }, after: (await given(role)).end }),
    none: () => ({ json: { interaction: NONE, reason: 'review' } }),
    cared: () => ({ json: { interaction: cared, reason: 'review' } }),
  },
  'PUT /api/v1/listenings/{id}': {
    own: async role => ({ id: (await or(listing(role, call[role]), { id: NONE })).id, json: { heard: [[0, 1000]] } }),
    other: async () => ({ id: (await listing('mate', call.mate)).id, json: { heard: [[0, 1000]] } }),
    none: () => ({ id: NONE, json: { heard: [[0, 1000]] } }),
  },
  'GET /api/v1/audio/{token}': tokenCase, 'GET /api/v1/peaks/{token}': tokenCase,
  'GET /api/v1/topics': plain(), 'GET /api/v1/people': plain(),
  'POST /api/v1/people': plain(() => ({ json: { name: 'N', login: `n${uuid()}`, role: 'agent', team: null, languages: 'sv' } })),
  'PUT /api/v1/people/{id}': { other: () => ({ id: id.coachB, json: { name: 'coachB' } }), none: () => ({ id: NONE, json: { name: 'x' } }) },
  'POST /api/v1/people/{id}/grants': { other: () => ({ id: id.coachB, json: { role: 'guest', team: null } }), none: () => ({ id: NONE, json: { role: 'guest', team: null } }) },
  'DELETE /api/v1/grants/{id}': {
    other: async () => ({ id: (await must('admin', 'POST', `/api/v1/people/${id.coachB}/grants`, { role: 'guest', team: null })).id }),
    none: () => ({ id: NONE }),
  },
  // Files of other systems: no role carries the right, a key does (tests/flow/upload.sh).
  'POST /api/v1/interactions': plain(() => ({ body: 'x', headers: { 'content-type': 'audio/wav' } })),
  'PATCH /api/v1/uploads/{id}': { none: () => ({ id: NONE, body: 'x', headers: { 'content-type': 'application/offset+octet-stream' } }) },
  'GET /api/v1/uploads/{id}': { none: () => ({ id: NONE }) }, 'DELETE /api/v1/uploads/{id}': { none: () => ({ id: NONE }) },
  'GET /api/v1/feed': plain(), 'GET /api/v1/keys': plain(), 'POST /api/v1/keys': plain(() => ({ json: keyed })),
  'DELETE /api/v1/keys/{id}': { site: async () => ({ id: (await must('admin', 'POST', '/api/v1/keys', keyed)).id }), none: () => ({ id: NONE }) },
  'GET /api/v1/teams': plain(),
  'POST /api/v1/teams': plain(() => ({ json: { name: `T${uuid()}` } })),
  'GET /api/v1/lines': plain(),
  'POST /api/v1/lines': plain(() => ({ json: { name: 'L', address: lineAddress(), team: teams[0].id } })),
  'GET /api/v1/shifts': plain(),
  'POST /api/v1/shifts': {
    '-': () => csv(''),
    team: () => csv('mate,7001,1795000000000,1795003600000,phone\n'), other: () => csv('mate,7002,1795000000000,1795003600000,phone\n'),
    stranger: () => csv('stranger,7001,1795000000000,1795003600000,phone\n'), site: () => csv('mate,7003,1795000000000,1795003600000,phone\n'),
  },
  'GET /api/v1/lists': plain(),
  'POST /api/v1/lists': plain(() => ({ json: { title: 'L', why: '' } })),
  'GET /api/v1/lists/{id}': listCase(),
  'PUT /api/v1/lists/{id}': listCase(() => ({ title: 'M', why: 'x' })),
  'DELETE /api/v1/lists/{id}': makersCase(),
  'POST /api/v1/lists/{id}/items': {
    own: async role => ({ id: (await listFor(role, 'own')).list, json: { items: [{ interaction: call.mate, from_ms: 0, to_ms: 5, why: '' }] } }),
    unseen: async role => ({ id: (await listFor(role, 'own')).list, json: { items: [{ interaction: call.stranger, from_ms: 0, to_ms: 5, why: '' }] } }),
    other: async role => ({ id: (await listFor(role, 'other')).list, json: { items: [] } }),
    none: () => ({ id: NONE, json: { items: [] } }),
  },
  'PUT /api/v1/lists/{id}/order': makersCase(l => ({ items: [l.item] })),
  'PUT /api/v1/list_items/{id}': itemCase({ why: 'x', from_ms: 0, to_ms: 10 }),
  'DELETE /api/v1/list_items/{id}': itemCase(),
  'PUT /api/v1/list_items/{id}/consent': {
    own: async role => {
      const list = (await must('quality', 'POST', '/api/v1/lists', { title: 'Q', why: '' })).id;
      await must('quality', 'POST', `/api/v1/lists/${list}/items`, { items: [{ interaction: call[role], from_ms: 0, to_ms: 0, why: '' }] });
      return { id: (await must('quality', 'GET', `/api/v1/lists/${list}`)).items[0].id, json: { consent: 'no' } };
    },
    other: async role => ({ id: (await listFor(role, 'other')).item, json: { consent: 'yes' } }),
    none: () => ({ id: NONE, json: { consent: 'yes' } }),
  },
  'POST /api/v1/lists/{id}/readers': makersCase(() => ({ person: id.newhire })),
  'PUT /api/v1/lists/{id}/progress': {
    given: async role => { const l = await given(role); return { id: l.list, json: { item: l.item, item_at_ms: 5, finished: false }, after: l.end }; },
    own: async role => { const l = await listFor(role, 'own'); return { id: l.list, json: { item: l.item, item_at_ms: 5 } }; }, // not given to oneself
    other: async role => { const l = await listFor(role, 'other'); return { id: l.list, json: { item: l.item, item_at_ms: 5, finished: false } }; },
    none: () => ({ id: NONE, json: { item: NONE, item_at_ms: 5 } }),
  },
  ...roomCases({ site, id, must, onCall, promised, mark, call, plain, NONE }),
  ...programmeCases({ site, must, id, call, core, began, listers, plain, NONE }),
  'GET /api/v1/coaching': plain(),
  'POST /api/v1/coaching': {
    team: () => ({ json: { agent: id.mate, focus: 'Sammanfatta' }, after: async () => {
      for (const p of (await must('coach', 'GET', '/api/v1/coaching')).rows) if (!p.ended_ms) await endPlan(p.id); } }),
    other: () => ({ json: { agent: id.stranger, focus: 'Sammanfatta' } }),
  },
  'GET /api/v1/coaching/{id}': planCase(),
  'POST /api/v1/coaching/{id}/calls': planCase({ interaction: call.mate, at_ms: 5, why: '' }),
  'DELETE /api/v1/coaching_calls/{id}': {
    team: async () => {
      const p = await plan(id.mate);
      return { id: (await must('coach', 'POST', `/api/v1/coaching/${p}/calls`, { interaction: call.mate })).id, after: () => endPlan(p) };
    },
    other: async () => {
      const p = await plan(id.stranger, 'coachB');
      return { id: (await must('coachB', 'POST', `/api/v1/coaching/${p}/calls`, { interaction: call.stranger })).id, after: () => endPlan(p, 'coachB') };
    },
    none: () => ({ id: NONE }),
  },
  'POST /api/v1/coaching/{id}/sessions': planCase({ at_ms: began, body: 'Vi talade', follow_up_ms: began + 1000 }),
  'POST /api/v1/coaching/{id}/end': planCase({ why: 'reached' }),
  'GET /api/v1/coaching/{id}/calendar': planCase(),
  'GET /api/v1/severity': plain(),
  'GET /api/v1/trends/me': plain(), 'GET /api/v1/trends/centre': plain(),
  'GET /api/v1/trends/teams/{id}': {
    team: () => ({ id: teams.find(t => t.name === 'A').id }), other: () => ({ id: teams.find(t => t.name === 'B').id }),
    none: () => ({ id: NONE }),
  },
  'GET /api/v1/trends/{id}': {
    own: role => ({ id: id[role] }), team: () => ({ id: id.mate }), other: () => ({ id: id.stranger }), none: () => ({ id: NONE }),
  },
  'GET /api/v1/agreements': plain(),
  'POST /api/v1/agreements': plain(() => ({ json: { title: 'A', body: { purpose: 'x' }, from_ms: Date.now() } })),
  'GET /api/v1/proposals': plain(),
  'POST /api/v1/proposals/{id}/withdraw': { site: async () => ({ id: await proposed(), json: {} }), none: () => ({ id: NONE, json: {} }) },
  'POST /api/v1/proposals/{id}/sign/employer': { site: async () => ({ id: await proposed(), json: {} }), none: () => ({ id: NONE, json: {} }) },
  'POST /api/v1/proposals/{id}/sign/employees': { site: async () => ({ id: await proposed(), json: {} }), none: () => ({ id: NONE, json: {} }) },
  'POST /api/v1/agreements/{id}/notice/employer': { site: async () => ({ id: await signed(), json: { reason: 'x' } }), none: () => ({ id: NONE, json: { reason: 'x' } }) },
  'POST /api/v1/agreements/{id}/notice/employees': { site: async () => ({ id: await signed(), json: { reason: 'x' } }), none: () => ({ id: NONE, json: { reason: 'x' } }) },
  'GET /api/v1/load_windows': plain(),
  'POST /api/v1/load_windows': { '-': () => ({ json: snow }), ...windowCase(team => ({ json: { ...snow, team } })) },
  'PUT /api/v1/load_windows/{id}': { ...windowCase(async team => ({ id: (await must('admin', 'POST', '/api/v1/load_windows', { ...snow, team })).id, json: { ...snow, to_ms: began + 3600001 } })),
    none: () => ({ id: NONE, json: snow }) },
  'GET /api/v1/health': plain(),
  'GET /api/v1/health/report': plain(),
  'POST /api/v1/asides/{id}/again': { '-': () => ({ id: asideIn(site), json: {} }), none: () => ({ id: NONE, json: {} }) },
  'GET /api/v1/audit': plain(),
  'POST /api/v1/listenings/{id}/objection': {
    own: async role => ({ id: await heardBy('lead', call[role]), json: objected }), other: async () => ({ id: await heardBy('lead', call.stranger), json: objected }),
    mine: async role => ({ id: await heardBy(role, call[role]), json: objected }), none: () => ({ id: NONE, json: objected }),
  },
  'GET /api/v1/objections': plain(),
  'POST /api/v1/objections/{id}/answer': {
    other: async () => ({ id: await objection('lead'), json: found }), mine: async role => ({ id: await objection(role ?? 'lead'), json: found }), none: () => ({ id: NONE, json: found }),
  },
  'GET /api/v1/audit/listenings': plain(),
  'GET /api/v1/audit/listenings/export': plain(),
  'GET /api/v1/events': plain(() => ({ stream: true })),
  'GET /healthz': plain(),
};

// ---- the walk ---------------------------------------------------------------------------------
// The status of one request. An event stream is let go once its head has come.
async function ask(as, method, path, c) {
  if (!c.stream) return site.ask(method, path, { as, json: c.json, body: c.body, headers: c.headers });
  const cookie = as ? `Cookie: ${site.cookies[as]}\r\n` : '';
  const { text } = await site.raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${cookie}\r\n`, { ms: 20000, until: '\r\n\r\n' });
  return { status: Number(text.slice(9, 12)), bytes: '' };
}

// What an engine beneath would say, and no client ever reads.
const engine = /sqlite|constraint|foreign key|\bunique\b|\bsql\b|errno|no such file|syntax error|\/(tmp|dev\/shm)\//i;
const strange = json => JSON.stringify(json ?? null).replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g, () => uuid());

const told = r => { try { return JSON.parse(r.bytes).text.length > 5; } catch { return false; } };

const asked = new Set();
async function walk(route, owner, role) {
  const [method, pattern] = route.split(' ');
  const c = await cases[route][owner](role ?? 'agent');
  const path = pattern.replace('{id}', c.id ?? NONE).replace('{token}', c.token ?? 'A'.repeat(43)) + (c.query ?? '');
  const strict = c.json && !asked.has(route) && await site.ask(method, path, { as: role, json: { ...c.json, nosuch: 1 } });
  const r = await ask(role, method, path, c);
  if (strict && r.status < 400) { // whoever may do it meets what is not known, once for each route
    asked.add(route);
    check(`authz: ${route} refuses a member it does not know, by name`, strict.status === 422 && String(strict.bytes).includes('nosuch'), `${strict.status} ${strict.bytes}`);
  }
  if (engine.test(String(r.bytes).slice(0, 2000)) && r.status >= 400) check(`authz: ${route} (${owner}) tells ${role} nothing of an engine`, false, String(r.bytes));
  if (r.status < 400 && c.json && strange(c.json) !== JSON.stringify(c.json)) { // the same about things that are not there
    const odd = await site.ask(method, path, { as: role, json: JSON.parse(strange(c.json)) });
    if (odd.status >= 500 || (odd.status >= 400 && engine.test(String(odd.bytes))))
      check(`authz: ${route} (${owner}) about what is not there`, false, `${odd.status} ${odd.bytes}`);
  }
  if (r.status >= 400 && r.status < 500 && !c.stream && !told(r)) check(`authz: ${route} (${owner}) refuses ${role} with a sentence`, false, String(r.bytes));
  await c.after?.();
  if (c.relogin && role) await site.signIn(role);
  return r;
}

if (printing) console.log(readFileSync('schemas/authz.tsv', 'utf8').split('\n').filter(l => l.startsWith('#')).join('\n'));
if (printing) console.log(['route', 'owner', 'nobody', ...roles].join('\t'));
for (const route of routes.filter(one => one.includes(picks))) {
  const owners = Object.keys(cases[route] ?? {});
  if (!owners.length) check(`authz: ${route} has a case`, false, 'write one');
  for (const owner of owners) {
    const want = table.get(`${route}\t${owner}`);
    const got = [];
    const missing = {};
    for (const role of [null, ...roles]) {
      const r = await walk(route, owner, role);
      got.push(String(r.status));
      if (r.status === 404 && owner !== 'none') missing[role] = String(r.bytes);
    }
    if (printing) console.log([route, owner, ...got].join('\t'));
    else check(`authz: ${route} (${owner})`, want && got.join() === want.join(),
      want ? [null, ...roles].map((r, i) => got[i] === want[i] ? '' : `${r ?? 'nobody'} got ${got[i]}, not ${want[i]}`).filter(Boolean).join('; ') : 'is not in schemas/authz.tsv');
    table.delete(`${route}\t${owner}`);
    // T2: what may not be seen answers word for word as what does not exist.
    if (cases[route].none && owner !== 'unseen' && !printing) // unseen: another thing, named in the body
      for (const [role, body] of Object.entries(missing)) {
        const none = await walk(route, 'none', role === 'null' ? null : role);
        check(`authz: ${route} tells ${role} nothing (${owner})`, String(none.bytes) === body, `${body} against ${none.bytes}`);
      }
  }
}
if (!printing && !picks) for (const row of table.keys()) check(`authz: ${row} is a route`, false, 'no such route or case');
for (const [, role] of readFileSync('schemas/roles.def', 'utf8').matchAll(/^ROLE\((\w+)/gm))
  check(`authz: ${role} has a column`, roles.includes(role));
for (const { route, of } of rows) {
  const owners = Object.keys(cases[route] ?? {});
  if (route.includes('{id}')) check(`authz: ${route} is asked about what is not there`, owners.includes('none'));
  if (of === 'OF_BODY') check(`authz: ${route} is asked about another team's`, owners.includes('other'));
}
if (!printing && !picks) for (const { route, body, of } of rows) // a call that goes on: tests/flow/web/live.mjs
  if (body && route.includes('{id}') && of !== 'OF_LIVE') check(`authz: ${route} was asked about a member it does not know`, asked.has(route));
for (const route of Object.keys(cases)) if (!routes.includes(route)) check(`authz: ${route} is a route`, false);
if (!printing) {
  site.sql('DELETE FROM aside'); // made up
  site.sql('DELETE FROM matter_ask; DELETE FROM mark WHERE created_ms = 1'); // set by SQL (authzroom.mjs)
  const says = site.verify(); // the made-up recordings are wrong, of course; the chain is not
  const made = ['"wrong":"recording"', '"wrong":"support task"', '"wrong":"line"', '"wrong":"shift"', '"wrong":"topic"', '"wrong":"promise"', '"note":']; // so are these, by SQL
  const faults = says.split('\n').filter(l => l && !made.some(word => l.includes(word)));
  check('the audit chain verifies after the walk', !faults.length, faults.join());
}
await finish(site);
