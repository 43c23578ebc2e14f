// SPDX-License-Identifier: Apache-2.0
// The focus never falls to the body: every act of every page, by keys, in a furnished house of the
// product itself. Whatever can be pressed is pressed once; what opens is filled in, sent, or left by
// Esc; after each the focus is somewhere, it can be seen, and where fields came it is in one of them.
import assert from 'node:assert/strict';
import { open, settled, signIn } from './browser.mjs';
import { FURNISHED, furnish } from './stories-hostile.mjs';
import { go } from './links.mjs';
import { serveWork } from './world-work.mjs';

const MOST = 60; // acts of one page
export const ACTS = 'main button, main summary, main a[href^="#"], dialog button';

/** Waits until nothing is on its way and the page has drawn it. */
export function quiet(page) {
  let [open, since] = [0, Date.now()];
  const change = by => request => {
    if (request.url().endsWith('/events')) return;
    open += by;
    since = Date.now();
  };
  page.on('request', change(1));
  page.on('requestfinished', change(-1));
  page.on('requestfailed', change(-1));
  return async () => {
    since = Math.max(since, Date.now());
    while (open > 0 || Date.now() - since < 40) await page.waitForTimeout(10);
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
}

/** In the page: the next act that was not pressed yet, focused; its form's empty fields are filled in. */
export function take({ what, done }) {
  const box = document.querySelector('dialog[open]') ?? document;
  const named = el => `${el.tagName.toLowerCase()} ${(el.ariaLabel ?? el.textContent).trim().replace(/\d+/g, '0').slice(0, 50)}`;
  const can = el => el.checkVisibility() && !el.disabled && !done.includes(named(el));
  const act = [...box.querySelectorAll(what)].find(can);
  if (!act) return null;
  const samples = { number: '1', date: '2026-11-20', 'datetime-local': '2026-11-20T10:00', time: '10:00' };
  for (const field of act.form?.querySelectorAll('input, textarea') ?? []) {
    const { type } = field;
    if (['radio', 'checkbox', 'file', 'range', 'hidden'].includes(type) || field.value || field.disabled) continue;
    const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set;
    set.call(field, samples[type] ?? 'Ett ord');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  act.focus();
  window.fields = document.querySelectorAll('main input, main textarea, main select, dialog input').length;
  return named(act);
}

/** Where the focus is now, and what is wrong with it. */
function where() {
  const at = document.activeElement;
  const name = at ? `${at.tagName.toLowerCase()}#${at.id} ${(at.ariaLabel ?? at.textContent ?? '').trim().slice(0, 30)}` : 'nothing';
  const dialog = document.querySelector('dialog[open]');
  if (!at || at === document.body) return 'the focus is on the body';
  if (!at.checkVisibility()) return `what has the focus cannot be seen: ${name}`;
  if (at.matches(':disabled')) return `what has the focus rests: ${name}`;
  if (dialog && !dialog.contains(at)) return `behind a dialog the focus is on ${name}`;
  return '';
}

/** Letters that are keys elsewhere are letters in a field. */
async function typed(page) {
  const field = () =>
    page.evaluate(() => (document.activeElement.matches('textarea, input:not([type]), input[type=text]') ? document.activeElement.value : null));
  const before = await field();
  if (before === null) return '';
  await page.keyboard.type('thv');
  const after = await field();
  return after === null || after.length < before.length + 3 ? `what was typed went elsewhere: ${after}` : '';
}

/** Presses one after the other, here and in what opens. */
async function walk(page, login, path, met) {
  const calm = quiet(page);
  const found = [];
  const done = [...met];
  const at = async what => {
    const wrong = await page.evaluate(where);
    if (wrong) found.push(`${login} ${path}, after ${what}: ${wrong}`);
  };
  const home = async (come = page.goto(path)) => {
    await come;
    await settled(page);
    await calm();
  };
  await home();
  await at('coming');
  let pressed = 0;
  for (; pressed < MOST; pressed++) {
    const act = await page.evaluate(take, { what: ACTS, done });
    if (!act) {
      if (!(await page.locator('dialog[open]').count())) break;
      await page.keyboard.press('Escape');
      await calm();
      await at('Esc in a dialog');
      if (await page.locator('dialog[open]').count()) await home();
      continue;
    }
    done.push(act);
    met.add(act);
    await page.keyboard.press('Enter');
    await calm();
    await at(act);
    await typed(page).then(wrong => wrong && found.push(`${login} ${path}, after ${act}: ${wrong}`));
    const here = new URL(page.url());
    if (here.pathname + here.search !== path) await home(go(page, path));
  }
  return [found, pressed];
}

export const PLAIN = Object.assign(field => `Om ${field}`, { times: 1 });

export function places(house, made, anna) {
  const call = `/calls/${house.ids.Ett}`;
  const [two, five] = [`/calls/${house.ids.Två}`, `/calls/${house.ids.Fem}`];
  return {
    anna: ['/', '/calls', call, two, '/lists', `/evaluations/${made.theirs}/compare`, '/coaching', `/coaching/${made.coaching}`, '/trends', '/me', '/help'],
    maria: [
      '/', '/work', '/calls', call, two, five, '/lists', '/quality', '/samples', `/samples/${made.plan}`, '/disputes', '/calibrations',
      `/calibrations/${made.session}`, '/coaching', `/coaching/${made.coaching}`, `/trends/${anna}`, '/health', '/me', '/help', '/people',
    ],
    karin: [
      '/', '/rubrics', `/rubrics/${made.id}`, `/rubrics/${made.next}`, `/rubrics/${made.key}/health`, '/samples', `/samples/${made.plan}`,
      '/calibrations', `/calibrations/${made.session}`, '/trends/centre', '/disputes', call, '/calls',
    ],
    adam: ['/', '/teams', '/lines', '/health', '/audit', '/help', '/people'],
  };
}

export async function focus_kept(browser) {
  const house = await serveWork({ calls: FURNISHED, admin: true });
  const found = [];
  let acts = 0;
  try {
    const made = await furnish(house, PLAIN);
    const anna = (await house.as.anna('GET', 'me')).id;
    const only = process.env.FOCUS ? new RegExp(process.env.FOCUS) : null;
    const tell = async ([login, paths], met) => {
      const page = await open(browser, house.url);
      page.expected.push(/^4(00|04|09|13|22|29) /); // what was filled in makes no sense, and is refused
      if (login === 'adam') page.expected.push(/^403 /); // who takes her own rights away has none
      page.on('dialog', dialog => void dialog.accept());
      await signIn(page, login, 'lyssna-noga-alla-dagar');
      await page.evaluate(() => sessionStorage.setItem('medlyss-reason', '{"reason":"review","text":""}'));
      for (const path of paths.filter(one => !only || only.test(`${login} ${one}`))) {
        const [wrong, n] = await walk(page, login, path, met);
        found.push(...wrong);
        acts += n;
      }
      await page.context().close();
    };
    // what one of them has pressed the next need not: the parts of the pages are the same
    const [a, m, k, ad] = Object.entries(places(house, made, anna));
    const met = new Set();
    await Promise.all([tell(a, met), tell(m, new Set()), tell(k, new Set())]);
    await tell(ad, met); // she takes roles away: while the others are at it, what they are offered stays true
  } finally {
    await house.close();
  }
  assert.deepEqual(found, []);
  return `${acts} acts`;
}
