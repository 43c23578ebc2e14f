// SPDX-License-Identifier: Apache-2.0
// The whole review without a mouse, and the keys' own rules.
import assert from 'node:assert/strict';
import { comes, open, settled, signIn, tabTo } from './browser.mjs';
import { by, interactions } from './fixtures.mjs';

const name = page =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

/** From sign-in to the next call: play, move, hear, note, span, marks, outcome, topics, submit. */
export async function keyboard(browser, url) {
  const page = await open(browser, url);
  await page.goto('/signin');
  await tabTo(page, '[name=login]');
  await page.keyboard.type('maria');
  await page.keyboard.press('Tab');
  await page.keyboard.type('lyssna-noga-alla-dagar');
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav[aria-label]');
  await page.goto('/calls?person=' + by('omar').id);
  await settled(page);
  await tabTo(page, '.row .btn.square[data-play]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.reasonbar');
  await tabTo(page, '.reasonbar .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    /Pausa/.test(document.querySelector('#play')?.textContent ?? ''),
  );
  await tabTo(page, '#seek');
  assert.match(await page.getAttribute('#seek', 'aria-valuetext'), /sekund/);
  await page.keyboard.press('k');
  await page.waitForFunction(() => /Spela/.test(document.querySelector('#play').textContent));
  await page.keyboard.press('Shift+Digit5');
  const at = async () => Number(await page.getAttribute('#seek', 'aria-valuenow'));
  const half = await at();
  assert.ok(Math.abs(half - 290) <= 1, `half of the call, not ${half}`);
  for (const [key, moved] of [
    ['l', 5],
    ['j', 0],
    ['.', 1],
    [',', 0],
    ['ArrowRight', 5],
    ['ArrowLeft', 0],
  ]) {
    await page.keyboard.press(key);
    await comes(async () => (await at()) - half, moved, key);
  }
  await page.keyboard.press('>');
  await page.waitForFunction(() => document.querySelector('#rate').value === '1.25');
  await page.keyboard.press('<');
  await page.keyboard.press('x');
  await page.waitForSelector('text=/i praktiken/');
  await page.keyboard.press('q');
  await page.waitForFunction(() => document.querySelector('[name=solo][value=agent]').checked);
  await page.keyboard.press('w');
  await page.keyboard.press('i');
  await page.keyboard.press('l');
  await page.keyboard.press('u');
  await page.waitForSelector('text=/Del 04:50–04:55/');
  await page.keyboard.press('m');
  await page.waitForFunction(() => document.activeElement.tagName === 'TEXTAREA');
  await page.keyboard.type('Här sammanfattar du. k j l x');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.note:has-text("Här sammanfattar du. k j l x")');
  assert.equal(interactions[5].notes.at(-1).len_ms, 5000);
  assert.equal(await name(page), 'seek');
  await page.keyboard.press('h');
  await page.keyboard.press('5');
  await page.waitForSelector('.note:has-text("Samtal som vände")');
  await page.keyboard.press('v');
  await page.keyboard.press('1');
  await page.waitForSelector('text=Löst direkt');
  await page.keyboard.press('t');
  await page.keyboard.press('2');
  await page.waitForSelector('dialog [aria-pressed=true]:has-text("Hemtjänst")');
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await page.keyboard.press('l');
  await page.keyboard.press('b');
  await page.waitForSelector('text=/Upprepar 04:5/');
  await page.keyboard.press('b');
  const before = page.url();
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(was => location.href !== was, before);
  await page.waitForFunction(() =>
    /Pausa/.test(document.querySelector('#play')?.textContent ?? ''),
  );
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Keys can be changed and switched off, and the help page follows. */
export async function refused(browser, url) {
  const page = await open(browser, url);
  await signIn(page, 'petra');
  await page.goto('/help');
  await page.click('tr:has-text("Hoppa över tystnad") >> text=Byt');
  await page.keyboard.press('k');
  await page.waitForSelector('text=/används redan till: Spela eller pausa/');
  await page.keyboard.press('z');
  await page.waitForSelector('tr:has-text("Hoppa över tystnad") kbd:has-text("Z")');
  await page.goto('/me');
  const kept = page.waitForResponse(answer => answer.request().method() === 'PUT' && answer.url().endsWith('/me/prefs'));
  await page.selectOption('#keys-where', 'off');
  await kept;
  const call = interactions.find(one => one.agent?.id === by('petra').id && one.recording);
  await page.goto(`/calls/${call.id}`);
  await page.waitForSelector('#seek');
  await page.keyboard.press('z');
  await page.waitForTimeout(150);
  assert.equal(
    await page.getAttribute('button:has-text("Hoppa över tystnad")', 'aria-pressed'),
    'false',
  );
  by('petra').prefs = {};
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
