// SPDX-License-Identifier: Apache-2.0
// A coach scores a call by keys alone; its agent reads it, says so, and disagrees with one answer.
// Told of the product itself: no rule of an evaluation is acted out by a stand-in.
import assert from 'node:assert/strict';
import { answerInTurn, comes, everyLook, handIn, open, settled, shoot, signIn } from './browser.mjs';

const TITLE = 'Missnöje med beslut';

async function openCall(page) {
  await page.goto('/calls');
  await settled(page);
  await page.click(`a:has-text("${TITLE}")`);
  await page.waitForSelector('#seek');
  await settled(page);
}

const focused = page =>
  page.evaluate(() => document.activeElement?.closest('.q')?.id ?? document.activeElement?.id);

const plays = (page, says) =>
  page.waitForFunction(text => new RegExp(text).test(document.querySelector('#play')?.textContent ?? ''), says.source);

/** On a laptop each question, the player and the way to send it are seen at once, and nothing is scrolled. */
async function oneScreen(page) {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => document.querySelector('.player').scrollIntoView());
  await page.waitForTimeout(200);
  const hidden = await page.evaluate(() => {
    const box = one => document.querySelector(one).getBoundingClientRect();
    const from = box('.fhead').bottom;
    const to = box('.send').top;
    return [...document.querySelectorAll('.evalform fieldset.q')]
      .map(q => [q.id, q.getBoundingClientRect()])
      .filter(([, at]) => at.top < from - 1 || at.bottom > to + 1)
      .map(([id]) => id);
  });
  assert.deepEqual(hidden, [], 'every question is on the screen');
  assert.ok((await page.locator('.evalform fieldset.q').count()) >= 17);
  await shoot(page, 'evaluate-onescreen', false);
}

async function score(page) {
  await openCall(page);
  await page.click('#play');
  await page.click('.reasonbar .btn.main');
  await plays(page, /Pausa/);
  await page.waitForSelector('#begin-evaluation');
  await page.focus('#begin-evaluation');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.evalform .q');
  await page.waitForFunction(() => document.activeElement?.closest('#q-greet'));
  await oneScreen(page);
  await page.keyboard.press('Space'); // the player's, also on an answer: nobody judges by it
  await plays(page, /Spela/);
  assert.equal(await page.locator('#q-greet input:checked').count(), 0, 'Space gives no answer');
  await page.keyboard.press('1');
  await page.waitForFunction(() => document.activeElement?.closest('#q-wait'));
  await page.keyboard.press('4');
  await page.waitForFunction(() => document.activeElement?.closest('#q-let_finish'));
  await page.keyboard.press('2');
  await page.waitForFunction(() => document.activeElement?.closest('#q-questions'));
  await page.keyboard.press('Enter'); // pinned before it is answered
  await page.keyboard.press('3');
  await page.waitForSelector('#q-questions .chip');
  await page.waitForSelector('.send >> text=/Sparat \\d\\d\\.\\d\\d/');
  await page.waitForSelector('text=Summan är dold tills du skickar.');
  assert.equal(await page.locator('.send >> text=/% \\(/').count(), 0, 'the sum is hidden');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'whole');
  await page.waitForSelector('[role=alert] >> text=/Inget kritiskt fel \\(4 frågor\\): /');
  await everyLook(page, 'evaluate', '.evalform .q');
  await page.focus('#q-greet input:checked');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'whole');
  await shoot(page, 'evaluate-whole', false);
  await page.keyboard.press('Control+Enter'); // impatience is no decision
  await page.keyboard.press('Escape'); // no: she answers herself
  await page.waitForSelector('[role=alert] >> text=/frågor behöver mer/');
  assert.equal(await focused(page), 'q-verify', 'the first that lacks something has the focus');
  await page.waitForSelector('#q-verify >> text=Saknas: svar');
  await page.focus('#q-verify input');
  await shoot(page, 'evaluate-screen', false);
  await page.focus('#rest');
  assert.match(await page.textContent('#rest'), /Resten: Tydligt \(9 frågor\)/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#q-verify[data-untouched]');
  await page.focus('#q-c_identity input');
  await page.keyboard.press('2'); // a critical error: the comment is asked for at once
  await page.waitForFunction(() => document.activeElement?.id === 'c-c_identity');
  await page.keyboard.type('Uppgiften lämnades utan kontroll.');
  await page.focus('#q-c_identity input:checked');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#q-c_identity .chip');
  await page.focus('#q-c_harm input');
  await answerInTurn(page, ['c_harm', 'c_dignity', 'c_promise'], '1');
  await page.waitForSelector('text=Allt är besvarat.');
  await handIn(page);
  await page.waitForSelector('.evalread >> text=Skickad, inte läst än');
}

/** What deviates is read first, the critical error on top with its second; what went well is one line. */
async function deviatesFirst(page) {
  const first = page.locator('.evalread .part').first();
  const rows = await first.locator('.given > p:first-child').allTextContents();
  assert.match(rows.join('; '), /^Identitet [^;]*; [^;]* tala till punkt; Frågar sig fram [^;]*$/);
  await first.locator('.given').first().locator('.chip').waitFor();
  await comes(() => page.locator('.evalread .given:visible').count(), 3, 'what went well is folded');
  await page.locator('.evalread summary:has-text("Gick bra")').focus();
  await page.keyboard.press('Enter');
  await page.locator('.evalread .given:visible >> nth=8').waitFor(); // one key opens it
  await page.keyboard.press('Enter');
}

export async function evaluate(browser, url) {
  const coach = await open(browser, url);
  await signIn(coach, 'maria');
  const agent = await open(browser, url);
  await signIn(agent, 'johan');
  await score(coach);
  assert.deepEqual(coach.faults, []);
  await agent.goto('/');
  await agent.waitForSelector('text=Bedömningar av dina samtal');
  await agent.click(`.asks a:has-text("${TITLE}")`);
  await agent.click('#show-now');
  await agent.waitForSelector('.evalread');
  const told = await agent.textContent('.evalread');
  assert.match(told, /Vad som sades\d+ % \(5 frågor\)/);
  assert.match(told, /Bemötandet\d+ % \(7 frågor\)/);
  assert.match(told, /1 kritiskt fel av 4 bedömda punkter/);
  assert.match(told, /Bekräftad med resten/);
  await deviatesFirst(agent);
  await everyLook(agent, 'evaluation', '.evalread');
  await agent.click('.evalread >> text=Jag har läst');
  await agent.waitForSelector('.evalread .head >> text=Läst');
  await agent.click('.given:has-text("tala till punkt") >> text=Jag håller inte med');
  await agent.fill('.given textarea', 'Jag väntade tills hon hade talat klart.');
  await agent.selectOption('.given select', 'clear');
  await agent.click('.given >> text=Skicka');
  await agent.waitForSelector('.given >> text=Någon annan än den som bedömde avgör');
  assert.deepEqual(agent.faults, []);
  await coach.context().close();
  await agent.context().close();
}
