// SPDX-License-Identifier: Apache-2.0
// One's own page: where one is signed in and how that is ended, a new password that throws others out, and
// choices that follow the person.
import assert from 'node:assert/strict';
import { comes, everyLook, open, settled, signIn } from './browser.mjs';
import { serveBare } from './realserver.mjs';

const PASSWORD = 'lyssna-noga-alla-dagar';
const NO_FORM = /^404 GET .*\/trends\/me$/; // a house without any
const NEW = 'en ny mening jag minns';

/** Another browser of hers, and what it says it is. */
async function elsewhere(browser, url, userAgent) {
  const page = await open(browser, url, { userAgent });
  page.expected.push(/^401 /, NO_FORM);
  await signIn(page, 'johan');
  return page;
}

/** She sees both, ends the other by the keyboard, and it is out at once. */
async function ends(page, browser, url) {
  const phone = await elsewhere(browser, url, 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1');
  await page.goto('/me');
  const other = page.locator('.signedin > li', { hasText: 'Safari på iPhone eller iPad' });
  await other.waitFor();
  await page.locator('.signedin > li', { hasText: 'Den här' }).waitFor();
  await comes(() => page.locator('.signedin > li').count(), 2);
  await page.getByRole('button', { name: 'Avsluta inloggningen i Safari' }).press('Enter');
  await other.waitFor({ state: 'detached' });
  await phone.waitForSelector('dialog.again');
  await phone.context().close();
}

async function fill(page, old, password) {
  await page.fill('[name=old]', old);
  await page.fill('[name=password]', password);
  await page.keyboard.press('Enter');
}

/** The old one is asked for; a new one leaves her in, and everybody else out. */
async function renews(page, browser, url) {
  const pc = await elsewhere(browser, url, 'Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0');
  await page.goto('/me');
  await fill(page, 'någon annans lösenord', NEW);
  await page.waitForSelector('text=Det var inte ditt lösenord.');
  await fill(page, PASSWORD, 'för kort');
  await page.waitForSelector('text=Det nya lösenordet behöver minst 12 tecken.');
  await fill(page, PASSWORD, NEW);
  await page.waitForSelector('text=Lösenordet är bytt. Alla andra inloggningar är avslutade.');
  await page.waitForFunction(() => document.querySelectorAll('.signedin > li').length === 1);
  await page.reload();
  await page.waitForSelector('h1:has-text("Min sida")');
  await page.waitForSelector('li:has-text("Bytte sitt lösenord")');
  await pc.waitForSelector('dialog.again');
  await pc.fill('dialog [name=password]', PASSWORD);
  await pc.keyboard.press('Enter');
  await pc.waitForSelector('dialog .complaint:not(:empty)');
  await pc.fill('dialog [name=password]', NEW);
  await pc.keyboard.press('Enter');
  await pc.waitForSelector('dialog.again', { state: 'detached' });
  await pc.context().close();
}

/** Dark whatever the machine says, also at the next one. */
async function chooses(page, browser, url) {
  const ink = one => one.evaluate(() => getComputedStyle(document.body).color);
  const light = await ink(page);
  await page.locator('[name=scheme][value=dark]').check();
  await page.waitForFunction(was => getComputedStyle(document.body).color !== was, light);
  await page.getByLabel('Hastighet').selectOption('1.5');
  await page.goto('/help'); // what was chosen is saved on the way out
  await settled(page);
  const next = await open(browser, url);
  next.expected.push(NO_FORM);
  await signIn(next, 'johan', NEW);
  await next.waitForFunction(was => getComputedStyle(document.body).color !== was, light);
  await next.goto('/me');
  await settled(next);
  assert.equal(await next.getByLabel('Hastighet').inputValue(), '1.5');
  await next.locator('[name=scheme][value=system]').check();
  await next.goto('/help');
  await settled(next);
  await next.context().close();
}

export async function own_page(browser) {
  const house = await serveBare();
  try {
    const page = await open(browser, house.url);
    page.expected.push(/^403 PUT .*\/me\/password$/, NO_FORM);
    await signIn(page, 'johan');
    await ends(page, browser, house.url);
    await renews(page, browser, house.url);
    await chooses(page, browser, house.url);
    await page.goto('/me');
    await everyLook(page, 'own-page', '.signedin > li');
    assert.deepEqual(page.faults, []);
  } finally {
    await house.close();
  }
}
