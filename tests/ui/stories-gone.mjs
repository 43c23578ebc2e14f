// SPDX-License-Identifier: Apache-2.0
// A call is taken back while another has it open: she is told at once, nothing of it stays on her screen,
// and what she was writing is not lost.
import assert from 'node:assert/strict';
import { open, settled, sideways, signIn, violations } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const CALLS = [['Oplogad gata', '1001', 3], ['Bygglov för altan', '1002', 6]];

async function begun(browser, house, id) {
  const maria = await open(browser, house.url);
  await signIn(maria, 'maria');
  await maria.goto(`/calls/${id}`);
  await settled(maria);
  await maria.fill('#write', 'Du väntade in henne.');
  return maria;
}

export async function taken_back(browser) {
  const house = await serveWork({ calls: CALLS });
  try {
    const id = house.ids['Oplogad gata'];
    const mark = kind => house.as.anna('POST', `interactions/${id}/marks`, { kind, at_ms: 0, detail: null });
    const maria = await begun(browser, house, id);
    await maria.click('#begin-evaluation');
    await maria.waitForSelector('.evalform');
    await mark('withdrawn'); // she may see it still, and is told what it is good for
    await maria.waitForSelector('[role=alert]:has-text("Vill inte att samtalet används. Räknas inte i någon statistik")');
    assert.equal(await maria.inputValue('#write'), 'Du väntade in henne.');
    maria.expected.push(/^(404|403) /);
    await mark('tough'); // hers alone
    await maria.waitForSelector('h1:has-text("Det finns inte längre.")');
    await maria.waitForSelector('text=Det togs tillbaka eller togs bort medan du hade det öppet');
    assert.equal(await maria.locator('main textarea').first().inputValue(), 'Du väntade in henne.');
    assert.match(await maria.textContent('main'), /Det här hade du skrivit/);
    assert.equal(await maria.locator('#seek').count(), 0, 'nothing of it is played on');
    assert.doesNotMatch(await maria.textContent('main'), /Anna|0701740/);
    assert.deepEqual([...(await violations(maria)), ...(await sideways(maria))], []);
    await maria.click('main a:has-text("Hem")');
    await settled(maria);
    assert.deepEqual(maria.faults, []);
  } finally {
    await house.close();
  }
}

/** Who sits at a line until further notice is got up from it on the page; from then on the seat is nobody's. */
export async function seat_left(browser) {
  const house = await serveWork({ calls: CALLS, more: [['Adam Nilsson', 'adam', 'admin']] });
  try {
    const adam = await open(browser, house.url);
    await signIn(adam, 'adam');
    await adam.goto('/lines');
    const row = adam.locator('tr:has(th:has-text("Anna Lindqvist"))');
    await row.locator('td:has-text("tills vidare")').waitFor();
    await row.getByRole('button', { name: /^Avsluta nu.*Anna Lindqvist/ }).focus();
    await adam.keyboard.press('Enter');
    await row.locator('button').waitFor({ state: 'detached' });
    assert.doesNotMatch(await row.innerText(), /tills vidare/);
    assert.match(await adam.locator('tr:has(th:has-text("Omar Haddad"))').innerText(), /tills vidare/);
    const left = (await house.sql('SELECT count(*) FROM shift WHERE to_ms IS NULL')).stdout.trim();
    assert.equal(left, '1', 'Omar’s alone');
    assert.deepEqual([...(await violations(adam)), ...(await sideways(adam))], []);
    await adam.goto('/');
    const account = adam.locator('section:has(h2:has-text("Ditt konto")) li').first();
    assert.match(await account.innerText(), /^[^:]+: \p{Lu}.*, i dag \d/u, 'who did what reads as a line');
    assert.deepEqual(adam.faults, []);
  } finally {
    await house.close();
  }
}
