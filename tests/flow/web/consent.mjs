// SPDX-License-Identifier: Apache-2.0
// An agent's no to a call ends her every yes to it: whatever way it was played for training, it is played no more,
// and what the log says of it is said in words of its own.
import { Site, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role] of [['leila', 'agent'], ['tea', 'trainer'], ['maria', 'coach'], ['elin', 'newhire'], ['dan', 'dpo']])
  id[login] = site.user(login, role, role === 'dpo' ? null : 'A');
const [call, other] = site.calls('leila', 'A', 2, 60_000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const must = async (as, method, path, json) => {
  const r = await ask(as, method, path, json);
  if (r.status >= 300) throw new Error(`${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
const sleep = ms => new Promise(done => setTimeout(done, ms));

// ---- a list and a programme with it, both said yes to -------------------------------------------
const { id: list } = await must('maria', 'POST', 'lists', { title: 'Lyssna in dig', why: '' });
await must('maria', 'POST', `lists/${list}/items`, { items: [{ interaction: call }, { interaction: other }] });
await must('maria', 'POST', `lists/${list}/readers`, { person: id.elin });
const { id: p } = await must('tea', 'POST', 'programmes', { title: 'Tio veckor', why: '', weeks: [{ title: 'Växeln' }] });
await must('tea', 'POST', `programmes/${p}/items`, { items: [{ week: 1, kind: 'clip', title: 'Klippet', interaction: call, from_ms: 0, to_ms: 900 }] });
const { id: cohort } = await must('tea', 'POST', `programmes/${p}/cohorts`, { title: 'Våren', starts_ms: Date.now() });
await must('tea', 'PUT', `programmes/${p}/members`, { cohort, person: id.elin, mentor: id.leila });
const asked = async () => (await must('leila', 'GET', 'me/consents')).rows;
for (const one of await asked()) await must('leila', 'PUT', `list_items/${one.id}/consent`, { consent: 'yes' });

const opens = (as, of, reason) => ask(as, 'POST', 'listenings', { interaction: of, reason });
const listed = async as => (await must(as, 'GET', `lists/${list}`)).items.find(item => item.interaction.id === call);
const clip = async () => (await must('elin', 'GET', `programmes/${p}/lesson`)).items[0].source;
const held = await must('elin', 'POST', 'listenings', { interaction: call, reason: 'programme' });
const plays = async of => (await site.ask('GET', of.audio, { as: 'elin', headers: { range: 'bytes=0-99' } })).status === 206;
check('with her yes it is played', await plays(held) && await clip() === 'ready' && (await listed('elin'))?.consent === 'yes');
check('and the trainer opens it to teach', (await opens('tea', call, 'programme')).status === 200);

// ---- her no to the call -------------------------------------------------------------------------
const { id: no } = await must('leila', 'POST', `interactions/${call}/marks`, { kind: 'withdrawn' });
await sleep(1100); // a player knows for a second at most
const gone = async why => {
  check(`${why}: the sound that was open is refused`, !await plays(held));
  check(`${why}: it is not opened anew`, (await opens('elin', call, 'programme')).status === 404);
  check(`${why}: nor by the address of the clip`, (await ask('elin', 'GET', `interactions/${call}`)).status === 404);
  check(`${why}: the list does not offer it to who was given it`, !await listed('elin'));
  check(`${why}: the list tells its owner of the no`, (await listed('maria')).consent === 'no');
  check(`${why}: the programme says that its agent has said no`, await clip() === 'no', await clip());
  check(`${why}: nobody opens it to teach`, (await opens('tea', call, 'programme')).status === 403);
};
await gone('said');
check('what she said yes to of another call is played', (await opens('elin', other, 'programme')).status === 200);
check('who reviews hears it as before', (await opens('maria', call, 'review')).status === 200);

// ---- and nothing goes round it ------------------------------------------------------------------
await must('maria', 'POST', `lists/${list}/items`, { items: [{ interaction: call, from_ms: 0, to_ms: 500 }] });
check('put on a list again it is not asked about', !(await asked()).length && (await listed('maria')).consent === 'no');
const item = (await listed('maria')).id;
const yes = await ask('leila', 'PUT', `list_items/${item}/consent`, { consent: 'yes' });
check('a yes to an item waits for the no to be taken back', yes.status === 409 && /said no to all of it/.test(String(yes.bytes)), String(yes.bytes));
await must('maria', 'PUT', `list_items/${item}`, { why: '', from_ms: 0, to_ms: 400 });
await gone('with another span');

// ---- what the log says ---------------------------------------------------------------------------
const log = async () => (await must('dan', 'GET', 'audit')).rows.map(row => row.event);
const told = await log();
check('the log says that she refused', told.filter(e => e === 'mark.withdrawn').length === 1 && !told.includes('mark.added'), told.join(' '));
check('and which yes of hers ended', told.filter(e => e === 'consent.ended').length === 2, told.join(' '));

// ---- taken back ---------------------------------------------------------------------------------
await must('leila', 'DELETE', `marks/${no}`);
check('the log says that she took it back', (await log()).includes('mark.restored'));
check('a yes does not come back by itself', !await listed('elin') && (await opens('elin', call, 'programme')).status === 404);
check('she is asked anew', (await asked()).length === 3, JSON.stringify(await asked()));
for (const one of await asked()) await must('leila', 'PUT', `list_items/${one.id}/consent`, { consent: 'yes' });
check('and her new yes holds', (await opens('elin', call, 'programme')).status === 200 && await clip() === 'ready');
await finish(site);
