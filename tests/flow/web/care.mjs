// SPDX-License-Identifier: Apache-2.0
// Care: an agent presses, the lead on duty has it, and the call is hers, the lead's and nobody else's: in no
// list, queue, search, sample, list of disputes, coaching plan, calibration, event or export.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, check, finish } from './site.mjs';

const site = new Site();
writeFileSync(join(site.data, 'medlyss.ini'), 'care_move_min = 1\ncare_on_call = 08-123 45 67\n', { flag: 'a' });
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['nina', 'newhire', 'A'], ['maria', 'coach', 'A'], ['johan', 'coach', 'A'],
  ['tina', 'trainer', 'A'], ['bea', 'coach', 'B'], ['karin', 'quality', null], ['kim', 'quality', 'A'], ['disa', 'dpo', null], ['adam', 'admin', null],
  ['greger', 'guest', null]]) id[login] = site.user(login, role, team);
const [call, second, third, fourth, ...rest] = site.calls('anna', 'A', 9, 5000);
site.calls('omar', 'A', 2, 5000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const must = async (as, method, path, json) => {
  const r = await ask(as, method, path, json);
  if (r.status >= 300) throw new Error(`${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
const status = async (...args) => (await ask(...args)).status;
const others = ['omar', 'nina', 'johan', 'tina', 'bea', 'karin', 'kim', 'disa', 'adam', 'greger'];
const press = (kind, on = call, as = 'anna') => ask(as, 'POST', `interactions/${on}/marks`, { kind, at_ms: 0 });
const mine = async (on = call) => (await must('anna', 'GET', 'me/care')).mine.find(one => one.interaction === on);
const tasks = async as => (await must(as, 'GET', 'me/care')).tasks;
const keeper = () => site.run('medlyss-keeper', '--data', site.data, '--once');

// ---- a world in which the call lies everywhere -----------------------------------------------------
const WORD = 'Krusbärsgatan';
for (const one of [call, second, third, fourth]) await must('maria', 'PUT', `interactions/${one}/title`, { title: `${WORD} ${one.slice(-4)}` });
const team = (await must('karin', 'GET', 'teams')).rows.find(t => t.name === 'A').id;
const { id: list } = await must('karin', 'POST', 'lists', { title: 'L', why: '' });
await must('karin', 'POST', `lists/${list}/items`, { items: [{ interaction: call, from_ms: 0, to_ms: 0, why: '' }] });
for (const reader of ['omar', 'nina', 'bea', 'tina']) await must('karin', 'POST', `lists/${list}/readers`, { person: id[reader] });
await must('anna', 'PUT', `list_items/${(await must('karin', 'GET', `lists/${list}`)).items[0].id}/consent`, { consent: 'yes' });
const core = (await must('maria', 'GET', 'rubrics')).rows.find(f => f.key === 'core').id;
const coaching = (await must('johan', 'POST', 'coaching', { agent: id.anna, focus: 'Sammanfatta' })).id;
await must('johan', 'POST', `coaching/${coaching}/calls`, { interaction: call, at_ms: 5, why: 'här' });
const calibration = (await must('karin', 'POST', 'calibrations', { title: 'C', rubric_version: core, method: 'blind', due_ms: Date.now(),
  interactions: [call], raters: [id.bea, id.kim] })).id;
const rated = (await must('kim', 'POST', `calibrations/${calibration}/evaluations`, { interaction: call })).id;
const plan = (await must('karin', 'POST', 'sample_plans', { title: 'P', team, rubric_key: 'core', period: 'week', per_agent: true, take: 9,
  min_ms: 0, evaluators: [id.johan] }));
const drawn = async () => (await must('johan', 'GET', 'me/work')).rows.map(row => row.interaction.id);
check('the call was drawn', (await drawn()).includes(call));
await must('johan', 'POST', `interactions/${call}/notes`, { at_ms: 1, len_ms: 0, kind: 'keep', body: `bra ${WORD}` });
const scored = (await must('kim', 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })).id;
await must('kim', 'POST', `evaluations/${scored}/rest`, {});
for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await must('kim', 'PUT', `evaluations/${scored}/answers`, { question, option: 'ok' });
await must('kim', 'POST', `evaluations/${scored}/submit`, {});
await must('kim', 'POST', `evaluations/${scored}/release`, {});
await must('anna', 'POST', `evaluations/${scored}/dispute`, { question: 'greet', reason: WORD });
const draft = (await must('johan', 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })).id;
const open = await must('bea', 'POST', 'listenings', { interaction: call, reason: 'programme' });
check('it was heard by list, before', await site.ask('GET', open.audio, { as: 'bea' }).then(r => r.status) === 200);

// How many calls a list holds, as the page of all lists says and as its own page shows.
const counted = async as => [(await must(as, 'GET', 'lists')).rows.find(row => row.id === list).items, (await must(as, 'GET', `lists/${list}`)).items.length].join();
for (const as of ['karin', 'nina']) check(`a list holds one call, before (${as})`, await counted(as) === '1,1');

// Everything a person can reach by asking for what the answers name, as text.
async function crawl(as) {
  const got = new Map(), queue = ['me/feedback', 'me/listenings', 'me/consents', 'me/evaluations', 'me/work', 'me/asked', 'me/care', 'interactions',
    `interactions?q=${encodeURIComponent(WORD)}`, 'interactions?mark=tough', 'interactions?outcome=ended_abuse', `interactions?person=${id.anna}`,
    `interactions?person=${id.anna}&mark=tough`, `interactions?person=${id.anna}&q=krus`, `interactions?team=${team}`, 'calibrations', 'precedents?rubric=core',
    'sample_plans', 'disputes', 'disputes/outcomes', 'lists', 'coaching', 'health', 'severity', `sample_plans/${plan.id}`,
    `sample_draws/${plan.draws[0].id}/proof`, `evaluations/${scored}`, `evaluations/${draft}`, `evaluations/${rated}`, `evaluations/${scored}/compare`,
    `interactions/${call}`, `interactions/${call}/listenings`, `interactions/${call}/evaluations`, `interactions/${call}/rubrics`];
  while (queue.length) {
    const path = queue.shift();
    if (got.has(path)) continue;
    const r = await ask(as, 'GET', path);
    got.set(path, r.status < 300 ? String(r.bytes) : '');
    if (r.status >= 300) continue;
    const noun = { lists: 'lists', coaching: 'coaching', calibrations: 'calibrations', sample_plans: 'sample_plans' }[path];
    if (noun) queue.push(...(r.json.rows ?? []).map(row => `${noun}/${row.id}`));
    if (path === 'interactions') queue.push(...r.json.rows.map(row => `interactions/${row.id}`));
  }
  return [...got].filter(([path, text]) => text.includes(`${WORD} ${call.slice(-4)}`) || text.includes(`bra ${WORD}`)
    || (text.includes(call) && !/^sample_draws/.test(path))).map(([path]) => path);
}
check('before the press others meet it', (await crawl('karin')).length > 4 && (await crawl('johan')).length > 5, (await crawl('johan')).join());

// ---- nobody on duty ----------------------------------------------------------------------------------
const heard = {};
for (const who of [...others, 'maria', 'anna']) {
  heard[who] = [];
  void fetch(`http://localhost:${site.port}/api/v1/events`, { headers: { cookie: site.cookies[who] } }).then(async answer => {
    for await (const chunk of answer.body) heard[who].push(new TextDecoder().decode(chunk));
  }).catch(() => {});
}
await new Promise(done => setTimeout(done, 500));
check('the press is taken', (await press('tough')).status === 200);
const first = await mine();
check('nobody is on duty: it waits, and the number is told', first.kind === 'tough' && first.holder === null && (await must('anna', 'GET', 'me/care')).on_call === '08-123 45 67', JSON.stringify(first));
check('who coaches her sees that it waits', (await tasks('maria'))[0]?.agent.id === id.anna && (await tasks('johan')).length === 1);
for (const who of ['bea', 'karin', 'kim', 'tina', 'omar', 'adam', 'disa']) check(`${who} has no such task`, (await tasks(who)).length === 0);
for (const who of [...others, 'maria']) {
  const met = (await crawl(who)).filter(path => path !== 'me/care');
  check(`${who} meets the call nowhere`, met.length === 0, met.join(', '));
  check(`${who} cannot listen`, [403, 404].includes(await status(who, 'POST', 'listenings', { interaction: call, reason: 'review' })));
}
for (const as of ['karin', 'nina']) check(`both pages count the same (${as})`, await counted(as) === '0,0', await counted(as));
check('what was opened before is over', [403, 404, 410].includes(await site.ask('GET', open.audio, { as: 'bea' }).then(r => r.status)));
check('she sees it herself', (await ask('anna', 'GET', `interactions/${call}`)).json.care === true && (await crawl('anna')).includes('interactions'));
check('it is out of the sample', !(await drawn()).includes(call));
const shown = await must('karin', 'GET', `sample_plans/${plan.id}`);
check('its mark stands in no draw', !/tough/.test(JSON.stringify(shown)), JSON.stringify(shown).slice(0, 400));
check('nor in one drawn later', await must('karin', 'POST', `sample_plans/${plan.id}/draw`, { reason: 'om' }).then(() => must('karin', 'GET', `sample_plans/${plan.id}`))
  .then(p => p.draws.some(d => d.excluded.apart === 1) && !/tough/.test(JSON.stringify(p))));
const exported = String((await ask('karin', 'GET', `sample_draws/${(await must('karin', 'GET', `sample_plans/${plan.id}`)).draws[0].id}/export`)).bytes);
check('the export of a draw says that one is kept apart, and not why', /apart/.test(exported) && !/tough|threat|talk/.test(exported));
check('she does not score it herself', (await status('anna', 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind: 'self' })) === 409);
await new Promise(done => setTimeout(done, 500));
const told = who => heard[who].join('').split('\n\n').filter(e => e.includes(call)).map(e => /event: (.+)/.exec(e)?.[1]);
for (const who of others.filter(one => one !== 'johan')) check(`${who} hears of nothing`, told(who).length === 0, told(who).join());
check('who coaches her hears that it waits', told('maria').join() === 'care.asked' && told('johan').join() === 'care.asked', `${told('maria')} ${told('johan')}`);

// ---- taken, done --------------------------------------------------------------------------------------
const task = first.id;
for (const who of others.filter(one => one !== 'johan')) check(`${who} takes nothing`, (await status(who, 'POST', `care/${task}/take`, {})) === 404);
check('she does not take her own', (await status('anna', 'POST', `care/${task}/take`, {})) === 404);
check('a coach of hers takes it', (await status('maria', 'POST', `care/${task}/take`, {})) === 204);
check('the other has it no more', (await tasks('johan')).length === 0 && (await status('johan', 'POST', `care/${task}/take`, {})) === 404);
const now = await mine();
check('she sees who has it', now.holder.name === 'maria' && now.taken_ms > 0);
const seen = await ask('maria', 'GET', `interactions/${call}`);
check('who has it reads and hears it', seen.status === 200 && seen.json.care && seen.json.can.listen && seen.json.can.note && !seen.json.can.evaluate, String(seen.bytes).slice(0, 300));
check('with a reason, and a receipt', (await status('maria', 'POST', 'listenings', { interaction: call, reason: 'other', reason_text: 'stöd' })) === 200
  && (await must('anna', 'GET', `interactions/${call}/listenings`)).rows.some(row => row.person.name === 'maria'));
check('no list of hers holds it', (await crawl('maria')).filter(path => !/^me\/care$|^interactions\/|^me\/listenings/.test(path)).length === 0, (await crawl('maria')).join());
check('she scores it not', [403, 409].includes(await status('maria', 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })));
check('and names, sorts and gives it to nobody', (await status('maria', 'PUT', `interactions/${call}/title`, { title: 'x' })) === 403
  && (await status('maria', 'POST', `interactions/${call}/assign`, { agent: id.omar })) === 403);
for (const who of others) check(`${who} still meets it nowhere`, (await crawl(who)).length === 0, (await crawl(who)).join());
check('she says that it is done', (await status('maria', 'POST', `care/${task}/done`, {})) === 204 && (await tasks('maria')).length === 0);
check('and is not done twice', (await status('maria', 'POST', `care/${task}/done`, {})) === 409);
check('the call stays theirs', (await status('maria', 'GET', `interactions/${call}`)) === 200 && (await status('johan', 'GET', `interactions/${call}`)) === 404);

// ---- between the two ------------------------------------------------------------------------------------
check('the two write to each other, the task done though it is', (await status('anna', 'POST', `care/${task}/words`, { body: `Tack ${WORD}` })) === 204
  && (await status('maria', 'POST', `care/${task}/words`, { body: 'När du vill.' })) === 204 && (await status('maria', 'POST', `care/${task}/rests`, { minutes: 20 })) === 204);
for (const who of ['anna', 'maria']) {
  const both = await must(who, 'GET', `care/${task}`);
  check(`${who} reads it, and the rest`, both.words.map(one => one.author.name).join() === 'anna,maria' && both.rests[0].minutes === 20, JSON.stringify(both));
}
for (const who of others) check(`${who} reads none of it`, (await status(who, 'GET', `care/${task}`)) === 404 && (await status(who, 'POST', `care/${task}/words`, { body: 'x' })) === 404
  && (await status(who, 'POST', `care/${task}/rests`, { minutes: 1 })) === 404);
check('in no log', !(String((await ask('adam', 'GET', 'audit?limit=200')).bytes)).includes('care.'));
keeper();
check('a rest is there for fourteen days', (await must('anna', 'GET', `care/${task}`)).rests.length === 1);
site.sql(`UPDATE care_rest SET from_ms = from_ms - ${14 * 86400000 - 60000}`);
keeper();
check('to the last of them', (await must('anna', 'GET', `care/${task}`)).rests.length === 1);
site.sql('UPDATE care_rest SET from_ms = from_ms - 61000');
check('and no longer, for who asks', (await must('anna', 'GET', `care/${task}`)).rests.length === 0);
keeper();
check('nor in the house', site.sql('SELECT count(*) FROM care_rest').trim() === '0');

// ---- on duty ------------------------------------------------------------------------------------------
const at = Date.now();
for (const [address, of] of [['7001', 'A'], ['7002', 'A'], ['7003', 'B']]) await must('adam', 'POST', 'lines', { name: address, address, team: (await must('adam', 'GET', 'teams')).rows.find(t => t.name === of).id });
const seat = async (who, line, from, to) => {
  const r = await site.ask('POST', '/api/v1/shifts', { as: 'adam', body: `login,line,from,to,duty\n${who},${line},${from},${to},lead\n`, headers: { 'content-type': 'text/csv' } });
  if (r.status >= 300) throw new Error(`shift of ${who}: ${r.bytes}`);
};
await seat('bea', '7003', at - 3600000, at + 3600000);
check('ended over the line: the lead on duty of another team, while hers has none', (await status('anna', 'PUT', `interactions/${second}/outcome`, { outcome: 'ended_abuse' })) === 204
  && (await mine(second)).holder.name === 'bea' && (await mine(second)).kind === 'over');
check('she reads it, of another team though she is', (await status('bea', 'GET', `interactions/${second}`)) === 200 && (await status('bea', 'GET', `interactions/${call}`)) === 404);
await must('bea', 'POST', `care/${(await mine(second)).id}/take`, {});
await seat('maria', '7001', at - 1800000, at + 3600000);
await seat('johan', '7002', at - 900000, at + 3600000);
await press('talk', third);
check('her own team’s before another’s', (await mine(third)).holder.name === 'maria');
check('nobody writes before somebody has taken it', (await ask('anna', 'POST', `care/${(await mine(third)).id}/words`, { body: 'x' })).status === 409
  && (await status('maria', 'GET', `care/${(await mine(third)).id}`)) === 404);
check('one who was asked sees it before she takes it', (await status('maria', 'GET', `interactions/${third}`)) === 200);
check('a talk is out of the sample and in no list', !(await drawn()).includes(third) && !(await must('johan', 'GET', 'me/asked')).rows.length && (await status('johan', 'GET', `interactions/${third}`)) === 404);
keeper();
check('nothing moves before its time', (await mine(third)).holder.name === 'maria');
site.sql(`UPDATE care SET asked_ms = asked_ms - 60000 WHERE taken_ms IS NULL`);
keeper();
check('after the minutes of the setting the next one has it', (await mine(third)).holder.name === 'johan' && (await tasks('maria')).length === 0 && (await tasks('johan')).length === 1);
check('and who did not answer sees the call no more', (await status('maria', 'GET', `interactions/${third}`)) === 404 && (await status('johan', 'GET', `interactions/${third}`)) === 200);

// ---- taken back ---------------------------------------------------------------------------------------
const marks = (await must('anna', 'GET', `interactions/${third}`)).marks;
check('she takes her mark back', (await status('anna', 'DELETE', `marks/${marks.find(m => m.kind === 'talk').id}`)) === 204);
check('then it is a call like any other', (await mine(third)) === undefined && (await status('bea', 'GET', `interactions/${third}`)) === 404
  && (await must('kim', 'GET', `interactions/${third}`)).care === false && (await tasks('johan')).length === 0);
check('so with how it ended', (await status('anna', 'PUT', `interactions/${second}/outcome`, { outcome: 'solved' })) === 204 && (await mine(second)) === undefined);
await press('tough', fourth);
await press('threat', fourth);
check('the graver press wins, and it is one task', (await mine(fourth)).kind === 'threat' && (await must('anna', 'GET', 'me/care')).mine.filter(one => one.interaction === fourth).length === 1);
check('a threat is under a legal hold at once', site.sql(`SELECT hold FROM interaction WHERE id = x'${fourth.replaceAll('-', '')}'`).trim() === '1');
const [threat] = (await must('anna', 'GET', `interactions/${fourth}`)).marks.filter(m => m.kind === 'threat');
const kept = await ask('anna', 'DELETE', `marks/${threat.id}`);
check('and its mark is not taken away', kept.status === 403 && /kept as evidence/.test(kept.json.text));
check('a coach’s own mark on a call of others closes nothing', (await status('maria', 'POST', `interactions/${rest[0]}/marks`, { kind: 'tough', at_ms: 0 })) === 200
  && (await must('kim', 'GET', `interactions/${rest[0]}`)).care === false);
check('pressed anew after it was done, it is asked anew', (await press('talk')).status === 200 && (await mine()).done_ms === null && (await mine()).holder.name === 'maria');

const faults = site.verify().split('\n').filter(line => line && !/"wrong":"(recording|support task)"/.test(line));
check('the audit chain verifies', !faults.length, faults.join());
await finish(site);
