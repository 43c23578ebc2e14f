// SPDX-License-Identifier: Apache-2.0
// A quality lead writes a form from an empty page by keys alone, mends what the check names and
// publishes it; a coach scores drawn calls by it; it is changed, what was scored still shows the first
// version, and the agent's course over time breaks at the change.
import assert from 'node:assert/strict';
import { comes, everyLook, handIn, open, settled, shoot, signIn, tabTo, violations } from './browser.mjs';
import { serveBare } from './realserver.mjs';
import { serveHalfYear } from './world-questions.mjs';
import { serveWork } from './world-work.mjs';

const CALL = 'Oplogad gata';

async function write(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}

const saved = page => page.waitForSelector('.editbar >> text=/Sparat \\d\\d\\.\\d\\d/');
const quiet = page => page.waitForTimeout(900); // the pause before a change is saved, and its answer

async function fromEmpty(page) {
  await page.click('nav >> text=Kvalitet');
  await settled(page);
  await everyLook(page, 'quality', '.doors');
  await page.click('.doors >> text=Bedömningsmallar');
  await settled(page);
  await page.focus('details summary:has-text("Ny bedömningsmall")');
  await page.keyboard.press('Enter');
  await write(page, 'input[name=sv]', 'Kort mall');
  await write(page, 'input[name=en]', 'Short form');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.outline');
  await settled(page);
}

async function firstQuestion(page) {
  await page.focus('.part-name:has-text("Utan rubrik")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#part-h:has-text("Avsnitt")');
  await write(page, '.part-detail input[lang=sv]', 'Samtalet');
  await page.keyboard.press('Tab');
  await page.keyboard.type('The call');
  await page.focus('.part-name:has-text("Fråga utan text")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#part-h:has-text("Fråga")');
  await write(page, '.part-detail input[lang=sv]', 'Den som ringde fick tala till punkt');
  await page.keyboard.press('Tab');
  await page.keyboard.type('The caller was let finish');
  for (const [sv, en] of [['Inget avbrott.', 'No interruption.'], ['Avbröt någon gång.', 'Cut in once.'],
    ['Avbröt flera gånger.', 'Cut in repeatedly.']]) {
    await page.keyboard.press('Tab');
    await tabTo(page, '.anchors textarea[lang=sv]');
    await page.keyboard.type(sv);
    await page.keyboard.press('Tab');
    await page.keyboard.type(en);
  }
  await quiet(page);
  await saved(page);
}

/** A second question with something left out on purpose: its English text. */
async function secondQuestion(page) {
  await page.focus('.outline button:has-text("Lägg till fråga")');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('.part-detail input[lang=sv]'));
  await page.keyboard.type('Nästa steg var sagt');
  for (const [sv, en] of [['Sagt med tid.', 'Said, with a time.'], ['Antytt.', 'Hinted at.'], ['Inte sagt.', 'Not said.']]) {
    await page.keyboard.press('Tab');
    await tabTo(page, '.anchors textarea[lang=sv]');
    await page.keyboard.type(sv);
    await page.keyboard.press('Tab');
    await page.keyboard.type(en);
  }
  await quiet(page);
  // moved by keys, and back
  await page.focus('.part-name:has-text("Nästa steg")');
  await page.keyboard.press('Alt+ArrowUp');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.outline ol ol .part-name')][0]?.textContent.includes('Nästa steg'));
  await page.keyboard.press('Alt+ArrowDown');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.outline ol ol .part-name')][1]?.textContent.includes('Nästa steg'));
  await quiet(page);
}

async function mendAndPublish(page) {
  await page.focus('#publish');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.mend[open] >> text=Text saknas på engelska');
  await shoot(page, 'rubric-problem');
  await page.waitForFunction(() => document.activeElement?.closest('.mend'));
  await page.keyboard.press('Enter'); // the problem opens its own place
  await page.waitForFunction(() => document.activeElement?.matches('.part-detail input[lang=en]'));
  await page.keyboard.type('The next step was said');
  await quiet(page);
  await page.waitForSelector('text=Inget att rätta. Mallen kan publiceras.');
  await page.focus('.editbar button:has-text("Förhandsgranska")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.evalform .q');
  await page.focus('.evalform .q input');
  await page.keyboard.press('2');
  await page.waitForFunction(() => !document.activeElement.closest('.q')?.querySelector('input:checked')); // the next takes the focus
  await page.keyboard.press('1');
  await page.waitForSelector('.sum >> text=Summa: 75 % (2 frågor)');
  await shoot(page, 'rubric-preview');
  await page.focus('#publish');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] >> text=Det är mallens första version');
  await page.focus('dialog .btn.main');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Publicerad och oföränderlig');
}

/** The drawn call comes with its form: two answers by keys, and on. */
async function scoreByIt(coach, more = []) {
  await coach.goto('/work');
  await coach.waitForSelector('.rows .row');
  await coach.keyboard.press('Enter');
  await coach.waitForSelector('.evalform .q');
  for (const key of ['2', '1', ...more]) {
    await coach.focus('.evalform .q:not(:has(input:checked)) input');
    const before = await coach.locator('.evalform .q:has(input:checked)').count();
    await coach.keyboard.press(key);
    await comes(() => coach.locator('.evalform .q:has(input:checked)').count(), before + 1);
  }
  await coach.waitForSelector('text=Allt är besvarat.');
  const call = new URL(coach.url()).pathname;
  await handIn(coach);
  await coach.waitForFunction(was => location.pathname !== was, call);
  return call;
}

/** The form's calls are drawn for Maria: what is counted is a fair sample. */
async function sampled(house, title, min_ms = 0) {
  const { rows } = await house.as.karin('GET', 'rubrics');
  const { id } = await house.as.maria('GET', 'me');
  await house.as.karin('POST', 'sample_plans', {
    title,
    rubric_key: rows.find(one => one.title_sv === 'Kort mall').key,
    period: 'week',
    per_agent: true,
    take: 3,
    min_ms,
    evaluators: [id],
  });
}

/** Two conditions and a group of one, by keys; a step that nobody chose is said beside it. */
async function joinConditions(page) {
  await page.evaluate(() => {
    document.querySelector('details.rules').open = true;
  });
  await page.selectOption('[data-path$=".show_if.q"] select', { label: 'Den som ringde fick tala till punkt' });
  await page.focus('button:has-text("Lägg till villkor")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.conditions [data-path$=".show_if.all[1].in"]');
  await page.waitForFunction(() => document.activeElement?.closest('[data-path$=".show_if.all[1]"]'));
  await tabTo(page, '.conditions > .btns .btn:last-child'); // a group
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('[data-path$=".show_if.all[2]"]'));
  await page.waitForSelector('[data-path$=".show_if.all[2].any[0].in"]');
  await page.focus('[data-path$=".show_if.all[1].in"] input:checked');
  await page.keyboard.press('Space');
  await quiet(page);
  await page.focus('#publish');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.mend[open] >> text=/minst 1 behövs/');
  await page.waitForSelector('[data-path$=".show_if.all[1].in"] .complaint >> text=/minst 1 behövs/');
  await page.focus('[data-path$=".show_if.all[1].in"] input');
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-path$=".show_if.all[1].in"] .complaint', { state: 'detached' });
  await page.selectOption('.conditions select >> nth=0', 'any');
  await page.waitForSelector('[data-path$=".show_if.any[2].any[0].in"]');
  await page.focus('.conditions > .spot > ol > li:nth-child(2) > .btn');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.conditions > .spot > ol > li').length === 3);
  await quiet(page);
}

async function changeIt(page) {
  await page.goto('/rubrics');
  await settled(page);
  await page.click('.section:has-text("Kort mall") >> text=Gör en ny version');
  await page.waitForSelector('.outline');
  await page.click('.part-name:has-text("Nästa steg")');
  await page.fill('[data-path$=".weight"] input', '3');
  await page.click('.outline button:has-text("Lägg till fråga")');
  await page.fill('.part-detail input[lang=sv]', 'Hälsningen var tydlig');
  await page.fill('.part-detail input[lang=en]', 'The greeting was clear');
  for (let i = 0; i < 3; i++) {
    await page.fill(`.anchors textarea[lang=sv] >> nth=${i}`, `Steg ${i + 1}.`);
    await page.fill(`.anchors textarea[lang=en] >> nth=${i}`, `Step ${i + 1}.`);
  }
  await quiet(page);
  await joinConditions(page);
  await everyLook(page, 'rubric-conditions', '.outline', async () => {
    await page.click('.part-name:has-text("Hälsningen var tydlig"), .part-name:has-text("greeting")');
    await page.waitForSelector('.conditions');
  });
  await page.click('.part-name:has-text("Hälsningen var tydlig")');
  await page.focus('button:has-text("Visa alltid i stället")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.conditions', { state: 'detached' });
  await quiet(page);
  await everyLook(page, 'rubric-edit', '.outline', async () => {
    await page.click('.part-name:has-text("tala till punkt"), .part-name:has-text("let finish")');
    await page.waitForSelector('.anchors');
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.click('#publish');
  await page.waitForSelector('dialog[open] >> text=Så här skiljer den sig från version 1');
  const says = await page.textContent('dialog');
  assert.match(says, /Ny fråga: Hälsningen var tydlig/);
  assert.match(says, /Nästa steg var sagt: vikt 1 blir 3/);
  assert.match(says, /1 person har bedömt 3 samtal/);
  assert.match(says, /bryts trendlinjen/);
  assert.deepEqual(await violations(page), []);
  await shoot(page, 'rubric-publish', false);
  await page.click('dialog .btn.main');
  await page.waitForSelector('text=Publicerad och oföränderlig');
}

/** L: the agent's own page, by the form that was changed: the course breaks there. */
async function trendBroken(page) {
  await page.click('nav a:has-text("Utveckling")');
  await page.waitForSelector('.finding');
  assert.match(await page.textContent('main'), /Mallen ändrades \d+ \S+( \d+)?\. Före och efter går inte att jämföra rakt av\./);
  await page.waitForSelector('figure.trend canvas');
  assert.match(await page.textContent('.finding'), /^1 samtal är för få/, 'what was before the change is not in the figure of now');
  await page.focus('figure.trend summary');
  await page.keyboard.press('Enter');
  const versions = page.locator('figure.trend tbody tr td:nth-child(3)');
  await comes(() => versions.allTextContents(), ['1', '1', '1', '2'], 'each dot says its form in the table');
  await shoot(page, 'trend-broken');
  await everyLook(page, 'trend-broken', '.finding');
}

const CALLS = [
  [CALL, '1001', 6 * 24 * 60],
  ['Autogiro och påminnelse', '1001', 4 * 24 * 60],
  ['Hemtjänst på helgen', '1001', 2 * 24 * 60],
];

export async function rubric(browser) {
  const house = await serveWork({ calls: CALLS });
  try {
    await told(browser, house);
  } finally {
    await house.close();
  }
}

async function told(browser, house) {
  const lead = await open(browser, house.url);
  await signIn(lead, 'karin');
  await fromEmpty(lead);
  await firstQuestion(lead);
  await secondQuestion(lead);
  await mendAndPublish(lead);
  await sampled(house, 'Den nya mallen');
  const coach = await open(browser, house.url);
  await signIn(coach, 'maria');
  const first = await scoreByIt(coach);
  for (let at = 1; at < CALLS.length; at++) await scoreByIt(coach);
  await coach.goto(first);
  await coach.waitForSelector('.evalread');
  assert.match(await coach.textContent('.evalread'), /Den som ringde fick tala till punkt/);
  await changeIt(lead);
  await coach.reload();
  await coach.waitForSelector('.evalread');
  const old = await coach.textContent('.evalread');
  assert.match(old, /Version 1/, 'what was scored shows what it was scored by');
  assert.doesNotMatch(old, /Hälsningen var tydlig/);
  await shoot(coach, 'rubric-old-evaluation');
  await everyLook(lead, 'rubric-read', '.evalform .q');
  await lead.goto('/rubrics');
  await settled(lead);
  await everyLook(lead, 'rubrics', '.section');
  await house.bring('Efter ändringen', '1001', 50);
  await sampled(house, 'Efter ändringen', 45_000); // no call from before is that long
  await scoreByIt(coach, ['2']);
  const agent = await open(browser, house.url);
  await signIn(agent, 'anna');
  await trendBroken(agent);
  for (const page of [lead, coach, agent]) {
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
}

/** How the questions of a form do after half a year, and what a draft would have given. */
export async function questions(browser) {
  const house = await serveHalfYear();
  try {
    const lead = await open(browser, house.url);
    await signIn(lead, 'karin');
    await lead.goto('/rubrics');
    await settled(lead);
    await lead.click('.section:has-text("Kundsamtal – grund") >> text=Frågornas hälsa');
    await lead.waitForSelector('.healthtable');
    const rows = await lead.locator('.healthtable tbody tr').count();
    assert.ok(rows >= 15, `${rows} questions`);
    const told = await lead.textContent('.healthtable');
    assert.match(told, /\d+ % \(\d+–\d+\)/, 'a share has its interval');
    assert.match(told, /version 1: \d+ %/, 'and the version before beside it');
    assert.doesNotMatch(told, /Medarbetare/, 'nobody is named');
    await lead.selectOption('main select', { index: 1 });
    await lead.waitForFunction(() => !/version 1:/.test(document.querySelector('.healthtable')?.textContent ?? 'version 1:'));
    await everyLook(lead, 'questions', '.healthtable');
    await lead.goto('/rubrics');
    await settled(lead);
    await lead.click('.section:has-text("Kundsamtal – grund") >> text=Gör en ny version');
    await lead.waitForSelector('.outline');
    await lead.click('.outline ol ol .part-name >> nth=0');
    await lead.fill('[data-path$=".weight"] input', '9');
    await quiet(lead);
    await lead.click('#publish');
    await lead.waitForSelector('dialog[open] >> text=/Medelvärdet av de \\d+ senaste hade ändrats med/');
    await lead.click('dialog summary');
    assert.deepEqual(await violations(lead), []);
    await shoot(lead, 'rubric-whatif', false);
    assert.deepEqual(lead.faults, []);
    await lead.context().close();
  } finally {
    await house.close();
  }
}

/** A house that was just set up: its forms are offered, read, and published by keys. */
export async function ready_forms(browser) {
  const house = await serveBare();
  try {
    const lead = await open(browser, house.url);
    await signIn(lead, 'karin');
    await lead.goto('/rubrics');
    await lead.waitForSelector('h2:has-text("Färdiga mallar")');
    await everyLook(lead, 'rubrics-ready', '.asks li');
    await tabTo(lead, '.asks li button');
    await lead.keyboard.press('Enter');
    await lead.waitForSelector('text=1 mall är publicerad.');
    await lead.waitForSelector('.section h2:has-text("Kundsamtal – grund")');
    await lead.waitForSelector('summary:has-text("Färdiga mallar (6)")');
    await tabTo(lead, 'details:has(.asks) > summary');
    await lead.keyboard.press('Enter');
    await shoot(lead, 'rubrics-ready-rest');
    await lead.locator('li:has-text("Dödsbo") button:has-text("Anpassa först")').focus();
    await lead.keyboard.press('Enter');
    await lead.waitForSelector('.outline >> text=Ta emot');
    assert.deepEqual(lead.faults, []);
    await lead.context().close();
  } finally {
    await house.close();
  }
}
