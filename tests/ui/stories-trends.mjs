// SPDX-License-Identifier: Apache-2.0
// Over time, on half a year whose truth is known: four calls are too few, one who got better is told
// "possible change", the form's change breaks the line, and a coach sees her team by name.
import assert from 'node:assert/strict';
import { everyLook, leave, open, settled, shoot, signIn } from './browser.mjs';
import { serveHalfYear } from './world-questions.mjs';

const sentence = page => page.locator('.finding').innerText();

async function own(browser, url) {
  const few = await open(browser, url);
  await signIn(few, 'agent3');
  await few.click('nav a:has-text("Utveckling")');
  await few.waitForSelector('.finding');
  assert.match(await sentence(few), /^\d samtal är för få för att säga något säkert\.$/);
  await few.focus('details summary');
  await few.keyboard.press('Enter');
  await few.waitForSelector('details[open] table');
  await everyLook(few, 'trends-few', '.finding');
  const better = await open(browser, url);
  await signIn(better, 'agent5');
  await better.waitForSelector('a:has-text("Se hela utvecklingen")');
  await better.goto('/trends');
  await better.waitForSelector('.finding');
  assert.match(await sentence(better), /^Möjlig förändring omkring vecka \d+\.$/);
  await better.waitForSelector('text=/Mallen ändrades .* Före och efter går inte att jämföra rakt av/');
  await everyLook(better, 'trends-own', '.finding');
}

async function lead(browser, url) {
  const coach = await open(browser, url);
  await signIn(coach, 'maria');
  await coach.click('nav a:has-text("Utveckling")');
  await coach.waitForSelector('.multiples h3');
  const names = await coach.locator('.multiples h3').allInnerTexts();
  assert.deepEqual(names, [...names].sort(), 'people stand by name');
  await coach.waitForSelector('text=Tratten visas från tio medarbetare.');
  await everyLook(coach, 'trends-team', '.multiples');
  await coach.click('.multiples h3 a >> nth=0');
  await coach.waitForSelector('.finding');
  await coach.waitForSelector('h1:has-text("Utveckling: Medarbetare 1")');
  await everyLook(coach, 'trends-person', '.finding');
  const quality = await open(browser, url);
  await signIn(quality, 'karin');
  await quality.goto('/trends/centre');
  await quality.waitForSelector('.heat');
  await settled(quality);
  await quality.waitForSelector('section:has(h2:has-text("Löst vid första kontakten")) td >> text=/^\\d+ av \\d+\\. Det verkliga värdet/');
  await everyLook(quality, 'trends-centre', '.heat');
}

/** From ten agents on: everybody by name, in the chart and in the table beside it. */
async function funnel(browser, url) {
  const quality = await open(browser, url);
  await signIn(quality, 'karin');
  await quality.goto('/trends/centre');
  const told = quality.locator('section.section:has(h2:has-text("Var och en mot slumpen"))');
  await told.locator('canvas').waitFor();
  assert.equal(await told.getByText('Tratten visas från').count(), 0);
  await told.locator('summary').focus();
  await quality.keyboard.press('Enter');
  await told.locator('tbody tr >> nth=0').waitFor(); // it is unfolded
  const rows = await told.locator('tbody tr').allInnerTexts();
  assert.ok(rows.length >= 10, `${rows.length} in the funnel`);
  assert.deepEqual(rows, [...rows].sort(), 'by name, not by figure');
  for (const row of rows) assert.match(row, /^Medarbetare \d+\s+\d+ %\s+\d+–\d+ %\s+\d+$/);
  await told.scrollIntoViewIfNeeded();
  await shoot(quality, 'trends-funnel', false);
  await everyLook(quality, 'trends-funnel', 'canvas');
}

export async function trends(browser) {
  const house = await serveHalfYear();
  try {
    await own(browser, house.url);
    await lead(browser, house.url);
  } finally {
    await leave(browser);
    await house.close();
  }
  const larger = await serveHalfYear({ agents: 12 });
  try {
    await funnel(browser, larger.url);
  } finally {
    await leave(browser);
    await larger.close();
  }
}
