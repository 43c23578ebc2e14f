// SPDX-License-Identifier: Apache-2.0
// Every page in both languages, both schemes, on a phone and on a desk: no violation of WCAG 2.2 AA,
// no sideways scrolling, and a picture of each for people to look at.
import { open, settled, shoot, sideways, signIn, small, violations } from './browser.mjs';
import { by, interactions, lists } from './fixtures.mjs';
import { WAYS, looked } from './pages.mjs';

const PAGES = [
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
  ['systems', 'adam', '/systems'],
  ['health', 'adam', '/health'],
  ['agreement', 'anna', '/agreement'],
  ['audit', 'disa', '/audit'],
  ['own', 'maria', '/me'],
  ['listenings', 'disa', '/audit/listenings'],
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
}

async function checked(page, path) {
  await visit(page, path);
  return [...(await violations(page)), ...(await sideways(page)), ...(await small(page)), ...page.faults.splice(0)];
}

/** What one person sees, or nobody yet, in one language. */
async function lookAs(browser, url, { login, pages, language, ok }) {
  if (login) by(login).ui_language = language;
  const page = await open(browser, url, { locale: language === 'sv' ? 'sv-SE' : 'en-GB' });
  if (login) await signIn(page, login);
  for (const { scheme, width } of WAYS.filter(way => way.language === language)) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    for (const [name, , path] of pages) {
      const found = await checked(page, path);
      await shoot(page, `${name}-${width}-${scheme}-${language}`);
      ok(`look ${name} ${width} ${scheme} ${language}`, found.length === 0, found.join('\n'));
    }
  }
  await page.context().close();
}

/** The looks by who looks, the longest first: [login, look(browser, url, ok)]; each stands by itself. */
export function looks(only) {
  const wanted = PAGES.filter(([name]) => !only || only.test(name));
  const pieces = [...new Set(wanted.map(([, login]) => login))].map(who => [who, wanted.filter(([, login]) => login === who)]);
  return pieces
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([login, pages]) => [
      login ?? 'nobody',
      async (browser, url, ok) => {
        for (const language of ['en', 'sv']) await lookAs(browser, url, { login, pages, language, ok });
        for (const [, , path] of pages) looked.add(path.split('?')[0]);
      },
    ]);
}
