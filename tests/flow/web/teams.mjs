// SPDX-License-Identifier: Apache-2.0
// What who leads one team sees and sends is that team's. Two teams, A and B, with one thing of every kind
// each; one agent who has moved from A to B. Every list that can be asked for holds nothing of B; every act
// that names somebody or something in its body is refused with a sentence where it is B's, or the site's,
// or of who has left the team. What the path names, authz.mjs walks.
import { readFileSync } from 'node:fs';
import { Site, check, finish } from './site.mjs';

const site = new Site();
const id = {};
const who = { coach: 'coach', trainer: 'trainer', lead_a: 'quality', mate: 'agent' };
for (const [login, role] of Object.entries(who)) id[login] = site.user(login, role, 'A');
for (const [login, role] of [['coachB', 'coach'], ['strangerB', 'agent']]) id[login] = site.user(login, role, 'B');
id.moved = site.user('flyttad', 'agent', 'A');
id.lead = site.user('lead', 'quality', null);
id.admin = site.user('admin', 'admin', null);
const call = { mate: site.calls('mate', 'A', 1, 5000)[0], strangerB: site.calls('strangerB', 'B', 1, 5000)[0], moved: site.calls('flyttad', 'A', 1, 5000)[0] };
await site.start();
const all = [...Object.keys(who), 'coachB', 'strangerB', 'flyttad', 'lead', 'admin'];
for (const login of all) await site.signIn(login);
const must = async (as, method, path, json, more) => {
  const r = await site.ask(method, `/api/v1/${path}`, { as, json, ...more });
  if (r.status >= 300) throw new Error(`setting up: ${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
const team = Object.fromEntries((await must('admin', 'GET', 'teams')).rows.map(one => [one.name, one.id]));

// ---- of every kind one thing in each team -------------------------------------------------------
const csv = text => ({ body: `login,line,from,to,duty\n${text}`, headers: { 'content-type': 'text/csv' } });
for (const [address, of] of [['7001', 'A'], ['7002', 'B'], ['7003', null]]) {
  await must('admin', 'POST', 'lines', { name: `line${of}`, address, team: of && team[of] });
}
await must('admin', 'POST', 'shifts', undefined, csv('mate,7001,1795000000000,1795003600000,phone\nstrangerB,7002,1795000000000,1795003600000,phone\nflyttad,7001,1796000000000,1796003600000,phone\n'));
await must('admin', 'PUT', `people/${id.moved}`, { team: team.B });
const rubric = (await must('lead', 'GET', 'rubric_versions')).rows.find(one => one.key === 'core').id;
const began = Date.now();
async function fill(of, agent, coach) {
  await must('admin', 'POST', 'load_windows', { name: `window${of}`, says: `storm${of}`, from_ms: began, to_ms: began + 3600000, team: team[of] });
  await must('lead', 'POST', 'sample_plans', { title: `plan${of}`, team: team[of], rubric_key: 'core', period: 'week', per_agent: true, take: 1, evaluators: [id[coach]] });
  await must(coach, 'POST', `interactions/${call[agent]}/notes`, { at_ms: 1, kind: 'keep', body: `note${of}` });
  await must(coach, 'POST', `interactions/${call[agent]}/marks`, { kind: 'thanks', at_ms: 1, detail: null });
  const list = await must(coach, 'POST', 'lists', { title: `list${of}`, why: '' });
  await must(coach, 'POST', `lists/${list.id}/items`, { items: [{ interaction: call[agent], from_ms: 0, to_ms: 0, why: '' }] });
  await must(coach, 'POST', 'coaching', { agent: id[agent], focus: `focus${of}` });
  await must('lead', 'POST', 'calibrations', { title: `calibration${of}`, rubric_version: rubric, method: 'blind', due_ms: began, interactions: [call[agent]], raters: [id[coach], id.lead] });
  const e = (await must(coach, 'POST', `interactions/${call[agent]}/evaluations`, { rubric_version: rubric, kind: 'standard', selection: 'targeted' })).id;
  await must(coach, 'POST', `evaluations/${e}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await must(coach, 'PUT', `evaluations/${e}/answers`, { question, option: 'ok' });
  await must(coach, 'POST', `evaluations/${e}/submit`, {});
  await must(coach, 'POST', `evaluations/${e}/release`, {}).catch(() => null);
  await must(agent, 'POST', `evaluations/${e}/dispute`, { question: 'greet', reason: `dispute${of}` });
  return { list: list.id, evaluation: e };
}
const made = { A: await fill('A', 'mate', 'coach'), B: await fill('B', 'strangerB', 'coachB') };

// ---- what is seen -----------------------------------------------------------------------------
const lists = [...readFileSync('schemas/routes.def', 'utf8').matchAll(/^\w+\(GET,\s*"(\/api[^"{]+)"/gm)].map(([, path]) => path)
  .filter(path => path !== '/api/v1/events' && path !== '/api/v1/audit');
const more = { '/api/v1/precedents': '?rubric=core', '/api/v1/sample_precision': '?period=week' };
const names = { A: ['windowA', 'planA', 'listA', 'focusA', 'calibrationA', 'disputeA', 'lineA', 'mate'], B: ['windowB', 'stormB', 'planB', 'noteB', 'listB', 'focusB', 'calibrationB', 'disputeB', 'lineB', 'coachB', 'strangerB', 'flyttad'] };
const foreign = [...names.B, 'linenull', id.coachB, id.strangerB, id.moved, call.strangerB, team.B, made.B.list, made.B.evaluation];
const seenA = new Set();
for (const login of ['coach', 'trainer', 'lead_a', 'mate']) for (const path of lists) {
  const r = await site.ask('GET', path + (more[path] ?? ''), { as: login });
  const told = String(r.bytes);
  if (r.status >= 400 && r.status !== 403) check(`teams: ${login} asks for ${path}`, false, `${r.status} ${told}`);
  let rows = told; // calls that were taken in the team stay the team's, by whoever took them
  if (r.status === 200 && ['/api/v1/interactions', '/api/v1/me/work'].includes(path))
    rows = JSON.stringify(r.json, (key, value) => value?.id === call.moved || (path.endsWith('work') && value?.agent?.id === id.moved) ? null : value);
  const found = foreign.filter(word => rows.includes(word));
  check(`teams: ${login} is told nothing of another team by ${path}`, !found.length, found.join());
  for (const word of names.A) if (told.includes(word)) seenA.add(word);
}
for (const word of names.A) check(`teams: ${word}, of one's own team, is there`, seenA.has(word));
const logins = async (login, path, of) => (await must(login, 'GET', path)).rows.map(of).sort().join();
check('teams: people for the coach: her team', await logins('coach', 'people', p => p.name) === 'coach,lead_a,mate,trainer', await logins('coach', 'people', p => p.name));
check('teams: people for the administrator: all', (await must('admin', 'GET', 'people')).rows.length >= all.length);
check('teams: shifts for the coach: her team', await logins('coach', 'shifts', s => s.person.name) === 'mate', await logins('coach', 'shifts', s => s.person.name));
check('teams: shifts for the administrator: all', await logins('admin', 'shifts', s => s.person.name) === 'flyttad,mate,strangerB');
check('teams: teams for the coach: hers', await logins('coach', 'teams', t => t.name) === 'A');
check('teams: lines for the coach: hers', await logins('coach', 'lines', l => l.name) === 'lineA');
check('teams: calls of who moved stay where they were taken', (await must('coach', 'GET', 'interactions')).rows.some(row => row.id === call.moved));

// ---- what is sent -------------------------------------------------------------------------------
// [who, what of whom, method, path, body or CSV, whether it is hers]
const ownList = (await must('coach', 'POST', 'lists', { title: 'own', why: '' })).id;
const item = interaction => ({ items: [{ interaction, from_ms: 0, to_ms: 5, why: '' }] });
const plan = (of, evaluator) => ({ title: 'P', team: of && team[of], rubric_key: 'core', period: 'month', per_agent: true, take: 1, evaluators: [id[evaluator]] });
const calibration = (on, rater) => ({ title: 'C', rubric_version: rubric, method: 'blind', due_ms: began, interactions: [call[on]], raters: [id[rater], id.lead_a] });
const storm = of => ({ name: 'S', says: 's', from_ms: began, to_ms: began + 3600000, team: of && team[of] });
const at = n => `${1797000000000 + n * 3600000},${1797000000000 + (n + 1) * 3600000},phone\n`;
const sends = [
  ['coach', 'shifts', 'own', 'POST', 'shifts', csv(`mate,7001,${at(0)}`), true],
  ['coach', 'shifts on a line of', 'other', 'POST', 'shifts', csv(`mate,7002,${at(1)}`)],
  ['coach', 'shifts on a line of', 'site', 'POST', 'shifts', csv(`mate,7003,${at(2)}`)],
  ['coach', 'shifts of a person of', 'other', 'POST', 'shifts', csv(`strangerB,7001,${at(3)}`)],
  ['coach', 'shifts of a person of', 'former', 'POST', 'shifts', csv(`flyttad,7001,${at(4)}`)],
  ['coach', 'a code', 'own', 'POST', `people/${id.mate}/codes`, { purpose: 'recover' }, true],
  ['coach', 'a code', 'other', 'POST', `people/${id.strangerB}/codes`, { purpose: 'recover' }],
  ['coach', 'a code', 'former', 'POST', `people/${id.moved}/codes`, { purpose: 'recover' }],
  ['coach', 'a code', 'site', 'POST', `people/${id.lead}/codes`, { purpose: 'recover' }],
  ['coach', 'a load window', 'own', 'POST', 'load_windows', storm('A'), true],
  ['coach', 'a load window', 'other', 'POST', 'load_windows', storm('B')],
  ['coach', 'a load window', 'site', 'POST', 'load_windows', storm(null)],
  ['coach', 'coaching', 'other', 'POST', 'coaching', { agent: id.strangerB, focus: 'x' }],
  ['coach', 'coaching', 'former', 'POST', 'coaching', { agent: id.moved, focus: 'x' }],
  ['coach', 'a call to an agent', 'other', 'POST', `interactions/${call.mate}/assign`, { agent: id.strangerB }],
  ['coach', 'a call to an agent', 'former', 'POST', `interactions/${call.mate}/assign`, { agent: id.moved }],
  ['coach', 'an item', 'own', 'POST', `lists/${ownList}/items`, item(call.mate), true],
  ['coach', 'an item', 'other', 'POST', `lists/${ownList}/items`, item(call.strangerB)],
  ['coach', 'a list', 'own', 'POST', `lists/${ownList}/readers`, { person: id.mate }, true],
  ['coach', 'a list', 'other', 'POST', `lists/${ownList}/readers`, { person: id.strangerB }],
  ['coach', 'a list', 'former', 'POST', `lists/${ownList}/readers`, { person: id.moved }],
  ['coach', 'a listening', 'other', 'POST', 'listenings', { interaction: call.strangerB, reason: 'review' }],
  ['lead_a', 'a plan', 'own', 'POST', 'sample_plans', plan('A', 'coach'), true],
  ['lead_a', 'a plan', 'other', 'POST', 'sample_plans', plan('B', 'coach')],
  ['lead_a', 'a plan', 'site', 'POST', 'sample_plans', plan(null, 'coach')],
  ['lead_a', 'a plan to a coach', 'other', 'POST', 'sample_plans', plan('A', 'coachB')],
  ['lead_a', 'a calibration', 'own', 'POST', 'calibrations', calibration('mate', 'coach'), true],
  ['lead_a', 'a calibration with the lead', 'site', 'POST', 'calibrations', calibration('mate', 'lead'), true],
  ['lead_a', 'a calibration of a call', 'other', 'POST', 'calibrations', calibration('strangerB', 'coach')],
  ['lead_a', 'a calibration to a coach', 'other', 'POST', 'calibrations', calibration('mate', 'coachB')],
];
const rowsOf = () => site.sql(['shift', 'one_time_code', 'load_window', 'coaching_plan', 'list_item', 'list_reader', 'listening', 'sample_plan', 'calibration_session']
  .map(table => `SELECT count(*) FROM ${table}`).join('; '));
for (const [login, what, whose, method, path, sent, hers] of sends) {
  const before = rowsOf();
  const r = await site.ask(method, `/api/v1/${path}`, { as: login, ...(sent.headers ? sent : { json: sent }) });
  const said = (() => { try { return r.json.text ?? ''; } catch { return ''; } })();
  if (hers) check(`teams: ${login} sends ${what} (${whose})`, r.status < 300, `${r.status} ${r.bytes}`);
  else {
    check(`teams: ${login} sends no ${what} (${whose}), and is told why`, [403, 404, 422].includes(r.status) && said.length > 15, `${r.status} ${r.bytes}`);
    check(`teams: nothing came of ${what} (${whose})`, rowsOf() === before, `${before} became ${rowsOf()}`);
  }
}

// ---- what one may do is said by another ---------------------------------------------------------
const gives = (as, of, role) => site.ask('POST', `/api/v1/people/${of}/grants`, { as, json: { role, team: null } });
check('teams: the only administrator may give herself a role', (await gives('admin', id.admin, 'guest')).status === 200);
await gives('admin', id.lead, 'admin');
await site.signIn('lead');
const self = await gives('admin', id.admin, 'quality');
check('teams: where there is another, another gives it', self.status === 403 && self.json.text.length > 20 && (await gives('lead', id.admin, 'guest')).status === 200, `${self.status} ${self.bytes}`);
await site.signIn('admin');

// ---- what is told as it happens -----------------------------------------------------------------
const hears = async act => { // who hears of it, by name; all listen before it happens
  const streams = all.map(login => site.raw(`GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${site.cookies[login]}\r\n\r\n`, { ms: 4000 }));
  await new Promise(done => setTimeout(done, 1200));
  await act();
  const heard = await Promise.all(streams);
  return all.filter((_, i) => heard[i].text.includes('event: load_window.')).sort().join();
};
const OF_A = 'admin,coach,lead,lead_a,mate,trainer';
let own;
check('teams: of a window of one team hear that team and who leads it', (own = await hears(() => must('coach', 'POST', 'load_windows', storm('A')))) === OF_A, own);
const theirs = (await must('coach', 'GET', 'load_windows')).rows.find(one => one.name === 'windowA').id;
check('teams: so when it is changed', (own = await hears(() => must('admin', 'PUT', `load_windows/${theirs}`, { name: 'windowA', says: 'x', from_ms: began, to_ms: began + 3600000 }))) === OF_A, own);
check('teams: of a window of the whole site hear all', (own = await hears(() => must('admin', 'POST', 'load_windows', storm(null)))) === [...all].sort().join(), own);
await finish(site);
