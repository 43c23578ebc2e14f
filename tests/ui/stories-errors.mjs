// SPDX-License-Identifier: Apache-2.0
// What went wrong is told by its own cause: a session that ended, a line that is down, a house that is
// full, a reason the service gave. None is called a fault of the service that is not one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comes, open, settled, signIn } from './browser.mjs';
import { listenIn } from './ear.mjs';
import { root } from './paths.mjs';
import { servePlayer } from './world-player.mjs';

/** Every reason a person can be given for a no, as the sources have them. */
async function reasons() {
  const files = execFileSync('find', ['review-web/api', 'review-web/http', 'scoring', 'centre', '-name', '*.c'], { cwd: root, encoding: 'utf8' });
  const found = new Set();
  for (const file of files.trim().split('\n')) {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, said] of text.matchAll(/fail\(E_(?:CONFLICT|FORBIDDEN),\s*((?:"(?:[^"\\]|\\.)*"|\s|PRI\w+)+)/g)) {
      const joined = said.replace(/"\s*PRI\w+\s*"/g, '').replace(/^\s*"|"\s*$/g, '').replace(/"\s+"/g, '');
      found.add(joined.replace(/%(zu|[sdu])?/g, '{}'));
    }
  }
  return [...found].filter(one => one.trim() && one !== '{}'); // else it is made of another sentence
}

/** Each has its Swedish. */
export async function refusals() {
  const table = await readFile(join(root, 'review-web/ui/words/refusals.ts'), 'utf8');
  const known = new Set([...table.matchAll(/^ {2}\[\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"),/gm)].map(([, a, b]) => a ?? b));
  const all = await reasons();
  assert.deepEqual(all.filter(one => !known.has(one)), [], 'without Swedish in words/refusals.ts');
  return `${all.length} reasons`;
}

/** Every field one writes in says how much it takes; a password is never cut, and a code is tidied. */
export async function limits() {
  const files = execFileSync('find', ['review-web/ui', '-name', 'node_modules', '-prune', '-o', '-name', '*.tsx', '-print'], { cwd: root, encoding: 'utf8' });
  const without = [];
  for (const file of files.trim().split('\n'))
    for (const [field] of (await readFile(join(root, file), 'utf8')).matchAll(/<(?:textarea|input)\b[\s\S]*?\/>/g)) {
      const counted = /maxLength|\{\.\.\.common\}|type="(?:radio|checkbox|date|time|datetime-local|number|range|file|password)"|hidden|one-time-code|readOnly/;
      if (!counted.test(field)) without.push(`${file}: ${field.replace(/\s+/g, ' ').slice(0, 90)}`);
    }
  assert.deepEqual(without, [], 'a field without maxLength');
}

const JSON_TYPE = { contentType: 'application/json' };
const no = (status, text) => ({ status, ...JSON_TYPE, body: JSON.stringify({ error: 'X', text }) });

/** What the title's form says when its request goes so. */
const CASES = [
  [no(403, 'your roles do not carry this right for this call'), 'Din roll har inte rätt att göra det här med det här samtalet.'],
  [no(403, 'the agreement “Ny”, version 2, does not let your role listen; it lets whoever took the call, and these roles: agent, coach'), '”Ny”, version 2.*Där står: ”Vem får lyssna: den som tog samtalet, och: medarbetare, coach'],
  [no(404, ''), 'finns inte, eller så har du inte rätt att se det'],
  [no(409, 'somebody else has taken this call meanwhile'), 'Någon annan har sagt att samtalet är hennes'],
  [no(409, 'a reason of tomorrow'), 'Det går inte som läget är nu'],
  [no(413, ''), 'för stort'],
  [no(422, ''), 'Kontrollera fälten'],
  [no(422, 'title is longer than 200 letters'), 'Texten är för lång: högst 200 tecken får plats'],
  [no(429, ''), 'För många försök'],
  [no(500, ''), 'Något gick fel i tjänsten'],
  [no(503, ''), 'mycket att göra'],
  [no(507, ''), 'Disken är full'],
  [no(410, ''), 'finns inte längre'],
  [{ status: 200, contentType: 'text/html', body: '<title>Wifi</title>' }, 'Något annat än tjänsten svarade'],
  [{ status: 502, contentType: 'text/html', body: '' }, 'svarar inte just nu, fast nätet fungerar.*Det du har skrivit finns kvar'],
  [null, 'Kontrollera nätet.*Det du har skrivit finns kvar'],
];

/** A part of the home page that could not be fetched says so, where one without content would be absent. */
export async function missed(browser, url) {
  for (const [login, parts] of [['anna', ['coaching', 'me/consents', 'me/evaluations', 'trends/me', 'me/promises', 'load_windows']],
    ['maria', ['calibrations', 'disputes', 'load_windows']]]) {
    const page = await open(browser, url);
    page.expected.push(/^500 GET/);
    await signIn(page, login);
    await page.route(path => parts.some(part => path.pathname.endsWith(`/api/v1/${part}`)), route => route.fulfill(no(500, '')));
    const asked = new Set();
    page.on('request', one => asked.add(new URL(one.url()).pathname.replace('/api/v1/', '')));
    await page.goto('/');
    await settled(page);
    const failed = parts.filter(part => asked.has(part));
    await page.waitForFunction(n => document.querySelectorAll('main .failure').length >= n, failed.length);
    assert.equal(await page.locator('main .failure').count(), failed.length, `${login}: ${failed}`);
    assert.ok(failed.length >= 3, `${login}: ${failed}`);
    await page.context().close();
  }
}

async function rename(page, title) {
  if (!(await page.locator('[name=title]').count())) await page.click('text=Ändra rubrik');
  await page.fill('[name=title]', title);
  await page.press('[name=title]', 'Enter');
}

/** The service answers again, whatever it was asked: that it does not is said no more. */
async function goesByItself(page) {
  await page.focus('#seek');
  await page.keyboard.press('x'); // a wish that is kept
  await page.waitForSelector('.said.bad', { state: 'detached' });
  await page.keyboard.press('x');
}

async function causes(page, house) {
  page.expected.push(/^[45]\d\d PUT .*\/title$/, /^net::ERR_FAILED PUT .*\/title$/);
  await page.goto(`/calls/${house.second}`);
  await settled(page);
  for (const [answer, sentence] of CASES) {
    await page.route('**/title', route => (answer ? route.fulfill(answer) : route.abort()));
    await rename(page, 'Nytt namn');
    const told = page.locator('.said.bad');
    await told.waitFor();
    assert.match(await told.textContent(), new RegExp(sentence), `${answer?.status}`);
    assert.equal(await page.inputValue('[name=title]'), 'Nytt namn', 'what was written is kept');
    if (answer) await told.locator('button').click();
    await page.unroute('**/title');
    if (!answer) await goesByItself(page);
  }
}

/** A link that was cut, grew a bracket or leads nowhere: a page with a name, a heading that has the focus
    and a way home. What is another's is named so too. */
async function lost(page, house) {
  page.expected.push(/^40[034] GET /);
  const call = `/calls/${house.second}`;
  const none = [`${call})`, `${call},`, `${call}%20`, `${call}.`, '/calls/å', '/calls/%E0%A4%A', '/finns-inte', '/lists/nej',
    '/calls/00000000-0000-7000-8000-000000000000', `${call}?q=<b>"`, '/evaluations/x/compare'];
  for (const [path, name] of [...none.map(one => [one, 'Sidan finns inte']), ['/audit', 'Din roll ger inte rätt']]) {
    const response = await page.goto(path).catch(() => null);
    if (path.includes('?')) { assert.ok(response); continue; }
    await page.waitForSelector(`h1:has-text("${name}")`);
    await page.waitForFunction(() => document.activeElement.tagName === 'H1');
    assert.match(await page.title(), new RegExp(`^${name}.* – Medlyss$`), path);
    await page.waitForSelector('main a[href="/"]');
  }
  const raw = await page.request.get(`${call})`, { headers: { accept: 'application/json' } });
  assert.deepEqual([raw.status(), (await raw.json()).error], [400, 'BAD_INPUT'], 'a program is answered as one');
  await page.goto('/calls/');
  await page.waitForSelector('h1:has-text("Samtal")');
  await page.route('**/api/v1/interactions/*', route => route.fulfill(no(500, '')));
  page.expected.push(/^500 GET /);
  await page.goto(call);
  await page.waitForSelector('h1:has-text("Det gick inte")');
  await page.waitForFunction(() => document.activeElement.tagName === 'H1');
  assert.match(await page.title(), /^Det gick inte/);
  await page.unroute('**/api/v1/interactions/*');
  await page.click('.failure button');
  await page.waitForSelector('#seek');
}

/** What is said to the bytes is the page's affair too: sound or picture refused for the session's end. */
async function bytes(page, house) {
  page.expected.push(/^4(01|10|29) /);
  await page.evaluate(() => sessionStorage.setItem('medlyss-reason', '{"reason":"review","text":""}'));
  for (const [status, sentence] of [[410, 'finns inte längre'], [429, 'För många försök']]) {
    await page.route('**/audio/**', route => route.fulfill(no(status, '')));
    await page.goto(`/calls/${house.second}`);
    await settled(page);
    await page.click('#play');
    await page.waitForSelector(`.player .failure >> text=${sentence}`);
    await page.unroute('**/audio/**');
  }
  for (const what of ['**/audio/**', '**/peaks/**']) {
    await page.route(what, route => route.fulfill(no(401, '')));
    await page.goto(`/calls/${house.second}`);
    await page.waitForSelector('dialog.again >> text=Din inloggning har gått ut');
    await page.unroute(what);
    await signIn(page, 'maria');
  }
}

/** Who she is, asked over the page she was on: the name is there where it is known, and she may be another. */
async function again(page, login) {
  await page.waitForFunction(() => document.activeElement?.matches('dialog.again :is([name=login], [name=password])'));
  const known = await page.inputValue('dialog.again [name=login]');
  if (known) assert.equal(await page.evaluate(() => document.activeElement.name), 'password', 'the name is known');
  if (known && known !== login) await page.keyboard.press('Shift+Tab'); // what is gone back to is marked whole
  if (known !== login) {
    await page.keyboard.type(login);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('lyssna-noga-alla-dagar');
  await page.keyboard.press('Enter');
}

/** The session ends under one's hands: one is told so over the page, whose half-written words and whose
    place stay; the sound stops; nothing is to be seen before one is in again, and Escape is no way past. */
async function ended(page, house) {
  page.expected.push(/^401 /);
  await page.goto(`/calls/${house.second}?t=3`);
  await settled(page);
  await page.click('#play');
  await page.waitForFunction(() => !window.ear.audio.paused && window.ear.audio.currentTime > 3);
  await page.click('text=Ändra rubrik');
  await page.fill('[name=title]', 'Half a ti');
  await page.context().clearCookies();
  await page.press('[name=title]', 'Enter').catch(() => {}); // or a part that asks again just then is refused first
  await page.waitForSelector('dialog.again >> text=Din inloggning har gått ut');
  await page.waitForFunction(() => window.ear.audio.paused);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.said').count(), 0, 'and it is no fault of the service');
  const under = await page.locator('dialog.again').evaluate(box => getComputedStyle(box, '::backdrop').backgroundColor);
  assert.match(under, /^rgb\(/, 'what is under it is covered whole');
  await again(page, 'maria');
  await page.waitForSelector('dialog.again', { state: 'detached' });
  assert.equal(await page.inputValue('[name=title]'), 'Half a ti');
  assert.match(page.url(), new RegExp(`/calls/${house.second}\\?t=3$`));
  assert.equal(await page.locator('.said, .failure').count(), 0);
  await page.press('[name=title]', 'Enter');
  await page.waitForSelector('h1:has-text("Half a ti")');
}

/** What one person left in a tab (a reason, half a note) is nobody else's: not when she is sent away, not
    when she goes, not when another signs in beside her. */
async function another(page, house) {
  /** What the tab keeps beside who she is, who is in now; and what it still says of anybody else. */
  const left = now => page.evaluate(login => Object.entries(sessionStorage)
    .filter(([key, value]) => key !== 'medlyss-whose' && !(key === 'medlyss-login' && value === login))
    .map(([key, value]) => `${key} ${value}`), now);
  const write = async () => {
    await page.goto(`/calls/${house.second}`);
    await settled(page);
    await page.fill('.compose textarea', 'Half a note');
  };
  await write();
  await page.context().clearCookies();
  await page.keyboard.press('Control+Enter');
  await again(page, 'lars');
  await page.waitForURL(/\/$/);
  await page.waitForSelector('.me >> text=Lars');
  assert.deepEqual(await left('lars'), []);
  await write();
  const beside = await page.context().newPage();
  await signIn(beside, 'maria');
  await page.waitForSelector('.me >> text=Maria');
  assert.deepEqual(await left('maria'), [], 'the other tab has become hers too');
  await write();
  await page.click('text=Logga ut');
  await page.waitForURL(/signin$/);
  await page.waitForFunction(() => document.activeElement?.matches('[name=login]'));
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), []);
  assert.equal(await page.locator('text=Din inloggning har gått ut').count(), 0, 'who leaves is not told so');
  await beside.waitForSelector('dialog.again');
  await beside.close();
}

/** Whoever leaves a half-written answer is asked, by link and by the browser's own way back; what keeps
    itself asks nothing. */
async function asked(page, house) {
  await page.goto('/');
  await settled(page);
  await page.evaluate(to => {
    const link = Object.assign(document.createElement('a'), { href: to, id: 'there', textContent: 'there' });
    document.querySelector('main').append(link);
  }, `/calls/${house.second}`);
  await page.click('#there');
  await page.waitForSelector('#write');
  await page.fill('#write', 'Half a note');
  const told = [];
  let answer = false;
  const reply = dialog => (told.push(dialog.message()), answer ? dialog.accept() : dialog.dismiss());
  page.on('dialog', reply);
  await page.click('nav >> text=Hem');
  await page.waitForSelector('h1:has-text("Hej")');
  assert.deepEqual(told, [], 'a note keeps itself');
  await page.goBack();
  await page.waitForSelector('#write');
  assert.equal(await page.inputValue('#write'), 'Half a note');
  await page.keyboard.press('Control+Enter');
  await page.click('text=Svara');
  await page.keyboard.type('Half an answer');
  for (const leave of [() => page.click('nav >> text=Hem'), () => page.goBack()]) {
    await leave();
    await comes(() => told.length, 1);
    assert.match(told.pop(), /inte sparat/);
    assert.equal(await page.locator('textarea').last().inputValue().catch(() => ''), 'Half an answer');
    assert.match(page.url(), /calls/);
  }
  await page.click('text=Logga ut');
  assert.match(told.pop() ?? '', /inte sparat/, 'before the session is closed');
  assert.equal(await page.evaluate(() => fetch('/api/v1/me').then(said => said.status)), 200);
  answer = true;
  await page.click('text=Logga ut');
  await page.waitForURL(/signin$/);
  assert.equal(told.splice(0).length, 1, 'asked once');
  page.off('dialog', reply);
  await signIn(page, 'maria');
}

export async function causes_told(browser) {
  const house = await servePlayer();
  try {
    const page = await open(browser, house.url);
    await listenIn(page);
    await signIn(page, 'maria');
    for (const part of [causes, lost, bytes, ended, asked, another]) await part(page, house);
    await page.context().close();
  } finally {
    await house.close();
  }
}
