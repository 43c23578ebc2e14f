// SPDX-License-Identifier: Apache-2.0
// Every page in both languages, both schemes, on a phone and on a desk: no violation of WCAG 2.2 AA,
// no sideways scrolling, and a picture of each for people to look at.
import { open, settled, shoot, signIn, wear, wrong } from './browser.mjs';
import { by, interactions, lists } from './fixtures.mjs';
import { LONG, looked, waysByLanguage } from './pages.mjs';

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

/** One page in one language, in each way of it. */
async function lookAt(page, [name, , path], { language, ways, again, ok }) {
  for (const [k, way] of ways.entries()) {
    await wear(page, way);
    if (!k || LONG) await visit(page, path);
    const found = [...(await wrong(page, again)), ...page.faults.splice(0)];
    await shoot(page, `${name}-${way.width}-${way.scheme}-${language}`);
    ok(`look ${name} ${way.width} ${way.scheme} ${language}`, found.length === 0, found.join('\n'));
  }
}

/** What one person sees, or nobody yet, in one language. */
async function lookAs(browser, url, { login, pages, ...how }) {
  if (login) by(login).ui_language = how.language;
  const page = await open(browser, url, { locale: how.language === 'sv' ? 'sv-SE' : 'en-GB' });
  if (login) await signIn(page, login);
  for (const one of pages) await lookAt(page, one, how);
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
        for (const [at, [language, ways]] of waysByLanguage().entries())
          await lookAs(browser, url, { login, pages, language, ways, again: at > 0, ok });
        for (const [, , path] of pages) looked.add(path.split('?')[0]);
      },
    ]);
}
