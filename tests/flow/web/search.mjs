// SPDX-License-Identifier: Apache-2.0
// The calls list against a plain model of it: every filter, every pair of filters and some threes, in
// small pages to the end, as a quality lead, a coach of one team and an agent.
import { Site, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['petra', 'agent', 'B'],
  ['maria', 'coach', 'A'], ['ulla', 'quality', null]])
  id[login] = site.user(login, role, team);
let seed = 20260308;
const chance = n => { seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff; return Math.floor(seed / 65536) % n; };
const one = list => list[chance(list.length)];
const HOUR = [0, 2, 5, 6, 9, 13, 17, 21, 22, 23], OUTCOME = [null, 'solved', 'handed_over'], MARK = [null, null, 'tough', 'thanks'];
const WORDS = ['bygglov', 'bygglovet', 'faktura', 'gata', 'snö'];
const calls = [];
for (const [agent, team] of [['anna', 'A'], ['omar', 'A'], ['petra', 'B'], ['none', 'A']])
  for (const call of site.calls(agent, team, 25))
    calls.push({ call, agent, team, hour: one(HOUR), minute: chance(60), minutes: 1 + chance(20), outcome: one(OUTCOME), mark: one(MARK),
      title: chance(3) ? [...new Set([one(WORDS), one(WORDS)])] : [], note: chance(2) ? one(WORDS) : null });
const blob = uuid => `x'${uuid.replaceAll('-', '')}'`;
site.sql(calls.map(c => `UPDATE interaction SET local_minute = ${c.hour * 60 + c.minute}, duration_ms = ${c.minutes * 60000},
  outcome = ${c.outcome ? `'${c.outcome}'` : 'NULL'} WHERE id = ${blob(c.call)};`).join(''));
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const teams = Object.fromEntries((await site.ask('GET', '/api/v1/teams', { as: 'ulla' })).json.rows.map(t => [t.name, t.id]));
const topics = (await site.ask('GET', '/api/v1/topics', { as: 'ulla' })).json.rows.slice(0, 2).map(t => t.id);
for (const c of calls) {
  const to = (what, json, method = 'POST') => site.ask(method, `/api/v1/interactions/${c.call}/${what}`, { as: 'ulla', json });
  c.topics = topics.filter(() => chance(2));
  if (c.title.length) await to('title', { title: c.title.join(' ') }, 'PUT');
  if (c.note) await to('notes', { at_ms: 1000, kind: 'keep', body: c.note });
  if (c.mark) await to('marks', { kind: c.mark, at_ms: 0 });
  if (c.topics.length) await to('topics', { topics: c.topics }, 'PUT');
}

const among = (from, to) => c => from < to ? c.hour >= from && c.hour < to : c.hour >= from || c.hour < to;
const says = (...words) => c => words.every(w => [...c.title, c.note ?? ''].some(own => own.startsWith(w)));
const FILTERS = {
  [`person=${id.anna}`]: c => c.agent === 'anna',
  [`team=${teams.A}`]: c => c.team === 'A',
  'unclaimed=1': c => c.agent === 'none',
  ...Object.fromEntries(topics.map(t => [`topic=${t}`, c => c.topics.includes(t)])),
  'mark=tough': c => c.mark === 'tough',
  'outcome=solved': c => c.outcome === 'solved',
  'q=bygglov': says('bygglov'), 'q=faktura%20sn%C3%B6': says('faktura', 'snö'), 'q=g': () => false,
  'hour_from=22&hour_to=6': among(22, 6), 'hour_from=6&hour_to=22': among(6, 22), 'hour_from=22': among(22, 24),
  'hour_to=6': among(0, 6), 'hour_from=23&hour_to=0': among(23, 24), 'hour_from=24&hour_to=6': among(0, 6), 'hour_from=0&hour_to=24': () => true,
  'min_ms=600000': c => c.minutes >= 10, 'max_ms=300000': c => c.minutes <= 5,
};
const SEES = { ulla: () => true, maria: c => c.team === 'A', anna: c => c.agent === 'anna' };
async function list(as, query) { // all its pages
  const rows = [];
  for (let next = ''; next !== null;) {
    const page = (await site.ask('GET', `/api/v1/interactions?limit=9&${query}${next && `&after=${next}`}`, { as })).json;
    rows.push(...page.rows.map(r => r.id));
    next = page.next;
  }
  return rows;
}
const names = Object.keys(FILTERS), wrong = { ulla: [], maria: [], anna: [] };
let asked = 0;
async function compare(as, picked) {
  if (as === 'anna' && picked.includes('unclaimed=1')) return; // the calls she may claim are a list of their own
  const got = await list(as, picked.join('&')), want = calls.filter(c => SEES[as](c) && picked.every(name => FILTERS[name](c)));
  asked++;
  if (got.length !== want.length || want.some(c => !got.includes(c.call))) wrong[as].push(`${picked.join('&')}: ${got.length} of ${want.length}`);
}
const kind = name => name.split('=')[0].replace(/hour_.*/, 'hour');
for (const as of Object.keys(SEES)) {
  await compare(as, []);
  for (const [i, a] of names.entries()) {
    await compare(as, [a]);
    for (const b of names.slice(i + 1)) if (kind(a) !== kind(b)) await compare(as, [a, b]);
  }
  for (let k = 0; k < 40; k++) {
    const three = [one(names), one(names), one(names)];
    if (new Set(three.map(kind)).size === 3) await compare(as, three);
  }
  check(`${as} finds what each filter, pair and three of them say`, wrong[as].length === 0, wrong[as].slice(0, 12).join('; '));
}
check('some hundred lists were asked for', asked > 300, `${asked}`);
const night = await list('ulla', 'hour_from=22&hour_to=6'), want = calls.filter(among(22, 6)).length;
check('from 22 to 6 is the night, past midnight', night.length === want && want > 20, `${night.length} of ${want}`);
await finish(site);
