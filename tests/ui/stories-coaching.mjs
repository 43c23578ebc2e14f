// SPDX-License-Identifier: Apache-2.0
// A coach and an agent choose one thing to practise; a snow day is declared, told to all and closed.
import assert from 'node:assert/strict';
import { comes, everyLook, handIn, open, settled, shoot, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

async function choose(page) {
  await page.goto('/quality');
  await page.click('main >> text=Att öva på');
  await page.waitForSelector('text=Ingen plan än');
  await everyLook(page, 'coaching-empty', '.empty');
  await page.focus('summary:has-text("Välj något att öva på")');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('[name=question] option').length > 5);
  await page.selectOption('[name=agent]', { label: 'Anna Lindqvist' });
  await page.fill('[name=focus]', 'Säg tillbaka vad det gäller');
  await page.selectOption('[name=question]', { index: 3 });
  await page.focus('form .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Säg tillbaka vad det gäller")');
  await page.waitForSelector('text=Inga bedömda stickprov än.');
}

async function meet(page) {
  const call = await page.evaluate(() =>
    fetch('/api/v1/interactions').then(async answer => (await answer.json()).rows.find(row => row.agent.name === 'Anna Lindqvist').id),
  );
  const plan = page.url();
  await page.goto(`/calls/${call}?t=41`);
  await page.waitForSelector('#seek');
  await page.focus('#seek');
  await page.keyboard.press('c');
  await page.waitForSelector('.said >> text=00:41 ligger i planen med Anna: Säg tillbaka vad det gäller.');
  await page.goto(plan);
  await page.waitForSelector('.asks a:has-text("00:41")');
  await page.fill('[name=body]', 'Vi lyssnade på 00:41.\nProva att säga det först.');
  await page.fill('[name=next]', '2031-03-14T09:30');
  await page.focus('form .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Ni ses fredag 14 mars 2031 kl. 09.30');
  const text = await page.evaluate(() =>
    fetch(document.querySelector('a[download]').href).then(answer => answer.text()),
  );
  assert.match(text, /BEGIN:VEVENT\r\n/);
  await everyLook(page, 'coaching-plan', 'h1');
}

export async function coaching(browser, url) {
  const coach = await open(browser, url),
    agent = await open(browser, url);
  await signIn(coach, 'maria');
  await choose(coach);
  await meet(coach);
  await signIn(agent, 'anna');
  await agent.click('a:has-text("Säg tillbaka vad det gäller")');
  await agent.waitForSelector('text=Vi lyssnade på 00:41.');
  assert.equal(await agent.locator('form').count(), 0, 'the agent reads');
  await shoot(agent, 'coaching-agent');
  await coach.focus('summary:has-text("Avsluta planen")');
  await coach.keyboard.press('Enter');
  await coach.click('text=Det sitter');
  await coach.waitForSelector('text=det sitter');
  assert.deepEqual([...coach.faults, ...agent.faults], []);
  await coach.context().close();
  await agent.context().close();
}

/** An ordinary day's call of Anna's, drawn and scored by the usual form: what the rest is apart from. */
async function ordinary(house) {
  const { maria, karin } = house.as;
  const { id } = await maria('GET', 'me');
  await karin('POST', 'sample_plans', {
    title: 'Vanliga dagar', rubric_key: 'core', period: 'week', per_agent: true, take: 1, min_ms: 0, evaluators: [id],
  });
  const [row] = (await maria('GET', 'me/work')).rows;
  const made = await maria('POST', `interactions/${row.interaction.id}/evaluations`, { item: row.item });
  await maria('POST', `evaluations/${made.id}/rest`);
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
    await maria('PUT', `evaluations/${made.id}/answers`, { question, option: 'ok' });
  await maria('POST', `evaluations/${made.id}/submit`);
  await maria('POST', `evaluations/${made.id}/release`);
}

/** A call that came while the window is open: the three questions offer themselves. */
async function short(coach, house) {
  await house.bring('Plogen har inte kommit', '1001', 36, 0);
  await coach.goto('/calls');
  await settled(coach);
  await coach.click('a:has-text("Plogen har inte kommit")');
  await coach.waitForSelector('#begin-evaluation');
  const form = coach.locator('.begin select >> nth=0');
  assert.match(await form.locator('option:checked').textContent(), /Vid hög belastning – tre frågor/);
  await coach.focus('#begin-evaluation');
  await coach.keyboard.press('Enter');
  await coach.waitForSelector('.evalform .q');
  await comes(() => coach.locator('.evalform .q').count(), 3);
  await everyLook(coach, 'crisis-form', '.evalform .q');
  for (const key of ['1', '2', '1']) {
    await coach.focus('.evalform .q:not(:has(input:checked)) input');
    const before = await coach.locator('.evalform .q:has(input:checked)').count();
    await coach.keyboard.press(key);
    await comes(() => coach.locator('.evalform .q:has(input:checked)').count(), before + 1);
  }
  await coach.waitForSelector('text=Allt är besvarat.');
  await handIn(coach);
  await coach.waitForSelector('.evalread');
}

/** Over time it stands by itself, in no figure and in no dot of the ordinary days. */
async function apart(agent) {
  await agent.goto('/trends');
  const told = agent.locator('section.section:has(h2:has-text("Hög belastning"))');
  await told.locator('tbody tr').waitFor();
  assert.match(await told.locator('tbody tr').innerText(), /Snökaos\s+Vid hög belastning – tre frågor 1\s+\d+ %/);
  assert.match(await agent.textContent('.finding'), /^1 samtal är för få/, 'the ordinary one alone');
  await comes(() => agent.locator('figure.trend tbody tr').count(), 1);
  await everyLook(agent, 'crisis-apart', '.finding');
}

/** L7–L9, Y6: on, seen by everybody, its calls scored by the short form and kept apart; off again. */
async function stormed(browser, house) {
  const { url } = house;
  const coach = await open(browser, url),
    agent = await open(browser, url);
  await ordinary(house);
  await signIn(coach, 'maria');
  await signIn(agent, 'anna');
  assert.equal(await agent.locator('.loadline').count(), 0);
  await coach.goto('/health');
  await settled(coach);
  await coach.focus('summary:has-text("Börja nu")');
  await coach.keyboard.press('Enter');
  await coach.fill('[name=name]', 'Snökaos');
  await coach.fill('[name=says]', 'Plogbilarna går dygnet runt. Lova inga tider.');
  await coach.focus('form:has([name=says]) .btn');
  await coach.keyboard.press('Enter');
  await coach.waitForSelector('.asks >> text=Snökaos');
  await agent.goto('/');
  await agent.waitForSelector('.loadline >> text=Lova inga tider');
  await everyLook(agent, 'crisis-home', '.loadline');
  await short(coach, house);
  await apart(agent); // while it lasts: one that is over within half an hour marks no call
  await coach.goto('/health');
  await settled(coach);
  await coach.click('.asks li:has-text("Snökaos") button');
  await coach.waitForSelector('.asks li:has-text("Snökaos") button', { state: 'detached' });
  await agent.goto('/');
  await settled(agent);
  assert.equal(await agent.locator('.loadline').count(), 0);
  assert.deepEqual([...coach.faults, ...agent.faults], []);
  await coach.context().close();
  await agent.context().close();
}

export async function crisis(browser) {
  const house = await serveWork({ calls: [['Oplogad gata', '1001', 2 * 24 * 60]], forms: ['crisis'] });
  try {
    await stormed(browser, house);
  } finally {
    await house.close();
  }
}
