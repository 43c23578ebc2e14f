// SPDX-License-Identifier: Apache-2.0
// What keeps itself and was refused: it is not called saved, it is sent as soon as it can be without another
// press, and who leaves meanwhile is asked first.
import assert from 'node:assert/strict';
import { open, signIn, watched } from './browser.mjs';
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
  await page.waitForSelector('.said.bad >> text=Tjänsten svarar inte.');
  await page.unroute(DRAFT);
  await until('it is sent without another press', async () => (await given(house, draft)).wait === 'clear');
  await page.locator(NOT).waitFor({ state: 'detached' });
  await page.locator('.said.bad').waitFor({ state: 'detached' }); // what was true is so no more
}

/** What can never be kept is not promised: by its reason, and until it is mended. */
async function tooMuch(page, house, draft) {
  page.expected.push(/^422 PUT .*\/answers$/);
  await page.focus('#q-greet');
  await page.click('.fhead button:has-text("Skriv varför")');
  const field = page.locator('#c-greet');
  assert.equal(await field.getAttribute('maxlength'), '4000');
  await field.evaluate(one => one.removeAttribute('maxlength'));
  await field.fill('ö'.repeat(4001));
  await page.waitForSelector('.said.bad >> text=Texten är för lång: högst 4000 tecken får plats.');
  await page.waitForSelector('.send >> text=så som det är nu går det inte att spara');
  await field.fill('ö'.repeat(4000)); // letters, not bytes
  await page.locator('.said.bad').waitFor({ state: 'detached' });
  await page.locator('.send >> text=/Sparat/').waitFor();
  const { answers } = await house.as.maria('GET', `evaluations/${draft}`);
  assert.equal(answers.find(one => one.question === 'greet').comment.length, 4000);
}

/** Thrown away in another tab: the form says so and stands still, and promises nothing. */
async function thrownAway(page, house, call) {
  page.expected.push(/^404 GET .*\/evaluations\//);
  const other = watched(await page.context().newPage());
  await other.goto(`/calls/${call}`);
  await other.waitForSelector('.evalform .q');
  await other.getByRole('button', { name: 'Släng utkastet' }).click();
  await other.getByRole('button', { name: 'Släng utkastet' }).click();
  await other.waitForSelector('#begin-evaluation');
  await page.waitForSelector('.evalform [role=alert] >> text=Utkastet har slängts någon annanstans.');
  assert.equal(await page.locator(NOT).count(), 0);
  const before = await page.locator('.q input:checked').count();
  await page.locator('#q-harm input, #q-c_harm input').first().click({ force: true });
  assert.equal(await page.locator('.q input:checked').count(), before, 'it takes no answer');
  await page.click('text=Visa som det är nu');
  await page.waitForSelector('#begin-evaluation');
  assert.deepEqual(other.faults, []);
  await other.close();
}

/** On paper stands what was said and by which agreement; nothing that only a hand can use. */
async function onPaper(page) {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint'))); // as a browser says it before paper is chosen
  await page.emulateMedia({ media: 'print' });
  const left = await page.evaluate(() =>
    [...document.querySelectorAll('button:not(.chip, .at), select, textarea, input:not([type=radio], [type=checkbox]), kbd, .instead')]
      .filter(one => one.checkVisibility())
      .map(one => one.outerHTML.slice(0, 80)));
  assert.deepEqual(left, []);
  await page.getByText(/^Utskrivet av Maria Ek, \S+ \d/).waitFor();
  assert.ok(await page.locator('.foot').isVisible(), 'the agreement stands below');
  await page.emulateMedia({ media: 'screen' });
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
    await tooMuch(page, house, draft);
    await onPaper(page);
    await thrownAway(page, house, call);
    await page.context().close();
    await released(house, await begun(house, call));
    const anna = await open(browser, house.url);
    anna.expected.push(/^net::ERR_FAILED PUT/);
    await signIn(anna, 'anna');
    await anna.goto(`/calls/${call}`);
    await anna.click('#show-now'); // without her own first
    await anna.waitForSelector('.reflect textarea');
    await toOneself(anna, house);
  } finally {
    await house.close();
  }
}
