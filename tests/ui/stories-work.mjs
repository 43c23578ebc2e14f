// SPDX-License-Identifier: Apache-2.0
// The coach's half hour, told of the product itself with real sound: people who wait first, then six
// drawn calls by keys alone. The program counts keys and seconds; this counts them too.
import assert from 'node:assert/strict';
import { comes, everyLook, handIn, open, settled, shoot, signIn } from './browser.mjs';
import { serveWork } from './world-work.mjs';

const SECONDS = 15; // of a call: long enough that half of it must be heard, which is what takes the time
const SOUND_MOST_MS = 1000; // half of them, for the machine is shared. What each took is told.

/** Every key goes through here, so that it can be held against the program's own count. */
function keyboard(page) {
  const count = { keys: 0, letters: 0 };
  return {
    count,
    press: async (...keys) => {
      for (const key of keys) {
        await page.keyboard.press(key);
        count.keys++;
      }
    },
    write: async text => {
      await page.keyboard.type(text);
      count.letters += text.length;
    },
  };
}

const focusedIn = (page, selector) =>
  page.waitForFunction(one => document.activeElement?.closest(one), selector);

/** It sounds, or has: on a slow machine a short call is over before it is looked at. */
const playing = page =>
  page.waitForFunction(() => /Pausa/.test(document.querySelector('#play')?.textContent ?? '') || (document.querySelector('#now')?.textContent ?? '00:00') !== '00:00');

/** What a reader of the accessibility tree meets: names and roles, not classes. */
async function told(page) {
  await page.getByRole('slider', { name: /samtalet/i }).first().waitFor();
  const first = page.getByRole('group', { name: 'Hälsar och presenterar sig' }).first();
  assert.ok((await first.getByRole('radio').count()) >= 3, 'a question is a group of radio buttons');
  await page.getByRole('button', { name: /^Resten: Tydligt/ }).waitFor();
  await page.getByRole('button', { name: /^Skicka återkoppling/ }).waitFor();
}

let triedMet = 0;

/** Of an agent to whom she said what to try: it stands above the press that sends, and sounds from its second. */
async function lastTime(page) {
  await page.waitForFunction(() => !document.querySelector('.send .waiting'));
  const line = page.locator('.lasttime');
  if (triedMet || !(await line.count())) return;
  assert.match(await line.textContent(), /^\s*Prova nästa gång, skrev du \d+ [a-z]+: ?Sammanfatta innan du lägger på\.$/);
  const press = page.getByRole('button', { name: 'Hör förra gången från 00:08' });
  await press.evaluate(one => one.click()); // no pointer: none is counted
  await page.waitForSelector('.lasttime [aria-pressed=true]');
  await page.waitForFunction(() => /Spela/.test(document.querySelector('#play').textContent)); // one sound at a time
  await press.evaluate(one => one.click());
  await page.waitForSelector('.lasttime [aria-pressed=false]');
  await page.evaluate(() => document.getElementById('play').click());
  await playing(page);
  await page.focus('#q-wait');
  triedMet++;
}

/** Until enough was heard that nothing is asked about it. */
const heard = page =>
  page.waitForFunction(share => {
    const [now, all] = (document.querySelector('#heard')?.textContent.match(/\d+:\d\d/g) ?? []).map(one => {
      const [m, s] = one.split(':').map(Number);
      return m * 60 + s;
    });
    const over = document.querySelector('#now')?.textContent === document.querySelector('.time span')?.textContent.replace('/ ', '');
    return all && (now >= all * share || (over && now >= all * 0.4)); // what is silent was skipped, and is not heard
  }, 0.7);

/** One call: one deviation by one key; that nothing else deviated is two more, the second of which says so. */
async function hear(page, keys, at, last) {
  await page.waitForSelector('.evalform .q');
  await focusedIn(page, '#q-greet');
  await playing(page);
  if (at === 0) {
    await page.waitForSelector('text=/i praktiken/');
    await told(page);
    await shoot(page, 'work-call', false);
  }
  await keys.press('2'); // a deviation
  await focusedIn(page, '#q-wait');
  if (at === 0) {
    await keys.press('m');
    await keys.write('Lugn och tydlig start.');
    await keys.press('Control+Enter');
    await page.waitForSelector('.note:has-text("Lugn och tydlig start.")');
    await focusedIn(page, '#q-wait');
  }
  await lastTime(page);
  await heard(page);
  const before = page.url();
  await keys.press('Control+Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'whole');
  if (at === 0) {
    assert.match(await page.textContent('.whole'), /Resten: Tydligt \(\d+ frågor\)Inget kritiskt fel \(4 frågor\): /);
    await shoot(page, 'work-whole', false);
  }
  await keys.press('Enter');
  await page.waitForFunction(was => location.href !== was, before);
  assert.equal(new URL(page.url()).pathname === '/work', last);
}

async function waitsFirst(page, house) {
  await house.as.omar('POST', `interactions/${house.ids['Ett tufft samtal']}/marks`, {
    kind: 'tough',
    at_ms: 9000,
  });
  await house.as.anna('POST', `interactions/${house.ids['Oplogad gata']}/marks`, {
    kind: 'ask',
    at_ms: 12_000,
    detail: 'Borde jag ha frågat om personnumret först?',
  });
  const agent = await open(page.context().browser(), house.url);
  await signIn(agent, 'omar');
  await agent.goto(`/calls/${house.ids['Hyran som kom tillbaka']}`);
  await agent.getByLabel(/^Vad undrar du/).focus();
  await agent.keyboard.type('Hon blev ledsen.');
  await agent.getByRole('button', { name: 'Jag vill prata om det här samtalet' }).focus();
  await agent.keyboard.press('Enter');
  await agent.waitForSelector('text=Ingen gruppledare är i tjänst nu. Den som kommer i tjänst härnäst får det. Du ligger kvar i kön.');
  assert.deepEqual(agent.faults, []);
  await agent.context().close();
  await page.goto('/');
  await page.waitForSelector('text=Anna undrar: ”Borde jag ha frågat om personnumret först?”');
  await page.getByRole('navigation').getByRole('link', { name: 'Att lyssna på' }).click();
  await settled(page);
  await page.waitForSelector('text=Omar hade ett tufft samtal.');
  await page.waitForSelector('text=Omar vill prata om ett samtal.');
}

const plan = (house, maria) =>
  house.as.karin('POST', 'sample_plans', {
    title: 'Veckans stickprov',
    rubric_key: 'core',
    period: 'week',
    per_agent: true,
    take: 3,
    min_ms: 0,
    evaluators: [maria],
  });

/** Nothing measured stands on a row; the tough call was not drawn; agents stand by name. */
async function fair(page, house) {
  const rows = await page.locator('.rows .row').allTextContents();
  assert.equal(rows.length, 6);
  assert.ok(rows.every(row => /Utvald: stickprov/.test(row) && !/%|prat|tystnad/i.test(row)));
  assert.ok(!rows.some(row => row.includes('Ett tufft samtal')));
  assert.deepEqual(await page.locator('.cover tbody th').allTextContents(), [
    'Anna Lindqvist',
    'Omar Haddad',
  ]);
  const work = await house.as.maria('GET', 'me/work');
  assert.ok(work.rows.every(row => !('measures' in row.interaction)));
}

async function paused(page, house) {
  const { id } = await house.as.karin('POST', 'load_windows', {
    name: 'Snökaos',
    says: 'Korta svar räcker i dag.',
    from_ms: Date.now() - 1000,
    to_ms: null,
  });
  await page.goto('/work');
  await page.waitForSelector('text=Paus: Snökaos');
  await everyLook(page, 'work-paused', '.paused');
  await house.as.karin('PUT', `load_windows/${id}`, {
    name: 'Snökaos',
    says: 'Korta svar räcker i dag.',
    from_ms: Date.now() - 1000,
    to_ms: Date.now(),
  });
}

async function done(page, keys, started) {
  await page.waitForSelector('.done');
  const meter = JSON.parse(await page.getAttribute('[data-meter]', 'data-meter'));
  assert.equal(meter.calls, 6);
  assert.equal(meter.keys, keys.count.keys, 'the program counted the keys that were pressed');
  assert.equal(meter.letters, keys.count.letters);
  assert.equal(meter.clicks, 0);
  // one to begin; of each call two and its deviation; the note is opened by one and saved by one
  assert.equal(meter.keys, 1 + 6 * (2 + 1) + 2, 'two keys a call and one for each deviation');
  assert.ok(meter.ms <= Date.now() - started);
  const { took } = await page.evaluate(() => JSON.parse(sessionStorage.getItem('medlyss-round')));
  const sounds = Object.values(took).map(one => one.sound_ms);
  assert.ok(!sounds.includes(null), `sound after ${sounds} ms`);
  sounds.sort((a, b) => a - b);
  assert.ok(sounds[sounds.length / 2] < SOUND_MOST_MS, `sound after ${sounds} ms`);
  return { meter, sounds };
}

export async function thirty_minutes(browser) {
  const house = await serveWork({ seconds: SECONDS });
  try {
    const page = await open(browser, house.url);
    await signIn(page, 'maria');
    const me = await house.as.maria('GET', 'me');
    await page.goto('/work');
    await page.waitForSelector('text=Inget stickprov drar samtal åt dig än');
    await everyLook(page, 'work-empty', '.empty');
    await waitsFirst(page, house);
    await plan(house, me.id);
    await page.goto('/work');
    await page.waitForSelector('.rows .row');
    await fair(page, house);
    await everyLook(page, 'work', '.rows .row');
    await paused(page, house);
    await house.as.maria('PUT', 'me/prefs', { rate: 1.5, skip: true });
    await page.goto('/work');
    await page.waitForSelector('.rows .row');
    await house.as.maria('POST', `interactions/${house.ids['Oplogad gata']}/notes`, {
      at_ms: 8000, len_ms: 0, kind: 'try', body: 'Sammanfatta innan du lägger på.',
    });
    const keys = keyboard(page);
    const started = Date.now();
    await keys.press('Enter');
    for (let at = 0; at < 6; at++) await hear(page, keys, at, at === 5);
    const { meter, sounds } = await done(page, keys, started);
    assert.equal(triedMet, 1, 'what she asked Anna to try was heard');
    await page.waitForSelector('text=Klart för nu');
    await everyLook(page, 'work-done', '.done');
    await page.click('.done tbody tr:last-child a'); // back to the one before
    await page.waitForSelector('.evalread');
    const left = await house.as.maria('GET', 'me/work');
    assert.deepEqual([left.left, left.heard_today], [0, 6]);
    const mine = await house.as.anna('GET', 'me/evaluations');
    assert.deepEqual(mine.rows.map(row => [row.selection, row.state]), Array(3).fill(['random', 'released']));
    const whole = await house.as.anna('GET', `evaluations/${mine.rows[0].id}`);
    const critical = whole.answers.filter(one => one.question.startsWith('c_'));
    assert.deepEqual(critical.map(one => [one.value, one.touched]), Array(4).fill(['ok', false]), 'and it is told that it was with the rest');
    assert.deepEqual(page.faults, []);
    await page.context().close();
    return (
      `${meter.keys} keys and ${meter.clicks} clicks for 6 calls, ${(meter.keys / 6).toFixed(1)} each, ` +
      `${(meter.ms / 1000).toFixed(0)} s; sound after ${sounds.join(' ')} ms`
    );
  } finally {
    await house.close();
  }
}

/** Answers all of it through the service, as in another tab. */
async function scoredElsewhere(house, item, call) {
  const { maria } = house.as;
  const { id } = await maria('POST', `interactions/${call}/evaluations`, { item });
  await maria('POST', `evaluations/${id}/rest`);
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
    await maria('PUT', `evaluations/${id}/answers`, { question, option: 'ok' });
  await maria('POST', `evaluations/${id}/submit`);
}

/** By another form, for a reason of her own: that is no answer to what is drawn later. */
async function scoredBefore(house, call) {
  const { maria } = house.as;
  const forms = (await maria('GET', `interactions/${call}/rubrics`)).rows;
  const other = forms.find(one => one.key !== 'core');
  const { id, rubric } = await maria('POST', `interactions/${call}/evaluations`, {
    rubric_version: other.id, kind: 'standard', selection: 'targeted',
  });
  for (const question of rubric.sections.flatMap(section => section.questions)) {
    const scale = rubric.scales.find(one => one.id === question.scale);
    const best = scale.options.reduce((most, one) => (one.points > most.points ? one : most));
    await maria('PUT', `evaluations/${id}/answers`, { question: question.id, option: best.id, comment: 'Så.', at_ms: 1000 });
  }
  await maria('POST', `evaluations/${id}/submit`);
}

/** A title is typed into its field, and answers nothing. */
async function renames(page) {
  const answered = () => page.locator('.evalform .q input:checked').count();
  await page.focus('text=Ändra rubrik');
  await page.keyboard.press('a'); // a letter beside the form is none of its keys
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.name === 'title');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Arg kund');
  assert.equal(await answered(), 0, 'no letter answered for her');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Arg kund")');
  await page.waitForFunction(() => document.activeElement.textContent === 'Ändra rubrik');
}

/** What is offered waits; what little was heard of goes out only when that was meant; an empty list
    says why it is empty. */
export async function queue_true(browser) {
  const house = await serveWork({ calls: [['Ett', '1001', 3], ['Två', '1002', 2]] });
  try {
    const page = await open(browser, house.url);
    await signIn(page, 'maria');
    await scoredBefore(house, house.ids.Ett);
    await plan(house, (await house.as.maria('GET', 'me')).id);
    await page.goto('/work');
    await page.waitForSelector('.rows .row >> nth=1');
    const { rows } = await house.as.maria('GET', 'me/work');
    await page.keyboard.press('Enter');
    await focusedIn(page, '#q-greet');
    await page.waitForSelector('.callhead a:has-text("Nästa:")');
    const [first, second] = rows.map(row => row.interaction.id);
    assert.equal(new URL(page.url()).pathname, `/calls/${first}`);
    await scoredElsewhere(house, rows[1].item, second);
    await renames(page);
    await page.focus('#q-greet input');
    await page.keyboard.press('a');
    await focusedIn(page, '#q-c_identity');
    for (const next of ['c_harm', 'c_dignity', 'c_promise', 'c_promise']) {
      await page.keyboard.press('1');
      await focusedIn(page, `#q-${next}`);
    }
    await page.waitForSelector('text=Allt är besvarat.');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[role=alert] >> text=/Du har hört 0:\\d\\d av 0:\\d\\d tal/');
    await page.waitForFunction(() => document.activeElement.id === 'hear-more');
    await page.keyboard.press('Control+Enter'); // impatience is no answer
    await page.keyboard.down('Control');
    for (let i = 0; i < 5; i++) await page.keyboard.down('Enter'); // nor is a key that is held
    await page.keyboard.up('Enter');
    await page.keyboard.up('Control');
    await page.waitForFunction(() => document.activeElement.id === 'hear-more');
    const enough = route => route.fulfill({ json: { heard_ms: 9e6, heard: [[0, 9e6]] } });
    await page.route('**/listenings/*', enough); // the sound went on meanwhile
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(300);
    await page.unroute('**/listenings/*', enough);
    await page.keyboard.press('Escape'); // the cautious answer
    await page.waitForSelector('#hear-more', { state: 'detached' });
    await page.waitForFunction(() => document.activeElement.id === 'play');
    const state = async () => (await house.as.maria('GET', `interactions/${first}/evaluations`)).rows.find(row => row.selection === 'random').state;
    assert.equal(await state(), 'draft', 'nothing went out');
    await page.reload(); // what waits by now is asked for anew
    await page.waitForSelector('.evalform .q');
    await page.waitForSelector('.callhead a:has-text("Nästa:")', { state: 'detached' });
    await handIn(page);
    await page.waitForURL('**/work');
    assert.equal(await state(), 'released');
    // three of each were planned and one of each could be drawn: that is no "all is heard"
    await page.waitForSelector('text=/Du har hört 2 samtal i dag, och inget mer är draget åt dig/');
    await comes(() => page.locator('.cover td.num').allTextContents(), ['1 av 3', '1 av 3']);
    await page.context().close();
  } finally {
    await house.close();
  }
}
