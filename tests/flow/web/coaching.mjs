// SPDX-License-Identifier: Apache-2.0
// A coaching plan: one focus, its calls and meetings, before and after with intervals, the calendar,
// and who sees it. Then a load window: the calls it covers are marked, also those before it was told.
import { Site, check, finish } from './site.mjs';

const DAY = 86_400_000;
const site = new Site();
const id = {};
for (const [login, role, team] of [['anna', 'agent', 'A'], ['omar', 'agent', 'A'], ['maria', 'coach', 'A'], ['bo', 'coach', 'B'], ['kim', 'quality', null]])
  id[login] = site.user(login, role, team);
const calls = site.calls('anna', 'A', 14, 5000), [omars] = site.calls('omar', 'A', 1, 5000);
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const core = (await ask('maria', 'GET', 'rubrics')).json.rows.find(f => f.key === 'core').id;

// An evaluation as it was some days ago: drawn by lot, of one call, "serious" answered so.
async function scored(call, daysAgo, serious) {
  const e = (await ask('maria', 'POST', `interactions/${call}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })).json.id;
  site.sql(`UPDATE evaluation SET selection = 'random', created_ms = ${Date.now() - daysAgo * DAY} WHERE id = x'${e.replaceAll('-', '')}'`);
  await ask('maria', 'PUT', `evaluations/${e}/answers`, { question: 'serious', option: serious, comment: 'x', at_ms: 10, len_ms: 0 });
  await ask('maria', 'POST', `evaluations/${e}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
    await ask('maria', 'PUT', `evaluations/${e}/answers`, { question, option: 'ok' });
  await ask('maria', 'POST', `evaluations/${e}/submit`, {});
  const done = await ask('maria', 'POST', `evaluations/${e}/release`, {});
  if (done.json?.state !== 'released') throw new Error(`${done.status} ${done.bytes}`);
  return e;
}

// ---- one focus --------------------------------------------------------------------------------
for (let i = 0; i < 6; i++) await scored(calls[i], 60, i === 0 ? 'clear' : 'partly');
const focus = { agent: id.anna, focus: 'Säg tillbaka vad det gäller', rubric_key: 'core' };
const keys = JSON.parse(site.sql("SELECT document FROM rubric_version WHERE key = 'core'"));
focus.question = keys.sections.flatMap(s => s.questions).find(q => q.id === 'serious').key;
const plan = (await ask('maria', 'POST', 'coaching', focus)).json.id;
check('a coach and an agent choose one thing to work on', Boolean(plan));
const second = await ask('maria', 'POST', 'coaching', { ...focus, focus: 'Något annat' });
check('one at a time', second.status === 409 && /one focus at a time/.test(second.json.text), String(second.bytes));
const rechecks = async () => (await ask('kim', 'GET', 'sample_plans')).json.rows.filter(p => p.title === 'Uppföljning' && !p.retired_ms);
check('calls to hear whether it took are drawn from now on', (await rechecks()).length === 1, JSON.stringify(await rechecks()));
const all = String((await ask('kim', 'GET', 'sample_plans')).bytes);
check('which does not say what they work on', !all.includes(focus.focus));
check('nobody plans for another team', (await ask('bo', 'POST', 'coaching', focus)).status === 404);
check('a call is put beside it', (await ask('maria', 'POST', `coaching/${plan}/calls`, { interaction: calls[0], at_ms: 41000, why: 'Här' })).status === 200);
const attach = at_ms => ask('maria', 'POST', `coaching/${plan}/calls`, { interaction: calls[0], at_ms, why: '' }).then(got => got.json);
const [once, again, next] = [await attach(52000), await attach(52000), await attach(53000)];
check('pressed twice it is one second of the plan, another second is another', once.id === again.id && once.id !== next.id);
for (const { id } of [once, next]) await ask('maria', 'DELETE', `coaching_calls/${id}`);
check('but not a colleague\'s: the agent would learn of it', (await ask('maria', 'POST', `coaching/${plan}/calls`, { interaction: omars })).status === 422);
const early = (await ask('anna', 'GET', `coaching/${plan}`)).json;
check('before the first meeting there is no after', early.course.before.n === 6 && early.course.after.estimate === null && early.course.after.undefined, JSON.stringify(early.course));
check('1 of 6 is told with its interval', Math.abs(early.course.before.interval[0] - 0.0301) < 1e-3 && Math.abs(early.course.before.interval[1] - 0.5635) < 1e-3, JSON.stringify(early.course.before));
const met = { at_ms: Date.now(), body: 'Vi lyssnade på 00:41.', follow_up_ms: Date.now() + 14 * DAY };
check('they meet; it is written down', (await ask('maria', 'POST', `coaching/${plan}/sessions`, met)).status === 200);
check('the next meeting comes after', (await ask('maria', 'POST', `coaching/${plan}/sessions`, { ...met, follow_up_ms: met.at_ms - 1 })).status === 422);
for (let i = 6; i < 12; i++) await scored(calls[i], -1, 'clear');
const later = (await ask('anna', 'GET', `coaching/${plan}`)).json;
check('after it, 6 of 6', later.course.after.n === 6 && later.course.after.estimate === 1, JSON.stringify(later.course));
check('and the change has an interval that leaves zero out', later.course.clear && later.course.change.interval[0] > 0, JSON.stringify(later.course.change));
check('the agent reads, and changes nothing', !later.can_change && (await ask('anna', 'POST', `coaching/${plan}/end`, { why: 'reached' })).status === 403);
check('for everybody else there is none', (await ask('kim', 'GET', `coaching/${plan}`)).status === 404 && (await ask('bo', 'GET', `coaching/${plan}`)).status === 404);
const ics = String((await ask('anna', 'GET', `coaching/${plan}/calendar`)).bytes);
check('the meeting goes into a calendar', /BEGIN:VCALENDAR\r\nVERSION:2.0\r\n/.test(ics) && /DTSTART:\d{8}T\d{6}Z\r\n/.test(ics) && /END:VCALENDAR\r\n$/.test(ics), ics);
check('which says neither who nor what', !/anna|maria|Säg|41/i.test(ics.replace(/UID:.*\r\n|DT\w+:.*\r\n/g, '')), ics);
check('reached', (await ask('maria', 'POST', `coaching/${plan}/end`, { why: 'reached' })).status === 204);
check('and no more calls are drawn for it', (await rechecks()).length === 0);
check('an ended plan stays as it is', (await ask('maria', 'POST', `coaching/${plan}/sessions`, met)).status === 409);

// ---- a snow week ------------------------------------------------------------------------------
const mark = async call => (await ask('maria', 'GET', `interactions/${call}`)).json.load_mark;
const at = (call, ms) => site.sql(`UPDATE interaction SET started_ms = ${ms} WHERE id = x'${call.replaceAll('-', '')}'`);
const status = async (method, path, json) => (await ask('maria', method, path, json)).status;
const trend = async () => { const t = (await ask('anna', 'GET', 'trends/me')).json; return JSON.stringify([t.now, t.critical, t.apart]); };
const HOUR = 3_600_000, now = Date.now(), snow = { name: 'Snökaos', says: 'Plogbilarna går dygnet runt. Lova inga tider.', from_ms: now, to_ms: null };
at(calls[0], now - HOUR / 2); // released
at(calls[12], now - HOUR / 2); // not scored yet
at(calls[13], now - 2 * HOUR);
const open_one = (await ask('maria', 'POST', `interactions/${calls[12]}/evaluations`, { rubric_version: core, kind: 'standard', selection: 'targeted' })).json.id;
const before = await trend();
check('an ordinary day', (await mark(calls[0])) === null);
check('nobody declares a storm over a day that is past', (await status('POST', 'load_windows', { ...snow, from_ms: now - 2 * HOUR })) === 422 &&
  (await status('POST', 'load_windows', { ...snow, from_ms: now - 20 * DAY, to_ms: now - 19 * DAY })) === 422);
check('nor one without a reason', (await status('POST', 'load_windows', { ...snow, says: '' })) === 422 && (await status('POST', 'load_windows', { ...snow, says: ' ' })) === 422);
check('nor one of more than 31 days, nor far ahead', (await status('POST', 'load_windows', { ...snow, to_ms: now + 32 * DAY })) === 422 &&
  (await status('POST', 'load_windows', { ...snow, from_ms: now + 400 * DAY })) === 422);
const w = (await ask('maria', 'POST', 'load_windows', { ...snow, from_ms: now - HOUR + 60_000 })).json.id;
check('it begins an hour before it is told, at most', (await mark(calls[12])) === 'Snökaos' && (await mark(calls[13])) === null);
const loaded = e => site.sql(`SELECT load_mark FROM evaluation WHERE id = x'${e.replaceAll('-', '')}'`).trim();
check('a score that is not released stands apart', loaded(open_one) === 'Snökaos');
check('what was released counts as it did: level and critical errors alike', (await trend()) === before && site.sql('SELECT sum(loaded) FROM counted').trim() === '0', `${before} ${await trend()}`);
check('everybody is told what goes now', (await ask('anna', 'GET', 'load_windows')).json.rows[0].says === snow.says);
const had = JSON.parse(site.sql("SELECT detail FROM audit_detail JOIN audit USING (seq) WHERE event = 'load_window.added'"));
check('its line says from when to when', had.from_ms === now - HOUR + 60_000 && had.to_ms === null, JSON.stringify(had));
check('nor is it made to begin earlier afterwards', (await status('PUT', `load_windows/${w}`, { ...snow, from_ms: now - 3 * HOUR })) === 422);
check('a window that is moved lets its calls go', (await status('PUT', `load_windows/${w}`, { ...snow, from_ms: now, to_ms: now + DAY })) === 204 &&
  (await mark(calls[12])) === null && loaded(open_one) === '' && (await trend()) === before);
const moved = JSON.parse(site.sql("SELECT detail FROM audit_detail JOIN audit USING (seq) WHERE event = 'load_window.changed'"));
check('and its line says what it was', moved.was_from_ms === now - HOUR + 60_000 && moved.was_to_ms === null && moved.from_ms === now && moved.to_ms === now + DAY, JSON.stringify(moved));
site.sql(`UPDATE load_window SET from_ms = ${now - 9 * HOUR}, to_ms = ${now - 2 * HOUR}`);
check('one that has ended is not opened again', (await status('PUT', `load_windows/${w}`, { ...snow, from_ms: now - 9 * HOUR })) === 422);
check('nor does any program move what was released', (() => { try { site.sql("UPDATE evaluation SET load_mark = 'x' WHERE released_ms IS NOT NULL"); return false; } catch { return true; } })());
const log = site.sql("SELECT group_concat(event, ' ') FROM audit WHERE event LIKE 'coaching.%' OR event LIKE 'load%'").trim();
check('each step is in the log, and none twice', log === 'coaching.started coaching.changed coaching.changed coaching.changed coaching.changed coaching.changed coaching.met coaching.changed load_window.added load_window.changed', log);
await finish(site);
