// SPDX-License-Identifier: Apache-2.0
// A plan draws, a coach hears, an agent withdraws, a lead draws again; each draw is made again from
// its seed and frame, and a seed that was changed is found.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['sara', 'newhire', 'A'], ['maria', 'coach', 'A'],
  ['bo', 'coach', 'B'], ['kim', 'quality', null], ['dan', 'dpo', null], ['ada', 'admin', null]]) id[login] = site.user(login, role, team);
const blob = text => `x'${text.replaceAll('-', '')}'`;
const annas = site.calls('anna', 'A', 12, 5000);
site.calls('omar', 'A', 2, 5000);
site.calls('sara', 'A', 3, 5000);
site.calls('anna', 'A', 1); // without sound
site.sql(`UPDATE interaction SET language = 'fi' WHERE id = ${blob(annas[0])}`);
site.sql(`UPDATE interaction SET load_mark = 'Snö' WHERE id = ${blob(annas[1])}`);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const status = async (...args) => (await ask(...args)).status;
const cli = (...args) => spawnSync(join(bin, 'medlyss-scoring'), ['sample', ...args, '--data', site.data], { encoding: 'utf8' });
const keeper = () => site.run('medlyss-keeper', '--data', site.data, '--once');
await ask('anna', 'POST', `interactions/${annas[2]}/marks`, { kind: 'tough', at_ms: 5, detail: null });

// ---- before it is saved -----------------------------------------------------------------------
const team = (await ask('kim', 'GET', 'teams')).json.rows.find(t => t.name === 'A').id;
const buys = (await ask('kim', 'GET', `sample_precision?team=${team}&period=week&take=3&per_agent=1`)).json;
check('what a plan buys is told before it is saved, and from what',
  buys.sd === 12 && buys.sd_from === 'default' && buys.agents === 2 && buys.group.drawn > 0 && buys.group.margin_points >= 0, JSON.stringify(buys));
const want = { title: 'Lag A', team, rubric_key: 'core', period: 'week', per_agent: true, take: 3, min_ms: 30000, evaluators: [id.maria] };
check('a coach makes no plan', (await status('maria', 'POST', 'sample_plans', want)) === 403);
check('an agent hears for no plan', (await status('kim', 'POST', 'sample_plans', { ...want, evaluators: [id.anna] })) === 422);
check('a rubric nobody published is refused', (await status('kim', 'POST', 'sample_plans', { ...want, rubric_key: 'hearsay' })) === 422);

// ---- drawn at once ----------------------------------------------------------------------------
const made = await ask('kim', 'POST', 'sample_plans', want);
check('a plan is saved', made.status === 200, String(made.bytes));
const plan = made.json.id;
const first = made.json.draws[0];
check('and draws at once', first.drawn === 5 && first.short_of === 1 && first.eligible === 11, JSON.stringify(first));
check('what it left out, and why', JSON.stringify(first.excluded) === JSON.stringify({ apart: 1, load: 1, newhire: 3, no_evaluator_for_language: 1, no_sound: 1 }), JSON.stringify(first.excluded));
const cover = rows => Object.fromEntries(rows.map(c => [c.agent.name, `${c.drawn}/${c.wanted} short ${c.shortfall}`]));
check('coverage, agent by agent', JSON.stringify(cover(made.json.coverage)) === JSON.stringify({ anna: '3/3 short 0', omar: '2/3 short 1' }), JSON.stringify(made.json.coverage));
check('another team\'s coach knows nothing of it', (await status('bo', 'GET', `sample_plans/${plan}`)) === 404);
check('the DPO sees it', (await status('dan', 'GET', `sample_plans/${plan}`)) === 200);

// ---- heard ------------------------------------------------------------------------------------
const work = async () => (await ask('maria', 'GET', 'me/work')).json;
const before = await work();
check('the coach has her work', before.left === 5 && before.rows.length === 5 && before.paused === null && before.waiting_ms > 0, JSON.stringify(before).slice(0, 300));
check('without a measure on any row', !/measure|talk_ms|overtalk|silence|gaps/.test(JSON.stringify(before)));
check('nobody else has it', (await ask('bo', 'GET', 'me/work')).json.left === 0);
const core = (await ask('maria', 'GET', 'rubrics')).json.rows.find(f => f.key === 'core').id;
const begin = (as, call, json) => ask(as, 'POST', `interactions/${call}/evaluations`, json);
const one = before.rows.find(r => r.interaction.agent.id === id.anna);
check('nobody calls her own choice a random one', (await begin('maria', one.interaction.id, { rubric_version: core, kind: 'standard', selection: 'random' })).status === 403);
check('nor by another call\'s draw', (await begin('maria', before.rows.find(r => r !== one).interaction.id, { item: one.item })).status === 422);
check('nor by another\'s', (await begin('kim', one.interaction.id, { item: one.item })).status === 403);
const e = (await begin('maria', one.interaction.id, { item: one.item })).json;
check('a drawn call is scored as random, by the plan\'s form', e.selection === 'random' && e.rubric.key === 'core' && e.kind === 'standard', JSON.stringify(e).slice(0, 200));
await ask('maria', 'POST', `evaluations/${e.id}/rest`, {});
for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await ask('maria', 'PUT', `evaluations/${e.id}/answers`, { question, option: 'ok' });
check('handed in', (await ask('maria', 'POST', `evaluations/${e.id}/submit`)).json.state === 'submitted');
const after = await work();
check('then it is heard', after.left === 4 && after.heard_today === 1 && after.coverage.find(c => c.agent.id === id.anna).heard === 1, JSON.stringify(after.coverage));
check('and is not asked for twice', (await begin('maria', one.interaction.id, { item: one.item })).status === 409);

// ---- "do not use this call" -------------------------------------------------------------------
const gone = after.rows.find(r => r.interaction.agent.id === id.anna).interaction.id;
check('a coach does not say it for her', (await status('maria', 'POST', `interactions/${gone}/marks`, { kind: 'withdrawn', at_ms: 0 })) === 403);
const mark = await ask('anna', 'POST', `interactions/${gone}/marks`, { kind: 'withdrawn', at_ms: 0 });
check('the agent does', mark.status === 200, String(mark.bytes));
const then = await work();
check('another call of hers stands in', then.left === 4 && !then.rows.some(r => r.interaction.id === gone) && then.rows.filter(r => r.stands_in).length === 1, JSON.stringify(then.rows.map(r => r.stands_in)));
check('the coach does not take it back', (await status('maria', 'DELETE', `marks/${mark.json.id}`)) === 403);
check('it is not scored', (await begin('maria', gone, { rubric_version: core, kind: 'standard', selection: 'targeted' })).status === 409);

// ---- the same calls again ---------------------------------------------------------------------
const proof = (await ask('maria', 'GET', `sample_draws/${first.id}/proof`)).json;
check('seed and frame give the same calls, replacements too', proof.proven === true && proof.seed === first.seed && proof.drawn === 5, JSON.stringify(proof));
check('the command line says so too', cli('prove', first.id).status === 0 && JSON.parse(cli('prove', first.id).stdout).proven === true);
const frame = site.sql(`SELECT frame FROM sample_draw WHERE id = ${blob(first.id)}`);
check('the frame holds ids, lengths and hours, no names', !/anna|omar|sara/i.test(frame));

// ---- drawn again ------------------------------------------------------------------------------
check('a redraw wants a reason', (await status('kim', 'POST', `sample_plans/${plan}/draw`, {})) === 422);
check('a coach does not draw', (await status('maria', 'POST', `sample_plans/${plan}/draw`, { reason: 'x' })) === 403);
const again = (await ask('kim', 'POST', `sample_plans/${plan}/draw`, { reason: 'Fel veckoplan.' })).json;
check('it is a draw of its own, counted, with its reason', again.draws.length === 2 && again.draws[0].number === 1 && again.draws[0].redraw_of === first.id && again.draws[0].reason === 'Fel veckoplan.' && !again.draws[1].standing, JSON.stringify(again.draws.map(d => d.number)));
check('what was heard stays heard and is not drawn again', again.draws[1].heard === 1 && again.draws[0].excluded.heard === 1);
check('both draws are proven', cli('prove').status === 0 && cli('prove').stdout.trim().split('\n').length === 2, cli('prove').stdout);

// ---- a storm ----------------------------------------------------------------------------------
const storm = (await ask('kim', 'POST', 'load_windows', { name: 'Snöstorm', says: 'Lugn', from_ms: Date.now() - 1000, to_ms: null })).json.id;
check('drawing pauses in a load window', (await status('kim', 'POST', `sample_plans/${plan}/draw`, { reason: 'x' })) === 409);
check('the coach sees why', (await work()).paused === 'Snöstorm');
// Changes what a guard keeps; the guard is there again afterwards, for a house without it is not opened.
const tamper = (guard, text) => site.sql(`DROP TRIGGER ${guard}; ${text}; ${site.sql(`SELECT sql FROM sqlite_schema WHERE name = '${guard}'`)}`);
const refuses = text => { try { site.sql(text); return false; } catch { return true; } };
check('no program changes a draw', refuses('UPDATE sample_draw SET seed = \'x\'') && refuses('DELETE FROM sample_draw'));
check('nor what was drawn', refuses('UPDATE sample_item SET due_ms = 1') && refuses('DELETE FROM sample_item') && refuses('UPDATE sample_item SET state = \'waiting\' WHERE state = \'heard\''));
check('but it may be handed to somebody else', !refuses("UPDATE sample_item SET evaluator = evaluator WHERE state = 'waiting'"));
check('nor a plan', refuses('UPDATE sample_plan SET take = 1') && refuses('DELETE FROM sample_plan'));
tamper('sample_item_stays', "UPDATE sample_item SET due_ms = drawn_ms WHERE state = 'waiting'");
keeper();
check('nothing expires in it', (await work()).left === 5, String((await work()).left));
await ask('kim', 'PUT', `load_windows/${storm}`, { name: 'Snöstorm', says: 'Lugn', from_ms: Date.now() - 1000, to_ms: Date.now() });
site.sql('UPDATE load_window SET from_ms = 1, to_ms = 2');
keeper();
const ended = (await ask('kim', 'GET', `sample_plans/${plan}`)).json;
check('then what was not heard is the plan\'s shortfall', (await work()).left === 0 && ended.draws[0].expired === 5 && ended.coverage.find(c => c.agent.name === 'anna').expired === 3, JSON.stringify(ended.coverage));
check('an expired sample is not scored as random', (await begin('maria', then.rows[0].interaction.id, { item: then.rows[0].item })).status === 409);

// ---- tampering --------------------------------------------------------------------------------
tamper('sample_draw_stays', `UPDATE sample_draw SET seed = 'another' WHERE id = ${blob(first.id)}`);
const forged = cli('prove', first.id);
check('a seed that was changed is found', forged.status === 1 && JSON.parse(forged.stdout).proven === false, forged.stdout + forged.stderr);
check('by the page too', (await ask('dan', 'GET', `sample_draws/${first.id}/proof`)).json.proven === false);
tamper('sample_draw_stays', `UPDATE sample_draw SET frame = replace(frame, '"minute":0', '"minute":1') WHERE id = ${blob(again.draws[0].id)}`);
check('a frame that was changed is found', /frame is not/.test(cli('prove', again.draws[0].id).stdout), cli('prove', again.draws[0].id).stdout);

// ---- retired, and the log ---------------------------------------------------------------------
check('a plan is retired once', (await status('kim', 'PUT', `sample_plans/${plan}/retire`, {})) === 200 && (await status('kim', 'PUT', `sample_plans/${plan}/retire`, {})) === 409);
check('and draws no more', (await status('kim', 'POST', `sample_plans/${plan}/draw`, { reason: 'x' })) === 409);

// ---- one call, several plans ------------------------------------------------------------------
const planned = async (title, more) => (await ask('kim', 'POST', 'sample_plans', { ...want, title, take: 12, ...more })).json;
const twins = [await planned('Ena', {}), await planned('Andra', { evaluators: [id.maria, id.kim] }), await planned('Svåra', { rubric_key: 'difficult' })];
const joint = await work();
const calls = new Set(joint.rows.map(r => r.interaction.id));
const shared = joint.rows.find(r => r.also.length === 2 && r.form.key === 'core');
check('a call in several plans stands once, with each plan and its form', joint.left === calls.size && joint.rows.length === calls.size && shared &&
  [shared, ...shared.also].map(r => `${r.plan.title}:${r.form.key}`).sort().join() === 'Andra:core,Ena:core,Svåra:difficult', JSON.stringify(joint.rows.map(r => [r.plan.title, r.also.length])));
const both = (await begin('maria', shared.interaction.id, { item: shared.item })).json;
await ask('maria', 'POST', `evaluations/${both.id}/rest`, {});
for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await ask('maria', 'PUT', `evaluations/${both.id}/answers`, { question, option: 'ok' });
check('handed in once', (await ask('maria', 'POST', `evaluations/${both.id}/submit`)).json.state === 'submitted');
const remains = (await work()).rows.find(r => r.interaction.id === shared.interaction.id);
const told = async p => (await ask('kim', 'GET', `sample_plans/${p.id}`)).json;
check('it counts in both plans of that form, and the other form still waits', remains?.form.key === 'difficult' && remains.also.length === 0 &&
  (await told(twins[0])).heard === 1 && (await told(twins[1])).heard === 1 && (await told(twins[2])).heard === 0, JSON.stringify(remains));

// ---- who was to hear it leaves ----------------------------------------------------------------
const waits = (await told(twins[1])).waiting;
check('nobody is missing yet', (await told(twins[2])).left === 0 && (await ask('kim', 'GET', 'me/work')).json.rows.every(r => r.plan.title === 'Andra'));
check('the coach leaves', (await status('ada', 'PUT', `people/${id.maria}`, { state: 'left' })) < 300);
check('what waits for her is told to the quality lead', (await told(twins[2])).left === (await told(twins[2])).waiting && (await told(twins[2])).left > 0);
keeper();
const handed = (await ask('kim', 'GET', 'me/work')).json;
check('where the plan has another, it waits for her instead', (await told(twins[1])).left === 0 && handed.rows.length === waits, `${handed.rows.length} of ${waits}`);
check('where it has none, it is still told', (await told(twins[2])).left > 0);
const log = async object => (await ask('dan', 'GET', `audit?object=${object}`)).json.rows.map(r => r.event).join();
check('each step is in the log', (await log(plan)) === 'sample_plan.retired,sample_plan.added' && (await log(first.id)) === 'sample.drawn', `${await log(plan)} ${await log(first.id)}`);
const faults = site.verify().split('\n').filter(l => l.includes('"wrong":'));
check('the chain verifies', !faults.some(l => l.includes('"wrong":"audit"')), faults.join());
check('and the draws that were tampered with above are named, by row and by the chain', faults.filter(l => l.includes('"wrong":"draw"')).length === 3, faults.join());
// ---- a stranger -------------------------------------------------------------------------------
// redraw.mjs was written from docs/sampling.md and knows nothing of the program.
const { redraw } = await import('../../redraw.mjs');
const all = (await ask('kim', 'GET', `sample_plans/${plan}`)).json.draws;
const whole = await Promise.all(all.map(async d => (await ask('kim', 'GET', `sample_draws/${d.id}/export`)).json));
check('every draw is handed out whole, and a stranger makes it again by the document', whole.length > 1 && whole.every(d => {
  const again = redraw(d);
  return again.sha256 === d.frame.sha256 && again.drawn.join() === d.drawn.map(one => one.id).join();
}), JSON.stringify(whole.map(d => [d.draw, redraw(d).drawn.length, d.drawn.length])));
check('it says how many draws there were of these calls, and which it is', whole.every(d => d.times === whole[0].times && d.nth <= d.times) &&
  whole[0].times > all.length && new Set(whole.map(d => d.nth)).size === all.length, JSON.stringify(whole.map(d => [d.nth, d.times])));
check('a plan that is ended and made anew does not begin at one', await (async () => {
  await ask('kim', 'PUT', `sample_plans/${plan}/retire`, {});
  const twin = (await ask('kim', 'POST', 'sample_plans', { ...want, evaluators: [id.kim] })).json;
  return !twin.draws?.length || twin.draws[0].times === whole[0].times + 1;
})());
check('the command line hands out the same', JSON.stringify(JSON.parse(cli('export', all[0].id).stdout).drawn) === JSON.stringify(whole[0].drawn));
check('and gives a stored draw no seed', spawnSync(join(bin, 'medlyss-scoring'), ['sample', 'draw', plan, '--seed', '0123', '--data', site.data]).status === 64);
const { readFileSync } = await import('node:fs');
const page = readFileSync('docs/sampling.md', 'utf8');
const example = JSON.parse(page.match(/```json\n([^]*?)```/)[1]), byHand = redraw(example);
check('the example worked by hand in the document comes out', page.includes(`**${byHand.drawn.join(' and ')}**`) && page.includes(byHand.sha256), JSON.stringify(byHand));
await finish(site);
