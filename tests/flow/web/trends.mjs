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

// Who has still to score a call herself reads no score of it here, and is told that one is left out.
const sighted = await get('coach', agents[0]);
site.sql(`INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms)
  SELECT randomblob(16), e.interaction, e.agent, (SELECT id FROM person WHERE login = 'coach'), e.rubric_version, 'standard', 'targeted', 'draft', 99, 0, 0, 0, 1
  FROM evaluation e JOIN counted c ON c.evaluation = e.id WHERE lower(hex(c.agent)) = '${agents[0].replaceAll('-', '')}' ORDER BY c.at_ms DESC LIMIT 1`);
const blind = await get('coach', agents[0]);
const newest = sighted.points.at(-1);
check('trends: a score one is blind to is no dot, and that is said', sighted.hidden === 0 && blind.hidden === 1 &&
  blind.points.every(one => one.at_ms !== newest.at_ms || one.n) && sighted.points.some(one => one.at_ms === newest.at_ms), `${sighted.hidden} ${blind.hidden}`);
check('trends: the figures stay what they are', same(blind.now, sighted.now) && same((await get('agent1', 'me')).points, sighted.points));

check('trends: her call measures are hers alone', mine.measures.length > 0 && !(await get('coach', agents[0])).measures);

const teams = (await site.ask('GET', '/api/v1/teams', { as: 'lead' })).json.rows;
const team = name => teams.find(one => one.name === name).id;
const norr = await get('coach', `teams/${team('Norr')}`), liten = await get('coachsmall', `teams/${team('Liten')}`);
check('trends: the team over HTTP is the command\'s', same(norr.p, told('--team', team('Norr')).p));
check('trends: five people have figures of the group', norr.p.months?.some(one => one.n > 0));
check('trends: three people have none', liten.p.undefined === 'fewer than five people' && !liten.questions && !liten.classes);
check('trends: people stand by name', same(norr.agents.map(a => a.agent.name), norr.agents.map(a => a.agent.name).sort()));
check('trends: no funnel below ten', norr.funnel.undefined === 'fewer than ten agents' && !norr.funnel.agents);

// First contact: the callers are erased, what they did is not; the page's figures are counted anew here.
const centre = await get('lead', 'centre');
check('trends: no caller is left', site.sql('SELECT count(*) FROM interaction WHERE caller_hash IS NOT NULL OR caller_sealed IS NOT NULL').trim() === '0');
check('trends: first contact per topic over HTTP is the command\'s', centre.topics.length > 10 && same(centre.topics, told('--centre').topics));
const wilson = (x, n, z = 1.959963984540054) => {
  const d = 1 + z * z / n, mid = (x / n + z * z / 2 / n) / d, half = z * Math.sqrt(x / n * (1 - x / n) / n + z * z / 4 / n / n) / d;
  return [mid - half, mid + half];
};
const near = (figure, x, n) => figure.n === n && [figure.estimate - x / n, ...wilson(x, n).map((end, i) => figure.interval[i] - end)]
  .every(gap => Math.abs(gap) < 1e-9);
const counts = name => site.sql(`SELECT sum(i.outcome = 'solved' AND NOT c.again), count(*), sum(i.outcome = 'handed_over' AND NOT c.again),
  sum(i.outcome = 'handed_over') FROM contact c JOIN interaction i ON i.id = c.interaction JOIN interaction_topic x ON x.interaction = i.id
  JOIN topic t ON t.id = x.topic WHERE t.name_sv = '${name}' AND i.load_mark IS NULL AND i.started_ms / 86400000 >= ${Math.floor(Date.now() / 86400000) - 182}`)
  .trim().split('|').map(Number);
const off = centre.topics.filter(({ name_sv, first, handed }) => {
  const [one, all, right, over] = counts(name_sv);
  return !near(first, one, all) || (over ? !near(handed, right, over) : handed.n);
});
check(`trends: its shares and intervals are those counted by hand (${centre.topics.length} topics)`, !off.length, JSON.stringify(off[0]));
check('trends: some did call again', site.sql('SELECT sum(again) FROM contact').trim() > 20);

// What is kept is what the rule says, and so is each sum of it; what comes after a release moves none.
const said = `FROM counted c JOIN answer w ON w.evaluation = c.evaluation
  WHERE NOT c.loaded AND w.value NOT IN ('na', 'outside_control', 'cannot_tell')`;
const kept = [
  ['SELECT evaluation, loaded FROM counted', 'SELECT evaluation, loaded FROM countable'],
  ['SELECT rubric, month, question, agent, version, value, n FROM counted_answer WHERE n <> 0',
    `SELECT c.rubric, c.local_day / 100, w.question, c.agent, c.version, w.value, count(*) ${said} GROUP BY 1, 2, 3, 4, 5, 6`],
  ['SELECT rubric, month, question, version, value, n FROM counted_cell WHERE n <> 0',
    `SELECT c.rubric, c.local_day / 100, w.question, c.version, w.value, count(*) ${said} GROUP BY 1, 2, 3, 4, 5`],
  ['SELECT rubric, month, agent, judged, clean, customer_judged, customer_clean, business_judged + compliance_judged, business_clean + compliance_clean FROM counted_month WHERE judged <> 0',
    `SELECT rubric, local_day / 100, agent, count(*), sum(failed = 0), sum(judged_in % 2), sum((judged_in & ~failed_in) % 2),
     sum((judged_in & 2) / 2 + (judged_in & 4) / 4), sum((judged_in & ~failed_in & 2) / 2 + (judged_in & ~failed_in & 4) / 4)
     FROM counted WHERE NOT loaded AND judged > 0 GROUP BY 1, 2, 3`],
  ['SELECT topic, interaction, agent, at_once, handed_right FROM resolved', 'SELECT topic, interaction, agent, at_once, handed_right FROM resolvable'],
  ['SELECT topic, day, calls, at_once, handed, handed_right FROM resolved_day WHERE calls > 0',
    'SELECT topic, day, count(*), sum(at_once), sum(handed), sum(handed_right) FROM resolvable GROUP BY 1, 2'],
];
const drift = () => kept.flatMap(([one, other]) => [[one, other], [other, one]])
  .map(([one, other]) => site.sql(`SELECT count(*) FROM (${one} EXCEPT ${other})`).trim()).join('');
const none = '0'.repeat(2 * kept.length);
check('trends: what is kept is what counts', drift() === none);
const hex = site.sql('SELECT lower(hex(interaction)) FROM counted ORDER BY at_ms DESC LIMIT 1').trim();
check('trends: there are sums to compare', Number(site.sql('SELECT count(*) FROM counted_month WHERE clean < judged').trim()) > 0);
const call = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const before = site.sql('SELECT count(*) FROM counted').trim(), whose = site.sql(`SELECT lower(hex(agent)) FROM interaction WHERE id = x'${hex}'`)
  .trim().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const figures = async () => { const t = (await site.ask('GET', `/api/v1/trends/${whose}`, { as: 'lead' })).json; return JSON.stringify([t.n, t.now, t.says, t.left_out]); };
const stood = await figures();
const mark = (await site.ask('POST', `/api/v1/interactions/${call}/marks`, { as: 'lead', json: { kind: 'tough', at_ms: 1, detail: null } })).json.id;
check('trends: a mark put afterwards moves no figure', site.sql('SELECT count(*) FROM counted').trim() === before && drift() === none && await figures() === stood);
await site.ask('DELETE', `/api/v1/marks/${mark}`, { as: 'lead' });
const scored = site.sql(`SELECT lower(hex(evaluation)) FROM counted WHERE interaction = x'${hex}'`).trim().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const voided = (await site.ask('POST', `/api/v1/evaluations/${scored}/void`, { as: 'lead', json: { reason: 'to see' } })).status;
check('trends: nor does a void of what was released', [200, 409].includes(voided) && site.sql('SELECT count(*) FROM counted').trim() === before && drift() === none && await figures() === stood, String(voided));
await finish(site);
