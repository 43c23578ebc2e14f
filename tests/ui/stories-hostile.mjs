// SPDX-License-Identifier: Apache-2.0
// T4 on the product: sixty payloads in the text fields of scores, forms, samples, calibrations, coaching
// and load windows. Every page shows them as text: nothing runs, no policy is broken, nothing widens;
// the calendar holds none of it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { open, settled, signIn, shoot, widened } from './browser.mjs';
import { root } from './paths.mjs';
import { PAYLOADS, UNSEEN, bundles, fitting } from './payloads.mjs';
import { serveWork } from './world-work.mjs';

const CALLS = [
  ['Ett', '1001', 60],
  ['Två', '1001', 50],
  ['Tre', '1001', 40],
  ['Fyra', '1002', 30],
  ['Fem', '1001', 20],
];
const CRITICAL = ['c_identity', 'c_harm', 'c_dignity', 'c_promise'];
/** So many of each as there are payloads to hold; one where the words are plain. */
const times = (words, most = 32) => Array.from({ length: Math.min(most, words.times ?? 32) });

/** Every text of a form, in both languages. */
function poisoned(document, words) {
  if (Array.isArray(document)) return document.map(one => poisoned(one, words));
  if (!document || typeof document !== 'object') return document;
  if (typeof document.sv === 'string' && typeof document.en === 'string')
    return { sv: words('form', 200), en: words('form.en', 200) };
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, poisoned(value, words)]));
}

async function form(house, words) {
  const karin = house.as.karin;
  const core = JSON.parse(await readFile(join(root, 'schemas/rubrics/core.json'), 'utf8'));
  const made = await karin('POST', 'rubric_versions', { title_sv: 'Prov', title_en: 'Trial' });
  const kept = await karin('PUT', `rubric_versions/${made.id}`, { was: made.sha256, document: poisoned(core, words) });
  assert.deepEqual(kept.problems, []);
  const { document, id } = await karin('POST', `rubric_versions/${made.id}/publish`, { was: kept.sha256 });
  const next = await karin('POST', 'rubric_versions', { from: id });
  return { id, key: document.key, next: next.id };
}

/** Answers with words to each, the rest by one key, the critical ones one by one; handed in. */
async function scored(as, evaluation, words, field, { option = 'partly', release = true } = {}) {
  const put = answer => as('PUT', `evaluations/${evaluation}/answers`, answer);
  for (const question of ['greet', 'wait', 'verify'])
    await put({ question, option, comment: words(field, 4000), at_ms: 1000, len_ms: 0 });
  await as('POST', `evaluations/${evaluation}/rest`);
  for (const question of CRITICAL) await put({ question, option: 'ok' });
  await as('POST', `evaluations/${evaluation}/submit`);
  if (release) await as('POST', `evaluations/${evaluation}/release`);
}

async function scores(house, words, version) {
  const { maria, anna, karin } = house.as;
  const begin = async (as, call, kind) =>
    (await as('POST', `interactions/${house.ids[call]}/evaluations`, { rubric_version: version, kind, selection: 'targeted' })).id;
  const own = await begin(anna, 'Ett', 'self');
  await scored(anna, own, words, 'own comment');
  const theirs = await begin(maria, 'Ett', 'standard');
  await scored(maria, theirs, words, 'comment');
  for (const prompt of ['see', 'kept', 'next'])
    await anna('PUT', `evaluations/${theirs}/reflections`, { prompt, body: words('reflection', 4000) });
  await anna('POST', `evaluations/${theirs}/dispute`, { question: 'verify', reason: words('dispute', 4000), proposed: 'clear' });
  const open = await begin(maria, 'Två', 'standard');
  await scored(maria, open, words, 'comment');
  await anna('POST', `evaluations/${open}/dispute`, { question: 'greet', reason: words('open dispute', 4000) });
  const { rows } = await karin('GET', 'disputes');
  const first = rows.find(one => one.evaluation === theirs || one.evaluation?.id === theirs) ?? rows[0];
  await karin('POST', `disputes/${first.id}/decide`, { decision: 'upheld', why: words('decision', 4000) });
  const gone = await begin(maria, 'Fem', 'standard');
  await scored(maria, gone, words, 'comment');
  await maria('POST', `evaluations/${gone}/void`, { reason: words('void reason', 4000) });
  return { own, theirs };
}

async function sampling(house, words, key) {
  const { karin, maria } = house.as;
  const { id } = await maria('GET', 'me');
  const plan = () => karin('POST', 'sample_plans', {
    title: words('plan', 120), rubric_key: key, period: 'week', per_agent: true, take: 1, min_ms: 0, evaluators: [id],
  });
  let last;
  for (const _ of times(words)) last = await plan();
  for (const _ of times(words, 6)) await karin('POST', `sample_plans/${last.id}/draw`, { reason: words('redraw', 500) });
  return last.id;
}

async function calibrated(house, words, version) {
  const { karin, maria } = house.as;
  const raters = [];
  for (const as of [maria, karin]) raters.push((await as('GET', 'me')).id);
  let session;
  for (const _ of times(words))
    session = await karin('POST', 'calibrations', {
      title: words('calibration', 120), rubric_version: version, method: 'blind', due_ms: Date.now() + 86_400_000,
      interactions: [house.ids.Tre], raters,
    });
  for (const [as, option] of [[maria, 'partly'], [karin, 'not_yet']]) {
    const { id } = await as('POST', `calibrations/${session.id}/evaluations`, { interaction: house.ids.Tre });
    await scored(as, id, words, 'rater comment', { option, release: false });
  }
  for (const _ of times(words, 3))
    await karin('POST', `calibrations/${session.id}/precedents`, {
      interaction: house.ids.Tre, question: 'verify', option: 'partly', why: words('precedent', 2000), at_ms: 500, len_ms: 0,
    });
  return session.id;
}

async function coached(house, words) {
  const { maria, anna } = house.as;
  const agent = (await anna('GET', 'me')).id;
  let plan;
  for (const last of [false, false, false, false, false, false, false, true]) {
    plan = await maria('POST', 'coaching', { agent, focus: words('focus', 400) });
    if (!last) await maria('POST', `coaching/${plan.id}/end`, { why: 'other_focus' });
  }
  for (const _ of times(words, 4))
    await maria('POST', `coaching/${plan.id}/calls`, { interaction: house.ids.Ett, at_ms: 1000, why: words('coaching call', 1000) });
  await maria('POST', `coaching/${plan.id}/sessions`, {
    at_ms: Date.now(), body: `${words('meeting', 16_000)}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x`, follow_up_ms: Date.now() + 86_400_000,
  });
  return plan.id;
}

async function storms(house, words) {
  for (const last of [...times(words).map(() => false), true])
    await house.as.maria('POST', 'load_windows', {
      name: words('window', 100), says: words('now goes', 4000),
      from_ms: Date.now() + (last ? 0 : 86_400_000 * 19), to_ms: last ? null : Date.now() + 86_400_000 * 20,
    });
}

async function calls(house, words) {
  for (const title of ['Ett', 'Två', 'Tre', 'Fyra', 'Fem'])
    await house.as.maria('PUT', `interactions/${house.ids[title]}/title`, { title: words('title', 190) });
  await house.as.maria('POST', `interactions/${house.ids.Ett}/notes`, { at_ms: 1000, len_ms: 0, kind: 'keep', body: words('note', 4000) });
  for (const at_ms of [1000, 2000])
    await house.as.anna('POST', `interactions/${house.ids.Ett}/marks`, { kind: 'ask', at_ms, detail: words('question', 2000) });
}

/** A name with a character that nobody sees is none, and the sentence says which. */
async function unseen(house) {
  for (const text of UNSEEN)
    await assert.rejects(house.as.adam('POST', 'teams', { name: text }), /422 .*character that is not seen \(U\+20/, text);
}

/** Teams, people, lines, an agreement, lists: names an administrator and a coach give. */
async function staffed(house, words) {
  const { adam, maria } = house.as;
  const anna = (await house.as.anna('GET', 'me')).id;
  for (const [k] of times(words, 64).entries()) {
    const team = await adam('POST', 'teams', { name: `${k} ${words('team', 97)}` });
    await adam('POST', 'people', { name: words('person', 100), login: `person${k}`, role: 'agent', team: team.id });
    await adam('POST', 'lines', { name: words('line', 100), address: `20${k}`, team: team.id });
  }
  const [{ body }] = (await adam('GET', 'agreements')).rows;
  for (const _ of times(words, 20)) {
    const put = await adam('POST', 'agreements', { title: words('agreement', 200), body });
    await adam('POST', `proposals/${put.id}/sign/employer`, {});
  }
  let list;
  for (const _ of times(words, 20))
    list = await maria('POST', 'lists', { title: words('list', 200), why: words('list why', 4000) });
  await maria('POST', `lists/${list.id}/items`, {
    items: [{ interaction: house.ids.Ett, from_ms: 0, to_ms: 0, why: words('item why', 4000) }],
  });
  await maria('POST', `lists/${list.id}/readers`, { person: anna });
  return list.id;
}

const GRAFTED =
  'main img, main script, main iframe, main object, main embed, main base, main link, main meta, main style, main video, ' +
  'main svg[onload], [onerror], [onload], [onclick], [onmouseover], [onfocus], [ontoggle], form[action], a[href^="javascript:"], a[href*="evil"]';

const WIDTHS = [320, 768, 1440, 390]; // the last is the one it is read at

/** Where a field was met as text; and what else a page did. */
async function visit(browser, house, login, paths, met) {
  const page = await open(browser, house.url, { width: 390 });
  page.on('dialog', dialog => {
    page.faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await signIn(page, login);
  const sideways = []; // every one of them, not the first
  for (const path of paths) {
    await page.goto(path);
    await settled(page);
    for (const at of await page.locator('main details > summary').all()) await at.click({ timeout: 2000 }).catch(() => {});
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => window.__hit), undefined, `${login} ${path}: something ran`);
    assert.equal(await page.locator(GRAFTED).count(), 0, `${login} ${path}: markup was taken for more than text`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await widened(page);
      if (wide) sideways.push(`${login} ${path} at ${width} px ${wide}`);
    }
    const told = await page.evaluate(() => document.body.textContent + document.title +
      [...document.querySelectorAll('input, textarea')].map(one => one.value).join(' '));
    for (const payload of PAYLOADS) if (told.includes(payload)) met.set(payload, []);
    for (const [, field] of told.matchAll(/¤([^¤]+)¤ /g)) met.set(field, [...(met.get(field) ?? []), `${login} ${path}`]);
    assert.deepEqual(page.faults, [], `${login} ${path}`);
    if (/coaching\/|calls\/|rubrics\//.test(path)) await shoot(page, `hostile-${login}-${path.replace(/[0-9a-f-]{36}/g, 'id').replace(/\W+/g, '-')}`);
  }
  await page.context().close();
  assert.deepEqual(sideways, []);
}

/** Nothing anybody wrote is in it; each line is folded and ends as RFC 5545 says. */
async function calendar(house, plan) {
  const head = { 'Content-Type': 'application/json', Origin: house.url, 'Sec-Fetch-Site': 'same-origin' };
  const door = await fetch(`${house.url}/api/v1/session`, {
    method: 'POST', headers: head, body: JSON.stringify({ login: 'anna', password: 'lyssna-noga-alla-dagar' }),
  });
  const text = await (await fetch(`${house.url}/api/v1/coaching/${plan}/calendar`, {
    headers: { Cookie: door.headers.get('set-cookie').split(';')[0] },
  })).text();
  assert.ok(text.endsWith('\r\n') && !/[^\r]\n|\r[^\n]/.test(text), 'every line ends with CR LF');
  const lines = text.slice(0, -2).split('\r\n');
  assert.ok(lines.every(line => Buffer.byteLength(line) <= 75 && /^[A-Z-]+:[^<>¤=]*$/.test(line)), text);
  assert.equal(lines.filter(line => line === 'BEGIN:VEVENT').length, 1, text);
  assert.deepEqual(lines.map(line => line.split(':')[0]), ['BEGIN', 'VERSION', 'PRODID', 'BEGIN', 'UID', 'DTSTAMP', 'DTSTART', 'DURATION', 'SUMMARY', 'END', 'END']);
}

/** A house with one of everything people make of calls, in these words. */
export async function furnish(house, words) {
  const { id, key, next } = await form(house, words);
  const { own, theirs } = await scores(house, words, id);
  const plan = await sampling(house, words, key);
  const session = await calibrated(house, words, id);
  const coaching = await coached(house, words);
  await calls(house, words);
  await storms(house, words);
  return { id, key, next, own, theirs, plan, session, coaching };
}

async function told(browser, house) {
  const { words, held } = bundles();
  const { id, key, next, own, theirs, plan, session, coaching } = await furnish(house, words);
  const list = await staffed(house, words);
  await unseen(house);
  const call = `/calls/${house.ids.Ett}`, anna = (await house.as.anna('GET', 'me')).id;
  const met = new Map();
  const shared = ['/', '/calls', call, `/calls/${house.ids.Två}`, `/evaluations/${theirs}/compare`, '/coaching', `/coaching/${coaching}`, '/trends',
    '/lists', `/lists/${list}`, '/help'];
  const leading = ['/work', '/quality', '/samples', `/samples/${plan}`, '/disputes', '/calibrations', `/calibrations/${session}`,
    '/people', '/rubrics', `/rubrics/${id}`, `/rubrics/${key}/health`, `/trends/${anna}`, '/health', `/calls/${house.ids.Tre}`, `/calls/${house.ids.Fem}`];
  await visit(browser, house, 'anna', [...shared, `/evaluations/${own}/compare`], met);
  await visit(browser, house, 'maria', [...shared, ...leading], met);
  await visit(browser, house, 'karin', [...leading, `/rubrics/${next}`, '/trends/centre', call], met);
  await visit(browser, house, 'adam', ['/', '/people', '/teams', '/lines', '/rules', '/agreement', '/audit', '/health', '/help'], met);
  await calendar(house, coaching);
  const fields = held();
  for (const payload of PAYLOADS) assert.ok(met.has(payload), `${payload} was met nowhere as it was written`);
  for (const [field, n] of fields) {
    if (field !== 'title') assert.equal(n, fitting(field).length, `${field} held ${n} payloads`); // five calls hold some
    assert.ok(field === 'form.en' || met.has(field), `${field} was met on no page`);
  }
  return `${PAYLOADS.length} payloads in ${fields.length} fields, ${[...new Set([...met.values()].flat())].length} pages`;
}

/** T4 for what is written about calls and people. */
export const FURNISHED = CALLS;

export async function hostile_scores(browser) {
  const house = await serveWork({ calls: CALLS, admin: true });
  try {
    return await told(browser, house);
  } finally {
    await house.close();
  }
}
