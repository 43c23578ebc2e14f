// SPDX-License-Identifier: Apache-2.0
// Every key of the player, judged by the sound: where it is, whether it goes on, who is heard. Told of
// the product itself, in the house of tones.
import assert from 'node:assert/strict';
import { open, settled, signIn } from './browser.mjs';
import { heard, listenIn, until, voices } from './ear.mjs';
import { servePlayer } from './world-player.mjs';

const near = (at, wanted, what, by = 0.25) =>
  assert.ok(Math.abs(at - wanted) <= by, `${what}: the sound is at ${at.toFixed(2)}, not ${wanted}`);
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const saying = (page, text) => page.waitForSelector(`.spanline >> text=${text}`);

async function enter(browser, house, path, login = 'maria') {
  const page = await open(browser, house.url);
  await listenIn(page);
  await signIn(page, login);
  await page.evaluate(() => sessionStorage.setItem('medlyss-reason', '{"reason":"review","text":""}'));
  await page.goto(path);
  await settled(page);
  return page;
}

/** Puts the needle there, as a person would. */
async function go(page, seconds) {
  await page.fill('#goto', `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`);
  await page.press('#goto', 'Enter');
  await until(page, `go to ${seconds}`, now => Math.abs(now.at - Math.floor(seconds)) < 0.25);
}

async function opened(browser, house) {
  const page = await enter(browser, house, `/calls/${house.call}`);
  await page.waitForFunction(() => window.ear.audio?.readyState >= 1);
  await page.focus('#seek');
  return page;
}

/** Standing still: each key moves as far as it says. */
async function moves(page) {
  await press(page, 'Shift+Digit5');
  const at = async () => (await heard(page)).at;
  near(await at(), 30, 'half');
  for (const [key, to] of [
    ['l', 35], ['j', 30], ['.', 31], [',', 30], ['ArrowRight', 35], ['ArrowLeft', 30], ['PageDown', 0], ['PageUp', 30],
    ['Home', 0], ['j', 0], ['End', 60], ['l', 60], ['Shift+Digit1', 6], ['Shift+Digit9', 54], ['Shift+Digit0', 0],
  ]) {
    await press(page, key);
    near(await at(), to, key, 0.1);
  }
}

/** Marks that lie 0.3 s apart, at the first second and in a silence are all reached, both ways. */
async function marks(page) {
  const starts = [0, 14, 14.3, 25, 48];
  await press(page, 'Home');
  for (const [n, start] of starts.entries()) {
    await press(page, 'n');
    near((await heard(page)).at, start, `mark ${n + 1}`, 0.1);
  }
  for (const start of starts.toReversed().slice(1)) {
    await press(page, 'p');
    near((await heard(page)).at, start, 'back to a mark', 0.1);
  }
  await press(page, 'Home', 'o');
  near((await heard(page)).at, 7.2, 'talking at once');
  await press(page, 'o');
  near((await heard(page)).at, 36.4, 'and again');
  await press(page, 'Shift+O');
  near((await heard(page)).at, 7.2, 'and before');
}

async function plays(page) {
  await press(page, 'Shift+Digit1', 'k');
  const from = await until(page, 'play', now => now.on && now.at > 6.3);
  await press(page, '>', '>', '>', '>');
  await until(page, 'faster', now => now.rate === 2);
  await until(page, 'goes on', now => now.on && now.at > from.at + 1.5);
  await press(page, 'Space');
  const stood = await until(page, 'pause', now => !now.on);
  const pressed = Date.now();
  await press(page, 'r');
  const again = await heard(page); // it plays on while the page is asked
  const since = (Date.now() - pressed) / 1000;
  near(again.at, stood.at - 4 + since / 2, 'four back', 0.5 + since / 2);
  assert.equal(again.rate, 1);
  await until(page, 'R plays', now => now.on);
  await press(page, 'End');
  await until(page, 'the end', now => now.ended && !now.on);
  await press(page, 'k');
  await until(page, 'from the beginning', now => now.on && now.at < 2);
  await press(page, 'End');
  await until(page, 'the end', now => now.ended);
  await press(page, 'j');
  near((await heard(page)).at, 55, 'back from the end');
  assert.equal((await heard(page)).on, false);
}

/** Silence is skipped where playing runs into it, and stepping back leaves it again. */
async function skips(page) {
  await go(page, 22);
  await press(page, 'x', 'k');
  const began = Date.now();
  for (let at = 22; at < 32;) {
    ({ at } = await heard(page));
    assert.ok(at < 23.8 || at > 30.2, `in the silence, at ${at}`);
    assert.ok(Date.now() - began < 8000, `the clock stands at ${at}`);
  }
  await until(page, 'goes on', now => now.on && now.at > 32.4);
  await press(page, 'j');
  const back = (await heard(page)).at;
  assert.ok(back < 23.5, `five heard seconds back are before the silence, not at ${back}`);
  await until(page, 'and over it', now => now.at > 31);
  await press(page, 'k', 'Shift+Digit1', 'n', 'n', 'n', 'k');
  await until(page, 'a mark in silence is heard there', now => now.on && now.at > 25.3 && now.at < 28);
  await press(page, 'x', 'x');
  await until(page, 'switched on in a silence', now => now.at > 30.5);
  await press(page, 'x', 'k');
}

async function repeats(page, from, to, times) {
  let [turns, last] = [0, await heard(page)];
  const began = Date.now();
  while (turns < times) {
    const now = await heard(page);
    const slack = 0.5 * now.rate + (now.rate * (now.late - last.late)) / 1000;
    assert.ok(now.at > from - 0.3 && now.at < to + slack, `repeats ${from}–${to}, but is at ${now.at}`);
    assert.ok(Date.now() - began < 15_000, `never turned, at ${now.at}`);
    if (now.at < last.at - 0.2) turns++;
    last = now;
  }
}

async function loops(page) {
  await go(page, 14);
  await press(page, 'b', '.', 'b', 'k');
  await saying(page, 'Upprepar 00:14–00:15');
  await repeats(page, 14, 15, 3);
  await press(page, '>', '>', '>', '>', 'x');
  await repeats(page, 14, 15, 3); // at twice the speed, silence skipped
  await press(page, 'q');
  await repeats(page, 14, 15, 1);
  await press(page, 'w', 'l');
  await page.waitForSelector('.spanline', { state: 'detached' }); // past its end: left, and said so
  await until(page, 'on from there', now => now.at > 19 && now.on);
  await press(page, 'k');
  await go(page, 25);
  await press(page, 'b', '.', 'b', 'k');
  await repeats(page, 25, 26, 2); // all of it silent: that was asked for
  await press(page, 'b', 'k', 'b', 'b'); // twice at one place
  await saying(page, 'tryck B igen');
  await page.waitForSelector('.said >> text=för kort att upprepa');
  await page.click('.spanline >> text=Ta bort A');
  await page.focus('#seek');
  await press(page, 'End', ',', 'b', 'End', 'b', 'k');
  await saying(page, 'Upprepar');
  await repeats(page, 59, 60, 2); // to the last sample
  await press(page, 'k', 'b', 'x', '<', '<', '<', '<');
  assert.equal((await heard(page)).on, false);
}

async function who(page) {
  for (const [key, at, agent, caller] of [
    ['q', 3, true, false], ['q', 11, false, false], ['e', 11, false, true], ['e', 6, false, false], ['w', 6, true, false], ['w', 11, false, true],
  ]) {
    await go(page, at);
    await page.focus('#seek');
    await press(page, key);
    const now = await soon(page, at, [agent, caller]);
    assert.deepEqual([now.agent, now.caller], [agent, caller], `${key} at ${at}: ${JSON.stringify(now.levels)}`);
  }
}

/** Who is heard half a second after `at`; a busy machine, whose speakers ran dry, is listened to three times. */
async function soon(page, at, wanted) {
  let now;
  for (let tries = 3; tries; tries--) {
    await go(page, at);
    await page.focus('#seek');
    await press(page, 'k');
    await until(page, 'plays', now => now.on && now.at > at + 0.45);
    now = await voices(page);
    await press(page, 'k');
    if (now.agent === wanted[0] && now.caller === wanted[1]) break;
  }
  return now;
}

/** A span and its note; what is typed moves nothing. */
async function spans(page) {
  await go(page, 14);
  await press(page, 'i', 'l', 'u');
  await saying(page, 'Del 00:14–00:19');
  await press(page, 'End', 'i');
  await saying(page, 'Del 00:59–01:00');
  await press(page, 'Home', 'u');
  await saying(page, 'Del 00:00–00:00');
  await press(page, 'm');
  await page.keyboard.type('kjlxbnpoqwe');
  near((await heard(page)).at, 0, 'typing moves nothing');
  assert.equal((await heard(page)).on, false);
  await page.fill('#write', '');
  await page.focus('#seek');
  await press(page, '+', '+', '-');
}

/** Who has chosen a speed from the list listens on by keys, whether a hand or an arrow chose it. */
async function speed(page) {
  await page.focus('#rate');
  await press(page, 'ArrowDown', 'g');
  await page.waitForFunction(() => document.activeElement?.id === 'goto');
  await press(page, 'Escape');
  await page.click('#rate');
  await press(page, 'ArrowUp', 'Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'seek');
}

/** Help, and the way back by Escape; a reload: one stands where one stood. */
async function place(page) {
  await go(page, 37);
  await press(page, '?');
  await page.waitForURL('**/help');
  await settled(page);
  await press(page, 'Escape');
  await page.waitForURL('**/calls/*');
  const stands = () => page.waitForFunction(() => document.querySelector('#seek')?.getAttribute('aria-valuenow') === '37');
  await stands();
  await page.reload();
  await stands();
  await page.click('nav >> text=Hem');
  await page.waitForSelector('h1:has-text("Hej")');
  await page.goBack();
  await stands();
}

async function keys(browser, house) {
  const page = await opened(browser, house);
  for (const part of [moves, marks, plays, skips, loops, who, spans, speed, place]) await part(page);
  await page.context().close();
}

/** Before the reason: the lanes say so, a key for sound asks for it, a digit gives it; nothing set
    meanwhile is lost. */
async function reason(browser, house) {
  const page = await open(browser, house.url);
  await listenIn(page);
  await signIn(page, 'maria');
  await page.goto(`/calls/${house.call}`);
  await page.waitForSelector('.lanes >> text=Välj varför du lyssnar (1–4), så börjar det.');
  await page.click('.lanes .instead', { trial: true }); // nothing lies over it
  await press(page, 'l', 'l', 'l', 'b', '.', 'b', 'k');
  await page.waitForFunction(() => document.activeElement?.closest('.reasonbar'));
  await press(page, '1');
  await until(page, 'a digit begins', now => now.on && now.at > 14.9);
  await page.waitForSelector('.reasonbar', { state: 'detached' });
  await page.waitForSelector('.lanes >> text=Välj varför', { state: 'detached' });
  await repeats(page, 15, 16, 2);
  assert.ok(!(await heard(page)).body, 'the focus is kept');
  await page.context().close();
}

/** The first seconds of the sound under its first address, then nothing more under that one: as when
    leave to listen has ended. Tells how often an address was asked for anew. */
async function cut(page, bytes = 40_000) {
  let first = null;
  const asked = new Set();
  await page.route('**/api/v1/audio/*', async route => {
    const url = route.request().url();
    asked.add(url);
    first ??= url;
    if (url !== first) return route.continue();
    const from = Number(/bytes=(\d+)/.exec(route.request().headers().range ?? 'bytes=0')[1]);
    if (from >= bytes) return route.fulfill({ status: 401, body: '' });
    const part = await route.fetch({ headers: { ...route.request().headers(), range: `bytes=${from}-${bytes - 1}` } });
    return route.fulfill({ response: part });
  });
  return () => asked.size;
}

/** Leave to listen that has ended is asked for anew; the sound goes on where it was. */
async function renewed(browser, house) {
  const page = await enter(browser, house, '/calls');
  page.expected.push(/^401 GET .*\/audio\//, /^net::\w+ GET .*\/audio\//);
  const addresses = await cut(page);
  await page.goto(`/calls/${house.call}`);
  await page.focus('#seek');
  await press(page, 'k', '>', '>', '>', '>', '>', '>');
  await until(page, 'past the cut', now => now.on && now.at > 20, 20_000);
  assert.equal(await page.locator('.failure').count(), 0);
  assert.equal(addresses(), 2, 'asked for anew, once');
  await page.context().close();
}

/** Sound that does not come back says so, stands still where it was, and goes on at a press. */
async function broken(browser, house) {
  const page = await enter(browser, house, '/calls');
  page.expected.push(/^401 GET .*\/audio\//, /^503 POST .*\/listenings$/, /^net::\w+ GET .*\/audio\//);
  await cut(page);
  let [down, asked] = [true, 0];
  await page.route('**/api/v1/listenings', route =>
    down && asked++ ? route.fulfill({ status: 503, contentType: 'application/json', body: '{"error":"BUSY","text":""}' }) : route.continue(),
  );
  await page.goto(`/calls/${house.call}`);
  await page.focus('#seek');
  await press(page, 'k');
  await press(page, 'Shift+Digit8');
  await page.waitForSelector('.player .failure');
  await page.waitForFunction(() => /Spela/.test(document.querySelector('#play').textContent));
  assert.equal(await page.textContent('#now'), '00:48');
  down = false;
  await page.click('.player .failure .btn');
  await until(page, 'goes on', now => now.on && now.at > 48.1 && now.at < 52);
  await page.waitForSelector('.failure', { state: 'detached' });
  await page.context().close();
}

/** Who has gone on hears nothing of what was asked for before. */
async function left(browser, house) {
  const page = await enter(browser, house, '/calls');
  let answer;
  await page.route('**/api/v1/listenings', async route => {
    await new Promise(done => (answer = done));
    await route.continue();
  });
  await page.goto(`/calls/${house.call}`);
  await page.waitForSelector('#seek');
  await press(page, 'k');
  await page.click('nav >> text=Hjälp');
  await page.waitForSelector('.keytable');
  answer();
  await page.waitForResponse(/\/listenings$/);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => window.ear.audio.getAttribute('src')), null);
  await page.context().close();
}

/** Of two tabs the one that was last asked to play is the one that sounds. */
async function tabs(browser, house) {
  const one = await opened(browser, house);
  const two = await one.context().newPage();
  await listenIn(two);
  await press(one, 'k');
  await until(one, 'the first', now => now.on && now.at > 0.2);
  await two.goto(`/calls/${house.second}`);
  await two.click('.reasonbar .btn.main');
  await until(two, 'the second', now => now.on && now.at > 0.2);
  await until(one, 'the first is quiet', now => !now.on);
  await one.waitForFunction(() => /Spela/.test(document.querySelector('#play').textContent));
  await one.context().close();
}

/** A list: each clip from its first to its last second, the next by itself, one's own speed; a voice
    chosen on another page stays there. */
async function list(browser, house) {
  const { maria, anna, sara } = house.as;
  const { id } = await maria('POST', 'lists', { title: 'Toner', why: '' });
  await maria('POST', `lists/${id}/items`, {
    items: [
      { interaction: house.call, from_ms: 14_000, to_ms: 17_000, why: '' },
      { interaction: house.second, from_ms: 7000, to_ms: 9000, why: '' },
    ],
  });
  for (const item of (await maria('GET', `lists/${id}`)).items) await anna('PUT', `list_items/${item.id}/consent`, { consent: 'yes' });

  const page = await enter(browser, house, `/calls/${house.call}`);
  await press(page, 'e');
  await page.evaluate(path => {
    const link = document.createElement('a');
    link.href = path;
    document.querySelector('main').append(link);
    link.click();
  }, `/lists/${id}/play`);
  await page.waitForSelector('#now-h');
  await page.click('#play');
  const first = await until(page, 'the first clip', now => now.on && now.at > 14.3);
  assert.ok(first.at < 16);
  await until(page, 'both voices again', () => true);
  assert.equal((await voices(page)).agent, true, 'a voice left out on the call page is heard here');
  await press(page, 'j');
  const back = (await until(page, 'goes back', now => now.sought < 14.6)).sought;
  assert.ok(back > 13.9 && back < 14.6, `not before the clip, at ${back}`);
  await press(page, 'l');
  await until(page, 'the next clip', now => now.on && now.at > 7.1 && now.at < 9.2);
  await press(page, 'k');
  await until(page, 'stands', now => !now.on);
  await press(page, 'k');
  await page.waitForSelector('text=Du har lyssnat på hela listan');
  const end = await heard(page);
  near(end.at, 9, 'the end of the clip');
  assert.equal(end.on, false);
  await page.click('#play');
  await until(page, 'again from the first', now => now.on && now.at > 14 && now.at < 16);
  await page.context().close();
}

export const parts = { keys, reason, renewed, broken, left, tabs, list };

/** Each in a context of its own, two at a time: most of it is waiting for sound. */
export async function player(browser) {
  const house = await servePlayer();
  try {
    const { keys: first, ...others } = parts;
    const rest = async () => {
      for (const part of Object.values(others)) await part(browser, house);
    };
    const ends = await Promise.allSettled([first(browser, house), rest()]); // none outlives the house
    for (const end of ends) if (end.reason) throw end.reason;
  } finally {
    await house.close();
  }
}
