// SPDX-License-Identifier: Apache-2.0
// The agent's home, whole: one answer reaches three who asked, a promise is handed over to a colleague and comes
// back done, she may score herself before she reads what the coach thought, and half a note waits for tomorrow.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { everyLook, open, settled, shoot, signIn, violations } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const CALLS = [
  ['Altan mot grannen', '1001', 30], ['Hyran i mars', '1001', 90], ['Sopor', '1001', 100], ['Bygglov utan karta', '1002', 40], ['Plank', '1003', 50],
];
const MORE = [['Johan Berglund', 'johan', 'agent', '1003'], ['Siv Plan', 'siv', 'guest']];
const QUESTION = 'Behövs bygglov för en altan närmare än 4,5 meter från grannen?';
const ANSWER = 'Ja, om grannen inte har sagt ja på papper. Blanketten heter Grannens medgivande.';

/** By keys alone: H, 4, the words, Enter. */
async function mark(page, call, said) {
  await page.goto(`/calls/${call}`);
  await settled(page);
  await page.focus('#seek');
  await page.keyboard.press('h');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('4');
  await page.getByLabel('Vad var frågan?').waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.type(said);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.note >> text=Fråga utan svar');
}

async function asks(browser, house, anna) {
  await mark(anna, house.ids['Altan mot grannen'], 'Altan nära tomtgränsen?');
  for (const [login, call] of [['omar', 'Bygglov utan karta'], ['johan', 'Plank']])
    await house.as[login]('POST', `interactions/${house.ids[call]}/marks`, { kind: 'no_answer', at_ms: 4000, detail: 'Gränsen till grannen' });
  await anna.goto('/');
  await settled(anna);
  const karin = await open(browser, house.url);
  await signIn(karin, 'karin');
  await karin.goto('/quality');
  await karin.click('main a:has-text("Till verksamheten")');
  await karin.waitForSelector('text=3 märkta frågor är inte ställda än');
  await karin.waitForSelector('h2:has-text("Ingen ställd fråga väntar på svar")'); // those above it are not asked yet
  assert.doesNotMatch(await karin.locator('main .asks').first().innerText(), /Anna|Omar|Johan/);
  await everyLook(karin, 'business', '.asks');
  for (const one of await karin.locator('.asks input[type=checkbox]').all()) {
    await one.focus();
    await karin.keyboard.press('Space');
  }
  await karin.getByRole('textbox', { name: 'Frågan, utan namn' }).focus();
  await karin.keyboard.type(QUESTION);
  await karin.getByLabel('Vem som vet').selectOption({ label: 'Siv Plan' });
  await karin.getByRole('button', { name: 'Ställ frågan' }).focus();
  await karin.keyboard.press('Enter');
  await karin.waitForSelector('text=En ställd fråga väntar på svar');
  await karin.waitForSelector('text=/Märkt 3 gånger. Siv Plan har den/');
  return karin;
}

/** Siv works with plans, not with calls: she sees the question and nothing else. */
async function answered(browser, house, anna) {
  const siv = await open(browser, house.url);
  await signIn(siv, 'siv');
  await siv.waitForSelector(`text=${QUESTION}`);
  assert.doesNotMatch(await siv.textContent('main'), /Altan mot grannen|Anna/);
  await siv.getByRole('textbox', { name: /^Svar/ }).focus();
  await siv.keyboard.type(ANSWER);
  await siv.keyboard.press('Tab');
  await siv.keyboard.press('Enter');
  await siv.waitForSelector('text=Svaret är skickat till alla som frågade.');
  await anna.waitForSelector('text=Svar till dig (1)'); // on the page she has open
  await anna.waitForSelector(`text=${ANSWER}`);
  await everyLook(anna, 'answer-to-you', 'text=/Svar till dig|Answers for you/');
  for (const login of ['omar', 'johan']) assert.equal((await house.as[login]('GET', 'me/answers')).rows[0].answer, ANSWER, login);
  assert.equal((await house.as.maria('GET', 'me/answers')).rows.length, 0);
  await anna.getByRole('button', { name: 'Tack, jag har läst' }).focus();
  await anna.keyboard.press('Enter');
  await anna.waitForFunction(() => !document.body.innerText.includes('Svar till dig'));
  await siv.context().close();
}

/** She promised to ring back in the call, says her own evaluation; what is hers to do hangs on it. */
async function promised({ as, ids }) {
  const form = (await as.anna('GET', 'rubrics')).rows.find(one => one.title_sv === 'Ilska i tre steg');
  const made = await as.anna('POST', `interactions/${ids.Sopor}/evaluations`, { rubric_version: form.id, kind: 'self', selection: 'agent_request' });
  const scale = Object.fromEntries(made.rubric.scales.map(one => [one.id, one.options]));
  for (const one of made.rubric.sections.flatMap(section => section.questions))
    await as.anna('PUT', `evaluations/${made.id}/answers`, { question: one.id, option: scale[one.scale][0].id, at_ms: 5000 });
  for (const act of ['submit', 'release']) await as.anna('POST', `evaluations/${made.id}/${act}`);
}

async function handedOver(browser, house, anna) {
  await promised(house);
  await anna.goto('/');
  await anna.waitForSelector('h2:has-text("Det jag lovat")');
  await anna.getByRole('button', { name: /^Lämna över/ }).focus();
  await anna.keyboard.press('Enter');
  await anna.getByLabel('Till vem').selectOption({ label: 'Johan Berglund' });
  await anna.getByLabel('Vad du lovade').focus();
  await anna.keyboard.type('Ring Eva om sopkärlet, 070-123 45 67');
  await shoot(anna, 'promise-hand-over');
  assert.deepEqual(await violations(anna), []);
  await anna.keyboard.press('Tab');
  await anna.keyboard.press('Enter');
  await anna.waitForSelector('text=Överlämnat till Johan Berglund, som säger till när det är gjort.');
  const johan = await open(browser, house.url);
  await signIn(johan, 'johan');
  await johan.waitForSelector('text=/Ring Eva om sopkärlet, 070-123 45 67 Lovat av Anna Lindqvist/');
  assert.equal(await johan.getByText('Sopor').count(), 0); // the call stays hers
  await assert.rejects(house.as.johan('GET', `interactions/${house.ids.Sopor}`), /404/);
  await shoot(johan, 'promise-kept-for-another');
  assert.deepEqual(await violations(johan), []);
  await johan.getByRole('button', { name: /^Gjort/ }).focus();
  await johan.keyboard.press('Enter');
  await anna.waitForFunction(() => !document.body.innerText.includes('Det jag lovat')); // on the page she has open
  await johan.context().close();
}

async function released({ as, ids }, title) {
  const form = (await as.karin('GET', 'rubrics')).rows.find(one => one.key === 'core');
  const { id } = await as.maria('POST', `interactions/${ids[title]}/evaluations`, { rubric_version: form.id, kind: 'standard', selection: 'targeted' });
  await as.maria('PUT', `evaluations/${id}/answers`, { question: 'verify', option: 'partly', at_ms: 3000, comment: 'Marias ord.' });
  await as.maria('POST', `evaluations/${id}/rest`, { critical: true });
  await as.maria('POST', `evaluations/${id}/submit`);
  await as.maria('POST', `evaluations/${id}/release`);
}

/** One key says no; the other button begins her own. Until then no page and no answer holds what the coach thought. */
async function herselfFirst(house, anna) {
  for (const title of ['Altan mot grannen', 'Hyran i mars']) await released(house, title);
  await anna.goto('/');
  await anna.waitForSelector('text=Ny. Du kan bedöma samtalet själv först.');
  assert.doesNotMatch(JSON.stringify(await house.as.anna('GET', 'me/evaluations')), /ppm":\d/);
  await anna.goto(`/calls/${house.ids['Altan mot grannen']}`);
  await anna.waitForSelector('h2:has-text("Vill du bedöma samtalet själv först?")');
  assert.equal((await anna.content()).includes('Marias ord'), false);
  await everyLook(anna, 'self-offered', '#show-now');
  await anna.focus('#seek');
  await anna.keyboard.press('y');
  await anna.waitForSelector('.evalread >> text=Marias ord.');
  assert.ok(await anna.evaluate(() => document.activeElement?.closest('.evalread') !== null), 'the focus is where it opened');
  await anna.reload();
  await anna.waitForSelector('.evalread'); // asked once
  await anna.goto(`/calls/${house.ids['Hyran i mars']}`);
  await anna.getByRole('button', { name: 'Bedöm själv först' }).focus();
  await anna.keyboard.press('Enter');
  await anna.waitForSelector('.evalform .q');
  await anna.waitForSelector('text=/Maria är klar. Bedömningen öppnas/');
  assert.equal((await anna.content()).includes('Marias ord'), false);
}

/** Written on one machine, found on another the next day, with its second; nobody else's, and gone when it is sent. */
async function halfNote(browser, house, anna) {
  const call = house.ids.Sopor;
  await anna.goto(`/calls/${call}`);
  await settled(anna);
  await anna.fill('#goto', '0:12');
  await anna.keyboard.press('Enter');
  await anna.focus('#seek');
  await anna.keyboard.press('m');
  await anna.keyboard.type('Här borde jag ha frågat om');
  const at = await anna.locator('.compose button:has-text("Spara vid")').innerText();
  await anna.goto('/');
  await anna.waitForSelector('h2:has-text("Halvskrivet")');
  const other = await open(browser, house.url);
  await signIn(other, 'anna');
  await other.click('section:has(h2:has-text("Halvskrivet")) a');
  await other.waitForSelector('#begun >> text=/Halvskriven .*, vid 00:/');
  assert.equal(await other.inputValue('#write'), 'Här borde jag ha frågat om');
  assert.equal(await other.locator('.compose button:has-text("Spara vid")').innerText(), at, 'with its second');
  await shoot(other, 'half-note');
  assert.deepEqual(await violations(other), []);
  for (const login of ['maria', 'karin']) assert.equal((await house.as[login]('GET', `interactions/${call}`)).draft, null, login);
  await other.focus('#write');
  await other.keyboard.press('End');
  await other.keyboard.type(' kärlet.');
  await other.keyboard.press('Control+Enter');
  await other.waitForSelector('.note >> text=Här borde jag ha frågat om kärlet.');
  assert.equal((await house.as.anna('GET', 'me/drafts')).rows.length, 0);
  await house.as.anna('PUT', `interactions/${call}/draft`, { at_ms: 1, kind: 'note', body: 'Länge sedan' });
  await house.sql(`UPDATE note_draft SET written_ms = ${Date.now() - 15 * 86_400_000}`);
  await house.keep();
  assert.equal((await house.as.anna('GET', 'me/drafts')).rows.length, 0, 'a fortnight, and it is gone');
  await other.context().close();
}

export async function agents_morning(browser) {
  const house = await serveWork({ calls: CALLS, more: MORE });
  try {
    const anna = await open(browser, house.url);
    await signIn(anna, 'anna');
    const karin = await asks(browser, house, anna);
    await answered(browser, house, anna);
    await karin.waitForSelector('text=Besvarat de senaste 90 dagarna');
    await handedOver(browser, house, anna);
    for (const page of [anna, karin]) {
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
  } finally {
    await house.close();
  }
}

export async function begun_kept(browser) {
  const house = await serveWork({ calls: CALLS, more: MORE });
  try {
    const anna = await open(browser, house.url);
    await signIn(anna, 'anna');
    await halfNote(browser, house, anna);
    await herselfFirst(house, anna);
    assert.deepEqual(anna.faults, []);
    await anna.context().close();
  } finally {
    await house.close();
  }
}

/** What a coach answered "beyond the agent's control", in a released evaluation. */
async function beyond({ as, ids }, title, comment) {
  const form = (await as.karin('GET', 'rubrics')).rows.find(one => one.key === 'core');
  const { id } = await as.maria('POST', `interactions/${ids[title]}/evaluations`, { rubric_version: form.id, kind: 'standard', selection: 'targeted' });
  await as.maria('PUT', `evaluations/${id}/answers`, { question: 'moves', option: 'outside_control', at_ms: 3000, comment });
  await as.maria('POST', `evaluations/${id}/rest`, { critical: true });
  await as.maria('POST', `evaluations/${id}/submit`);
  await as.maria('POST', `evaluations/${id}/release`);
}

const table = async page => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Ta ut som tabell')]);
  return readFile(await file.path(), 'utf8');
};

/** By the keyboard: what has one cause becomes one question, with an owner and a state; taken out without names. */
export async function for_the_business(browser) {
  const house = await serveWork({ calls: CALLS, more: MORE });
  try {
    await beyond(house, 'Altan mot grannen', 'Systemet låg nere.');
    await beyond(house, 'Bygglov utan karta', 'Systemet låg nere igen.');
    await beyond(house, 'Sopor', 'Ett tufft samtal.');
    await house.as.anna('POST', `interactions/${house.ids.Sopor}/marks`, { kind: 'tough', at_ms: 0 });
    const karin = await open(browser, house.url);
    await signIn(karin, 'karin');
    await karin.goto('/business');
    await karin.waitForSelector('h2:has-text("2 gånger gick det inte att påverka")');
    await karin.waitForSelector('h3:has-text("Något händer: löser eller lämnar över på riktigt")');
    assert.doesNotMatch((await karin.locator('main .asks').allInnerTexts()).join(), /tufft|Anna|Omar/); // under care it is nobody's to list
    await everyLook(karin, 'outside', '.asks');
    for (const one of await karin.locator('.asks input[type=checkbox]').all()) {
      await one.focus();
      await karin.keyboard.press('Space');
    }
    await karin.getByRole('textbox', { name: 'Vad som står i vägen, utan namn' }).focus();
    await karin.keyboard.type('Ärendesystemet ligger nere på eftermiddagar');
    await karin.getByLabel('Vem som vet').selectOption({ label: 'Siv Plan' });
    await karin.getByRole('button', { name: 'Ställ frågan' }).focus();
    await karin.keyboard.press('Enter');
    await karin.waitForSelector('text=/Gick inte att påverka. Ställd .* Märkt 2 gånger. Siv Plan har den/');
    await karin.waitForSelector('text=Ingenting som inte gick att påverka väntar på att lämnas vidare.');
    const few = await table(karin);
    assert.match(few, /Gick inte att påverka;Ärendesystemet ligger nere på eftermiddagar;Hos den som vet;.*;Visas inte: färre än fem personer/);
    assert.doesNotMatch(few, /Siv|Anna|Omar|Karin|Maria/);
    const [{ id }] = (await house.as.karin('GET', 'matters')).rows;
    const [one] = (await house.as.siv('GET', 'me/matters')).rows;
    assert.equal(one.id, id);
    await assert.rejects(house.as.karin('PUT', `matters/${id}`, { evaluations: [id] }), /go with the question/); // or they would be dropped unseen
    await house.as.siv('POST', `matters/${id}/answer`, { answer: 'Ny server den 3:e.' });
    await assert.rejects(house.as.karin('PUT', `matters/${id}`, { title: 'Annat' }), /answered already/);
    // Five people's marks are enough to say how often.
    await house.sql(`UPDATE matter SET kind = 'no_answer'; DELETE FROM matter_outside;
      INSERT INTO mark (id, interaction, author, kind, at_ms, created_ms, started_ms) SELECT randomblob(16), (SELECT id FROM interaction LIMIT 1), id, 'no_answer', 1, 1, 1 FROM person LIMIT 5;
      INSERT INTO matter_ask (marked, matter) SELECT k.id, (SELECT id FROM matter) FROM mark k WHERE k.kind = 'no_answer'`);
    assert.match(await table(karin), /Fråga utan svar;[^\n]*Besvarad;[^\n]*;Ny server den 3:e\.;5\r/);
    assert.deepEqual(karin.faults, []);
    await karin.context().close();
  } finally {
    await house.close();
  }
}
