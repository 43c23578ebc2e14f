// SPDX-License-Identifier: Apache-2.0
// An agent scores her own call first, blind both ways, and sees only the differences; a disagreement
// is decided by somebody else; anger in three steps leaves its places and a promise. On the product.
import assert from 'node:assert/strict';
import { answerInTurn, comes, everyLook, handIn, open, settled, shoot, signIn } from './browser.mjs';
import { serveReal } from './realserver.mjs';

const TITLE = 'Oplogad gata och sen hemtjänst';

async function inOwnHouse(browser, tell) {
  const house = await serveReal();
  const people = [];
  const enter = async login => {
    const page = await open(browser, house.url);
    await signIn(page, login);
    people.push(page);
    return page;
  };
  try {
    await tell(enter, house.ids[TITLE]);
    for (const page of people) assert.deepEqual(page.faults, []);
  } finally {
    for (const page of people) await page.context().close();
    await house.close();
  }
}

const api = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(`/api/v1/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    [method, path, body],
  );

async function toCall(page, call) {
  await page.goto(`/calls/${call}`);
  await page.waitForSelector('#seek');
  await settled(page);
  const ask = page.locator('.reasonbar .btn.main');
  if (await ask.count()) await ask.click();
}

/** Answers by keys alone: a digit a question, the place where one is, the rest by one key. */
async function score(page, digits, words) {
  await page.focus('#begin-evaluation');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.evalform .q');
  for (const [question, digit] of Object.entries(digits)) {
    await page.focus(`#q-${question} input`);
    await page.keyboard.press('Enter'); // pinned
    await page.waitForSelector(`#q-${question} .chip`);
    await page.keyboard.press(digit);
    await page.waitForSelector(`#q-${question} input:checked`);
  }
  await page.focus(`#q-${Object.keys(digits)[0]} input:checked`);
  await page.locator('.fhead button', { hasText: 'Skriv varför' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type(words);
  await page.focus('#rest');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-untouched]');
  await page.focus('#q-c_identity input');
  await answerInTurn(page, ['c_identity', 'c_harm', 'c_dignity', 'c_promise'], '1');
  await page.waitForSelector('text=Allt är besvarat.');
}

const seekTo = async (page, second) => {
  await page.fill('#goto', second);
  await page.keyboard.press('Enter');
};

export const self_first = browser =>
  inOwnHouse(browser, async (enter, call) => {
    const anna = await enter('anna');
    await toCall(anna, call);
    await seekTo(anna, '0:20');
    await score(anna, { verify: '1', ease: '1' }, 'Annas ord om samtalet.');
    await anna.waitForSelector('text=Bara du ser det här tills du lämnar in.');
    const maria = await enter('maria');
    await toCall(maria, call);
    await maria.waitForSelector('#begin-evaluation');
    await seekTo(maria, '0:40');
    await score(maria, { verify: '3', ease: '2' }, 'Marias ord om samtalet.');
    await maria.waitForSelector('text=/Anna bedömer också samtalet/');
    await shoot(maria, 'self-coach-waits');
    assert.equal((await maria.content()).includes('Annas ord'), false);
    await handIn(maria);
    await maria.waitForSelector('.evalread >> text=Skickad, inte läst än');

    // the coach is done: the agent learns that, and nothing else, wherever she looks
    await toCall(anna, call);
    await anna.waitForSelector('text=/Maria är klar. Bedömningen öppnas/');
    await shoot(anna, 'self-blind');
    assert.equal((await anna.content()).includes('Marias ord'), false);
    await anna.goto('/');
    await anna.waitForSelector('text=Öppnas när du har lämnat in din egen.');
    assert.equal(/\d+ %/.test(await anna.textContent('main')), false);
    const rows = (await api(anna, 'GET', 'me/evaluations')).body.rows;
    assert.equal(JSON.stringify(rows).includes('ppm'), false);
    assert.equal((await api(anna, 'GET', `evaluations/${rows[0].id}/compare`)).status, 409);
    assert.match(anna.faults.splice(0).join(), /409/); // which the browser tells of as well

    await toCall(anna, call);
    await anna.waitForSelector('.evalform .q');
    await anna.focus('#q-greet input:checked');
    await anna.keyboard.press('Control+Enter');
    await anna.waitForSelector('.evalread >> text=Se skillnaderna');
    await anna.locator('.evalread a:has-text("Se skillnaderna")').first().focus();
    await anna.keyboard.press('Enter');
    await anna.waitForSelector('text=Ni såg lika på 15 av 17 frågor.');
    await anna.waitForSelector('text=Du: två steg högre');
    await anna.waitForSelector('text=Du: ett steg högre');
    await comes(() => anna.locator('.difference').count(), 2);
    await anna.locator('.difference .chip').nth(1).focus(); // the coach's place
    await anna.keyboard.press('Enter');
    await anna.waitForFunction(() =>
      /^00:(3[89]|4\d)/.test(document.querySelector('#now')?.textContent ?? ''),
    );
    await anna.waitForFunction(() => /Pausa/.test(document.querySelector('#play')?.textContent ?? ''));
    await anna.click('#play');
    await shoot(anna, 'self-differences');
    await anna.locator('.reflect textarea').nth(2).focus();
    await anna.keyboard.type('Jag sammanfattar innan jag svarar.');
    await anna.keyboard.press('Tab');
    await anna.waitForSelector('.reflect >> text=/Sparat \\d\\d\\.\\d\\d/');
    await everyLook(anna, 'compare', '.difference');

    await toCall(maria, call);
    await maria.locator('.evalread a:has-text("Se skillnaderna")').first().click();
    await maria.waitForSelector('text=Anna: två steg högre');
    assert.equal(await maria.locator('.reflect').count(), 0);
    assert.equal((await maria.content()).includes('Jag sammanfattar innan'), false);
  });

async function released(page, call, answers) {
  const forms = (await api(page, 'GET', 'rubrics')).body.rows;
  const id = (
    await api(page, 'POST', `interactions/${call}/evaluations`, {
      rubric_version: forms.find(form => form.key === 'core').id,
      kind: 'standard',
      selection: 'targeted',
    })
  ).body.id;
  for (const [question, option, at_ms, comment] of answers)
    await api(page, 'PUT', `evaluations/${id}/answers`, { question, option, at_ms, comment });
  await api(page, 'POST', `evaluations/${id}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
    await api(page, 'PUT', `evaluations/${id}/answers`, { question, option: 'ok' });
  await api(page, 'POST', `evaluations/${id}/submit`, {});
  assert.equal((await api(page, 'POST', `evaluations/${id}/release`, {})).status, 200);
}

async function disagree(page, title, why, answer) {
  const row = page.locator(`.given:has-text("${title}")`);
  await row.locator('button:has-text("Jag håller inte med")').focus();
  await page.keyboard.press('Enter');
  await row.locator('textarea').focus();
  await page.keyboard.type(why);
  await row.locator('select').selectOption({ label: answer });
  await row.locator('button:has-text("Fäst vid")').focus();
  await page.keyboard.press('Enter');
  await row.locator('.chip').last().waitFor();
  await row.locator('button:has-text("Skicka")').focus();
  await page.keyboard.press('Enter');
  await row.locator('text=Någon annan än den som bedömde avgör').waitFor();
}

async function decide(page, title, decision, why) {
  const row = page.locator(`.difference:has-text("${title}")`);
  await row.getByRole('radio', { name: decision, exact: true }).focus();
  await page.keyboard.press('Space');
  await row.locator('textarea').focus();
  await page.keyboard.type(why);
  await row.locator('button.main').focus();
  await page.keyboard.press('Enter');
}

export const dispute = browser =>
  inOwnHouse(browser, async (enter, call) => {
    const maria = await enter('maria');
    await released(maria, call, [
      ['verify', 'not_yet', 65_000, 'Ingen sammanfattning.'],
      ['ease', 'partly', 41_000, 'Hon fick fråga två gånger.'],
    ]);
    const anna = await enter('anna');
    await toCall(anna, call);
    await anna.click('#show-now'); // not herself first
    await anna.waitForSelector('.evalread');
    await seekTo(anna, '0:30');
    await disagree(anna, 'Sammanfattar och', 'Jag sa det med mina ord.', 'Delvis');
    await disagree(anna, 'Gör det enkelt', 'Linjen bröts, det hörs.', 'Tydligt');

    const karin = await enter('karin');
    await karin.goto('/');
    await karin.click('text=/2 svar att ompröva/');
    await karin.waitForSelector('.difference');
    await everyLook(karin, 'disputes', '.difference');
    const places = karin.locator('.difference').first().locator('.chip');
    await comes(() => places.count(), 2, 'both sides have their place');
    await places.nth(1).focus();
    await karin.keyboard.press('Enter');
    await karin.waitForFunction(() => /Pausa/.test(document.querySelector('#play')?.textContent ?? ''));
    await karin.click('#play');
    await decide(karin, 'Sammanfattar och', 'Står fast', 'Sammanfattningen hörs inte på 01:05.');
    await karin.waitForSelector('text=Avgjort. Medarbetaren ser det nu.');
    await karin.waitForFunction(() => document.querySelectorAll('.difference form').length === 1);
    await decide(karin, 'Gör det enkelt', 'Ändrad', 'Ljudet bröts. Frågan var inte hennes.');
    await karin.waitForSelector('text=/En ny version efter omprövningen/');
    await settled(karin);
    const ask = karin.locator('.reasonbar .btn.main');
    if (await ask.count()) await ask.click();
    assert.equal(await karin.locator('#q-ease input:checked').inputValue(), 'partly', 'copied');
    await karin.focus('#q-ease input:checked');
    await karin.keyboard.press('1');
    await karin.waitForSelector('.send >> text=/Sparat/');
    await shoot(karin, 'dispute-revision');
    await handIn(karin);
    await karin.waitForSelector('.evalread >> text=Skickad, inte läst än');

    await toCall(anna, call);
    await anna.waitForSelector('text=/Version 2 av bedömningen, efter omprövning/');
    await anna.focus('.earlier summary');
    await anna.keyboard.press('Enter');
    await anna.waitForSelector('.earlier >> text=/Står fast/');
    await anna.waitForSelector('.earlier >> text=Ljudet bröts. Frågan var inte hennes.');
    await anna.waitForSelector('.earlier >> text=/^Ändrad\\.$/');
    await shoot(anna, 'dispute-decided');
    await karin.goto('/disputes');
    await karin.waitForSelector('text=Inget att ompröva.');
    await karin.waitForSelector('.difference:has-text("Gör det enkelt") >> text=/Ändrad\\.\\s+Nu: Tydligt\\. Ljudet bröts/');
    assert.equal(await karin.locator('.difference >> text=/Nu: /').count(), 1, 'what stands is not said twice');
    await karin.waitForSelector('text=Visas inte: färre än fem personer.');
    await shoot(karin, 'disputes-done');
  });

export const three_steps = browser =>
  inOwnHouse(
    browser,
    async (enter, call) => {
      const anna = await enter('anna');
      await toCall(anna, call);
      await anna.waitForSelector('#begin-evaluation');
      await anna.selectOption('.begin select', { label: 'Ilska i tre steg' });
      await anna.focus('#begin-evaluation');
      await anna.keyboard.press('Enter');
      await anna.waitForSelector('#q-vent');
      for (const [question, at] of [['vent', '0:10'], ['facts', '0:50'], ['do', '1:30'], ['follow', '2:00']]) {
        await seekTo(anna, at);
        await anna.focus(`#q-${question} input`);
        await anna.keyboard.press('Enter');
        await anna.waitForSelector(`#q-${question} .chip`);
        await anna.keyboard.press('1');
      }
      await anna.waitForFunction(
        () => document.querySelectorAll('.note .pin[data-kind=step]').length === 4,
      );
      await anna.focus('#rest');
      await anna.keyboard.press('Enter');
      await anna.focus('#q-c_dignity input');
      await anna.keyboard.press('1');
      await anna.waitForSelector('text=Allt är besvarat.');
      await shoot(anna, 'three-steps', false);
      await anna.keyboard.press('Control+Enter');
      await anna.waitForSelector('text=/Steget stängs när den som ringde/');
      await anna.goto('/');
      await anna.waitForSelector('text=Det jag lovat');
      await everyLook(anna, 'promise', 'text=/Det jag lovat|What I have promised/');
      await anna.locator('button:has-text("Påminn mig i morgon")').focus();
      await anna.keyboard.press('Enter');
      await anna.locator('button:has-text("Gjort")').focus();
      await anna.keyboard.press('Enter');
      await anna.waitForSelector('text=Bra. Steg 3 är stängt.');
      await toCall(anna, call);
      await anna.waitForSelector('text=/Återkopplingen gjordes/');
    },
  );
