// SPDX-License-Identifier: Apache-2.0
// A threat late in the evening, with nobody on shift: the agent gets a number to ring and the call is held at
// once; the data protection officer sees that it is, not whose it is, and lets it go with a reason, which is
// written down and told on the call's page.
import assert from 'node:assert/strict';
import { everyLook, open, settled, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const NUMBER = '08-123 45 67';
const WHY = 'Polisen har fått sin kopia, domen har vunnit laga kraft.';

async function press(page, call) {
  await page.goto(`/calls/${call}`);
  await settled(page);
  await page.waitForSelector('text=/Sparas till/');
  await page.focus('#seek');
  await page.keyboard.press('h');
  await page.getByRole('dialog').getByText('Hot').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sparas som bevis. Du kan inte radera det.' }).waitFor();
  await page.keyboard.press('1');
  await page.waitForSelector(`text=Ingen gruppledare är i tjänst nu. Ring ${NUMBER}.`);
  await page.waitForSelector('text=Under bevarandespärr. Raderas inte, och går inte att radera.');
  await page.waitForSelector('text=/Omar Haddad märkte det som hot/');
}

/** By the keyboard: the summary, the reason, Enter. */
async function letGo(page) {
  await page.goto('/holds');
  await page.waitForSelector('text=/Märktes som hot/');
  assert.ok(!(await page.textContent('main')).includes('Omar'), 'nor whose it is');
  assert.ok(!(await page.textContent('main')).includes('Ett hot'), 'not what it was about');
  await everyLook(page, 'holds', '.asks');
  await page.locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Skäl').focus();
  await page.keyboard.type(WHY);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Inga samtal har en bevarandespärr.');
}

export async function threat_held(browser) {
  const house = await serveWork({
    calls: [['Ett hot', '1002', 30], ['Ett vanligt', '1001', 60]], admin: true, more: [['Disa Lund', 'disa', 'dpo']],
    settings: `care_on_call = ${NUMBER}\n`,
  });
  try {
    const call = house.ids['Ett hot'];
    const omar = await open(browser, house.url);
    await signIn(omar, 'omar');
    await press(omar, call);
    await assert.rejects(house.as.omar('POST', `holds/${call}/release`, { reason: WHY }), /403/);
    await assert.rejects(house.as.maria('POST', `holds/${call}/release`, { reason: WHY }), /403/);
    await assert.rejects(house.as.adam('GET', 'holds'), /403/);
    assert.ok(!JSON.stringify(await house.as.disa('GET', 'holds')).includes('Omar'));
    await assert.rejects(house.as.disa('GET', `interactions/${call}`), /404/);

    const disa = await open(browser, house.url);
    await signIn(disa, 'disa');
    await letGo(disa);
    await omar.reload();
    await omar.waitForSelector(`text=${WHY}`);
    await omar.waitForSelector('text=/Sparas till/');
    await assert.rejects(house.as.disa('POST', `holds/${call}/release`, { reason: 'igen' }), /404/);
    const log = (await house.as.disa('GET', 'audit?kept=0')).rows;
    assert.ok(log.some(line => line.event === 'hold.released' && line.actor.name === 'Disa Lund' && line.object === call));

    // And one of her own, on the page of a call she sees.
    const other = house.ids['Ett vanligt'];
    await house.as.karin('POST', `interactions/${other}/hold`, { reason: 'Begärd utlämning' });
    await assert.rejects(house.as.karin('POST', `interactions/${other}/hold`, { reason: 'igen' }), /409/);
    const karin = await open(browser, house.url, { width: 390, scheme: 'dark' });
    await signIn(karin, 'karin');
    await karin.goto(`/calls/${other}`);
    await karin.waitForSelector('text=/Karin Holm lade spärren/');
    for (const page of [omar, disa, karin]) assert.deepEqual(page.faults, []);
  } finally {
    await house.close();
  }
}
