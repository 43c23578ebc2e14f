// SPDX-License-Identifier: Apache-2.0
// What keeps itself and was refused: it is not called saved, it is sent as soon as it can be without another
// press, and who leaves meanwhile is asked first.
import assert from 'node:assert/strict';
import { open, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const NOT = 'text=Det senaste är inte sparat än. Det skickas så snart det går.';
const PASSWORD = 'lyssna-noga-alla-dagar';
const DRAFT = '**/api/v1/evaluations/*/answers';
const REFLECTION = '**/api/v1/evaluations/*/reflections';

async function begun(house, call) {
  const forms = (await house.as.maria('GET', `interactions/${call}/rubrics`)).rows;
  const { id } = await house.as.maria('POST', `interactions/${call}/evaluations`, {
    rubric_version: forms.find(one => one.key === 'core').id, kind: 'standard', selection: 'targeted',
  });
  return id;
}

const given = async (house, id) =>
  Object.fromEntries((await house.as.maria('GET', `evaluations/${id}`)).answers.map(one => [one.question, one.value]));

async function until(what, asked) {
  for (let i = 0; i < 300; i++) {
    if (await asked()) return;
    await new Promise(done => setTimeout(done, 100));
  }
  assert.fail(what);
}

/** The session is over under her hands; she signs in again, and what she answered is there. */
async function sessionOver(page, house, draft) {
  await page.context().clearCookies();
  await page.focus('#q-greet');
  await page.keyboard.press('2');
  const shown = await page.locator('#q-greet :checked').inputValue();
  await page.waitForSelector('dialog.again');
  await page.locator(NOT).waitFor();
  assert.equal(await page.inputValue('dialog [name=login]'), 'maria', 'it is known who she was');
  await page.waitForFunction(() => document.activeElement.name === 'password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog.again', { state: 'detached' });
  await until('what was refused is sent', async () => (await given(house, draft)).greet === shown);
  await page.locator(NOT).waitFor({ state: 'detached' });
  await page.locator('.send >> text=/Sparat/').waitFor();
}

/** Whoever wants to leave with something that was refused is asked; who stays loses nothing. */
async function lineDown(page, house, draft) {
  await page.route(DRAFT, route => route.abort());
  await page.focus('#q-wait');
  await page.keyboard.press('1');
  await page.locator(NOT).waitFor();
  let asked = '';
  page.once('dialog', dialog => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.click('nav >> text=Hem');
  assert.match(asked, /inte sparat/);
  await page.waitForSelector('#q-wait :checked');
  await page.unroute(DRAFT);
  await until('it is sent without another press', async () => (await given(house, draft)).wait === 'clear');
  await page.locator(NOT).waitFor({ state: 'detached' });
}

/** The same for what one writes to oneself. */
async function toOneself(page, house) {
  await page.route(REFLECTION, route => (route.request().method() === 'PUT' ? route.abort() : route.fallback()));
  const field = page.locator('.reflect textarea').first();
  await field.fill('Jag tog det lugnt.');
  await field.blur();
  await page.locator(NOT).waitFor();
  let asked = 0;
  page.once('dialog', dialog => {
    asked++;
    void dialog.dismiss();
  });
  await page.click('nav >> text=Hem');
  assert.equal(asked, 1);
  await page.unroute(REFLECTION);
  await page.locator(NOT).waitFor({ state: 'detached' });
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.reflect textarea')?.value === 'Jag tog det lugnt.');
}

async function released(house, id) {
  await house.as.maria('POST', `evaluations/${id}/rest`);
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
    await house.as.maria('PUT', `evaluations/${id}/answers`, { question, option: 'ok' });
  await house.as.maria('POST', `evaluations/${id}/submit`);
  await house.as.maria('POST', `evaluations/${id}/release`);
}

export async function refused_is_said(browser) {
  const house = await serveWork({ calls: [['Ett', '1001', 3]] });
  try {
    const call = house.ids.Ett;
    const draft = await begun(house, call);
    const page = await open(browser, house.url);
    page.expected.push(/^401 /, /^net::ERR_FAILED PUT/);
    await signIn(page, 'maria');
    await page.goto(`/calls/${call}`);
    await page.waitForSelector('.evalform .q');
    await sessionOver(page, house, draft);
    await lineDown(page, house, draft);
    await page.context().close();
    await released(house, draft);
    const anna = await open(browser, house.url);
    anna.expected.push(/^net::ERR_FAILED PUT/);
    await signIn(anna, 'anna');
    await anna.goto(`/calls/${call}`);
    await anna.waitForSelector('.reflect textarea');
    await toOneself(anna, house);
  } finally {
    await house.close();
  }
}
