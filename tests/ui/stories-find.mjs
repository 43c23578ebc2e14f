// SPDX-License-Identifier: Apache-2.0
// One box: a key opens it, what is typed is found as a number, a word, a topic or a name, each says why,
// arrows choose and Enter goes there; nobody finds what she may not see.
import assert from 'node:assert/strict';
import { comes, open, settled, shoot, sideways, signIn, violations } from './browser.mjs';
import { serveReal } from './realserver.mjs';

const options = page => page.locator('.findbox [role=option]');

async function type(page, text) {
  await page.keyboard.press('s');
  await page.locator('.findbox input').waitFor();
  await page.keyboard.type(text);
}

async function byNumber(page, house) {
  await type(page, '+46 70-174 06 06');
  await page.waitForSelector('.findbox p:has-text("Samma nummer")');
  await comes(() => options(page).count(), 2);
  await page.keyboard.press('ArrowDown');
  const to = await page.locator('.findbox [aria-selected=true]').getAttribute('href');
  const faults = [...(await violations(page)), ...(await sideways(page))];
  assert.deepEqual(faults, []);
  await shoot(page, 'find-1440-light-sv');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${to}`);
  assert.ok(Object.values(house.ids).some(id => to.endsWith(id)));
  assert.ok(!page.url().includes('70'.concat('174')), 'a number is in no address');
}

export async function one_box(browser) {
  const house = await serveReal();
  try {
    const maria = await open(browser, house.url);
    await signIn(maria, 'maria');
    await settled(maria);
    await byNumber(maria, house);
    await maria.goto('/');
    await settled(maria);
    await type(maria, 'missn');
    await maria.waitForSelector('.findbox [role=option]:has-text("Står i rubriken")');
    await maria.keyboard.press('Enter');
    await maria.waitForURL(`**/calls/${house.ids['Missnöje med beslut']}`);
    await maria.goto('/');
    await settled(maria);
    await type(maria, 'anna');
    await maria.waitForSelector('.findbox p:has-text("Medarbetare")');
    await maria.keyboard.press('Enter');
    await maria.waitForURL(/\/calls\?person=/);
    await settled(maria);
    await comes(() => maria.locator('.rows > li').count(), 1);
    await type(maria, 'xyzzy');
    await maria.waitForSelector('text=Inget av det du får se passar. Ett telefonnummer söks helt');
    await maria.keyboard.press('Escape');
    await maria.waitForSelector('.findbox', { state: 'detached' });
    assert.deepEqual(maria.faults, []);

    const johan = await open(browser, house.url, { width: 390, scheme: 'dark' });
    await signIn(johan, 'johan');
    await settled(johan);
    await johan.getByRole('button', { name: 'Sök' }).click();
    await johan.locator('.findbox input').waitFor();
    await johan.keyboard.type('0701740606');
    await johan.waitForSelector('.findbox p:has-text("Samma nummer")');
    await comes(() => options(johan).count(), 1, 'his own alone');
    assert.deepEqual([...(await violations(johan)), ...(await sideways(johan))], []);
    await shoot(johan, 'find-390-dark-sv');
    assert.deepEqual(johan.faults, []);
  } finally {
    await house.close();
  }
}
