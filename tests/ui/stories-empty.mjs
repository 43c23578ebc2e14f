// SPDX-License-Identifier: Apache-2.0
// The first day: a house that was just set up, with one of each role over the site and over a team, but
// no call, no form and no agreement, walked through every page. And what happens to whoever clicks
// twice where once was meant.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, settled, signIn } from './browser.mjs';
import { root } from './paths.mjs';
import { listen, medlyss, PASSWORD } from './realserver.mjs';
import { ACTS, PLAIN, places, quiet, take } from './stories-focus.mjs';
import { FURNISHED, furnish } from './stories-hostile.mjs';
import { go } from './links.mjs';
import { serveWork } from './world-work.mjs';

// ---- an empty house ------------------------------------------------------------------------------
const LEADING = ['coach', 'trainer', 'quality', 'dpo'];
const GRANTS = [
  ...['agent', 'newhire', ...LEADING].map(role => [`${role}-team`, role, ['--team', 'Lag Norr']]),
  ...['admin', 'guest', ...LEADING].map(role => [`${role}-site`, role, []]),
];

async function serveEmpty() {
  const folder = await mkdtemp(join(tmpdir(), 'medlyss-empty-'));
  const [data, secret] = [join(folder, 'house'), join(folder, 'password')];
  await medlyss('init', '--data', data);
  await writeFile(secret, PASSWORD, { mode: 0o600 });
  for (const [login, role, place] of GRANTS) {
    const line = role === 'agent' ? ['--line', '1001'] : [];
    await medlyss('user', 'add', '--data', data, '--name', login, '--login', login, '--role', role, ...place, ...line, '--password-file', secret);
  }
  const { child, url } = await listen(data);
  const close = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  return { url, close };
}

/** Every address of the app that names nothing. */
async function addresses() {
  const source = await readFile(join(root, 'review-web/ui/app.tsx'), 'utf8');
  const plain = [...source.matchAll(/^\s*\[\/\^((?:\\\/[a-z]*)+)\$\//gm)].map(([, path]) => path.replaceAll('\\/', '/'));
  assert.ok(plain.length > 15, 'the table of pages is read');
  return plain;
}

/** What a page of an empty house may not say. */
async function told(page) {
  return page.evaluate(() => {
    const text = document.querySelector('main').innerText;
    const wrong = [...document.querySelectorAll('main .failure')].map(one => one.innerText.replace(/\s+/g, ' '));
    if (!document.querySelector('main h1')) wrong.push('there is no heading');
    if (/Inget ljud saknas/.test(text)) wrong.push('nothing is said to be missing where nothing was recorded');
    for (const step of document.querySelectorAll('.steps li'))
      if (/Se att inspelningen går|Läs in passen/.test(step.innerText) && /Klart/.test(step.innerText)) wrong.push(`done: ${step.innerText}`);
    return wrong;
  });
}

export async function empty_house(browser) {
  const house = await serveEmpty();
  const found = [];
  const loaded = new Set(); // each address is loaded once; after that it is gone to by a link
  let seen = 0;
  try {
    const paths = await addresses();
    for (const [login] of GRANTS) {
      const page = await open(browser, house.url);
      page.expected.push(/^404 GET \/api\/v1\/(trends|severity)/); // there is no form, and the page says so
      await signIn(page, login, PASSWORD);
      const links = await page.locator('nav a[href^="/"]').evaluateAll(all => all.map(one => one.getAttribute('href')));
      for (const path of new Set([...paths, ...links])) {
        await (loaded.has(path) ? go(page, path) : page.goto(path));
        loaded.add(path);
        await settled(page);
        found.push(...(await told(page)).map(wrong => `${login} ${path}: ${wrong}`));
        // what is offered is hers
        const text = await page.locator('main').innerText();
        if (links.includes(path) && /Din roll ger inte rätt att se det här/.test(text)) found.push(`${login} ${path}: offered and refused`);
        seen++;
      }
      found.push(...page.faults.splice(0).map(fault => `${login}: ${fault}`));
      await page.context().close();
    }
  } finally {
    await house.close();
  }
  assert.deepEqual(found, []);
  return `${seen} pages`;
}

// ---- pressed twice -------------------------------------------------------------------------------
// Make nothing that is kept, or are there once however often they are asked for (coaching.sh).
const FREE = /\/(session|listenings|rubric_score|check)$|\/coaching\/[^/]+\/calls$/;

/** What the service has made since: an address → the ids, or how often it was asked for. */
function making(page) {
  let made = [];
  page.on('response', async response => {
    const request = response.request(), path = new URL(response.url()).pathname;
    if (request.method() !== 'POST' || !response.ok() || FREE.test(path)) return;
    const entry = { path, id: null };
    made.push(entry);
    const body = await response.json().catch(() => null);
    entry.id = body?.id ?? null;
    entry.nothing = body?.added === 0; // what was read in again was there, and the answer says so
  });
  return {
    clear: () => (made = []),
    twice: () => {
      const ids = path => made.filter(one => one.path === path && !one.nothing).map(one => one.id);
      const two = all => all.length > 1 && (all.includes(null) || new Set(all).size > 1);
      return [...new Set(made.map(one => one.path))].filter(path => two(ids(path)));
    },
    any: () => made.length > 0,
  };
}

async function press(page, login, path, met) {
  const calm = quiet(page), making_ = making(page), found = [];
  const home = async (come = page.goto(path)) => {
    await come;
    await settled(page).catch(async cause => {
      const stands = await page.evaluate(() => document.body.innerText.slice(0, 400));
      throw new Error(`${login} ${path} after ${[...met].at(-1)}: ${stands}`, { cause });
    });
    await calm();
  };
  await home();
  let acts = 0;
  for (let n = 0; n < 60; n++) {
    const act = await page.evaluate(take, { what: ACTS, done: [...met] });
    if (!act) {
      if (!(await page.locator('dialog[open]').count())) break;
      await page.keyboard.press('Escape');
      await calm();
      if (await page.locator('dialog[open]').count()) await home();
      continue;
    }
    met.add(act);
    making_.clear();
    const box = await page.locator(':focus').boundingBox();
    if (!box) continue;
    await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    await calm();
    acts += making_.any() ? 1 : 0;
    found.push(...making_.twice().map(what => `${login} ${path}, ${act}: ${what} made two`));
    if (new URL(page.url()).pathname !== path) await home(go(page, path));
  }
  return [found, acts];
}

/** The outsider's own: the wish to talk, at two seconds of a call that plays. */
async function talk(house, page) {
  const call = house.ids.Ett;
  await page.goto(`/calls/${call}`);
  await settled(page);
  const calm = quiet(page);
  await page.getByRole('button', { name: 'Jag vill prata om det här samtalet' }).dblclick();
  await calm();
  const { marks } = await house.as.anna('GET', `interactions/${call}`);
  assert.equal(marks.filter(mark => mark.kind === 'talk').length, 1, 'one wish to talk');
  const twins = await Promise.all([0, 1].map(() => house.as.anna('POST', `interactions/${call}/marks`, { kind: 'thanks', at_ms: 1000 })));
  assert.equal(new Set(twins.map(one => one.id)).size, 1, 'two tabs, one mark');
}

export async function pressed_twice(browser) {
  const house = await serveWork({ calls: FURNISHED, admin: true });
  const found = [];
  let acts = 0;
  try {
    const made = await furnish(house, PLAIN);
    const anna = (await house.as.anna('GET', 'me')).id;
    for (const [login, paths] of Object.entries(places(house, made, anna))) {
      const page = await open(browser, house.url);
      page.expected.push(/^4(00|03|04|09|13|22|29) /); // what was filled in makes no sense, and is refused
      page.on('dialog', dialog => void dialog.accept());
      await signIn(page, login, PASSWORD);
      if (login === 'anna') await talk(house, page);
      const met = new Set();
      for (const path of paths) {
        const [wrong, n] = await press(page, login, path, met);
        found.push(...wrong);
        acts += n;
      }
      await page.context().close();
    }
  } finally {
    await house.close();
  }
  assert.deepEqual(found, []);
  assert.ok(acts > 15, `only ${acts} acts made anything`);
  return `${acts} acts`;
}
