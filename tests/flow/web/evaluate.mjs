// SPDX-License-Identifier: Apache-2.0
// A coach scores a call, the agent reads it and disagrees: states, who sees what, numbers, audit.
import { Site, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['maria', 'coach', 'A'], ['bo', 'coach', 'B'],
  ['kim', 'quality', null], ['dan', 'dpo', null]]) id[login] = site.user(login, role, team);
const [call, tough, second] = site.calls('anna', 'A', 3, 5000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const status = async (...args) => (await ask(...args)).status;

// ---- what there is to score with --------------------------------------------------------------
const forms = (await ask('maria', 'GET', 'rubrics')).json.rows;
check('a demo house has a form for a call and one for a hard call', ['core', 'difficult'].every(key => forms.some(f => f.key === key)), JSON.stringify(forms));
const core = forms.find(f => f.key === 'core').id;
const begin = (as, kind, on = call) => ask(as, 'POST', `interactions/${on}/evaluations`, { rubric_version: core, kind, selection: 'targeted' });

// ---- a draft ----------------------------------------------------------------------------------
await ask('maria', 'POST', `interactions/${tough}/marks`, { kind: 'tough', at_ms: 5, detail: null });
const refused = await begin('maria', 'standard', tough);
check('a tough call is not scored, and the answer says why', refused.status === 409 && /counts in no statistics/.test(refused.json.text), String(refused.bytes));
check('nobody scores her own call as another\'s', (await begin('anna', 'standard')).status === 403);
check('nor another\'s as her own', (await begin('maria', 'self')).status === 403);
const made = await begin('maria', 'standard');
check('a coach begins', made.status === 200 && made.json.state === 'draft', `${made.status} ${made.bytes}`);
const e = made.json.id;
check('one draft a call', (await begin('maria', 'standard')).status === 409);
const none = await ask('anna', 'GET', `evaluations/${call}`);
for (const who of ['anna', 'omar', 'kim', 'bo']) {
  const seen = await ask(who, 'GET', `evaluations/${e}`);
  check(`a draft does not exist for ${who}`, seen.status === 404 && String(seen.bytes) === String(none.bytes), String(seen.bytes));
  const rows = await ask(who, 'GET', `interactions/${call}/evaluations`);
  check(`nor in what ${who} sees of the call`, rows.status === 404 || rows.json.rows.length === 0, String(rows.bytes));
}
const put = (as, question, option, more = {}) => ask(as, 'PUT', `evaluations/${e}/answers`, { question, option, ...more });
check('an answer is kept', (await put('maria', 'wait', 'na', { at_ms: 1000, len_ms: 500 })).status === 200);
check('what is not on the scale is refused', (await put('maria', 'wait', 'excellent')).status === 422);
check('what always applies cannot be n/a', (await put('maria', 'adapt', 'na')).status === 422);
for (const [question, option] of [['serious', 'na'], ['balance', 'na'], ['verify', 'partly'], ['ease', 'not_yet'], ['anything', 'partly']])
  await put('maria', question, option);
const early = await ask('maria', 'POST', `evaluations/${e}/submit`, {});
check('it is not handed in half done', early.status === 409 && /lack/.test(early.json.text), String(early.bytes));
const rested = (await ask('maria', 'POST', `evaluations/${e}/rest`, {})).json;
check('the rest takes the top of its scale, marked untouched', rested.score.untouched === 7 && rested.answers.find(a => a.question === 'greet').value === 'clear', JSON.stringify(rested.score));
check('and leaves the critical points to be judged one by one', Object.keys(rested.score.missing).join() === 'c_identity,c_harm,c_dignity,c_promise', JSON.stringify(rested.score.missing));
const told = (await ask('maria', 'POST', `evaluations/${e}/rest`, { critical: true })).json;
check('but where they were told by name, that none is an error is confirmed too, and stands as confirmed so', told.score.complete === true
  && ['c_identity', 'c_harm', 'c_dignity', 'c_promise'].every(q => told.answers.some(a => a.question === q && a.value === 'ok' && !a.touched)), JSON.stringify(told.score.missing));
for (const question of ['c_harm', 'c_dignity', 'c_promise']) await put('maria', question, 'ok');
const bare = (await put('maria', 'c_identity', 'error')).json;
check('a critical error wants a comment and a place', bare.score.missing.c_identity?.join() === 'comment,marker', JSON.stringify(bare.score.missing));
const done = (await put('maria', 'c_identity', 'error', { comment: 'Uppgiften lämnades utan kontroll.', at_ms: 2000, len_ms: 0 })).json;
check('then nothing is missing', done.score.complete === true);
check('the score is the worked example\'s, to the digit', done.score.total_ppm === 891667 && done.score.outcome === 'fail', JSON.stringify(done.score));
check('correct and human stand apart, each with its n', done.score.correct_n === 5 && done.score.human_n === 5 && done.score.total_n === 10, JSON.stringify(done.score));

// ---- last time --------------------------------------------------------------------------------
const tried = (as, of) => ask(as, 'GET', `interactions/${of}/tried`);
check('nothing was asked of her before', (await tried('maria', call)).json.rows.length === 0);
for (const kind of ['keep', 'try']) await ask('maria', 'POST', `interactions/${second}/notes`, { at_ms: 2000, len_ms: 0, kind, body: `${kind} det` });
const [last, ...older] = (await tried('maria', call)).json.rows;
check('what a coach last asked an agent to try is told at the agent\'s next call', last?.body === 'try det' && last.interaction === second && last.at_ms === 2000 && !older.length, JSON.stringify(last));
check('not at the call it was said of', (await tried('maria', second)).json.rows.length === 0);
check('nor to others who hear her calls', (await tried('kim', call)).json.rows.length === 0);
await ask('maria', 'DELETE', `notes/${last.id}`);
check('what was taken back is not told', (await tried('maria', call)).json.rows.length === 0);

// ---- handed in, released, read ----------------------------------------------------------------
check('a colleague hands nothing in', (await status('kim', 'POST', `evaluations/${e}/submit`, {})) === 404);
const submitted = await ask('maria', 'POST', `evaluations/${e}/submit`);
check('handed in', submitted.json.state === 'submitted' && submitted.json.heard_ms === 0, String(submitted.bytes));
check('the agent knows nothing of it yet', (await status('anna', 'GET', `evaluations/${e}`)) === 404);
check('the quality lead does', (await status('kim', 'GET', `evaluations/${e}`)) === 200);
check('nothing changes after', (await put('maria', 'greet', 'partly')).status === 409);
check('another does not release it', (await status('kim', 'POST', `evaluations/${e}/release`, {})) === 403);
check('released', (await ask('maria', 'POST', `evaluations/${e}/release`, {})).json.state === 'released');
const read = (await ask('anna', 'GET', `evaluations/${e}`)).json;
check('the agent reads it whole', read.rubric.key === 'core' && read.answers.length === 17 && read.can.acknowledge && !read.can.void, JSON.stringify(read.can));
check('and finds it among hers', (await ask('anna', 'GET', 'me/evaluations')).json.rows.map(r => r.id).join() === e);
check('a colleague does not', (await status('omar', 'GET', `evaluations/${e}`)) === 404 && (await ask('omar', 'GET', 'me/evaluations')).json.rows.length === 0);
check('nor another team\'s coach', (await status('bo', 'GET', `evaluations/${e}`)) === 404);
check('nor the DPO, who sees calls', (await status('dan', 'GET', `evaluations/${e}`)) === 404);
check('the coach does not read it for her', (await status('maria', 'POST', `evaluations/${e}/acknowledge`, {})) === 403);
check('an agent voids nothing', (await status('anna', 'POST', `evaluations/${e}/void`, { reason: 'x' })) === 403);
check('"I have read this"', (await ask('anna', 'POST', `evaluations/${e}/acknowledge`, {})).json.state === 'acknowledged');
check('once', (await status('anna', 'POST', `evaluations/${e}/acknowledge`, {})) === 409);
check('"I disagree" wants a reason', (await status('anna', 'POST', `evaluations/${e}/dispute`, { question: 'wait' })) === 422);
const disputed = (await ask('anna', 'POST', `evaluations/${e}/dispute`, { question: 'wait', reason: 'Jag sa varför.', proposed: 'clear' })).json;
check('and is kept with its proposal', disputed.state === 'disputed' && disputed.disputes[0].proposed === 'clear', JSON.stringify(disputed.disputes));
check('the numbers stand', disputed.score.total_ppm === 891667);
check('voided with a reason', (await status('maria', 'POST', `evaluations/${e}/void`, {})) === 422 &&
  (await ask('maria', 'POST', `evaluations/${e}/void`, { reason: 'Fel samtal.' })).json.state === 'voided');
check('and told who did it', (await ask('anna', 'GET', `evaluations/${e}`)).json.voided_by?.name === 'maria');

// ---- a mark that comes later; a self-evaluation -----------------------------------------------
const late = (await begin('maria', 'standard', second)).json.id;
await ask('maria', 'POST', `evaluations/${late}/rest`, {});
for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
  await ask('maria', 'PUT', `evaluations/${late}/answers`, { question, option: 'ok' });
await ask('anna', 'POST', `interactions/${second}/marks`, { kind: 'threat', at_ms: 5, detail: null });
check('a threat marked meanwhile stops it: there is no such evaluation for her any more', (await status('maria', 'POST', `evaluations/${late}/submit`, {})) === 404);
const own = await begin('anna', 'self');
check('an agent scores herself', own.status === 200, String(own.bytes));
check('which is hers until she lets it go', (await status('maria', 'GET', `evaluations/${own.json.id}`)) === 404);

// ---- the log ----------------------------------------------------------------------------------
const steps = (await ask('dan', 'GET', `audit?object=${e}`)).json.rows.map(r => r.event).sort();
check('each step is in the log, once', steps.join() === 'evaluation.acknowledged,evaluation.released,evaluation.started,evaluation.submitted,evaluation.voided', steps.join());
check('the database itself refuses a change', (() => { try { site.sql('UPDATE answer SET value = \'clear\' WHERE value = \'partly\''); return false; } catch { return true; } })());
await finish(site);
