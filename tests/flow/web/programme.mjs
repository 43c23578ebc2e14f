// SPDX-License-Identifier: Apache-2.0
// A training programme against the running service: made, walked, asked about; and what nobody but the
// trainee is told of it.
import { Site, check, finish } from './site.mjs';
import { blob } from './authztable.mjs';

const site = new Site();
const id = {};
for (const [login, role] of [['anna', 'agent'], ['olle', 'agent'], ['tea', 'trainer'], ['maria', 'coach'], ['dan', 'dpo']])
  id[login] = site.user(login, role, role === 'dpo' ? null : 'A');
const hires = ['nora', 'nils', 'nina', 'noa', 'nadja', 'noel'];
for (const login of hires) id[login] = site.user(login, 'newhire', 'A');
const [call, second] = site.calls('anna', 'A', 2, 3000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const core = site.sql("SELECT lower(hex(id)) FROM rubric_version WHERE key = 'core'").trim().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const must = async (as, method, path, json) => {
  const r = await ask(as, method, path, json);
  if (r.status >= 300) throw new Error(`${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
const refused = async (what, status, ...of) => {
  const r = await ask(...of);
  check(what, r.status === status, `${r.status} ${r.bytes}`);
};

// ---- the trainer makes it ---------------------------------------------------------------------
const { id: p } = await must('tea', 'POST', 'programmes', { title: 'Tio veckor', why: 'Lär dig av andra', weeks: [{ title: 'Växeln' }, { title: 'Bygglov' }] });
await must('tea', 'POST', `programmes/${p}/items`, { items: [
  { week: 1, kind: 'text', title: 'Välkommen', body: 'Läs.' },
  { week: 1, kind: 'clip', title: 'Nio sekunder', interaction: call, from_ms: 0, to_ms: 900, why: 'Räkna dem' },
  { week: 2, kind: 'form', title: 'Bedöm själv', interaction: second },
  { week: 2, kind: 'talk', title: 'Prata om bygglov', body: 'Vad är svårt?' },
] });
const made = () => must('tea', 'GET', `programmes/${p}`);
const named = async title => (await made()).items.find(item => item.title === title);
const clip = await named('Nio sekunder'), form = await named('Bedöm själv'), text = await named('Välkommen');
check('a clip waits for its agent', clip.source === 'asked', clip.source);
const change = (item, more) => ask('tea', 'PUT', `programme_items/${item.id}`, { title: item.title, why: item.why, body: item.body, from_ms: item.from_ms, to_ms: item.to_ms, ...more });
check('a stop lies within what is heard', (await change(clip, { stops: [{ at_ms: 950, question: 'Vad nu?' }] })).status === 422);
check('a stop is put', (await change(clip, { stops: [{ at_ms: 400, question: 'Vad nu?' }], annotation: 'Du väntade. Det var rätt.', due_day: 5 })).status === 204);
check('a key to a question the form does not have', (await change(form, { form: core, key: { nosuch: 'clear' } })).status === 422);
check('a key is written', (await change(form, { form: core, key: { greet: 'clear', c_harm: 'ok' }, annotation: 'Tydligt.' })).status === 204);
await refused('a clip has an end', 422, 'tea', 'POST', `programmes/${p}/items`, { items: [{ week: 1, kind: 'clip', title: 'L', interaction: call, from_ms: 0, to_ms: 0 }] });
await refused('a link is an address of the web', 422, 'tea', 'POST', `programmes/${p}/items`, { items: [{ week: 1, kind: 'link', title: 'L', body: 'javascript:alert(1)' }] });
await refused('an item without the week it names', 422, 'tea', 'POST', `programmes/${p}/items`, { items: [{ week: 9, kind: 'text', title: 'L', body: 'x' }] });
await refused('weeks in which something lies stay', 409, 'tea', 'PUT', `programmes/${p}`, { weeks: [{ title: 'En' }] });
check('its list is no list of its own', !(await must('tea', 'GET', 'lists')).rows.length && (await ask('tea', 'GET', `lists/${p}`)).status === 404);
await refused('nor changed as one', 404, 'tea', 'DELETE', `lists/${p}`);

const { id: cohort } = await must('tea', 'POST', `programmes/${p}/cohorts`, { title: 'Våren', starts_ms: Date.UTC(2026, 8, 7, 10) });
for (const login of hires) await must('tea', 'PUT', `programmes/${p}/members`, { cohort, person: id[login], mentor: id.olle });

// ---- before her agent has said yes, after, and when it is taken back ----------------------------
const lesson = async who => (await must(who, 'GET', `programmes/${p}/lesson`)).items;
const of = async (who, item) => (await lesson(who)).find(one => one.id === item.id);
const hear = who => ask(who, 'POST', 'listenings', { interaction: call, reason: 'programme' });
check('nothing of a call is told before its agent said yes', (await of('nora', clip)).source === 'asked' && !(await of('nora', clip)).interaction);
check('nor heard', (await hear('nora')).status === 404);
for (const one of (await must('anna', 'GET', 'me/consents')).rows) await must('anna', 'PUT', `list_items/${one.id}/consent`, { consent: 'yes' });
check('then it is', (await of('nora', clip)).source === 'ready' && (await hear('nora')).status === 200);

// ---- the think-stop, and what comes after one's own words ---------------------------------------
const stop = (await of('nora', clip)).stops[0];
check('the annotation comes after', (await of('nora', clip)).annotation === null);
await refused('an item is not done before its question is answered', 409, 'nora', 'POST', `programme_items/${clip.id}/done`, {});
await must('nora', 'PUT', `programme_stops/${stop.id}/answer`, { body: 'Hon letar efter orden' });
await refused('the first answer is kept', 409, 'nora', 'PUT', `programme_stops/${stop.id}/answer`, { body: 'Nej, hon är arg' });
await must('nora', 'POST', `programme_items/${clip.id}/done`, {});
check('the annotation is shown then', (await of('nora', clip)).annotation === 'Du väntade. Det var rätt.');
check('what she did not send is nobody else’s', !(await made()).sent.length && !JSON.stringify(await made()).includes('letar'));
await must('nora', 'PUT', `programme_stops/${stop.id}/answer`, { send: true });
const sent = (await made()).sent;
check('what she sends the trainer reads', sent.length === 1 && sent[0].body === 'Hon letar efter orden' && sent[0].person.id === id.nora);
await must('nora', 'PUT', `programmes/${p}/place`, { item: clip.id, item_at_ms: 640 });
const at = await must('nora', 'GET', `programmes/${p}/lesson`);
check('where she is, to the second, is the same on any device', at.item === clip.id && at.item_at_ms === 640);
check('due on the Friday of its week', (await of('nora', clip)).due_ms === Date.UTC(2026, 8, 11, 10));

// ---- her score before the key -------------------------------------------------------------------
const asked = await of('nora', form);
check('the questions come without the key', asked.questions.join() === 'greet,c_harm' && asked.key === null);
await refused('an item is not done before it is scored', 409, 'nora', 'POST', `programme_items/${form.id}/done`, {});
await refused('each question is answered', 422, 'nora', 'POST', `programme_items/${form.id}/guess`, { answers: { greet: 'clear' } });
await refused('by an answer that there is', 422, 'nora', 'POST', `programme_items/${form.id}/guess`, { answers: { greet: 'clear', c_harm: 'nosuch' } });
const guess = (who, greet) => must(who, 'POST', `programme_items/${form.id}/guess`, { answers: { greet, c_harm: 'ok' } });
const scale = JSON.parse(site.sql(`SELECT document FROM rubric_version WHERE id = ${blob(core)}`));
const question = scale.sections.flatMap(s => s.questions).find(q => q.id === 'greet');
const wrong = scale.scales.find(s => s.id === question.scale).options.map(o => o.id).find(o => o !== 'clear');
await guess('nora', wrong);
check('then the key is hers to see', (await of('nora', form)).key.greet === 'clear');
await refused('and she guesses no more', 409, 'nora', 'POST', `programme_items/${form.id}/guess`, { answers: { greet: 'clear', c_harm: 'ok' } });
const mine = (await must('nora', 'GET', 'me/agreement')).rows;
check('her agreement, and that it is too few to say', mine.length === 2 && mine.every(r => r.n === 1 && r.few && r.lo === null) && mine.find(r => r.question === 'greet').same === 0, JSON.stringify(mine));

// ---- what the trainer is told -------------------------------------------------------------------
const told = JSON.stringify(await made());
check('completion', (await made()).members.find(m => m.person.id === id.nora).done === 1);
check('no guess, no place, no time', !told.includes(wrong) && !told.includes('640') && !told.includes('guess') && !told.includes('updated'));
for (const login of hires.slice(1, 4)) await guess(login, 'clear');
check('four trainees are too few for statistics', !(await made()).statistics.length);
await guess('nadja', 'clear');
const five = (await made()).statistics;
check('they begin at five', five.length === 1 && five[0].trainees === 5 && five[0].same === 9 && five[0].of === 10, JSON.stringify(five));
await guess('noel', wrong);
check('the sixth is read off by nobody', JSON.stringify((await made()).statistics) === JSON.stringify(five));
check('a later key changes nobody’s past', (await change(form, { form: core, key: { greet: wrong, c_harm: 'ok' } })).status === 204 &&
  (await must('nora', 'GET', 'me/agreement')).rows.find(r => r.question === 'greet').same === 0);
const receipts = async who => (await must(who, 'GET', `interactions/${call}/listenings`)).rows.map(r => r.person.id);
check('the agent reads who heard her', (await receipts('anna')).includes(id.nora));
check('who leads reads of no replay of a trainee’s', !(await receipts('tea')).includes(id.nora) && !(await receipts('maria')).includes(id.nora));

// ---- "Förstår inte" -----------------------------------------------------------------------------
await must('nora', 'POST', `programme_items/${clip.id}/ask`, { words: 'Varför säger hon inget?', at_ms: 410 });
const agenda = await must('olle', 'GET', 'me/agenda');
check('it is on her mentor’s agenda', agenda.asks.length === 1 && agenda.asks[0].at_ms === 410 && agenda.asks[0].person.id === id.nora, JSON.stringify(agenda));
check('and so is the conversation to have', agenda.talks.length === hires.length);
check('on nobody else’s', !(await must('tea', 'GET', 'me/agenda')).asks.length && !(JSON.stringify(await made())).includes('säger hon inget'));
await must('olle', 'POST', `programme_asks/${agenda.asks[0].id}/met`, {});
check('it was talked about', (await must('olle', 'GET', 'me/agenda')).asks[0].met_ms > 0);

// ---- what is gone says so -----------------------------------------------------------------------
const item = site.sql(`SELECT lower(hex(sound)) FROM programme_item WHERE id = ${blob(clip.id)}`).trim().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
await must('anna', 'PUT', `list_items/${item}/consent`, { consent: 'no' });
check('an agent who takes her yes back ends it', (await of('nora', clip)).source === 'no' && (await hear('nora')).status === 404);
await must('anna', 'PUT', `list_items/${item}/consent`, { consent: 'yes' });
await must('anna', 'POST', `interactions/${call}/marks`, { kind: 'tough', at_ms: 0 });
check('a call under care is away, and why is nobody’s', (await of('nils', clip)).source === 'away' && (await hear('nils')).status === 404);
await must('nils', 'POST', `programme_items/${clip.id}/done`, {});
check('what cannot be heard holds nobody up', (await of('nils', clip)).done_ms > 0);
await must('tea', 'DELETE', `programme_items/${form.id}`);
check('an item taken away leaves her what was hers', !(await of('nora', form)) && (await must('nora', 'GET', 'me/agreement')).rows.length === 2);
check('and is heard no more', (await ask('nora', 'POST', 'listenings', { interaction: second, reason: 'programme' })).status === 404);
const member = (await made()).members.find(m => m.person.id === id.nora);
await must('tea', 'DELETE', `programme_members/${member.id}`);
check('whose place has ended finds no programme', (await ask('nora', 'GET', `programmes/${p}/lesson`)).status === 404 && !(await must('nora', 'GET', 'programmes')).rows.length);
await must('tea', 'PUT', `programmes/${p}/order`, { items: [{ id: text.id, week: 2 }, { id: clip.id, week: 1 }] });
check('items move between weeks', (await named('Välkommen')).week === 2);
const says = site.verify().split('\n').filter(line => line && !/"wrong":"(recording|support task)"/.test(line));
check('the log verifies', !says.length, says.join());
await finish(site);
