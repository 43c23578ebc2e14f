// SPDX-License-Identifier: Apache-2.0
// A training programme on the real server: a trainer makes two weeks of it, a new hire walks it on two
// machines with her own word before the maker's, her mentor gets what she did not understand, and the
// trainer reads what she finished and sent, and nothing more.
import assert from 'node:assert/strict';
import { everyLook, open, settled, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const CALLS = [['Oplogad gata', '1001', 30], ['Hemtjänst på helgen', '1001', 40], ['Bygglov för altan', '1002', 50]];
const MORE = [['Tina Sjö', 'tina', 'trainer'], ['Sara Öberg', 'sara', 'newhire']];
const QUESTION = 'Vad säger du nu?';
const ANSWER = 'Jag väntar på att hon ska prata klart.';
const AFTER = 'Hon väntade. Det var rätt.';

const rows = page => page.$$eval('[data-item]', all => all.map(one => one.dataset.item));
const order = (page, names) =>
  page.waitForFunction(want => [...document.querySelectorAll('[data-item]')].map(one => one.dataset.item).join() === want, names.join());

/** Two weeks: three calls of a list in one press, a text, a question in the first, a key to the second. */
async function make(page, house) {
  const { as, ids } = house;
  const { id: list } = await as.tina('POST', 'lists', { title: 'Bra början', why: '' });
  await as.tina('POST', `lists/${list}/items`, { items: CALLS.map(([title]) => ({ interaction: ids[title], from_ms: 0, to_ms: 6000, why: '' })) });
  await page.goto('/programmes');
  await page.click('summary:has-text("Nytt program")');
  await page.getByLabel('Namn').fill('Introduktion, växeln');
  await page.click('button:has-text("Nytt program")');
  await page.click('summary:has-text("Namn, syfte och veckor")');
  await page.click('text=Lägg till en vecka');
  await page.waitForSelector('h2:has-text("Vecka 2")');
  await page.click('summary:has-text("Lägg till allt från en lyssningslista")');
  await page.getByLabel('Lista').selectOption({ label: 'Bra början' });
  await page.locator('details:has-text("Lista") >> button:has-text("Lägg till")').click();
  await order(page, CALLS.map(([title]) => title));
  await page.click('summary:has-text("Lägg till text, länk")');
  await page.getByLabel('Rubrik').fill('Välkommen');
  await page.getByLabel('Text', { exact: true }).fill('Så här går programmet till.');
  await page.locator('details:has-text("Rubrik") >> button:has-text("Lägg till")').click();
  await order(page, [...CALLS.map(([title]) => title), 'Välkommen']);
}

/** What a browser tells of a drag, told to the page: where the hand goes, no machine's load decides. */
async function drag(page, from, to) {
  const dataTransfer = await page.evaluateHandle(() => new DataTransfer());
  await page.dispatchEvent(from, 'dragstart', { dataTransfer });
  await page.dispatchEvent(to, 'dragover', { dataTransfer });
  await page.dispatchEvent(to, 'drop', { dataTransfer });
  await page.dispatchEvent(from, 'dragend', { dataTransfer });
}

/** By the arrows past the edge of a week, and by dragging. */
async function arrange(page) {
  await page.getByRole('button', { name: 'Flytta ner: Välkommen' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Välkommen ligger i vecka 2.');
  await drag(page, '[data-item="Välkommen"]', '[data-item="Oplogad gata"]');
  await order(page, ['Välkommen', ...CALLS.map(([title]) => title)]);
  await drag(page, '[data-item="Bygglov för altan"]', '.empty:has-text("Inget i den här veckan")');
  await page.waitForSelector('text=Bygglov för altan ligger i vecka 2.');
  assert.deepEqual(await rows(page), ['Välkommen', ...CALLS.map(([title]) => title)]);
}

async function ask(page) {
  await page.click('[data-item="Oplogad gata"] button:has-text("Ändra")');
  await page.click('text=Lägg till en fråga');
  await page.getByLabel('Vid', { exact: true }).fill('0:02');
  await page.getByLabel('Fråga', { exact: true }).fill(QUESTION);
  await page.getByLabel('Din kommentar, som visas efteråt').fill(AFTER);
  await page.getByLabel('Klart senast').selectOption('fredag');
  await page.click('[data-item="Oplogad gata"] button:has-text("Spara")');
  await page.waitForSelector(`[data-item="Oplogad gata"] >> text=0:02 ${QUESTION}`);
}

/** A group of one, with a mentor; and what is scored before its key, by the service as the page sends it. */
async function give(page, house) {
  await page.getByLabel('Gruppens namn').fill('Våren');
  await page.getByLabel('Första veckan').fill('2026-09-09');
  await page.locator('form button:has-text("Ny grupp")').click();
  await page.waitForSelector('text=Våren, från 7 september 2026');
  await page.locator('#give').getByLabel('Nyanställd').selectOption({ label: 'Sara Öberg' });
  await page.locator('#give').getByLabel('Mentor').selectOption({ label: 'Omar Haddad' });
  await page.click('text=Ge programmet');
  await page.waitForSelector('#members >> text=0 av 4 klara');
  for (const login of ['anna', 'omar'])
    for (const one of (await house.as[login]('GET', 'me/consents')).rows)
      await house.as[login]('PUT', `list_items/${one.id}/consent`, { consent: 'yes' });
}

/** The sound stops at the second, the answer is kept, the sound goes on; she leaves in the middle. */
async function listen(page) {
  await page.click('[data-play]:has-text("Spela")');
  await page.waitForSelector('#now-h:has-text("Välkommen")');
  await page.click('#onward');
  await page.waitForSelector(`#stop:has-text("${QUESTION}")`);
  assert.equal(await page.textContent('#now'), '00:02', 'the sound stopped at the second');
  assert.ok(await page.isDisabled('#play'), 'and goes nowhere before the answer');
  assert.ok(!(await page.textContent('main')).includes(AFTER), 'the comment comes after');
  await page.keyboard.type(ANSWER);
  await page.reload();
  await page.waitForSelector(`#stop:has-text("${QUESTION}")`);
  assert.equal(await page.inputValue('#stop textarea'), ANSWER, 'what was half written is there');
  const other = await page.context().newPage(); // the same in another tab, half written
  await other.goto(page.url());
  await other.fill('#stop textarea', 'Hon är arg.');
  await page.bringToFront();
  await page.click('text=Spara och lyssna vidare');
  await page.waitForFunction(() => document.querySelector('#now')?.textContent === '00:04');
  await page.click('#play');
  await page.waitForSelector('#play:has-text("Fortsätt från 00:04")');
  await other.bringToFront();
  await other.click('text=Spara och lyssna vidare');
  await other.waitForSelector('text=Frågan är redan besvarad');
  await other.waitForSelector('#stop', { state: 'detached' }); // nothing is asked that can be answered no more
  await other.waitForSelector(`li:has-text("${ANSWER}") >> text=/inte sparat:\\s+Hon är arg/`);
  await other.close();
}

/** Another machine, the same second. */
async function goOn(page) {
  await page.waitForSelector('[data-play]:has-text("Fortsätt")');
  await page.goto(await page.getAttribute('[data-play]:has-text("Fortsätt")', 'href'));
  await page.waitForSelector(`text=${ANSWER}`);
  await page.click('#play:has-text("Fortsätt från 00:04")');
  await page.waitForSelector(`#afterwards:has-text("${AFTER}")`);
}

const pathOf = page => new URL(page.url()).pathname;

async function score(page) {
  await page.getByRole('button', { name: 'Spela: Hemtjänst på helgen' }).click();
  await page.waitForSelector('#score');
  assert.ok(!(await page.textContent('main')).includes('Facit'), 'the key comes after');
  await page.waitForFunction(() => document.querySelector('#now')?.textContent === '00:01');
  await page.click('button:has-text("+5 s")');
  await page.waitForSelector('#play:has-text("Hör igen")'); // at its end, and hardly anything of it has sounded
  await page.locator('#score label').first().click();
  await page.click('text=Lämna min bedömning');
  await page.waitForSelector('#scored:has-text("Facit")');
  await page.waitForSelector('text=/Du har hört 0:0[0-2] av 0:06\\. Hör det mesta/');
  await page.waitForSelector('text=2 av 4 klara'); // who has not heard it is not through with it
  await page.click('#play:has-text("Hör igen")');
  await page.waitForSelector('text=3 av 4 klara');
}

export async function programme_walked(browser) {
  const house = await serveWork({ calls: CALLS, more: MORE });
  const { as } = house;
  try {
    const tina = await open(browser, house.url);
    await signIn(tina, 'tina');
    await make(tina, house);
    await arrange(tina);
    await ask(tina);
    await give(tina, house);
    const at = pathOf(tina), programme = at.split('/').pop();
    const item = (await as.tina('GET', `programmes/${programme}`)).items.find(one => one.title === 'Hemtjänst på helgen');
    const [form] = (await as.tina('GET', 'programme_forms')).rows.filter(one => one.key === 'core');
    await house.sql(`UPDATE programme_item SET kind = 'form' WHERE id = x'${item.id.replaceAll('-', '')}'`);
    await as.tina('PUT', `programme_items/${item.id}`, { title: item.title, why: '', body: '', from_ms: 0, to_ms: 6000, form: form.id, key: { greet: 'clear' } });

    const sara = await open(browser, house.url);
    await signIn(sara, 'sara');
    await listen(sara);
    await sara.context().close();
    const home = await open(browser, house.url);
    await signIn(home, 'sara');
    await goOn(home);
    await score(home);
    await everyLook(home, 'lesson', '#now-h');
    await home.keyboard.press('d');
    await home.getByLabel('Vad förstår du inte?').fill('När får man avbryta?');
    await home.click('text=Ta upp med mentorn');
    await home.waitForSelector('text=Det står på mentorns lista.');
    await home.goto('/programmes');
    await home.waitForSelector('#agreement:has-text("För få för att säga hur ofta.")');
    await everyLook(home, 'programmes', '#agreement');

    const omar = await open(browser, house.url);
    await signIn(omar, 'omar');
    await omar.goto('/programmes');
    await omar.waitForSelector('text=När får man avbryta?');
    await omar.click('text=Vi har pratat om det');
    await omar.waitForSelector('text=/Ni pratade om det/');

    await tina.goto(at);
    await tina.waitForSelector('#members >> text=3 av 4 klara');
    const told = (await tina.textContent('main')) + JSON.stringify(await as.tina('GET', `programmes/${programme}`));
    for (const hers of [ANSWER, 'När får man avbryta?', 'made_ms', 'item_at_ms']) assert.ok(!told.includes(hers), `not hers to read: ${hers}`);
    await assert.rejects(as.tina('GET', `programmes/${programme}/lesson`), /404/);
    await home.goto(`${at}/play`);
    await home.getByRole('button', { name: 'Spela: Oplogad gata' }).click();
    await home.click('text=Skicka till den som gjorde programmet');
    await home.waitForSelector('text=Skickat');
    await home.context().close(); // where one is, is told as one leaves
    await tina.waitForSelector(`section:has(#sent):has-text("${ANSWER}")`);
    await settled(tina);
    await everyLook(tina, 'programme', '#members');
  } finally {
    await house.close();
  }
}
