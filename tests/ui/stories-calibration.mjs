// SPDX-License-Identifier: Apache-2.0
// Five raters score one call, each alone and blind, the one who leads too; the last one in reveals.
// They hear each other's places, agree on one question, and the next coach reads it in the form.
// In a house of its own: two coaches of another team hear a call that is not theirs to hear.
import assert from 'node:assert/strict';
import { comes, everyLook, handIn, open, settled, shoot, signIn, tabTo, violations } from './browser.mjs';
import { PASSWORD, serveReal } from './realserver.mjs';

const TITLE = 'Missnöje med beslut';
const OTHER = 'Oplogad gata och sen hemtjänst';
const RATERS = [
  ['Eva Sund', 'eva', 'Lag Norr'],
  ['Bo Ahl', 'bo', 'Lag Söder'],
  ['Per Lind', 'per', 'Lag Söder'],
];
const ATTACK = '<img src=x onerror=window.__hit=1>';
const WHY = 'Personligt i början, sedan läses <i>texten</i> upp. Båda delarna hörs: delvis.';
const CRITICALS = ['c_identity', 'c_harm', 'c_dignity', 'c_promise'];

const api = (page, method, path, json) =>
  page.evaluate(
    async ([how, where, body]) => {
      const said = await fetch(`/api/v1/${where}`, {
        method: how,
        headers: { 'Content-Type': 'application/json' },
        body: body === null ? undefined : JSON.stringify(body),
      });
      const text = await said.text();
      if (!said.ok) throw new Error(`${how} ${where}: ${said.status} ${text}`);
      return text ? JSON.parse(text) : null;
    },
    [method, path, json ?? null],
  );

const unfold = page =>
  page.evaluate(() => {
    document.querySelector('main details').open = true;
  });

/** The quality lead opens it, by keys alone. */
async function invite(page) {
  await page.goto('/quality');
  await page.click('a:has-text("Kalibrering")');
  await page.waitForSelector('.empty >> text=Ingen kalibrering än');
  await everyLook(page, 'calibrations-empty', 'main summary', async () => {
    await unfold(page);
    await page.waitForSelector('.choosecalls .picked li');
    await page.waitForSelector('.raters .tick');
  });
  await page.reload();
  await page.waitForSelector('main summary');
  await settled(page);
  await tabTo(page, 'main summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '[name=title]');
  await page.keyboard.type('November, beslut som inte passar');
  await tabTo(page, '[name=find]');
  await page.keyboard.type('Missnöje');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    title => document.querySelectorAll('.choosecalls .picked li').length === 1 &&
      document.querySelector('.choosecalls .picked').textContent.includes(title),
    TITLE,
  );
  await tabTo(page, '.choosecalls .picked button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.picked button >> text=Ta bort');
  await tabTo(page, '.raters input');
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
  }
  await comes(() => page.locator('.raters input:checked').count(), 5);
  await shoot(page, 'calibration-new');
  await page.keyboard.press('Enter'); // the button comes after the last rater
  await page.waitForSelector('text=0 av 5 bedömningar är inlämnade');
}

/** A rater finds it at home, hears the call, and scores it by keys. */
async function rate(page) {
  await page.goto('/');
  await page.waitForSelector('text=Kalibreringar att bedöma');
  await page.click('.asks a:has-text("November")');
  await page.waitForSelector('#begin-rating');
  await page.waitForFunction(() => !document.querySelector('#play').disabled);
  await page.focus('#begin-rating');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('#q-greet'));
  await page.keyboard.press('1');
  await page.waitForFunction(() => document.activeElement?.closest('#q-wait'));
  await page.focus('#q-balance input');
  await page.keyboard.press('Enter'); // pinned before it is answered
  await page.keyboard.press('1');
  await page.waitForSelector('#q-balance .chip');
  await page.focus('#rest');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#q-verify[data-untouched]');
  for (const question of CRITICALS) {
    await page.focus(`#q-${question} input`);
    await page.keyboard.press('1');
    await page.waitForSelector(`#q-${question} input:checked`);
  }
  assert.equal(await page.locator('.send >> text=/får läsa direkt/').count(), 0, 'nobody reads it');
  await page.waitForSelector('text=Allt är besvarat.');
  await shoot(page, 'calibration-form');
  await handIn(page);
  await page.waitForSelector('text=Du har lämnat in det här samtalet');
}

/** The others' answers, through the service: what they say is the story, not how they press. */
async function answer(page, session, call, balance, more = {}) {
  const form = await api(page, 'POST', `calibrations/${session}/evaluations`, { interaction: call });
  const put = (question, option, extra = {}) =>
    api(page, 'PUT', `evaluations/${form.id}/answers`, { question, option, touched: true, ...extra });
  await put('balance', balance, more);
  if (more.comment === 'Läser innantill.') await put('wait', 'na');
  await api(page, 'POST', `evaluations/${form.id}/rest`, {});
  for (const question of CRITICALS) await put(question, 'ok');
  await api(page, 'POST', `evaluations/${form.id}/submit`);
}

async function agree(page) {
  await page.waitForSelector('.places .place');
  const first = await page.textContent('.places .place:first-child');
  assert.match(first, /Professionell och ändå personlig/, 'worst first');
  assert.match(first, /Läser innantill/);
  assert.ok(first.includes(ATTACK), 'words are words');
  assert.equal(await page.locator('main img').count(), 0);
  await page.click('.place:first-child .chip >> nth=0');
  await page.waitForFunction(() =>
    document.querySelector('#play span')?.textContent.match(/Pausa|Pause/),
  ); // the place sounds
  await page.click('#play');
  await everyLook(page, 'calibration-revealed', '.places .place', () =>
    page.evaluate(() => {
      for (const one of document.querySelectorAll('main .section details')) one.open = true;
    }),
  );
  await page.reload();
  await page.waitForSelector('.places .place');
  await settled(page);
  await page.waitForSelector('text=1 samtal är för få för att säga något säkert.');
  await page.focus('.place:first-child .agreement button');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('.decide select'));
  await page.keyboard.type('Delvis');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown'); // the first place a rater pinned
  await page.keyboard.press('Tab');
  await page.keyboard.type(WHY);
  await shoot(page, 'calibration-deciding');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.agreed >> text=Så här bedömer vi: Delvis');
}

async function guided(page) {
  await page.goto('/calls');
  await settled(page);
  await page.click(`a:has-text("${OTHER}")`);
  await page.waitForSelector('#seek, .reasonbar');
  if (await page.locator('.reasonbar .btn.main').count()) await page.click('.reasonbar .btn.main');
  await page.waitForSelector('#begin-evaluation');
  await page.selectOption('.begin select >> nth=0', { label: 'Kundsamtal – grund' });
  await page.focus('#begin-evaluation');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.evalform .q');
  await page.focus('#q-balance input');
  await page.waitForSelector('.fhead .precedents');
  await page.focus('.fhead .precedents summary');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.fhead .precedents >> text=${WHY}`);
  assert.equal(await page.locator('.precedents i').count(), 0);
  assert.match(await page.getAttribute('.fhead .precedents a', 'href'), /\/calls\/.*\?t=/);
  await shoot(page, 'precedent-in-form', false);
  assert.deepEqual(await violations(page), []);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.focus('#q-balance input');
  await page.waitForSelector('#q-balance .precedents');
  assert.deepEqual(await violations(page), []);
}

/** Three more coaches, made by the administrator; two of them lead another team. */
async function hireRaters(browser, url) {
  const admin = await open(browser, url);
  await signIn(admin, 'adam');
  await api(admin, 'POST', 'teams', { name: 'Lag Söder' });
  const teams = (await api(admin, 'GET', 'teams')).rows;
  const codes = [];
  for (const [name, login, team] of RATERS) {
    const { id } = await api(admin, 'POST', 'people', {
      name,
      login,
      role: 'coach',
      team: teams.find(one => one.name === team).id,
      languages: 'sv',
    });
    codes.push((await api(admin, 'POST', `people/${id}/codes`, { purpose: 'invite' })).code);
  }
  // the first of them signs the browser in as somebody else
  for (const code of codes) await api(admin, 'POST', 'codes/use', { code, password: PASSWORD });
  await admin.context().close();
}

async function told(browser, url) {
  await hireRaters(browser, url);
  const people = {};
  for (const login of ['karin', 'maria', 'eva', 'bo', 'per']) {
    people[login] = await open(browser, url);
    await signIn(people[login], login);
  }
  const { karin, maria, eva, bo, per } = people;
  await invite(karin);
  const session = karin.url().split('/').pop();
  const call = (await api(karin, 'GET', `calibrations/${session}`)).calls[0].interaction;
  await rate(maria);
  await answer(eva, session, call, 'not_yet', { comment: 'Läser innantill.', at_ms: 9000, len_ms: 2500 });
  await answer(bo, session, call, 'partly', { comment: 'Växlar under samtalet.', at_ms: 6000, len_ms: 0 });
  await answer(per, session, call, 'not_yet', { comment: ATTACK });
  await karin.goto(`/calibrations/${session}`);
  await karin.waitForSelector('text=4 av 5 bedömningar är inlämnade');
  assert.ok(!(await karin.textContent('main')).includes('Läser innantill'), 'blind, the lead too');
  await everyLook(karin, 'calibration-blind', '#begin-rating');
  await answer(karin, session, call, 'clear');
  await maria.waitForSelector('.places .place'); // it is revealed while she watches
  await karin.reload();
  await agree(karin);
  await guided(eva);
  await karin.click('text=Avsluta kalibreringen');
  await karin.click('#sure');
  await karin.waitForSelector('text=Kalibreringen är avslutad.');
  await bo.goto(`/calibrations/${session}`);
  await bo.waitForSelector('text=Du får inte längre höra samtalet');
  await bo.waitForSelector('.agreed');
  await everyLook(bo, 'calibration-closed', '.agreed');
  await bo.goto('/calibrations');
  await bo.waitForSelector('.asks >> text=Avslutad');
  await everyLook(bo, 'calibrations', '.asks');
  await karin.goto('/trends/centre'); // over time: the quality lead reads of all five, a rater of herself
  await karin.waitForSelector('.severity li');
  const names = await karin.locator('.severity strong').allTextContents();
  assert.deepEqual(names, [...names].sort((a, b) => (a < b ? -1 : 1)), 'by name');
  assert.equal(names.length, 5);
  await everyLook(karin, 'trends-severity', '.severity li');
  await bo.click('nav a:has-text("Utveckling")');
  await bo.waitForSelector('.severity li');
  assert.equal(await bo.locator('.severity li').count(), 1);
  assert.equal(await bo.locator('.severity strong').count(), 0);
  for (const page of Object.values(people)) {
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
}

export async function calibration(browser) {
  const house = await serveReal();
  try {
    await told(browser, house.url);
  } finally {
    await house.close();
  }
}
