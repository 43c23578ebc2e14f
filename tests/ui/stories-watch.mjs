// SPDX-License-Identifier: Apache-2.0
// Those who watch over it. "Who heard Anna's calls this week?" is answered in sentences, and taken out as a
// table that a spreadsheet opens.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { comes, open, shoot, signIn, violations } from './browser.mjs';
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
    await house.sql("UPDATE listening SET heard_ms = 555, heard = '[[0,555]]', served = '[[0,110000]]' WHERE reason = 'other'");
    await house.sql("UPDATE listening SET served = '[[0,24906]]' WHERE reason = 'complaint'");
    const page = await open(browser, house.url);
    await signIn(page, 'disa');
    await page.goto('/audit');
    await page.click('text=Vem lyssnade på vem');
    await page.waitForSelector('text=Maria Ek lyssnade 4:00 på Anna Lindqvists samtal, för bedömning');
    // A copy is fetched whole and hardly played, a page is opened and not played: each is told as it is.
    await page.waitForSelector('text=Knep lyssnade 0,6 s på Anna Lindqvists samtal, av annat skäl: ”Växeln sprakade; två gånger” (hämtat: 1:50)');
    await page.waitForSelector('text=utan att spela det, för ett klagomål (hämtat: 0:24)');
    await comes(() => page.locator('.asks li').count(), 3);
    await page.getByLabel('Vems samtal').selectOption({ label: 'Anna Lindqvist' });
    await page.waitForFunction(() => document.querySelectorAll('.asks li').length === 2);
    assert.equal(await page.getByText('Omar').filter({ visible: true }).locator('xpath=ancestor::li').count(), 0);
    await shoot(page, 'who-heard-anna');
    assert.deepEqual(await violations(page), []);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Ta ut som tabell')]);
    const text = await readFile(await file.path(), 'utf8');
    assert.ok(text.startsWith('\uFEFFNär;Vem lyssnade;'), text.slice(0, 40));
    assert.match(text, /;Maria Ek;Anna Lindqvist;för bedömning;;240;0;1;/);
    assert.match(text, /;'=Knep;Anna Lindqvist;av annat skäl;"Växeln sprakade; två gånger";1;110;1;/);
    assert.doesNotMatch(text, /Omar/);
    await page.goto('/audit');
    await page.waitForSelector('text=Tog ut loggen över lyssningar som tabell');
    await page.context().close();
  } finally {
    await house.close();
  }
}

/** A part that two places of the page show comes just as the second is drawn; frames are slow. It is there in both. */
async function partComesInBetween(page) {
  await page.addInitScript(() => {
    const soon = window.setTimeout;
    window.requestAnimationFrame = then => soon(() => then(performance.now()), 1000);
    window.setTimeout = (then, ms, ...more) => soon(then, ms > 0 && ms < 1000 ? 1000 : ms, ...more);
  });
  let letGo;
  const held = new Promise(go => {
    letGo = go;
  });
  await page.route(/assets\/objections/, async route => {
    await held;
    await route.continue();
  });
  page.waitForSelector('table caption').then(letGo, () => {});
}

/** An agent reports a listening; the union answers in words; she reads the answer. Who listened sees none of it. */
export async function listening_reported(browser) {
  const more = [['Disa Rask', 'disa', 'dpo'], ['Ulla Fack', 'ulla', 'union']];
  const house = await serveWork({ calls: CALLS, admin: true, more });
  try {
    await house.as.maria('POST', 'listenings', { interaction: house.ids['Oplogad gata'], reason: 'complaint' });
    await house.sql("UPDATE listening SET heard_ms = 30000, heard = '[[0,30000]]'");
    const anna = await open(browser, house.url);
    await partComesInBetween(anna);
    await signIn(anna, 'anna');
    await anna.click('summary:has-text("Det här bröt mot överenskommelsen")');
    await anna.getByLabel('Vad bröt mot överenskommelsen?').fill('Det fanns inget klagomål på det samtalet.');
    await anna.click('details[open] >> text=Skicka');
    await anna.waitForSelector('text=/Skickat till facket och dataskyddsombudet. Svar senast /');
    await shoot(anna, 'listening-reported');
    assert.deepEqual(await violations(anna), []);
    for (const login of ['maria', 'adam', 'karin', 'omar'])
      await assert.rejects(house.as[login]('GET', 'objections'), /: 403 /, login);
    const ulla = await open(browser, house.url);
    await signIn(ulla, 'ulla');
    await ulla.waitForSelector('text=Anna Lindqvist menar att det här bröt mot överenskommelsen');
    await ulla.waitForSelector('text=Det fanns inget klagomål på det samtalet.');
    assert.equal(await ulla.getByText('Oplogad gata').count(), 0); // the call is not theirs to know
    await ulla.getByLabel('Överenskommelsen bröts').check();
    await ulla.getByLabel('Svar till Anna Lindqvist').fill('Vi har tagit upp det med arbetsgivaren.');
    await shoot(ulla, 'union-answers');
    assert.deepEqual(await violations(ulla), []);
    await ulla.click('text=Skicka svaret');
    await ulla.waitForSelector('text=/Ulla Fack svarade /');
    await anna.reload();
    await anna.waitForSelector('text=Vi har tagit upp det med arbetsgivaren.');
    assert.equal((await house.as.disa('GET', 'objections')).rows[0].finding, 'broken');
    await ulla.context().close();
    await anna.context().close();
  } finally {
    await house.close();
  }
}

const firstHeading = page => page.locator('main :is(h2, h3)').first().innerText();

/** Put forward by an administrator, signed by each side on its own page, in force, and ended by notice. */
export async function agreement_signed(browser) {
  const house = await serveWork({ calls: CALLS, admin: true, more: [['Ulla Fack', 'ulla', 'union']] });
  try {
    const adam = await open(browser, house.url);
    await signIn(adam, 'adam');
    await adam.goto('/health');
    await adam.click('summary:has-text("Lägg fram en ny version")');
    await adam.getByLabel('Kort rubrik').fill('Lärande i lag Norr');
    await adam.getByLabel('Ändamål').fill('Att lära av samtal');
    await adam.getByLabel('Vilka som får lyssna').fill('coach');
    await adam.getByLabel('Gäller från').fill(new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' }));
    await adam.getByLabel('Uppsägningstid i dagar').fill('0');
    await adam.click('details[open] >> text=Spara');
    await adam.waitForSelector('text=Förslaget är framlagt.');
    await adam.goto('/agreement');
    await adam.waitForSelector('text=Facket: har inte skrivit under.');
    await adam.waitForSelector('text=Tills båda har skrivit under gäller version 1 som förut.');
    assert.equal(await adam.getByText('Skriv under för facket').count(), 0); // not for the other side
    assert.equal(await firstHeading(adam), 'Förslag: gäller inte än');
    await adam.click('text=Skriv under för arbetsgivaren');
    await adam.waitForSelector('text=/Arbetsgivaren: undertecknat av Adam Nilsson/');
    assert.notEqual(await firstHeading(adam), 'Förslag: gäller inte än'); // signed: it waits for the other side, not for him
    const ulla = await open(browser, house.url);
    await signIn(ulla, 'ulla');
    await ulla.waitForSelector('text=”Lärande i lag Norr” gäller inte förrän båda parter har skrivit under.');
    await ulla.click('text=Läs och skriv under');
    await ulla.waitForSelector('text=Tills båda har skrivit under gäller version 1 som förut.');
    assert.equal(await firstHeading(ulla), 'Förslag: gäller inte än'); // what she came to sign, before what is in force
    await ulla.waitForSelector('h2:has-text("Överenskommelsen som gäller nu")');
    await shoot(ulla, 'agreement-proposed');
    assert.deepEqual(await violations(ulla), []);
    await ulla.click('text=Skriv under för facket');
    await ulla.waitForSelector('text=/Version 2, från .* Undertecknad av Adam Nilsson, Ulla Fack/');
    await ulla.click('summary:has-text("Säg upp överenskommelsen")');
    await ulla.waitForSelector('text=Inga samtal spelas in.'); // what stops, before it is done
    await ulla.getByLabel('Skäl').fill('Den följs inte.');
    await shoot(ulla, 'agreement-notice');
    assert.deepEqual(await violations(ulla), []);
    await ulla.click('text=Säg upp för facket');
    await ulla.waitForSelector('text=Ingen överenskommelse gäller.');
    await ulla.click('summary:has-text("Version 2")');
    await ulla.waitForSelector('text=/Uppsagd av facket .Ulla Fack./');
    await assert.rejects(house.as.maria('POST', 'listenings', { interaction: house.ids['Oplogad gata'], reason: 'review' }), /has ended/);
    await ulla.context().close();
    await adam.context().close();
  } finally {
    await house.close();
  }
}

/** Her no is a button beside how long the call is kept, without a reason; hers to take back, and nobody else's. */
async function sayNo(page, login) {
  const no = page.getByRole('button', { name: 'Använd inte det här samtalet' });
  assert.equal(await no.count(), login === 'anna' ? 1 : 0);
  if (login !== 'anna') return;
  await no.click();
  await page.waitForSelector('text=Du har sagt nej.');
  await shoot(page, 'call-not-used');
  assert.deepEqual(await violations(page), []);
  await page.click('button:has-text("Samtalet får användas igen")');
  await no.waitFor();
}

/** Every clause is read by agent, union and coach: from the foot of every page, and from a call. */
export async function agreement_read(browser) {
  const house = await serveWork({ calls: CALLS, more: [['Ulla Fack', 'ulla', 'union']] });
  try {
    for (const login of ['anna', 'ulla', 'maria']) {
      const page = await open(browser, house.url);
      await signIn(page, login);
      await page.click('.foot a');
      await page.waitForSelector('h1:has-text("Överenskommelsen om inspelning")');
      for (const clause of ['Ändamål', 'Vem får lyssna', 'Samtal som flera har tagit', 'Hur länge samtalen sparas', 'Rätt att säga nej', 'Inte för disciplin']) {
        const said = page.locator('section', { has: page.locator(`h3:has-text("${clause}")`) }).locator('p');
        assert.ok((await said.innerText()).length > 10, clause);
      }
      if (login === 'anna') await shoot(page, 'agreement');
      assert.deepEqual(await violations(page), []);
      if (login !== 'ulla') {
        await page.goto(`/calls/${house.ids['Oplogad gata']}`);
        await page.waitForSelector('h2:has-text("Sparas")');
        await sayNo(page, login);
        await page.click('main a[href="/agreement"]');
        await page.waitForSelector('h1:has-text("Överenskommelsen om inspelning")');
      }
      await page.context().close();
    }
  } finally {
    await house.close();
  }
}
