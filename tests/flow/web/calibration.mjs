// SPDX-License-Identifier: Apache-2.0
// Five raters score two calls blind, see each other's answers, agree, and leave a precedent: who may
// see and hear what and when, the figures, the database's own refusals, the audit.
import { execFileSync } from 'node:child_process';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['maria', 'coach', 'A'], ['eva', 'coach', 'A'],
  ['bo', 'coach', 'B'], ['per', 'coach', 'B'], ['ulf', 'coach', 'B'], ['kim', 'quality', null], ['karin', 'quality', null], ['dan', 'dpo', null]])
  id[login] = site.user(login, role, team);
const [call, second, tough, third] = site.calls('anna', 'A', 4, 5000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const get = async (as, path) => (await ask(as, 'GET', path)).json;
const status = async (...args) => (await ask(...args)).status;
const raters = ['maria', 'eva', 'bo', 'per', 'kim'];

// ---- opening one ------------------------------------------------------------------------------
const core = (await get('maria', 'rubrics')).rows.find(f => f.key === 'core').id;
const due_ms = Date.now() + 7 * 86_400_000;
const wish = (more = {}) => ({ title: 'Oktober', rubric_version: core, method: 'blind', due_ms, interactions: [call, second],
  raters: raters.map(one => id[one]), ...more });
const open = (as, more) => ask(as, 'POST', 'calibrations', wish(more));
check('a coach opens none', (await open('maria')).status === 403);
await ask('eva', 'POST', `interactions/${tough}/marks`, { kind: 'tough', at_ms: 5, detail: null });
check('a tough call is not calibrated on', (await open('kim', { interactions: [tough] })).status === 409);
check('an agent rates in none', (await open('kim', { raters: [id.omar, id.maria] })).status === 422);
check('one rater is too few', (await open('kim', { raters: [id.maria] })).status === 422);
check('a call that is not there is not there', (await open('kim', { interactions: [core] })).status === 404);
check('a reference needs its expert', (await open('kim', { method: 'reference' })).status === 422);
check('one of the raters', (await open('kim', { method: 'reference', expert: id.karin })).status === 422);
const made = await open('kim');
check('the quality lead opens one', made.status === 200 && made.json.state === 'open', String(made.bytes));
const s = made.json.id;
const path = `calibrations/${s}`;

// ---- who sees and hears it --------------------------------------------------------------------
const none = await ask('ulf', 'GET', `calibrations/${call}`);
const unseen = await ask('ulf', 'GET', path);
check('it does not exist for a coach who is not in it', unseen.status === 404 && String(unseen.bytes) === String(none.bytes), String(unseen.bytes));
check('nor for the agent, whoever she is', (await status('anna', 'GET', path)) === 403);
check('another quality lead sees that it is there', (await get('karin', path)).title === 'Oktober');
check('a rater finds it, with what waits for her', (await get('bo', 'calibrations')).rows.map(r => `${r.mine}/${r.of}`).join() === '2/10');
check('one who is not in it finds nothing', (await get('ulf', 'calibrations')).rows.length === 0);
const listen = (as, reason, on = call) => ask(as, 'POST', 'listenings', { interaction: on, reason });
check('a rater of another team hears it, for that reason', (await listen('bo', 'calibration')).status === 200);
check('and for no other', (await listen('bo', 'review')).status === 403);
check('nor anything else of that team\'s', (await listen('bo', 'calibration', third)).status === 404);
check('her colleague does not', (await listen('ulf', 'calibration')).status === 404);
const page = await get('bo', `interactions/${call}`);
check('she sees the call without what was said of it', page.can.listen && !page.can.note && !page.can.evaluate && page.notes.length === 0 && page.caller === null, JSON.stringify(page.can));
check('the agent sees who listened, and why', (await get('anna', 'me/listenings')).rows.some(l => l.person.id === id.bo && l.reason === 'calibration'));

// ---- blind ------------------------------------------------------------------------------------
const begin = (as, on = call) => ask(as, 'POST', `${path}/evaluations`, { interaction: on });
check('who leads and does not rate has no form', (await begin('karin')).status === 403);
const forms = {};
for (const who of raters) for (const on of [call, second]) forms[`${who}${on}`] = (await begin(who, on)).json.id;
check('asked again it is the same form', (await begin('bo')).json.id === forms[`bo${call}`]);
const e = forms[`maria${call}`];
check('it is of its own kind', ((await get('maria', `evaluations/${e}`)).kind) === 'calibration');
check('and in nobody\'s way: a coach begins her own of the same call', (await ask('maria', 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })).status === 200);
const put = (as, on, question, option, more = {}) => ask(as, 'PUT', `evaluations/${forms[as + on]}/answers`, { question, option, ...more });
const criticals = ['c_identity', 'c_harm', 'c_dignity', 'c_promise'];
async function score(who, on, answers) {
  for (const [question, option, more] of answers) await put(who, on, question, option, more);
  await ask(who, 'POST', `evaluations/${forms[who + on]}/rest`, {});
  for (const question of criticals) await put(who, on, question, 'ok');
  return ask(who, 'POST', `evaluations/${forms[who + on]}/submit`);
}
const said = { // the same to one question, far apart on another
  maria: [['greet', 'clear'], ['balance', 'clear', { comment: 'Personlig hela vägen.', at_ms: 2000, len_ms: 1500 }], ['wait', 'na']],
  eva: [['greet', 'clear'], ['balance', 'not_yet', { comment: 'Läser innantill.', at_ms: 2500, len_ms: 0 }], ['wait', 'na']],
  bo: [['greet', 'clear'], ['balance', 'partly'], ['wait', 'clear']],
  per: [['greet', 'clear'], ['balance', 'not_yet'], ['wait', 'na']],
  kim: [['greet', 'clear'], ['balance', 'clear'], ['wait', 'na']],
};
for (const who of raters) for (const on of [call, second]) if (who !== 'kim' || on !== second) {
  const r = await score(who, on, said[who]);
  check(`${who} hands in`, r.status === 200 && r.json.state === 'submitted', String(r.bytes));
}
for (const who of ['kim', 'karin', 'maria']) {
  const seen = await ask(who, 'GET', path);
  check(`until all are in ${who} sees how many, and no answer`, seen.json.in === 9 && seen.json.of === 10 && !seen.json.questions && !seen.json.figures &&
    !/Personlig hela|innantill|"touched"|total_ppm/.test(String(seen.bytes)), String(seen.bytes).slice(0, 300));
}
for (const who of ['kim', 'karin', 'eva', 'bo', 'anna', 'dan']) {
  const seen = await ask(who, 'GET', `evaluations/${e}`), missing = await ask(who, 'GET', `evaluations/${call}`);
  check(`maria's form does not exist for ${who}`, seen.status === 404 && String(seen.bytes) === String(missing.bytes), String(seen.bytes));
}
check('nor among what is said of the call', !(await get('karin', `interactions/${call}/evaluations`)).rows.some(r => r.kind === 'calibration'));
check('it is never sent to the agent', (await status('maria', 'POST', `evaluations/${e}/release`, {})) === 403);
check('nor voided', (await status('maria', 'POST', `evaluations/${e}/void`, { reason: 'x' })) === 409);
check('nothing is agreed on before', (await status('kim', 'POST', `${path}/precedents`, { interaction: call, question: 'balance', option: 'partly', why: 'x' })) === 409);
check('a coach reveals nothing', (await status('maria', 'POST', `${path}/reveal`, {})) === 403);

// ---- revealed ---------------------------------------------------------------------------------
await score('kim', second, said.kim);
const told = await get('maria', path);
check('the last one in reveals', told.state === 'revealed' && told.in === 10 && told.revealed_ms > 0);
const first = told.questions[0];
check('worst first', first.question === 'balance' && first.apart === 0.6, JSON.stringify([first.question, first.apart]));
check('then the one off the scale', told.questions[2].question === 'wait' && Math.abs(told.questions[2].apart - 0.4) < 1e-9);
check('with every rater\'s answer, words and place', first.answers.length === 5 && first.answers.find(a => a.person === id.maria).comment === 'Personlig hela vägen.' &&
  first.answers.find(a => a.person === id.eva).at_ms === 2500, JSON.stringify(first.answers));
check('what was confirmed with the rest is marked', told.questions.find(q => q.question === 'let_finish').answers.every(a => !a.touched));
check('what all said is agreed', told.questions.find(q => q.question === 'greet').agreed === 'clear' && first.agreed === null);
const here = told.figures.here.questions.find(q => q.question === 'balance');
const points = { clear: 2, partly: 1, not_yet: 0 };
const ratings = raters.map(who => { const p = points[said[who].find(a => a[0] === 'balance')[1]]; return [p, p]; });
const stat = (name, options, data) => JSON.parse(execFileSync(`${bin}/medlyss`, ['stat', name, ...options], { input: JSON.stringify(data), encoding: 'utf8' }));
const ac2 = stat('ac2', ['--weights', 'ordinal'], { ratings });
check('AC2 is the command line\'s', Math.abs(here.gwet.value - ac2.estimate) < 1e-12, `${here.gwet.value} ${ac2.estimate}`);
check('the share of pairs that say the same is counted', Math.abs(here.same - 0.2) < 1e-12 && here.calls === 2, JSON.stringify(here));
check('no word is said of two calls', told.figures.all.questions.every(q => !q.unclear));
check('nor of how mild anybody is: maria hears of herself, and that it is too early', told.severity.length === 1 && told.severity[0].person === id.maria &&
  told.severity[0].milder.value === null && told.severity[0].milder.n === 2, JSON.stringify(told.severity));
check('the quality lead of all five', (await get('karin', path)).severity.length === 5);
const strict = async as => (await ask(as, 'GET', 'severity?rubric=core'));
check('over time too maria reads of herself alone', (await strict('maria')).json.rows.map(r => `${r.person.id} ${r.milder.value} ${r.milder.n}`).join() === `${id.maria} null 2`, String((await strict('maria')).bytes));
check('the quality lead of all five, by name', (await strict('karin')).json.rows.map(r => r.person.name).join() === 'bo,eva,kim,maria,per', String((await strict('karin')).bytes));
check('a coach who did not rate, of nobody', (await strict('ulf')).json.rows.length === 0);
check('an agent and the DPO have no such page', (await strict('anna')).status === 403 && (await strict('dan')).status === 403);
check('a form that is not there is not there', (await ask('karin', 'GET', 'severity?rubric=nej')).status === 404);
check('nobody answers after seeing the others', (await put('maria', call, 'greet', 'partly')).status === 409);

// ---- agreed -----------------------------------------------------------------------------------
const agree = (as, more = {}) => ask(as, 'POST', `${path}/precedents`, { interaction: call, question: 'balance', option: 'partly', why: 'Personlig i början, sedan innantill.', at_ms: 2500, len_ms: 0, ...more });
check('a coach does not decide', (await agree('maria')).status === 403);
check('a why is needed', (await agree('kim', { why: '' })).status === 422);
check('on the scale', (await agree('kim', { option: 'often' })).status === 422);
check('of this calibration', (await agree('kim', { interaction: third })).status === 404);
check('agreed', (await agree('kim', { option: 'clear' })).status === 200);
const again = (await agree('kim')).json;
const settled = again.questions.find(q => q.question === 'balance' && q.interaction === call);
check('and agreed anew: the later one holds', settled.agreed === 'partly' && settled.precedent.value === 'partly', JSON.stringify(settled));
const guidance = as => get(as, 'precedents?rubric=core');
const [one, ...more] = (await guidance('ulf')).rows;
check('whoever scores with the form reads it', more.length === 0 && one.question === 'balance' && one.why.startsWith('Personlig'), JSON.stringify(one));
check('but not in which call, unless she may hear it', one.interaction === null && one.at_ms === null && (await guidance('eva')).rows[0].at_ms === 2500);
check('so does an agent who scores herself', (await guidance('omar')).rows[0].interaction === null);

// ---- closed -----------------------------------------------------------------------------------
check('closed', (await ask('kim', 'POST', `${path}/close`, {})).json.state === 'closed');
check('once', (await status('kim', 'POST', `${path}/close`, {})) === 409);
check('nothing more is agreed on', (await agree('kim')).status === 409);
check('the call is closed with it to whom it was not theirs', (await listen('bo', 'calibration')).status === 404 && (await get('bo', path)).calls[0].agent === null);
check('the precedent stays', (await guidance('eva')).rows.length === 1);
check('until it is retired', (await status('kim', 'DELETE', `precedents/${one.id}`)) === 204 && (await guidance('eva')).rows.length === 0);
check('once', (await status('kim', 'DELETE', `precedents/${one.id}`)) === 409);
const refuses = text => { try { site.sql(text); return false; } catch { return true; } };
for (const text of ["UPDATE calibration_session SET state = 'open'", "UPDATE calibration_session SET title = 'x'", 'DELETE FROM calibration_session',
  'DELETE FROM calibration_rater', 'UPDATE calibration_score SET person = person', "UPDATE precedent SET why = 'x'", 'DELETE FROM precedent',
  "UPDATE evaluation SET state = 'released' WHERE kind = 'calibration'", "UPDATE precedent SET retired_ms = NULL"])
  check(`the database itself refuses: ${text}`, refuses(text));
check('an agent\'s own statistics know nothing of it', (await get('anna', 'me/evaluations')).rows.length === 0);

// ---- the other two methods --------------------------------------------------------------------
const key = (await open('kim', { method: 'reference', expert: id.eva, interactions: [third], raters: [id.eva, id.bo], title: 'Facit' })).json;
const hexed = one => `x'${one.replaceAll('-', '')}'`;
site.sql(`INSERT OR IGNORE INTO evaluation_seen (viewer, interaction, at_ms) VALUES (${hexed(id.bo)}, ${hexed(third)}, 1)`);
for (const [who, option] of [['eva', 'not_yet'], ['bo', 'clear']]) {
  forms[who + third] = (await ask(who, 'POST', `calibrations/${key.id}/evaluations`, { interaction: third })).json.id;
  await score(who, third, [['balance', option]]);
}
const compared = await get('bo', `calibrations/${key.id}`);
check('a reference: the expert\'s answer is the one compared with', compared.questions[0].agreed === 'not_yet' && compared.figures.here.raters === 1, JSON.stringify(compared.questions[0]));
check('who had read another\'s score is not blind, and that is said', compared.raters.find(r => r.id === id.bo).informed === 1, JSON.stringify(compared.raters));
const group = (await open('kim', { method: 'group', interactions: [third], raters: [id.maria, id.bo], title: 'Tillsammans' })).json;
check('a group: one holds the pen', (await status('bo', 'POST', `calibrations/${group.id}/evaluations`, { interaction: third })) === 403 && group.of === 1);
check('the others hear the call', (await listen('bo', 'calibration', third)).status === 200);
check('an open one can be put away, and is never revealed', (await ask('kim', 'POST', `calibrations/${group.id}/close`, {})).json.revealed_ms === null);
check('with nobody in there is nothing to reveal', (await status('kim', 'POST', `calibrations/${(await open('kim', { title: 'Tom' })).json.id}/reveal`, {})) === 409);

// ---- ten calls: how strict, with its interval --------------------------------------------------
// A reference of ten: maria is one step of two below the key on every other call in one of 17 answers, so
// 50/17 % of the scale below on five calls and 0 on five: mean -1.4706, squares 21.626. One call more is imagined a
// step (50/17 = 2.9412) away, squares 8.651: se = sqrt(30.277 / 8 / 10) = .6152, t(8) 2.3060, interval +-1.4186.
const ten = site.calls('omar', 'A', 10, 5000);
const measured = (await open('kim', { method: 'reference', expert: id.eva, interactions: ten, raters: [id.eva, id.ulf], title: 'Tio' })).json;
for (const [k, on] of ten.entries())
  for (const who of ['eva', 'ulf']) {
    forms[who + on] = (await ask(who, 'POST', `calibrations/${measured.id}/evaluations`, { interaction: on })).json.id;
    await score(who, on, [['balance', who === 'ulf' && k % 2 ? 'partly' : 'clear']]);
  }
const { value, lo, hi, n } = (await strict('ulf')).json.rows[0].milder;
const apart = (got, want) => Math.abs(got - want) < 5e-4;
check('of ten calls it is said, with n and the interval worked out by hand', n === 10 && apart(value, -1.4706) && apart(lo, -2.8892) && apart(hi, -0.0520), JSON.stringify({ value, lo, hi, n }));
check('to ulf alone of the coaches', (await strict('ulf')).json.rows.length === 1 && (await strict('maria')).json.rows.every(r => r.person.id === id.maria));

// ---- the log ----------------------------------------------------------------------------------
const steps = (await get('dan', `audit?object=${s}`)).rows.map(r => r.event).sort();
check('each step is in the log, once', steps.join() === 'calibration.closed,calibration.opened,calibration.revealed', steps.join());
await finish(site);
