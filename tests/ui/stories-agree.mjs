// SPDX-License-Identifier: Apache-2.0
// What one page says another does not deny: what is planned is what waits, what a button offers is not
// refused, a refusal gives its own cause, and a table of parts makes up the whole.
import assert from 'node:assert/strict';
import { comes, open, settled, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const CALLS = [['Ett', '1001', 3], ['Två', '1001', 4], ['Tre', '1001', 5], ['Fyra', '1002', 6]];
const CRITICAL = ['c_identity', 'c_harm', 'c_dignity', 'c_promise'];

async function begin(ask, call, key, kind = 'standard') {
  const { rows } = await ask('GET', `interactions/${call}/rubrics`);
  const { id } = await ask('POST', `interactions/${call}/evaluations`, {
    rubric_version: rows.find(one => one.key === key).id, kind, selection: kind === 'self' ? 'agent_request' : 'targeted',
  });
  return id;
}

async function scored(ask, call, kind) {
  const id = await begin(ask, call, 'core', kind);
  await ask('POST', `evaluations/${id}/rest`);
  for (const question of CRITICAL) await ask('PUT', `evaluations/${id}/answers`, { question, option: 'ok' });
  await ask('POST', `evaluations/${id}/submit`);
  return id;
}

/** A plan that ended still asks for what it drew: that much is planned on every page, and no more. */
async function endedPlan(page, house) {
  const { id } = await house.as.karin('POST', 'sample_plans', {
    title: 'Stickprov', rubric_key: 'core', period: 'week', per_agent: true, take: 2, min_ms: 0,
    evaluators: [(await house.as.maria('GET', 'me')).id],
  });
  await house.as.karin('PUT', `sample_plans/${id}/retire`);
  await page.goto('/work');
  await page.waitForSelector('.rows .row >> nth=2');
  await comes(() => page.locator('.rows .row').count(), 3);
  const covered = async () => (await page.locator('.cover td.num').allTextContents()).map(text => text.trim());
  await comes(covered, ['0 av 2', '0 av 1']);
  await page.goto('/samples');
  await page.waitForSelector('text=/Avslutad .* 3 samtal ur den väntar ännu på att höras\\./');
  await page.goto(`/samples/${id}`);
  await page.waitForSelector('text=/3 samtal ur den väntar ännu/');
  assert.deepEqual((await covered()).filter(text => / av /.test(text)), ['0 av 2', '0 av 1']);
}

/** As if it had been released so many days ago. */
async function age(house, evaluation, days) {
  const hex = evaluation.replaceAll('-', '');
  const rules = (await house.sql("SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'evaluation'")).stdout;
  const names = [...rules.matchAll(/CREATE TRIGGER (\w+)/g)].map(one => `DROP TRIGGER ${one[1]};`).join(' ');
  await house.sql(`BEGIN; ${names} UPDATE evaluation SET released_ms = released_ms - ${days * 86_400_000} WHERE id = x'${hex}'; ${rules} COMMIT`);
}

/** Until when one may disagree is said; afterwards nothing is offered that would be refused. */
async function disagreeing(page, house) {
  const call = house.ids.Ett;
  const id = await scored(house.as.maria, call, 'standard');
  await house.as.maria('POST', `evaluations/${id}/release`);
  const anna = await open(page.context().browser(), house.url);
  await signIn(anna, 'anna');
  await anna.goto(`/calls/${call}`);
  await anna.click('#show-now');
  const offers = anna.locator('.evalread button:has-text("Jag håller inte med")');
  await anna.waitForSelector('text=/Håller du inte med om ett svar kan du säga det till \\d+ /');
  assert.ok((await offers.count()) > 10);
  await age(house, id, 15);
  await anna.reload();
  await anna.waitForSelector('text=/Till \\d+ .* gick det att säga att man inte håller med\\. Prata med/');
  assert.equal(await offers.count(), 0);
  await anna.context().close();
  return id;
}

/** Both are in, and one side has a draft by another form: that is the cause, and it is said. */
async function comparing(page, house, theirs) {
  page.expected.push(/^409 GET .*compare$/);
  const own = await scored(house.as.anna, house.ids.Ett, 'self');
  await page.goto(`/evaluations/${theirs}/compare`);
  await page.waitForSelector('text=Den andra bedömningen är inlämnad men inte visad än.');
  await house.as.anna('POST', `evaluations/${own}/release`);
  const { rows } = await house.as.maria('GET', `interactions/${house.ids.Ett}/rubrics`);
  const other = rows.find(one => one.key !== 'core').key;
  const draft = await begin(house.as.maria, house.ids.Ett, other);
  await page.goto(`/evaluations/${theirs}/compare`);
  await page.waitForSelector('text=Den andras bedömning är dold så länge du har ett utkast på samma samtal.');
  await house.as.maria('DELETE', `evaluations/${draft}`);
  await page.reload();
  await page.waitForSelector('text=/Ni såg lika på/');
  assert.equal(await page.locator('text=Den andras bedömning är dold').count(), 0);
}

/** What is measured of a call makes up the whole of it. */
async function wholeOfIt(page, house) {
  await page.goto(`/calls/${house.ids.Två}`);
  await settled(page);
  await page.waitForSelector('.meas');
  const rows = await page.locator('.meas tr').evaluateAll(list =>
    list.map(row => [row.querySelector('th').textContent, parseInt(row.lastElementChild.textContent, 10)]),
  );
  const of = name => rows.find(([title]) => title.startsWith(name))?.[1] ?? 0;
  const both = of('Samtidigt tal');
  const sum = rows.reduce((total, [, share]) => total + share, 0) - 2 * both;
  assert.equal(sum, 100, JSON.stringify(rows));
  assert.ok(of('Kortare pauser') > 0 && rows.some(([title]) => title === 'Tystnad över 2 s'), JSON.stringify(rows));
}

/** Each key for a code gives one; where there is none, the service gives none either. */
async function codes(page, house) {
  await page.goto('/people');
  await page.waitForSelector('text=/Åt andra, och åt dig själv, gör administratören det/');
  const rows = page.locator('.asks > li');
  const { rows: people } = await house.as.maria('GET', 'people');
  let given = 0;
  for (const person of people) {
    const row = rows.filter({ has: page.locator(`strong:text-is("${person.name}")`) });
    const key = row.locator('button:has-text("engångskod")');
    if (await key.count()) {
      await key.click();
      await row.locator('.codebox code').waitFor();
      given++;
    } else await assert.rejects(house.as.maria('POST', `people/${person.id}/codes`, { purpose: 'recover' }), /: 404 /, person.name);
  }
  assert.equal(given, 2, 'Anna and Omar');
  assert.ok(people.length > given);
}

/** Two tabs of one draft: what is answered in one stands in the other, and is handed in as it stands. */
async function twoTabs(page, house) {
  const call = house.ids.Tre;
  const draft = await begin(house.as.maria, call, 'core');
  const other = await page.context().newPage();
  for (const one of [page, other]) {
    await one.goto(`/calls/${call}`);
    await one.waitForSelector('#q-wait');
  }
  const pick = (one, n) => one.locator('#q-wait .opt').nth(n).click();
  const shown = one => one.locator('#q-wait :checked').inputValue();
  await page.bringToFront();
  await pick(page, 1);
  await other.waitForSelector('#q-wait :checked');
  await other.bringToFront();
  await pick(other, 0);
  const last = await shown(other);
  await page.waitForFunction(value => document.querySelector('#q-wait :checked')?.value === value, last);
  const { answers } = await house.as.maria('GET', `evaluations/${draft}`);
  assert.equal(answers.find(one => one.question === 'wait').value, last);
  await other.close();
  await page.bringToFront();
  await house.as.maria('PUT', `evaluations/${draft}/answers`, { question: 'wait', option: await page.locator('#q-wait input').nth(1).inputValue() });
  await page.evaluate(() => dispatchEvent(new Event('focus'))); // from another computer: seen when one comes back
  await page.waitForFunction(value => document.querySelector('#q-wait :checked')?.value !== value, last);
  await house.as.maria('DELETE', `evaluations/${draft}`);
}

/** "Today" is of the house, whatever the workstation thinks; what is printed is what was said, without keys;
    a call that is not there or not hers is told as that, not as a typing error. */
async function elsewhere(browser, house) {
  const page = await open(browser, house.url);
  page.expected.push(/^404 GET .*interactions/);
  await page.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() - 2 * 86_400_000;
  });
  await signIn(page, 'anna');
  await house.as.maria('POST', `interactions/${house.ids.Ett}/notes`, { at_ms: 1000, len_ms: 0, kind: 'note', aspect: null, body: `Först.${'\n'.repeat(20)}Sist.` });
  await page.goto('/calls');
  await page.waitForSelector('.row .when');
  for (const text of await page.locator('.row .when').allTextContents()) assert.match(text, /^i dag /);
  await page.goto(`/calls/${house.ids.Ett}`);
  await page.waitForSelector('.note:has-text("Först.")');
  const tall = await page.locator('.note:has-text("Först.") .read').first().evaluate(el => el.offsetHeight);
  assert.ok(tall < 120, `twenty empty lines make ${tall} px`);
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['.top', '.compose', '.btn']) assert.equal(await page.locator(gone).filter({ visible: true }).count(), 0, gone);
  assert.ok(await page.locator('.note:has-text("Sist.")').isVisible());
  await page.goto(`/calls/${house.ids.Fyra}`);
  await page.waitForSelector('text=Det du söker finns inte, eller så har du inte rätt att se det.');
  await page.context().close();
}

export async function pages_agree(browser) {
  const house = await serveWork({ calls: CALLS });
  try {
    const page = await open(browser, house.url);
    await signIn(page, 'maria');
    await endedPlan(page, house);
    const theirs = await disagreeing(page, house);
    await comparing(page, house, theirs);
    await wholeOfIt(page, house);
    await codes(page, house);
    await twoTabs(page, house);
    await elsewhere(browser, house);
  } finally {
    await house.close();
  }
}
