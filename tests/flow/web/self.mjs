// SPDX-License-Identifier: Apache-2.0
// An agent and a coach score the same call without seeing each other's, on any route; then only the
// differences. Reflections are hers alone. A dispute is decided by another, and the old one stays.
import { readFileSync } from 'node:fs';
import { Site, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['maria', 'coach', 'A'], ['eva', 'coach', 'A'],
  ['kim', 'quality', null], ['una', 'quality', null], ['dan', 'dpo', null], ['ada', 'admin', null]]) id[login] = site.user(login, role, team);
const [call, withdrawn, third, fourth] = site.calls('anna', 'A', 4, 5000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const status = async (...args) => (await ask(...args)).status;
const forms = (await ask('maria', 'GET', 'rubrics')).json.rows;
const core = forms.find(f => f.key === 'core').id;
const begin = async (as, kind, on = call, form = core) =>
  (await ask(as, 'POST', `interactions/${on}/evaluations`, { rubric_version: form, kind, selection: 'targeted' })).json.id;
const put = (as, e, question, option, more = {}) => ask(as, 'PUT', `evaluations/${e}/answers`, { question, option, ...more });
async function fill(as, e, special) {
  for (const [question, option, comment, at_ms] of special) await put(as, e, question, option, { comment, at_ms });
  await ask(as, 'POST', `evaluations/${e}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await put(as, e, question, 'ok');
}
const handIn = async (as, e) => {
  await ask(as, 'POST', `evaluations/${e}/submit`, {});
  return ask(as, 'POST', `evaluations/${e}/release`, {});
};

// Everything somebody can read, from the route table itself: what of it holds the word?
const gets = [...readFileSync('schemas/routes.def', 'utf8').matchAll(/^(?:ROUTE|LONGER|SHEET)\(GET,\s*"([^"]+)"/gm)].map(m => m[1])
  .filter(path => path !== '/api/v1/events' && !path.includes('{token}'));
async function leaks(as, word, ids) {
  const found = [];
  for (const path of gets) {
    for (const one of path.includes('{id}') ? ids : ['']) {
      const r = await site.ask('GET', path.replace('{id}', one), { as });
      if (String(r.bytes).includes(word)) found.push(path);
    }
  }
  return [...new Set(found)];
}

// ---- both begin --------------------------------------------------------------------------------
const own = await begin('anna', 'self');
const theirs = await begin('maria', 'standard');
const ids = [own, theirs, call, id.anna];
await fill('anna', own, [['verify', 'clear', 'ANNAS-ORD', 1000], ['ease', 'clear', 'ANNAS-ORD', 2000]]);
await fill('maria', theirs, [['verify', 'not_yet', 'MARIAS-ORD', 3000], ['ease', 'partly', 'MARIAS-ORD', 4000]]);
check('the coach learns that she scores it too, and nothing else',
  (await ask('maria', 'GET', `evaluations/${theirs}`)).json.self === 'begun' && (await ask('maria', 'GET', `interactions/${call}/evaluations`)).json.self.state === 'begun');
for (const who of ['maria', 'eva', 'kim', 'dan', 'ada', 'omar'])
  check(`no route tells ${who} what she has written so far`, (await leaks(who, 'ANNAS-ORD', ids)).length === 0, (await leaks(who, 'ANNAS-ORD', ids)).join());
check('nor her what the coach has', (await leaks('anna', 'MARIAS-ORD', ids)).length === 0);
check('nothing to compare', (await status('anna', 'GET', `evaluations/${own}/compare`)) === 409 && (await status('maria', 'GET', `evaluations/${theirs}/compare`)) === 409);

// ---- the coach is first ------------------------------------------------------------------------
const total = (await ask('maria', 'GET', `evaluations/${theirs}`)).json.score.total_ppm;
await handIn('maria', theirs);
const waits = (await ask('anna', 'GET', `evaluations/${theirs}`)).json;
check('she is told that it is there', waits.blind === true && waits.state === 'released' && waits.evaluator.name === 'maria', JSON.stringify(waits));
check('and not what it says: no answer, no figure, no dispute', !('answers' in waits) && !('score' in waits) && !('disputes' in waits) && !waits.can.acknowledge && !waits.can.dispute);
check('no route says it', (await leaks('anna', 'MARIAS-ORD', ids)).length === 0, (await leaks('anna', 'MARIAS-ORD', ids)).join());
check('nor its total', (await leaks('anna', `"total_ppm":${total}`, [theirs, call])).length === 0);
const listed = (await ask('anna', 'GET', 'me/evaluations')).json.rows.find(r => r.id === theirs);
check('nor the list on her home', listed.blind && !('score' in listed), JSON.stringify(listed));
check('she cannot have read it', (await status('anna', 'POST', `evaluations/${theirs}/acknowledge`, {})) === 409);
check('nor disagree with it', (await status('anna', 'POST', `evaluations/${theirs}/dispute`, { question: 'verify', reason: 'x' })) === 409);
check('her draft is still hers', (await leaks('maria', 'ANNAS-ORD', ids)).length === 0);

// ---- both are in -------------------------------------------------------------------------------
await handIn('anna', own);
const readings = async who => (await ask('dan', 'GET', `audit?object=${call}`)).json.rows.filter(r => r.event === 'evaluation.seen' && r.actor.id === id[who]).length;
const onHome = async () => (await ask('anna', 'GET', 'me/evaluations')).json.rows.find(r => r.id === theirs);
const unread = await onHome();
check('her home says that it is there, tells no score of what she has not opened, and is no reading of it',
  unread.state === 'released' && !unread.blind && !('score' in unread) && (await readings('anna')) === 0, JSON.stringify([unread, await readings('anna')]));
const seen = (await ask('anna', 'GET', `evaluations/${theirs}`)).json;
check('which this is; then her home tells the score', (await readings('anna')) === 1 && (await onHome()).score.total_ppm === total && (await readings('anna')) === 1);
check('now she reads it', !seen.blind && seen.answers.some(a => a.comment === 'MARIAS-ORD') && seen.beside === own, JSON.stringify(seen.beside));
const differ = (await ask('anna', 'GET', `evaluations/${theirs}/compare`)).json;
check('only the differences', differ.differ.map(d => d.question).join() === 'verify,ease' && differ.asked === 17 && differ.same === 15, JSON.stringify([differ.asked, differ.same, differ.differ]));
check('each with its gap in steps, self less other, and both places', differ.differ[0].gap === 2 && differ.differ[1].gap === 1 &&
  differ.differ[0].self.at_ms === 1000 && differ.differ[0].other.at_ms === 3000);
check('the same from her side and the coach\'s', String((await ask('maria', 'GET', `evaluations/${own}/compare`)).bytes) === String((await ask('anna', 'GET', `evaluations/${own}/compare`)).bytes));
check('a colleague sees none of it', (await status('omar', 'GET', `evaluations/${own}/compare`)) === 404);
check('nor does the DPO', (await status('dan', 'GET', `evaluations/${own}/compare`)) === 404);

// ---- the agent first: the coach waits for herself ----------------------------------------------
const early = await begin('anna', 'self', third);
await fill('anna', early, [['verify', 'partly', 'FORSTA-ORD', 1000]]);
await handIn('anna', early);
for (const who of ['maria', 'eva', 'kim'])
  check(`hers is in; ${who} sees that, not what`, (await leaks(who, 'FORSTA-ORD', [early, third])).length === 0 &&
    (await ask(who, 'GET', `evaluations/${early}`)).json.blind === true);
check('and nobody voids it but she', (await status('maria', 'POST', `evaluations/${early}/void`, { reason: 'x' })) === 403);
const late = await begin('maria', 'standard', third);
check('not while her own is a draft either', (await leaks('maria', 'FORSTA-ORD', [early, late, third])).length === 0);
await fill('maria', late, []);
await ask('maria', 'POST', `evaluations/${late}/submit`, {});
check('when it is handed in she does', (await leaks('maria', 'FORSTA-ORD', [early, third])).length > 0);
check('the agent not before it is released', (await status('anna', 'GET', `evaluations/${late}`)) === 404);
check('another coach with a draft still waits', await (async () => {
  const d = await begin('eva', 'peer', third);
  const none = (await leaks('eva', 'FORSTA-ORD', [early, d, third])).length === 0;
  await ask('eva', 'DELETE', `evaluations/${d}`);
  return none && (await leaks('eva', 'FORSTA-ORD', [early, third])).length > 0;
})());

// ---- "show me without": her draft thrown away --------------------------------------------------
const other = await begin('maria', 'standard', fourth);
const idle = await begin('anna', 'self', fourth);
await fill('maria', other, [['verify', 'partly', 'FJARDE-ORD', 1000]]);
await handIn('maria', other);
check('her draft hides it', (await ask('anna', 'GET', `evaluations/${other}`)).json.blind === true);
check('another does not throw it away', (await status('maria', 'DELETE', `evaluations/${idle}`)) === 404);
check('she does', (await status('anna', 'DELETE', `evaluations/${idle}`)) === 204);
check('and reads', (await leaks('anna', 'FJARDE-ORD', [other, fourth])).length > 0);
check('what is handed in is not thrown away', (await status('maria', 'DELETE', `evaluations/${other}`)) === 409);

// ---- to herself --------------------------------------------------------------------------------
const note = (as, e, prompt, body) => status(as, 'PUT', `evaluations/${e}/reflections`, { prompt, body });
check('she writes to herself', (await note('anna', theirs, 'next', 'BARA-FOR-MIG')) === 204);
check('and reads it', String((await ask('anna', 'GET', `evaluations/${theirs}/reflections`)).bytes).includes('BARA-FOR-MIG'));
check('an unknown prompt is refused', (await note('anna', theirs, 'why', 'x')) === 422);
for (const who of ['maria', 'eva', 'kim', 'dan', 'ada', 'omar']) {
  check(`no route gives it to ${who}`, (await leaks(who, 'BARA-FOR-MIG', ids)).length === 0, (await leaks(who, 'BARA-FOR-MIG', ids)).join());
  check(`nor does ${who} write there`, (await note(who, theirs, 'next', 'x')) === 404);
}
check('no word of it in the log', !(await ask('dan', 'GET', `audit?object=${theirs}`)).json.rows.some(r => /reflection/.test(r.event)));

// ---- disputes ----------------------------------------------------------------------------------
const dispute = async (question, proposed, at_ms) => (await ask('anna', 'POST', `evaluations/${theirs}/dispute`,
  { question, reason: `om ${question}`, proposed, at_ms })).json.disputes.find(d => d.question === question).id;
const one = await dispute('verify', 'partly', 1500), two = await dispute('ease', 'clear', 2500);
const rows = async (as, state = 'waiting') => (await ask(as, 'GET', `disputes?state=${state}`)).json.rows;
const forEva = await rows('eva');
check('those who may decide see both sides', forEva.length === 2 && forEva[0].answer.at_ms === 3000 && forEva[0].at_ms === 1500 && forEva[0].decide === true && forEva[0].asked.id === 'verify' && forEva[0].scale.options.length === 3, JSON.stringify(forEva[0]));
check('and until when', forEva[0].due_ms - forEva[0].created_ms === 14 * 86400000);
const before = await readings('una');
check('how many wait is no reading of them', (await ask('una', 'GET', 'disputes?state=waiting&count=1')).json.rows.filter(r => !r.answer).length === 2 &&
  (await readings('una')) === before, String(before));
check('the evaluator sees them and does not decide', (await rows('maria')).every(r => r.decide === false) && (await status('maria', 'POST', `disputes/${one}/decide`, { decision: 'upheld', why: 'x' })) === 403);
check('the agent does not', (await rows('anna')).length === 0 && (await status('anna', 'POST', `disputes/${one}/decide`, { decision: 'adjusted', why: 'x' })) === 403);
check('for a colleague there is none', (await status('omar', 'POST', `disputes/${one}/decide`, { decision: 'upheld', why: 'x' })) === 404);
check('a decision says why', (await status('eva', 'POST', `disputes/${one}/decide`, { decision: 'upheld' })) === 422);
check('stands', (await ask('eva', 'POST', `disputes/${one}/decide`, { decision: 'upheld', why: 'Sammanfattningen saknas.' })).json.revision === null);
check('once', (await status('kim', 'POST', `disputes/${one}/decide`, { decision: 'adjusted', why: 'x' })) === 409);
const changed = (await ask('eva', 'POST', `disputes/${two}/decide`, { decision: 'adjusted', why: 'Det hörs vid 02.' })).json;
const draft = (await ask('eva', 'GET', `evaluations/${changed.revision}`)).json;
check('changed: a draft of the decider\'s with the answers copied', draft.can.answer && draft.answers.length === 17 && draft.revision === 2 && draft.replaces === theirs && !draft.can.discard, JSON.stringify(draft.can));
check('which is not thrown away', (await status('eva', 'DELETE', `evaluations/${changed.revision}`)) === 409);
check('the agent sees the outcome, kindly', (await ask('anna', 'GET', `evaluations/${theirs}`)).json.disputes.map(d => `${d.decision}:${d.decider_name}`).join() === 'upheld:eva,adjusted:eva');
check('and not the draft', (await status('anna', 'GET', `evaluations/${changed.revision}`)) === 404);
await put('eva', changed.revision, 'ease', 'clear');
await handIn('eva', changed.revision);
const now = (await ask('anna', 'GET', `interactions/${call}/evaluations`)).json.rows;
check('the new one is there, and the old one with its answers', now.some(r => r.id === changed.revision && r.state === 'released') && now.some(r => r.id === theirs && r.state === 'resolved') &&
  (await ask('anna', 'GET', `evaluations/${theirs}`)).json.answers.find(a => a.question === 'ease').value === 'partly');
check('the differences follow the new one', (await ask('anna', 'GET', `evaluations/${own}/compare`)).json.differ.map(d => d.question).join() === 'verify');
const became = (await rows('eva', 'decided')).map(r => `${r.answer.value}:${r.became?.value}`).sort().join();
check('each with the answer that counts now', became === 'not_yet:not_yet,partly:clear', became);
check('decided ones are listed', (await rows('eva', 'decided')).length === 2 && (await rows('eva')).length === 0);
const counted = (await ask('kim', 'GET', 'disputes/outcomes')).json;
check('of one person there is no figure, not even how many', counted.whole.few === true && !('n' in counted.whole) && counted.questions.length === 0, JSON.stringify(counted));
const steps = (await ask('dan', 'GET', `audit?object=${one}`)).json.rows.map(r => r.event).sort().join();
check('the log has each step', steps === 'dispute.opened,dispute.resolved', steps);

// ---- five people: counts with n and interval, per question, nobody named ------------------------
for (let i = 0; i < 5; i++) {
  const login = `p${i}`;
  id[login] = site.user(login, 'agent', 'A');
  await site.signIn(login);
  const e = await begin('maria', 'standard', site.calls(login, 'A', 1, 5000)[0]);
  await fill('maria', e, [['verify', 'partly', 'x', 1000]]);
  await handIn('maria', e);
  const d = (await ask(login, 'POST', `evaluations/${e}/dispute`, { question: i < 4 ? 'verify' : 'ease', reason: 'x' })).json.disputes[0].id;
  await ask('kim', 'POST', `disputes/${d}/decide`, { decision: i ? 'upheld' : 'adjusted', why: 'x' });
}
const five = (await ask('kim', 'GET', 'disputes/outcomes')).json;
check('of six people there are counts, with what they leave open', five.whole.n === 7 && five.whole.adjusted === 2 && five.whole.upheld === 5 && five.whole.lo_ppm > 0 && five.whole.hi_ppm < 1e6, JSON.stringify(five));
check('per question from five people on, and no person in it', five.questions.length === 1 && five.questions[0].n === 5 && !/agent|name|person/.test(JSON.stringify(five)), JSON.stringify(five.questions));

// ---- nobody decided in time ---------------------------------------------------------------------
site.sql(`PRAGMA foreign_keys = ON; INSERT INTO dispute (id, evaluation, question, reason, created_ms) SELECT x'0199aaaabbbb7000800000000000000f', id, 'adapt', 'x', 1 FROM evaluation WHERE state = 'released' AND kind = 'standard' LIMIT 1`);
site.run('medlyss-keeper', '--data', site.data, '--once');
site.run('medlyss-keeper', '--data', site.data, '--once');
const told = site.sql("SELECT p.login FROM outbox o LEFT JOIN person p ON p.id = o.person WHERE o.event = 'dispute.overdue' ORDER BY p.login").trim();
check('those who may decide are reminded once, nobody else', told === 'eva\nkim\nuna', told);

// ---- withdrawn, promises, leaving ---------------------------------------------------------------
site.sql(`INSERT INTO mark SELECT randomblob(16), i.id, i.agent, 'withdrawn', 0, NULL, 1, i.started_ms FROM interaction i WHERE hex(i.id) = '${withdrawn.replaceAll('-', '').toUpperCase()}'`);
check('a call its agent has withdrawn is not scored', (await status('maria', 'POST', `interactions/${withdrawn}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })) === 409);
const anger = forms.find(f => f.key === 'anger')?.id;
const steps3 = await begin('anna', 'self', fourth, anger);
for (const [q, at_ms] of [['vent', 1000], ['name', null], ['facts', 2000], ['verify', null], ['do', 3000], ['follow', 4000]]) await put('anna', steps3, q, 'clear', at_ms === null ? {} : { at_ms });
await put('anna', steps3, 'c_dignity', 'ok');
await handIn('anna', steps3);
const promises = (await ask('anna', 'GET', 'me/promises')).json.rows;
check('"we get back to you" is kept for her', promises.length === 1 && promises[0].interaction === fourth, JSON.stringify(promises));
const snow = (await ask('kim', 'POST', 'load_windows', { name: 'Snöstorm', says: 'Lugn', from_ms: Date.now() - 1000, to_ms: null })).json;
const rest = (await ask('anna', 'GET', 'me/promises')).json;
check('the reminder rests in a load window, the promised day stays', rest.paused === 'Snöstorm' && rest.rows[0].due_ms === promises[0].due_ms, JSON.stringify(rest));
await ask('kim', 'PUT', `load_windows/${snow.id}`, { name: 'Snöstorm', says: 'Lugn', from_ms: Date.now() - 1000, to_ms: Date.now() });
check('and is back after it', (await ask('anna', 'GET', 'me/promises')).json.paused === null);
check('later', (await status('anna', 'PUT', `promises/${promises[0].id}`, { later_ms: Date.now() + 86400000 })) === 204);
check('done, which closes the step', (await status('anna', 'PUT', `promises/${promises[0].id}`, {})) === 204 &&
  (await ask('anna', 'GET', `evaluations/${steps3}`)).json.promises[0].done_ms > 0 && (await ask('anna', 'GET', 'me/promises')).json.rows.length === 0);

// ---- once seen, never blind again ---------------------------------------------------------------
// A throw-away evaluation, handed in to read hers and taken back; then the call is scored in earnest.
const [bait, later] = site.calls('anna', 'A', 2, 5000);
const hers = await begin('anna', 'self', bait);
await fill('anna', hers, [['verify', 'clear', 'x', 1000]]);
await handIn('anna', hers);
const thrown = await begin('maria', 'standard', bait);
await fill('maria', thrown, [['verify', 'clear', 'x', 1000]]);
await ask('maria', 'POST', `evaluations/${thrown}/submit`, {});
check('one handed in without having read another is not called informed', (await ask('maria', 'GET', `evaluations/${thrown}`)).json.informed === false);
check('then she reads hers', (await ask('maria', 'GET', `evaluations/${hers}`)).json.blind === false);
await ask('maria', 'POST', `evaluations/${thrown}/void`, { reason: 'fel' });
const earnest = await begin('maria', 'standard', bait);
await fill('maria', earnest, [['verify', 'clear', 'x', 1000]]);
await handIn('maria', earnest);
const beside = (await ask('anna', 'GET', `evaluations/${hers}/compare`)).json;
check('the comparison says that the coach had read it', beside.other.informed === true && beside.self.informed === false, JSON.stringify([beside.self?.informed, beside.other?.informed]));
// The agent reads the coach's first, and scores herself afterwards.
const coach = await begin('maria', 'standard', later);
await fill('maria', coach, [['verify', 'clear', 'x', 1000]]);
await handIn('maria', coach);
await ask('anna', 'GET', `interactions/${later}/evaluations`); // tells of it, not what was thought (adr 57)
await ask('anna', 'GET', `evaluations/${coach}`); // what was thought
const after = await begin('anna', 'self', later);
await fill('anna', after, [['verify', 'clear', 'x', 1000]]);
await handIn('anna', after);
check('and of the agent who had read the coach\'s', (await ask('maria', 'GET', `evaluations/${after}/compare`)).json.self.informed === true);
check('what was seen is not unseen', (() => { try { site.sql('DELETE FROM evaluation_seen'); return false; } catch { return true; } })() || Number(site.sql('SELECT count(*) FROM evaluation_seen').trim()) > 0);
const seenRows = Number(site.sql('SELECT count(*) FROM evaluation_seen')), seenLines = Number(site.sql("SELECT count(*) FROM audit WHERE event = 'evaluation.seen'"));
check('what was seen stands in the log, once for each call and person', seenRows > 0 && seenRows === seenLines, `${seenRows} ${seenLines}`);
await ask('ada', 'PUT', `people/${id.anna}`, { state: 'left' });
check('what she wrote to herself is gone when she leaves', site.sql('SELECT count(*) FROM reflection').trim() === '0');
await finish(site);
