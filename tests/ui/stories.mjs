// SPDX-License-Identifier: Apache-2.0
// What people do, from the door to the last second: each story is one browser, one or more people.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { coaching } from './stories-coaching.mjs';
import { evaluate } from './stories-evaluate.mjs';
import { open, settled, signIn } from './browser.mjs';
import { interactions } from './fixtures.mjs';
import { keyboard, refused } from './stories-keys.mjs';
import { search_goes_on } from './stories-search.mjs';
import { drift, first_sound, hostile, weight } from './stories-measured.mjs';

const clockAt = page => page.textContent('#now');
const playing = page =>
  page.waitForFunction(() =>
    /Pausa|Pause/.test(document.querySelector('#play')?.textContent ?? ''),
  );
const secondsOf = text => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** One's own words are changed, and are still the new ones when the page is opened again. */
async function reworded(page, where, words, save, aspect = '') {
  const id = await page.getAttribute(`.note:has(${where}), ${where}`, 'id');
  await page.click(`${where} >> button:text-is("Ändra")`);
  await page.selectOption(`#${id} select`, aspect);
  await page.fill(`#${id} textarea`, words);
  await save();
  const stands = `#${id} .read:text-is("${words}")`;
  await page.waitForSelector(stands);
  await page.reload();
  await page.waitForSelector(stands);
  const line = await page.textContent(`#${id}`);
  assert.match(line, /, ändrad/);
  assert.equal(line.includes('Bemötandet'), aspect === 'met', line);
}

/** Sign in, find, play, seek, write at 00:41; the agent finds it there, answers, the coach sees it. */
async function note_at_the_second(browser, url) {
  const coach = await open(browser, url);
  await signIn(coach, 'maria');
  await coach.click('nav >> text=Samtal');
  await settled(coach);
  await coach.fill('input[type=search]', 'hemtjänst');
  await coach.waitForURL(/q=hemtj/);
  await settled(coach);
  await coach.click('.row .btn.square[data-play]');
  await coach.click('.reasonbar >> text=Bedömning');
  await playing(coach);
  await coach.waitForFunction(() => document.querySelector('#now').textContent !== '00:00');
  await coach.fill('#goto', '0:43');
  await coach.keyboard.press('Enter');
  await coach.waitForFunction(() => document.querySelector('#now').textContent >= '00:43');
  await coach.click('#play');
  await coach.keyboard.press('g');
  await coach.keyboard.type('0:43');
  await coach.keyboard.press('Enter');
  await coach.keyboard.press('m');
  await coach.keyboard.type('Här försvinner hennes röst. Fråga om.');
  await coach.click('text=Spara vid 00:41');
  await coach.waitForSelector('.note:has-text("Här försvinner hennes röst")');
  assert.equal(await coach.textContent('.note:has-text("Här försvinner") .at'), '00:41');

  const agent = await open(browser, url);
  await signIn(agent, 'anna');
  await agent.click('.moment:has-text("Här försvinner") a');
  await settled(agent);
  const chosen = agent.locator('.note[data-chosen]');
  assert.match(await chosen.textContent(), /Här försvinner/);
  assert.equal(await chosen.locator('.at').textContent(), '00:41');
  assert.equal(await clockAt(agent), '00:41');
  await chosen.locator('text=Svara').click();
  await agent.keyboard.type('Ja, jag hörde det först efteråt.');
  await agent.click('text=Skicka svaret');
  await coach.waitForSelector('.reply:has-text("först efteråt")'); // by the event stream, no reload
  await coach.waitForSelector('text=/Hört \\d/');
  const keys = () => coach.keyboard.press('Control+Enter');
  await reworded(coach, '.note:has-text("Här försvinner hennes röst")', 'Här tystnar hon.', keys, 'met');
  await reworded(coach, '.note:has-text("Här tystnar hon")', 'Här tystnar hon. Fråga om.', keys);
  await reworded(agent, '.reply:has-text("först efteråt")', 'Ja, jag märkte det sedan.', () => agent.click('.reply button:has-text("Spara vid")'));
  assert.deepEqual([...coach.faults, ...agent.faults], []);
  await Promise.all([coach, agent].map(page => page.context().close()));
}

/** A note is changed and taken away by its author only. */
async function own_notes_only(browser, url) {
  const page = await open(browser, url);
  await signIn(page, 'anna');
  await page.goto(`/calls/${interactions[1].id}`);
  await page.waitForSelector('.note');
  assert.equal(await page.locator('.note:has-text("Nio sekunder tyst") >> text=Ändra').count(), 0);
  await page.fill('#write', 'Min egen tanke');
  await page.click('.compose button:has-text("Spara vid")');
  const mine = page.locator(
    `#${await page.getAttribute('.note:has-text("Min egen tanke")', 'id')}`,
  );
  await mine.locator('text=Ändra').click();
  await mine.locator('textarea').fill('Min andra tanke');
  await mine.locator('button:has-text("Spara vid")').click();
  await page.waitForSelector('.note:has-text("Min andra tanke")');
  await mine.locator('text=Ta bort').click();
  await mine.locator('.btn.grave').click();
  await mine.waitFor({ state: 'detached' });
  await page.focus('#write');
  await page.keyboard.insertText('ord '.repeat(2500)); // as pasted: more than there is room for
  await page.waitForSelector('text=/Fältet är fullt: 8.000 tecken får plats/');
  assert.equal((await page.inputValue('#write')).length, 8000);
  await page.fill('#write', '');
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Coach makes a list from the call list; the agent says yes; the new hire plays it and comes back to the second. */
async function list_from_making_to_resuming(browser, url) {
  const coach = await open(browser, url);
  await signIn(coach, 'maria');
  await coach.goto('/calls?q=Missn%C3%B6je');
  await coach.check('.row input[type=checkbox]');
  await coach.click('text=Lägg i lyssningslista');
  await coach.fill('dialog [name=title]', 'När det blir hett');
  await coach.fill('dialog [name=why]', 'Hur Johan avslutar');
  await coach.click('dialog .btn.main');
  await coach.waitForSelector('text=Medarbetarna får frågan');
  await coach.goto('/lists');
  await coach.click('text=När det blir hett');
  await coach.click('.items >> text=Ändra');
  await coach.fill('.items [name=from]', '2:00');
  await coach.fill('.items [name=to]', '2:20');
  await coach.click('.items button:has-text("Spara")');
  await coach.selectOption('select', { label: 'Sara Öberg' });
  await coach.click('button:has-text("Ge")');
  await coach.waitForSelector('text=Sara Öberg har fått listan');

  const agent = await open(browser, url);
  await signIn(agent, 'johan');
  await agent.waitForSelector(
    'text=/Maria Ek vill ta med ditt samtal i listan ”När det blir hett”/',
  );
  await agent.click('text=Ja, det går bra');
  await agent.waitForSelector('text=Frågor till dig', { state: 'detached' });

  const learner = await open(browser, url);
  await signIn(learner, 'sara');
  await learner.click('a.btn:has-text("När det blir hett")');
  await playing(learner);
  await learner.waitForFunction(() => document.querySelector('#now').textContent >= '02:04');
  await learner.click('#play');
  const stopped = secondsOf(await clockAt(learner));
  await learner.waitForTimeout(200);
  await learner.goto('/');
  await learner.click('a.btn:has-text("När det blir hett")');
  await playing(learner);
  await learner.waitForFunction(() => document.querySelector('#now'));
  const resumed = secondsOf(await clockAt(learner));
  assert.ok(
    resumed >= stopped && resumed <= stopped + 2,
    `stopped at ${stopped}, resumed at ${resumed}`,
  );
  await learner.waitForSelector('text=Du har lyssnat på hela listan', { timeout: 30_000 });
  await coach.reload();
  await coach.waitForSelector('text=/Genomlyssnad/');
  assert.deepEqual([...coach.faults, ...agent.faults, ...learner.faults], []);
  await Promise.all([coach, agent, learner].map(page => page.context().close()));
  return `stopped at ${stopped} s, resumed at ${resumed} s`;
}

/** One button plays every new moment of the feedback, call after call. */
async function digest(browser, url) {
  const page = await open(browser, url);
  await signIn(page, 'anna');
  await page.click('#digest');
  await page.waitForSelector('.moment[data-now]');
  await page.waitForFunction(() =>
    /Pausa, 1 av/.test(document.querySelector('#digest').textContent),
  );
  await page.click('.moment:nth-child(2) .btn.square');
  await page.waitForFunction(() =>
    document.querySelectorAll('.moment')[1]?.hasAttribute('data-now'),
  );
  await page.click('#digest');
  await page.waitForSelector('.moment[data-now]', { state: 'detached' });
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Shared extension: the agent says whose call it was; the coach swaps the sides and hears them swapped. */
async function claim_and_swap(browser, url) {
  const agent = await open(browser, url);
  await signIn(agent, 'petra');
  const call = interactions.find(one => one.agent === null);
  await agent.goto(`/calls/${call.id}`);
  await agent.click('text=Det var jag');
  await agent.waitForSelector('text=Samtalet är ditt');
  await agent.waitForSelector('strong:has-text("Petra Kallio")');
  const coach = await open(browser, url);
  await signIn(coach, 'maria');
  await coach.goto(`/calls/${call.id}`);
  await coach.click('.reasonbar >> text=Bedömning');
  await coach.click('text=Byt sida');
  await coach.waitForSelector('text=Sidorna är bytta');
  assert.equal(call.recording.swapped, true);
  assert.deepEqual([...agent.faults, ...coach.faults], []);
  await Promise.all([agent, coach].map(page => page.context().close()));
}

/** The administrator's day: a person with a code, shifts with a refused row. */
async function centre(browser, url) {
  const page = await open(browser, url);
  await signIn(page, 'adam');
  await page.goto('/people');
  await page.click('summary');
  await page.fill('[name=name]', 'Eva Sundström');
  await page.fill('[name=login]', 'eva');
  await page.click('button.btn.main');
  await page.click('li:has-text("Eva Sundström") >> text=Ge engångskod');
  await page.waitForSelector('.codebox code');
  await page.goto('/lines');
  await page.fill(
    '[name=rows]',
    'anna,1001,2026-02-12T07:00,2026-02-12T16:00,phone\nnils,1001,2026-02-12T07:00,2026-02-12T16:00,phone',
  );
  await page.click('text=Läs in passen');
  await page.waitForSelector('text=1 pass lades till.');
  await page.waitForSelector('text=Ingen loggar in med det namnet.');
  await page.goto('/systems');
  await page.click('summary');
  await page.fill('[name=name]', 'Växeln');
  await page.click('button.btn.main');
  assert.match(await page.textContent('.codebox code'), /^medlyss_[\w-]{43}$/);
  const key = page.locator('li:has-text("Växeln")').first();
  await key.locator('text=Har inte använts.').waitFor();
  await key.locator('button:has-text("Spärra nyckeln")').click();
  await page.click('text=/^Spärra nyckeln$/ >> nth=0');
  await key.locator('text=/Spärrad .*: den öppnar inget\\./').waitFor();
  await page.reload();
  await page.waitForSelector('li:has-text("Växeln")');
  assert.equal(await page.locator('.codebox').count(), 0, 'the key is shown once');
  await page.goto('/health');
  await page.waitForSelector('text=/^12.400 ramar i VXLAN utan IP i$/');
  await page.waitForSelector('text=/^700 tysta samtal som fick lämna plats åt andra$/');
  await page.waitForSelector('text=30 förbindelser med SIP över TLS, som inte kan läsas');
  await page.waitForSelector('.sources tr:has-text("Speglad port eth2"):has([aria-label=Tyst]):has-text("Aldrig")');
  await page.waitForSelector('.recorded tr:has-text("Växelns lista") strong:text-is("4")'); // of 218 four were not found
  await page.waitForSelector('.recorded tr:has-text("Inga samtal sågs.")');
  await page.waitForSelector('text=När det är fullt är inte känt än');
  await page.waitForSelector('text=/^Fullt omkring .* 20[0-9]+, om det fortsätter/');
  const [taken] = await Promise.all([page.waitForEvent('download'), page.click('text=Ta ut som tabell (CSV)')]);
  assert.match(await readFile(await taken.path(), 'utf8'), /^\uFEFFDag;Källa;Väntade;Inspelade;Saknas.*\r\n.*;Speglad port;96;95;1;0;31;2;1;1400000;640\r\n/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Wrong password, a refused code, a service that does not answer: each says how to mend it. */
async function mistakes(browser, url) {
  const page = await open(browser, url);
  page.expected.push(/^401 POST .*\/session$/, /^403 POST .*\/codes\/use$/, /^net::ERR_FAILED GET .*\/interactions\?/);
  await page.goto('/');
  await settled(page);
  await page.fill('[name=login]', 'maria');
  await page.fill('[name=password]', 'fel');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Din gruppledare kan ge dig en engångskod');
  await page.goto('/code');
  await page.fill('[name=code]', 'FEL');
  await page.fill('[name=password]', 'en lång mening jag minns');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Be om en ny');
  await signIn(page, 'maria');
  await page.route('**/api/v1/interactions?*', route => route.abort());
  await page.goto('/calls');
  await page.waitForSelector('text=Tjänsten svarar inte');
  await page.unroute('**/api/v1/interactions?*');
  await page.click('button:has-text("Försök igen")');
  await page.waitForSelector('.row');
  await page.context().close();
}

/** Of a call put through, an agent sees in words and in the lanes which part is hers. */
async function own_part(browser, url) {
  const call = interactions.find(one => one.title === 'Bygglov för altan');
  const page = await open(browser, url);
  await signIn(page, 'omar');
  await page.goto(`/calls/${call.id}`);
  await page.waitForSelector('#hearable');
  assert.match(await page.textContent('#hearable'), /Du hör 01:04–09:40\. Resten är inte ditt att höra: /);
  const at = () => page.getAttribute('#seek', 'aria-valuetext');
  assert.match(await at(), /^1 minut 4 sekunder av/); // the sound begins where hers does
  await page.press('#seek', 'Home');
  assert.match(await at(), /inte ditt att höra/);
  assert.match(await page.textContent('.spans'), /00:00–01:04Inte ditt att höra, 1 min 4 s/);
  const hers = async why => {
    assert.match(await at(), /^1 minut 4 sekunder av/, why);
    assert.equal(await page.textContent('.voices strong >> nth=0'), 'Omar', why);
  };
  await page.goto(`/calls/${call.id}?t=63.4`); // an address holds whole seconds, a part begins within one
  await page.waitForSelector('#hearable');
  await hers('whose second it is');
  await page.fill('#write', 'Så började min del.');
  await page.click('text=Spara vid 01:04'); // and not where another's is
  await page.press('#seek', 'Home');
  await page.click('.note:has-text("Så började") .at');
  await hers('what leads in to it is not another’s');
  await signIn(page, 'maria');
  await page.goto(`/calls/${call.id}`);
  await page.waitForSelector('#seek');
  assert.equal(await page.locator('#hearable').count(), 0);
  await page.goto(`/calls/${interactions.find(one => one.no_recording === 'refused').id}`);
  await page.waitForSelector('text=Här finns inget ljud att spara eller radera.');
  assert.equal(await page.locator('text=/Sedan raderas ljudet/').count(), 0, 'there is none');
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

export const stories = {
  own_part,
  note_at_the_second,
  own_notes_only,
  list_from_making_to_resuming,
  digest,
  claim_and_swap,
  centre,
  mistakes,
  keyboard,
  refused,
  search_goes_on,
  hostile,
  weight,
  first_sound,
  drift,
};

/** Those that need no more than two calls and four people: also told of the product itself. */
export const real = { note_at_the_second, list_from_making_to_resuming, evaluate, coaching };
