// SPDX-License-Identifier: Apache-2.0
// A press means what was under it: Space plays and never answers, an arrow answers nothing that nobody went
// to, and a key pressed once more does nothing to what has come since.
import assert from 'node:assert/strict';
import { comes, open, settled, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const SECONDS = 8;
const DOUBLE_MS = 300;

const at = (page, selector) => page.waitForFunction(one => document.activeElement?.closest(one), selector);
const sounds = (page, on) =>
  page.waitForFunction(wanted => document.querySelector('#play')?.textContent.includes(wanted), on ? 'Pausa' : 'Spela');

/** By the page's own clock: a crowded machine makes no double press slower. */
const twice = (page, key) =>
  page.evaluate(([name, ms]) => {
    const press = () =>
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    press();
    return new Promise(done => setTimeout(() => done(press()), ms));
  }, [key, DOUBLE_MS]);

/** What the service has of the draft: question by question. */
async function given(house, call) {
  const { rows } = await house.as.maria('GET', `interactions/${call}/evaluations`);
  const { answers } = await house.as.maria('GET', `evaluations/${rows[0].id}`);
  return Object.fromEntries(answers.map(one => [one.question, [one.value, one.at_ms]]));
}

async function spaceIsThePlayers(page, house, call) {
  await at(page, '#q-greet');
  await sounds(page, true);
  await page.keyboard.press('Space');
  await sounds(page, false);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('2');
  await at(page, '#q-wait');
  await page.keyboard.press('Space');
  await sounds(page, true);
  await page.click('#q-let_finish .opt >> nth=1');
  const chosen = await page.locator('#q-let_finish :checked').inputValue();
  await at(page, '#q-let_finish');
  await page.keyboard.press('Space');
  await sounds(page, false);
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(300); // a third would be on its way
  await comes(async () => 'let_finish' in (await given(house, call)), true);
  const all = await given(house, call);
  assert.deepEqual(Object.keys(all).sort(), ['greet', 'let_finish'], 'two answers were given');
  assert.deepEqual(all.let_finish, [chosen, null]);
  const skip = page.locator('button:has-text("Hoppa över tystnad")').first();
  const was = await skip.getAttribute('aria-pressed');
  await skip.click();
  await page.keyboard.press('Space'); // what was clicked is not pressed by it
  await sounds(page, true);
  assert.notEqual(await skip.getAttribute('aria-pressed'), was);
  await skip.click();
}

/** A key that wants sound asks for a reason; pressed again it gives none. */
async function noReasonByChance(page, call) {
  await page.goto(`/calls/${call}`);
  await settled(page);
  await page.waitForSelector('.reasonbar');
  await page.keyboard.press('Space');
  await at(page, '.reasonbar');
  await page.keyboard.press('Space');
  await page.waitForTimeout(300);
  assert.equal(await page.locator('.reasonbar').count(), 1, 'no reason was given');
}

/** A hand holds a button down for a moment: what it presses stays under it until then, at a desk and on a phone. */
async function slowHands(page) {
  const questions = await page.locator('fieldset.q').evaluateAll(all => all.map(one => one.id));
  assert.ok(questions.length > 10);
  for (const [width, nth] of [[1440, 1], [390, 0]]) {
    await page.setViewportSize({ width, height: 900 });
    for (const id of questions.filter(one => !one.startsWith('q-c_'))) {
      const option = page.locator(`#${id} .opt`).nth(nth);
      await option.click({ delay: 100 });
      assert.ok(await option.locator('input').isChecked(), `${width} px: the press on ${id} was lost`);
      await page.waitForSelector(`#${id}[data-current]`);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function answerAll(page) {
  await page.focus('#q-greet');
  await page.keyboard.press('a');
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) {
    await at(page, `#q-${question}`);
    await page.keyboard.press('1');
  }
  await page.waitForSelector('text=Allt är besvarat.');
}

const heardOf = async (house, call) => (await house.as.maria('GET', `interactions/${call}/listenings`)).rows.length;

export async function presses_meant(browser) {
  const house = await serveWork({ calls: [] });
  try {
    for (const [title, line] of [['Ett', '1001'], ['Två', '1001'], ['Tre', '1001']])
      await house.bring(title, line, SECONDS);
    await house.as.karin('POST', 'sample_plans', {
      title: 'Stickprov', rubric_key: 'core', period: 'week', per_agent: true, take: 3, min_ms: 0,
      evaluators: [(await house.as.maria('GET', 'me')).id],
    });
    const drawn = (await house.as.maria('GET', 'me/work')).rows.map(row => row.interaction.id);
    assert.equal(drawn.length, 3);
    const page = await open(browser, house.url);
    await signIn(page, 'maria');
    await noReasonByChance(page, drawn[2]);
    await house.as.maria('PUT', 'me/prefs', { rate: 3, skip: false });
    await page.goto('/work');
    await page.waitForSelector('.rows .row');
    await twice(page, 'Enter'); // impatience: it pins nothing to the first question
    await spaceIsThePlayers(page, house, drawn[0]);
    assert.equal(await page.locator('.evalform .chip').count(), 0);
    await slowHands(page);
    await answerAll(page);
    await page.waitForTimeout((SECONDS * 1000) / 3 + 500); // all of it is heard
    const promised = (await given(house, drawn[0])).c_promise;
    await page.focus('#q-c_promise input:checked');
    await page.route('**/submit', async route => {
      await new Promise(done => setTimeout(done, 1500)); // a slow line
      await route.continue();
    });
    await Promise.all([page.waitForRequest('**/submit'), page.keyboard.press('Control+Enter')]);
    await page.keyboard.press('3'); // a finger that slips: what was handed in is what was seen then
    await page.click('#q-c_promise .opt >> nth=1');
    for (let i = 0; i < 3; i++) {
      await page.waitForTimeout(DOUBLE_MS);
      await page.keyboard.press('Control+Enter');
    }
    await page.waitForURL(`**/calls/${drawn[1]}`);
    await at(page, '#q-greet');
    await page.waitForTimeout(1000);
    assert.equal(new URL(page.url()).pathname, `/calls/${drawn[1]}`, 'the second waits to be judged');
    assert.deepEqual(await given(house, drawn[1]), {});
    assert.deepEqual((await given(house, drawn[0])).c_promise, promised);
    const before = await heardOf(house, drawn[2]);
    assert.equal(before, 0, 'nobody opened the third');
    await page.context().close();
  } finally {
    await house.close();
  }
}
