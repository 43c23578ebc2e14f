// SPDX-License-Identifier: Apache-2.0
// A quality lead plans samples: what a plan buys is seen before it is saved, it draws at once, the
// same calls come again from seed and frame, a redraw has its reason. All by keyboard.
import assert from 'node:assert/strict';
import { comes, everyLook, open, settled, signIn } from './browser.mjs';
import { serveSamples } from './world-samples.mjs';

async function plan(page) {
  await page.goto('/quality');
  await page.click('main >> text=Stickprov');
  await page.waitForSelector('text=Ingen plan än, så inga stickprov dras.');
  await everyLook(page, 'samples-empty', '.empty');
  await page.focus('main .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.buys >> text=/± \\d+(,\\d)? procentenheter på ett halvår, för en medarbetares/');
  const before = await page.textContent('.buys');
  assert.match(before, /Antar att en medarbetares samtal skiljer sig 12 procentenheter/);
  await page.fill('[name=title]', 'Lag Norr, var vecka');
  await page.selectOption('[name=whose]', { label: 'Lag Norr' });
  await page.fill('input[type=number] >> nth=0', '4');
  await page.waitForFunction(was => document.querySelector('.buys')?.textContent !== was, before);
  await everyLook(page, 'samples-form', '.buys', () => page.click('form summary'));
}

// What cannot be read is not sent: the field says how it is written, and has the focus.
async function spread(page) {
  await page.focus('form summary');
  await page.keyboard.press('Enter');
  await page.getByLabel('Längsta samtal, minuter').fill('120');
  const parts = page.getByLabel('Där en del av dagen slutar, klockslag');
  await parts.fill('12.30, 9');
  await page.focus('form .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Skriv stigande klockslag');
  assert.equal(await parts.evaluate(field => field === document.activeElement), true);
  await parts.fill('9, 12.30');
}

async function save(page) {
  await page.goto('/samples');
  await page.focus('main .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('[name=who]').length === 3);
  await page.fill('[name=title]', 'Lag Norr, var vecka');
  await page.selectOption('[name=whose]', { label: 'Lag Norr' });
  await page.fill('input[type=number] >> nth=0', '4');
  await page.focus('form .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=alert] >> text=Välj minst en som lyssnar.');
  for (const name of ['Maria Ek', 'Timo Virtanen']) {
    await page.focus(`label:has-text("${name}") input`);
    await page.keyboard.press('Space');
  }
  await spread(page);
  await page.focus('form .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Samtal 1–120 min. Delade på längd vid 3, 8 min, på tid vid 09.00, 12.30.');
  await page.waitForSelector('h1:has-text("Lag Norr, var vecka")');
  const cover = await page.textContent('.cover');
  assert.match(cover, /Anna Lindqvist.*0 av 4/);
  assert.doesNotMatch(cover, /Sara Öberg|Omar Haddad/);
  await page.waitForSelector('.draw >> text=/13 av 93 möjliga samtal/');
  await page.waitForSelector('.draw >> text=/Uteslutna: ny i rollen 5/');
}

async function prove(page) {
  await page.focus('.draw summary');
  await page.keyboard.press('Enter');
  await page.focus('.draw .btn');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.draw >> text=Samma 13 samtal igen.');
  await page.focus('summary:has-text("Dra om")');
  await page.keyboard.press('Enter');
  await page.fill('[name=reason]', 'Petra var sjuk.');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.draw >> text=/Dragning 2 av 2 av de här samtalen/');
  await page.waitForSelector('.draw >> text=Petra var sjuk.');
  await comes(() => page.locator('.draw').count(), 2);
  await settled(page);
  await page.focus('.draw summary');
  await page.keyboard.press('Enter');
  await everyLook(page, 'sample', '.draw');
}

export async function samples(browser) {
  const world = await serveSamples();
  try {
    const lead = await open(browser, world.url),
      coach = await open(browser, world.url);
    await signIn(lead, 'karin');
    await plan(lead);
    await save(lead);
    await prove(lead);
    await lead.goto('/samples');
    await lead.waitForSelector('text=/0 hörda, 13 kvar till/');
    await everyLook(lead, 'samples', '.asks');
    await signIn(coach, 'maria');
    await coach.goto('/samples');
    await coach.click('main >> text=Lag Norr, var vecka');
    await coach.waitForSelector('.draw');
    assert.equal(await coach.locator('text=Dra om').count(), 0, 'a coach does not draw');
    assert.deepEqual([...lead.faults, ...coach.faults], []);
    await lead.context().close();
    await coach.context().close();
  } finally {
    await world.close();
  }
}
