// SPDX-License-Identifier: Apache-2.0
// Every page in both languages, both schemes, on a phone and on a desk: no violation of WCAG 2.2 AA,
// no sideways scrolling, and a picture of each for people to look at.
import { open, settled, shoot, signIn, violations } from './browser.mjs';
import { by, interactions, lists } from './fixtures.mjs';
import { looked } from './pages.mjs';

export const PAGES = [
  ['signin', null, '/signin'],
  ['code', null, '/code?first'],
  ['home-agent', 'anna', '/'],
  ['home-coach', 'maria', '/'],
  ['home-newhire', 'sara', '/'],
  ['home-admin', 'adam', '/'],
  ['calls', 'maria', '/calls'],
  ['calls-filtered', 'maria', '/calls?q=bygglov&hour_from=8'],
  ['mycalls', 'anna', '/calls'],
  ['call', 'maria', `/calls/${interactions[0].id}?t=131`],
  ['call-own', 'anna', `/calls/${interactions[0].id}?t=131`],
  ['call-silent', 'maria', `/calls/${interactions[3].id}`],
  ['call-part', 'omar', `/calls/${interactions[5].id}`],
  ['call-unclaimed', 'maria', `/calls/${interactions[7].id}`],
  ['lists', 'maria', '/lists'],
  ['list', 'maria', `/lists/${lists[0].id}`],
  ['listplay', 'sara', `/lists/${lists[0].id}/play`],
  ['calibrations', 'maria', '/calibrations'],
  ['people', 'adam', '/people'],
  ['teams', 'adam', '/teams'],
  ['lines', 'adam', '/lines'],
  ['health', 'adam', '/health'],
  ['audit', 'disa', '/audit'],
  ['help', 'maria', '/help'],
  ['nopage', 'maria', '/finns-inte'],
];

async function visit(page, path) {
  await page.goto(path);
  await settled(page);
  const ask = page.locator('.reasonbar .btn.main');
  if (await ask.count()) {
    await ask.click();
    await page.waitForFunction(() =>
      document.querySelector('#play span')?.textContent.match(/Pausa|Pause/),
    );
    await page.click('#play');
  }
  if (path.startsWith('/calls/')) await page.waitForTimeout(400);
}

async function checked(page, path) {
  await visit(page, path);
  const found = await violations(page);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) found.push(`scrolls sideways by ${wide} px`);
  return [...found, ...page.faults.splice(0)];
}

export async function look(browser, url, { ok, only }) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [390, 1440]) {
      for (const language of ['sv', 'en']) {
        const pages = new Map();
        for (const [name, login, path] of PAGES.filter(([name]) => !only || only.test(name))) {
          if (login) by(login).ui_language = language;
          if (!pages.has(login)) {
            const page = await open(browser, url, {
              width,
              scheme,
              locale: language === 'sv' ? 'sv-SE' : 'en-GB',
            });
            if (login) await signIn(page, login);
            pages.set(login, page);
          }
          const page = pages.get(login);
          const found = await checked(page, path);
          await shoot(page, `${name}-${width}-${scheme}-${language}`);
          ok(`look ${name} ${width} ${scheme} ${language}`, found.length === 0, found.join('\n'));
        }
        for (const page of pages.values()) await page.context().close();
      }
    }
  }
  for (const [name, , path] of PAGES) if (!only || only.test(name)) looked.add(path.split('?')[0]);
  for (const login of ['anna', 'omar', 'maria', 'sara', 'adam', 'disa']) by(login).ui_language = 'sv';
}
