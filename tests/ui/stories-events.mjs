// SPDX-License-Identifier: Apache-2.0
// Whatever is told reaches who looks: for each event of schemas/events.def that is told, somebody acts, and
// the page that shows the thing changes at another's, without a reload. Each has several pages open: the
// tabs of a browser share one stream.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { told } from './devstate.mjs';
import { open, settled, signIn, watched } from './browser.mjs';
import { bin } from './realserver.mjs';
import { serveWork } from './world-work.mjs';

const run = promisify(execFile);
const CALLS = [
  ['Ett', '1001', 60],
  ['Två', '1001', 50],
  ['Tre', '1002', 30],
  ['Fyra', '1002', 29],
  ['Fem', '1002', 28],
  ['Gammalt', '1001', 60 * 24 * 40],
];
const MOST_MS = 60_000 * Number(process.env.PATIENCE ?? 1);
const CRITICAL = ['c_identity', 'c_harm', 'c_dignity', 'c_promise'];

/** In the page: what stands there, and in what state. */
const standing = () =>
  document.querySelector('main').innerText +
  [...document.querySelectorAll('main [aria-pressed], main input')].map(one => `${one.ariaPressed} ${one.checked} ${one.value}`).join();

/** In the page: how its voices are drawn. */
const drawn = () => [...document.querySelectorAll('main canvas.wave')].map(one => one.toDataURL()).join();

/** One person's browser: a tab for each address, kept. */
async function desk(browser, house, login) {
  const first = await open(browser, house.url);
  const listening = first.waitForResponse(answer => answer.url().endsWith('/events'));
  await signIn(first, login);
  await listening;
  const tabs = new Map();
  return async path => {
    if (!tabs.has(path)) {
      const tab = tabs.size ? watched(await first.context().newPage()) : first;
      tabs.set(path, tab);
      await tab.goto(path);
      await settled(tab);
      await tab.evaluate(() => (window.stays = true));
    }
    return tabs.get(path);
  };
}

/** What the service tells this person, by name, as any program could hear it. */
async function hears(house, login) {
  const heard = [];
  const answer = await house.as[login].stream();
  void (async () => {
    let rest = '';
    for await (const chunk of answer) {
      rest += new TextDecoder().decode(chunk);
      heard.push(...[...rest.matchAll(/^event: (.+)\n/gm)].map(found => found[1]));
      rest = rest.slice(rest.lastIndexOf('\n') + 1);
    }
  })().catch(() => {}); // the house is closed
  return heard;
}

async function scored(as, id, { release = true, option = 'partly' } = {}) {
  const put = answer => as('PUT', `evaluations/${id}/answers`, answer);
  for (const question of ['greet', 'wait', 'verify']) await put({ question, option, comment: 'Så.', at_ms: 1000, len_ms: 0 });
  await as('POST', `evaluations/${id}/rest`);
  for (const question of CRITICAL) await put({ question, option: 'ok' });
  await as('POST', `evaluations/${id}/submit`);
  if (release) await as('POST', `evaluations/${id}/release`);
}

/** What the acts need: who is who, a form, and what one leaves for the next. */
async function world(house) {
  const { as, ids } = house;
  const id = {};
  for (const login of ['maria', 'karin', 'anna', 'omar', 'adam']) id[login] = (await as[login]('GET', 'me')).id;
  const [topic] = (await as.maria('GET', 'topics')).rows;
  const [form] = (await as.karin('GET', 'rubrics')).rows.filter(one => one.key === 'core');
  const begin = (who, call, kind) =>
    as[who]('POST', `interactions/${ids[call]}/evaluations`, { rubric_version: form.id, kind, selection: 'targeted' });
  return { as, ids, id, topic, form, begin, house };
}

/** [event, who sees it, where, what somebody else does]; in the order of a day, each with what the last left. */
function acts(w) {
  const { as, ids, id, form } = w;
  const call = `/calls/${ids.Ett}`;
  const propose = async title => {
    w.proposal = (await as.adam('POST', 'agreements', { title, body: { purpose: 'Att lära av samtal' } })).id;
  };
  return [
    ['agreement.proposed', 'anna', '/agreement', () => propose('Ett utkast')],
    ['agreement.withdrawn', 'anna', '/agreement', () => as.adam('POST', `proposals/${w.proposal}/withdraw`, {})],
    ['agreement.signed', 'anna', '/agreement', async () => {
      await propose('Alla får lyssna');
      await as.adam('POST', `proposals/${w.proposal}/sign/employer`, {});
    }],
    ['agreement.added', 'adam', '/health', () => as.ulla('POST', `proposals/${w.proposal}/sign/employees`, {})],
    ['agreement.notice', 'anna', '/agreement', async () => {
      const [{ id: now }] = (await as.adam('GET', 'agreements')).rows;
      await as.ulla('POST', `agreements/${now}/notice/employees`, { reason: 'Den följs inte.', ends_ms: Date.now() + 86_400_000 });
    }],
    ['load_window.added', 'anna', '/', async () => {
      w.window = (await as.karin('POST', 'load_windows', { name: 'Snökaos', says: 'Korta svar.', from_ms: Date.now() - 1000, to_ms: null })).id;
    }],
    ['load_window.changed', 'anna', '/', () =>
      as.karin('PUT', `load_windows/${w.window}`, { name: 'Snökaos', says: 'Längre svar.', from_ms: Date.now() - 500, to_ms: null })],
    ['interaction.sealed', 'maria', '/calls', () => w.house.bring('Nytt', '1001', 8)],
    ['interaction.titled', 'anna', call, () => as.maria('PUT', `interactions/${ids.Ett}/title`, { title: 'Ett annat' })],
    ['interaction.outcome_set', 'anna', call, () => as.maria('PUT', `interactions/${ids.Ett}/outcome`, { outcome: 'solved' })],
    ['interaction.topics_set', 'anna', call, () => as.maria('PUT', `interactions/${ids.Ett}/topics`, { topics: [w.topic.id] })],
    ['interaction.swapped', 'anna', call, () => as.maria('POST', `interactions/${ids.Ett}/swap`, {}), drawn],
    ['mark.added', 'maria', call, async () => {
      await as.anna('POST', `interactions/${ids.Ett}/marks`, { kind: 'ask', at_ms: 1000, detail: 'Borde jag?' });
      w.mark = (await as.anna('GET', `interactions/${ids.Ett}`)).marks.at(-1).id;
    }],
    ['mark.deleted', 'maria', call, () => as.anna('DELETE', `marks/${w.mark}`)],
    ['mark.withdrawn', 'anna', () => `/calls/${ids.Gammalt}`, () =>
      as.anna('POST', `interactions/${ids.Gammalt}/marks`, { kind: 'withdrawn', at_ms: 0 })],
    ['matter.opened', 'karin', '/business', async () => {
      await as.anna('POST', `interactions/${ids.Ett}/marks`, { kind: 'no_answer', at_ms: 1000, detail: 'Vad gäller?' });
      const [one] = (await as.karin('GET', 'matters')).unasked;
      w.matter = (await as.karin('POST', 'matters', { title: 'Vad gäller?', marks: [one.id] })).id;
    }],
    ['matter.changed', 'adam', '/', () => as.karin('PUT', `matters/${w.matter}`, { owner: id.adam })],
    ['matter.answered', 'anna', '/', () => as.adam('POST', `matters/${w.matter}/answer`, { answer: 'Så här.' })],
    ['note.added', 'anna', call, async () => {
      w.note = (await as.maria('POST', `interactions/${ids.Ett}/notes`, { at_ms: 1000, len_ms: 0, kind: 'keep', body: 'Fint.' })).id;
    }],
    ['note.replied', 'maria', call, () =>
      as.anna('POST', `interactions/${ids.Ett}/notes`, { at_ms: 1000, len_ms: 0, kind: 'note', body: 'Tack.', reply_to: w.note })],
    ['note.changed', 'anna', call, () => as.maria('PUT', `notes/${w.note}`, { body: 'Mycket fint.' })],
    ['note.deleted', 'anna', call, () => as.maria('DELETE', `notes/${w.note}`)],
    ['recording.erased', 'anna', () => `/calls/${ids.Gammalt}`, () => run(join(bin, 'medlyss-keeper'), ['--data', w.house.data, '--once'])],
    ['interaction.assigned', 'omar', '/calls', () => as.maria('POST', `interactions/${ids.Två}/assign`, { agent: id.omar })],
    ['care.asked', 'maria', '/', async () => {
      await as.omar('POST', `interactions/${ids.Fyra}/marks`, { kind: 'talk', at_ms: 0 });
      w.care = (await as.omar('GET', 'me/care')).mine[0].id;
    }],
    ['care.taken', 'omar', '/', () => as.maria('POST', `care/${w.care}/take`)],
    ['care.said', 'omar', () => `/calls/${ids.Fyra}`, () => as.maria('POST', `care/${w.care}/words`, { body: 'Hur är det?' })],
    ['care.done', 'omar', () => `/calls/${ids.Fyra}`, () => as.maria('POST', `care/${w.care}/done`)],
    ['care.moved', 'omar', () => `/calls/${ids.Fem}`, async () => {
      await as.omar('PUT', `interactions/${ids.Fem}/outcome`, { outcome: 'ended_abuse' });
      await as.adam('POST', 'shifts', 'login,line,from,to,duty\n' + `maria,1009,${Date.now() - 60_000},,lead\n`);
      await run(join(bin, 'medlyss-keeper'), ['--data', w.house.data, '--once']);
    }],
    ['care.ended', 'maria', '/', () => as.omar('PUT', `interactions/${ids.Fem}/outcome`, { outcome: 'solved' })],
    ['interaction.claimed', 'maria', '/calls', () => as.anna('POST', `interactions/${w.unclaimed}/claim`, {})],
    ['consent.asked', 'anna', '/', async () => {
      w.list = (await as.maria('POST', 'lists', { title: 'Bra starter', why: '' })).id;
      await as.maria('POST', `lists/${w.list}/items`, { items: [{ interaction: ids.Ett }] });
    }],
    ['consent.given', 'maria', () => `/lists/${w.list}`, async () => {
      const { items } = await as.maria('GET', `lists/${w.list}`);
      await as.anna('PUT', `list_items/${items[0].id}/consent`, { consent: 'yes' });
    }],
    ['list.given', 'omar', '/lists', () => as.maria('POST', `lists/${w.list}/readers`, { person: id.omar })],
    ['consent.ended', 'omar', () => `/lists/${w.list}/play`, async () => {
      w.no = (await as.anna('POST', `interactions/${ids.Ett}/marks`, { kind: 'withdrawn', at_ms: 0 })).id;
    }],
    ['mark.restored', 'anna', call, () => as.anna('DELETE', `marks/${w.no}`)],
    ['programme.given', 'omar', '/programmes', async () => {
      w.programme = (await as.maria('POST', 'programmes', { title: 'Introduktion', why: '' })).id;
      await as.maria('POST', `programmes/${w.programme}/items`, { items: [{ week: 1, kind: 'text', title: 'Läs' }] });
      const { id: cohort } = await as.maria('POST', `programmes/${w.programme}/cohorts`, { title: 'Våren', starts_ms: Date.now() });
      await as.maria('PUT', `programmes/${w.programme}/members`, { cohort, person: id.omar, mentor: id.anna });
    }],
    ['programme.asked', 'anna', '/programmes', async () => {
      const { items } = await as.omar('GET', `programmes/${w.programme}/lesson`);
      await as.omar('POST', `programme_items/${items[0].id}/ask`, { words: 'Varför?' });
    }],
    ['programme.sent', 'maria', () => `/programmes/${w.programme}`, async () => {
      await as.maria('POST', `programmes/${w.programme}/items`, { items: [{ week: 1, kind: 'call', title: 'Hör', interaction: ids.Två }] });
      const item = (await as.maria('GET', `programmes/${w.programme}`)).items.find(one => one.title === 'Hör');
      await as.maria('PUT', `programme_items/${item.id}`, { title: 'Hör', why: '', body: '', from_ms: 0, to_ms: 0, stops: [{ at_ms: 1000, question: 'Vad nu?' }] });
      const [stop] = (await as.omar('GET', `programmes/${w.programme}/lesson`)).items.find(one => one.id === item.id).stops;
      await as.omar('PUT', `programme_stops/${stop.id}/answer`, { body: 'Vänta.', send: true });
    }],
    ['evaluation.released', 'anna', '/', async () => {
      w.evaluation = (await w.begin('maria', 'Ett', 'standard')).id;
      await scored(as.maria, w.evaluation);
    }],
    ['evaluation.paired', 'maria', call, async () => scored(as.anna, (await w.begin('anna', 'Ett', 'self')).id)],
    ['promise.handed', 'omar', '/', async () => {
      w.promise = '0199aaaa-bbbb-7000-8000-0000000000aa';
      await w.house.sql("INSERT INTO promise (id, interaction, agent, question, evaluation, due_ms, created_ms) SELECT x'0199aaaabbbb700080000000000000aa', " +
        `interaction, agent, 'follow', id, ${Date.now() + 86_400_000}, ${Date.now()} FROM evaluation WHERE kind = 'self'`);
      await as.anna('POST', `promises/${w.promise}/hand`, { to: id.omar, words: 'Ring Eva' });
    }],
    ['promise.back', 'omar', '/', () => as.anna('POST', `promises/${w.promise}/back`)], // hers are folded while the load lasts
    ['promise.kept', 'anna', '/', () => as.anna('PUT', `promises/${w.promise}`, {})],
    ['evaluation.acknowledged', 'maria', call, () => as.anna('POST', `evaluations/${w.evaluation}/acknowledge`)],
    ['dispute.opened', 'karin', '/disputes', async () => {
      const made = await as.anna('POST', `evaluations/${w.evaluation}/dispute`, { question: 'verify', reason: 'Jag frågade.' });
      w.dispute = made.disputes[0].id;
    }],
    ['dispute.overdue', 'karin', '/disputes', async () => {
      await w.house.sql(
        "INSERT INTO dispute (id, evaluation, question, reason, created_ms) SELECT x'0199aaaabbbb7000800000000000000f', " +
          `evaluation, 'greet', 'Länge sedan.', ${Date.now() - 30 * 86_400_000} FROM dispute`,
      );
      await run(join(bin, 'medlyss-keeper'), ['--data', w.house.data, '--once']);
    }],
    ['dispute.resolved', 'anna', call, () => as.karin('POST', `disputes/${w.dispute}/decide`, { decision: 'upheld', why: 'Hört.' })],
    ['evaluation.voided', 'omar', () => `/calls/${ids.Tre}`, () => as.maria('POST', `evaluations/${w.other}/void`, { reason: 'Fel samtal.' })],
    ['coaching.started', 'anna', '/coaching', async () => {
      w.coaching = (await as.maria('POST', 'coaching', { agent: id.anna, focus: 'Öppna frågor' })).id;
    }],
    ['coaching.met', 'anna', () => `/coaching/${w.coaching}`, () =>
      as.maria('POST', `coaching/${w.coaching}/sessions`, { at_ms: Date.now(), body: 'Vi ses igen.' })],
    ['coaching.changed', 'anna', () => `/coaching/${w.coaching}`, () => as.maria('POST', `coaching/${w.coaching}/end`, { why: 'reached' })],
    ['calibration.invited', 'maria', '/calibrations', async () => {
      w.session = (await as.karin('POST', 'calibrations', {
        title: 'Lika', rubric_version: form.id, method: 'blind', due_ms: Date.now() + 86_400_000, interactions: [ids.Tre], raters: [id.maria, id.karin],
      })).id;
    }],
    ['calibration.handed_in', 'karin', () => `/calibrations/${w.session}`, () => w.rated('maria', 'partly')],
    ['calibration.revealed', 'maria', () => `/calibrations/${w.session}`, () => w.rated('karin', 'not_yet')],
    ['calibration.closed', 'maria', () => `/calibrations/${w.session}`, () => as.karin('POST', `calibrations/${w.session}/close`)],
    ['rubric.published', 'maria', '/rubrics', async () => {
      const draft = await as.karin('POST', 'rubric_versions', { from: form.id });
      w.next = (await as.karin('POST', `rubric_versions/${draft.id}/publish`, { was: draft.sha256 })).id;
    }],
    ['rubric.retired', 'maria', '/rubrics', () => as.karin('POST', `rubric_versions/${w.next}/retire`)],
    ['recording.listened', 'anna', call, async () => {
      w.listening = await as.maria('POST', 'listenings', { interaction: ids.Ett, reason: 'review' });
    }],
    ['recording.heard', 'anna', '/', async () => {
      await as.maria('GET', w.listening.audio.replace('/api/v1/', ''));
      await new Promise(done => setTimeout(done, 400)); // three times faster than it is spoken is heard
      await as.maria('PUT', `listenings/${w.listening.id}`, { heard: [[0, 1100]] });
    }],
  ];
}

async function prepared(w) {
  const [team] = (await w.as.adam('GET', 'teams')).rows;
  await w.as.adam('POST', 'lines', { name: 'Delad', address: '1009', team: team.id });
  w.unclaimed = await w.house.bring('Vems var det?', '1009', 8, 20);
  w.other = (await w.begin('maria', 'Tre', 'standard')).id;
  await scored(w.as.maria, w.other);
  w.rated = async (who, option) => {
    const { id } = await w.as[who]('POST', `calibrations/${w.session}/evaluations`, { interaction: w.ids.Tre });
    await scored(w.as[who], id, { option, release: false });
  };
}

/** What a page shows once nothing is on its way. */
async function calm(page, what) {
  for (let last = null; ; ) {
    const now = await page.evaluate(what);
    if (now === last) return now;
    last = now;
    await page.waitForTimeout(250); // longer than a page waits before it asks anew
  }
}

async function until(true_, why) {
  const most = Date.now() + MOST_MS;
  while (!(await true_())) {
    assert.ok(Date.now() < most, why());
    await new Promise(done => setTimeout(done, 20));
  }
}

async function shown(page, heard, [event, login, , act, what = standing]) {
  const before = await calm(page, what);
  heard.length = 0;
  await act();
  await until(() => heard.includes(event), () => `${event}: ${login} is told of ${heard.join(' ') || 'nothing'}`);
  await until(
    async () => (await page.evaluate(what)) !== before,
    () => `${event}: ${new URL(page.url()).pathname} shows what it showed before`,
  );
  assert.ok(await page.evaluate(() => window.stays), `${event}: the page was loaded anew`);
}

export async function events_reach_pages(browser) {
  const house = await serveWork({ calls: CALLS, admin: true, more: [['Ulla Fack', 'ulla', 'union']] });
  try {
    const w = await world(house);
    await prepared(w);
    const [desks, heard] = [{}, {}];
    for (const login of Object.keys(house.as)) heard[login] = await hears(house, login);
    const rows = acts(w);
    assert.deepEqual(rows.map(([event]) => event).sort(), [...told].sort(), 'each event that is told has its row here');
    for (const row of rows) {
      const [, login, path] = row;
      desks[login] ??= await desk(browser, house, login);
      await shown(await desks[login](typeof path === 'string' ? path : path()), heard[login], row);
    }
    return `${rows.length} events`;
  } finally {
    await house.close();
  }
}
