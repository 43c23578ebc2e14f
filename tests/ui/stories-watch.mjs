// SPDX-License-Identifier: Apache-2.0
// Those who watch over it. "Who heard Anna's calls this week?" is answered in sentences, and taken out as a
// table that a spreadsheet opens.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { open, shoot, signIn, violations } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const CALLS = [['Oplogad gata', '1001', 3], ['Bygglov för altan', '1002', 6]];

export async function who_heard_anna(browser) {
  const house = await serveWork({ calls: CALLS, more: [['Disa Rask', 'disa', 'dpo'], ['=Knep', 'knep', 'coach']] });
  try {
    const listen = (login, call, reason, reason_text) =>
      house.as[login]('POST', 'listenings', { interaction: house.ids[call], reason, reason_text });
    await listen('maria', 'Oplogad gata', 'review');
    await listen('maria', 'Bygglov för altan', 'complaint');
    await listen('knep', 'Oplogad gata', 'other', 'Växeln sprakade; två gånger');
    await house.sql("UPDATE listening SET heard_ms = 240000, heard = '[[0,240000]]' WHERE reason = 'review'");
    const page = await open(browser, house.url);
    await signIn(page, 'disa');
    await page.goto('/audit');
    await page.click('text=Vem lyssnade på vem');
    await page.waitForSelector('text=Maria Ek lyssnade 4 min på Anna Lindqvists samtal, för bedömning');
    assert.equal(await page.locator('.asks li').count(), 3);
    await page.getByLabel('Vems samtal').selectOption({ label: 'Anna Lindqvist' });
    await page.waitForFunction(() => document.querySelectorAll('.asks li').length === 2);
    assert.equal(await page.getByText('Omar').filter({ visible: true }).locator('xpath=ancestor::li').count(), 0);
    await shoot(page, 'who-heard-anna');
    assert.deepEqual(await violations(page), []);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Ta ut som tabell')]);
    const text = await readFile(await file.path(), 'utf8');
    assert.ok(text.startsWith('\uFEFFNär;Vem lyssnade;'), text.slice(0, 40));
    assert.match(text, /;Maria Ek;Anna Lindqvist;för bedömning;;240;1;/);
    assert.match(text, /;'=Knep;Anna Lindqvist;av annat skäl;"Växeln sprakade; två gånger";/);
    assert.doesNotMatch(text, /Omar/);
    await page.goto('/audit');
    await page.waitForSelector('text=Tog ut loggen över lyssningar som tabell');
    await page.context().close();
  } finally {
    await house.close();
  }
}
