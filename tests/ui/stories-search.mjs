// SPDX-License-Identifier: Apache-2.0
// A search whose calls lie far apart: the service ends its pages early, the list goes on by itself,
// says so to the eye and the ear, can be stopped and taken up again.
import assert from 'node:assert/strict';
import { open, settled, signIn } from './browser.mjs';

export async function search_goes_on(browser, url) {
  const page = await open(browser, url);
  await signIn(page, 'maria');
  await page.goto('/calls');
  await settled(page);
  const shown = await page.locator('.rows > li').count();
  assert.ok(shown > 4);
  let asked = 0,
    slow = false;
  const held = [];
  await page.route(/interactions\?.*q=s%C3%A4llan/, async route => {
    const after = new URL(route.request().url()).searchParams.get('after');
    const step = after ? Number(after) : 0;
    asked++;
    if (slow && step >= 4) await new Promise(done => held.push(done));
    const real = await (await fetch(`${url}/api/v1/interactions?limit=50`, {
      headers: { cookie: route.request().headers().cookie ?? '' },
    })).json();
    const rows = step % 2 ? [real.rows[(step - 1) / 2]] : [];
    await route.fulfill({ json: { rows, next: step < 6 ? String(step + 1) : null } });
  });
  await page.fill('input[type=search]', 'sällan');
  await page.waitForFunction(() => document.querySelectorAll('.rows > li').length === 3);
  await page.waitForSelector('[role=status]:has-text("3 samtal visas.")');
  assert.equal(asked, 7, 'page after page, by itself');
  assert.equal(await page.locator('text=Sluta leta').count(), 0);

  slow = true;
  await page.goto('/calls?q=s%C3%A4llan');
  await page.waitForFunction(() => document.querySelectorAll('.rows > li').length === 2);
  await page.waitForSelector('[role=status]:has-text("Letar bland äldre samtal")');
  await page.locator('text=Sluta leta').press('Enter');
  await page.waitForSelector('[role=status]:has-text("Äldre samtal är inte genomsökta. 2 visas.")');
  slow = false;
  for (const go of held) go();
  await page.locator('text=Leta vidare').press('Enter');
  await page.waitForSelector('[role=status]:has-text("3 samtal visas.")');
  assert.deepEqual(page.faults, []);
}
