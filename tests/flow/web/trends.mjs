// SPDX-License-Identifier: Apache-2.0
// Figures over time: the same over HTTP and from the command line; a team of four shows no figure of
// the group; what stops counting leaves every figure.
import { Site, check, finish } from './site.mjs';

const site = new Site();
site.user('coach', 'coach', 'Norr');
site.user('lead', 'quality', null);
site.user('coachsmall', 'coach', 'Liten');
const agents = [];
for (let n = 1; n <= 8; n++) agents.push(site.user(`agent${n}`, 'agent', n <= 5 ? 'Norr' : 'Liten'));
site.run('history', '--data', site.data, '--evaluations', '400');
await site.start();
for (const who of ['coach', 'lead', 'coachsmall', 'agent1']) await site.signIn(who);
const get = async (as, path) => (await site.ask('GET', `/api/v1/trends/${path}`, { as })).json;
const told = (...args) => JSON.parse(site.run('medlyss', 'trend', '--data', site.data, ...args));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const mine = await get('agent1', 'me'), command = told('--agent', agents[0]);
for (const key of ['n', 'says', 'now', 'correct', 'human', 'critical', 'points', 'classes', 'questions'])
  check(`trends: ${key} over HTTP is the command's`, same(mine[key], command[key]));
check('trends: her coach reads the same of her', same((await get('coach', agents[0])).now, mine.now));

check('trends: her call measures are hers alone', mine.measures.length > 0 && !(await get('coach', agents[0])).measures);

const teams = (await site.ask('GET', '/api/v1/teams', { as: 'lead' })).json.rows;
const team = name => teams.find(one => one.name === name).id;
const norr = await get('coach', `teams/${team('Norr')}`), liten = await get('coachsmall', `teams/${team('Liten')}`);
check('trends: the team over HTTP is the command\'s', same(norr.p, told('--team', team('Norr')).p));
check('trends: five people have figures of the group', norr.p.months?.some(one => one.n > 0));
check('trends: three people have none', liten.p.undefined === 'fewer than five people' && !liten.questions && !liten.classes);
check('trends: people stand by name', same(norr.agents.map(a => a.agent.name), norr.agents.map(a => a.agent.name).toSorted()));
check('trends: no funnel below ten', norr.funnel.undefined === 'fewer than ten agents' && !norr.funnel.agents);

// What is kept is what the rule says; a tough call leaves, and comes back when the mark is taken away.
const drift = () => site.sql('SELECT count(*) FROM (SELECT evaluation FROM counted EXCEPT SELECT evaluation FROM countable)')
  .trim() + site.sql('SELECT count(*) FROM (SELECT evaluation FROM countable EXCEPT SELECT evaluation FROM counted)').trim();
check('trends: what is kept is what counts', drift() === '00');
const hex = site.sql('SELECT lower(hex(interaction)) FROM counted ORDER BY at_ms DESC LIMIT 1').trim();
const call = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const before = site.sql('SELECT count(*) FROM counted').trim();
const mark = (await site.ask('POST', `/api/v1/interactions/${call}/marks`, { as: 'lead', json: { kind: 'tough', at_ms: 1, detail: null } })).json.id;
check('trends: a tough call counts no more', site.sql('SELECT count(*) FROM counted').trim() === String(before - 1) && drift() === '00');
await site.ask('DELETE', `/api/v1/marks/${mark}`, { as: 'lead' });
check('trends: and counts again without the mark', site.sql('SELECT count(*) FROM counted').trim() === before && drift() === '00');
await finish(site);
