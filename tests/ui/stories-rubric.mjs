// SPDX-License-Identifier: Apache-2.0
// A quality lead writes a form from an empty page by keys alone, mends what the check names and
// publishes it; a coach scores by it; it is changed, and what was scored still shows the first version.
import assert from 'node:assert/strict';
import { open, settled, shoot, signIn, violations } from './browser.mjs';
import { serveHalfYear } from './world-questions.mjs';

const CALL = 'Oplogad gata och sen hemtjänst';

const speak = (page, ui_language) =>
  page.evaluate(
    language =>
      fetch('/api/v1/me/language', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ui_language: language }),
      }),
    ui_language,
  );

/** Both languages, both schemes, phone and desk: no violation, no sideways scrolling. */
async function everyLook(page, name, wanted, ready = async () => {}) {
  const faults = [];
  for (const language of ['en', 'sv']) {
    await speak(page, language);
    for (const colorScheme of ['dark', 'light']) {
      for (const width of [390, 1440]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.reload();
        await page.waitForSelector(wanted);
        await settled(page);
        await ready(page);
        const found = await violations(page);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) found.push(`scrolls sideways by ${wide} px`);
        await shoot(page, `${name}-${width}-${colorScheme}-${language}`);
        faults.push(...found.map(one => `${width} ${colorScheme} ${language} ${one}`));
      }
    }
  }
  assert.deepEqual(faults, [], name);
}

/** Tab until what has the focus answers to the selector: the whole editor is reached by keys. */
async function tabTo(page, selector, most = 120) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab reaches ${selector}`);
}

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
  await page.focus('details summary');
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
  await page.waitForTimeout(100); // the next question takes the focus
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

async function scoreByIt(coach) {
  await coach.goto('/calls');
  await settled(coach);
  await coach.click(`a:has-text("${CALL}")`);
  await coach.waitForSelector('#begin-evaluation');
  await coach.selectOption('.begin select >> nth=0', { label: 'Kort mall' });
  await coach.click('#begin-evaluation');
  await coach.waitForSelector('.evalform .q');
  await coach.focus('.evalform .q input');
  await coach.keyboard.press('2');
  await coach.waitForTimeout(100);
  await coach.keyboard.press('1');
  await coach.waitForSelector('text=Allt är besvarat.');
  await coach.keyboard.press('Control+Enter');
  await coach.waitForSelector('.evalread');
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
  assert.match(says, /1 person har bedömt 1 samtal/);
  assert.match(says, /bryts trendlinjen/);
  assert.deepEqual(await violations(page), []);
  await shoot(page, 'rubric-publish', false);
  await page.click('dialog .btn.main');
  await page.waitForSelector('text=Publicerad och oföränderlig');
}

export async function rubric(browser, url) {
  const lead = await open(browser, url);
  await signIn(lead, 'karin');
  await fromEmpty(lead);
  await firstQuestion(lead);
  await secondQuestion(lead);
  await mendAndPublish(lead);
  const coach = await open(browser, url);
  await signIn(coach, 'maria');
  await scoreByIt(coach);
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
  assert.deepEqual(lead.faults, []);
  assert.deepEqual(coach.faults, []);
  await lead.context().close();
  await coach.context().close();
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
