// SPDX-License-Identifier: Apache-2.0
// A clean context for each story; whatever a page does that nobody asked it for is a fault.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import axe from 'axe-core/axe.min.js';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LONG, looked, waysByLanguage } from './pages.mjs';
import { shots } from './paths.mjs';

/** What playwright leaves out (a second such switch undoes the first), and two popups of the address bar,
    pages of their own beside each page of ours. */
const LEFT_OUT =
  'AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,' +
  'LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,' +
  'OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,' +
  'WebUIOmniboxPopup,WebUIOmniboxAimPopup';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  `--disable-features=${LEFT_OUT}`,
];

/** How many times longer a page is waited for: instrumented programs are slow. */
const PATIENCE = Number(process.env.PATIENCE ?? 1);

/** The same engine without windows of its own around each page: a third less work. */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(path => existsSync(path));

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? CHROMIUM,
    headless: true,
    args: ARGS,
  });

export async function open(browser, url, options = {}) {
  const { width = 1440, height = 900, scheme = 'light', ...rest } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    locale: 'sv-SE',
    ...rest,
  });
  context.setDefaultTimeout(60_000 * PATIENCE); // no judge of speed: an end to what never comes
  return watched(await context.newPage());
}

const ASKS_WHO = /^401 GET \/api\/v1\/me$/; // before one has signed in
const seen = new Map(); // a browser's pages since its last question

/** What a page has asked for and not got yet. Not the stream of events and not sound: they go on. */
function underway(page) {
  const open = new Set();
  page.on('request', request => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear();
    const goesOn = request.url().endsWith('/events') || ['media', 'eventsource'].includes(request.resourceType());
    if (!goesOn) open.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, request => open.delete(request));
  return open;
}

/** Whatever a page does that nobody asked it for: an error of its own, a word on its console (a breach
    of the policy is one), an answer or a connection that failed. What a story provokes stands in
    page.expected. */
export function watched(page) {
  page.faults = [];
  page.expected = [ASKS_WHO];
  page.underway = underway(page);
  const browser = page.context().browser();
  seen.set(browser, [...(seen.get(browser) ?? []), page]);
  const fault = text => {
    if (!page.expected.some(known => known.test(text))) page.faults.push(text);
  };
  const named = request => `${request.method()} ${request.url().replace(/^\w+:\/\/[^/]+/, '')}`;
  page.on('pageerror', error => fault(error.stack ?? error.message));
  page.on('console', message => {
    const answered = message.text().startsWith('Failed to load resource'); // told below, by name
    if (message.type() === 'error' && !answered) fault(message.text());
  });
  page.on('response', response => {
    if (response.status() >= 400) fault(`${response.status()} ${named(response.request())}`);
  });
  page.on('requestfailed', request => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') fault(`${why} ${named(request)}`); // else the page let go of it
  });
  return page;
}

/** Pages go before the house does: what a page says of a house that is gone is no fault of the page. */
export const leave = browser => Promise.all(browser.contexts().map(context => context.close()));

/** The faults of all its pages since the last question. */
export function faults(browser) {
  const found = (seen.get(browser) ?? []).flatMap(page => page.faults);
  seen.delete(browser);
  return found;
}

export async function signIn(page, login, password = 'lyssna-noga-alla-dagar') {
  await page.goto('/signin');
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav[aria-label]');
}

const HELD_MS = 3000 * PATIENCE; // what a story holds back on purpose is not waited for

const drawn = page =>
  page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Waits until the page has what it fetched, and has drawn it. */
export async function settled(page) {
  await page.waitForLoadState('domcontentloaded');
  const until = Date.now() + HELD_MS;
  const waits = () => page.underway?.size && Date.now() < until;
  do {
    while (waits()) await page.waitForTimeout(10);
    await page.waitForFunction(
      () => document.querySelector('main h1, .failure') && !document.querySelector('.waiting'),
    );
    await drawn(page);
  } while (waits());
}

/** Asked until it is as wanted: what a page shows comes when it comes. */
export async function comes(ask, wanted, why) {
  const until = Date.now() + 60_000 * PATIENCE;
  for (let now = await ask(); !isDeepStrictEqual(now, wanted); now = await ask()) {
    if (Date.now() > until) assert.deepEqual(now, wanted, why);
    await new Promise(done => setTimeout(done, 50));
  }
}

/** One key each, as the focus comes to these questions by itself. */
export async function answerInTurn(page, questions, key) {
  for (const question of questions) {
    await page.waitForFunction(id => document.activeElement?.closest('.q')?.id === id, `q-${question}`);
    await page.keyboard.press(key);
  }
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules that a language can break with words alone are ours (sideways, small); these a scheme can. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Injected by evaluate: the service's policy refuses script tags, and should. */
export async function violations(page, rules = TAGS) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    wanted => window.axe.run(document, { runOnly: wanted, resultTypes: ['violations'], preload: false }),
    rules,
  );
  return found.violations.flatMap(one =>
    one.nodes.map(
      node => `${one.id}: ${node.target.join(' ')} ${node.failureSummary.split('\n')[1] ?? ''}`,
    ),
  );
}

/** Of what was asked for by name a picture is kept; of a whole run with SHOTS=1, for nobody looks at them all. */
const KEPT = process.env.SHOTS === '1' || process.argv.slice(2).some(word => word !== 'real');

export async function shoot(page, name, whole = true) {
  if (!KEPT) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({
    path: join(shots, `${name}.png`),
    fullPage: whole,
    animations: 'disabled',
  });
}

/** Tab until what has the focus answers to the selector: it is reached by keys. */
export async function tabTo(page, selector, most = 120) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  const at = await page.evaluate(
    () => document.activeElement?.id || document.activeElement?.textContent,
  );
  assert.fail(`no Tab reaches ${selector}; at ${at}`);
}

/** Hands in what is under one's hands; where little was heard that is asked about, and answered by the
    button that says so: to press the same keys once more is no answer. */
export async function handIn(page, press = key => page.keyboard.press(key)) {
  const was = page.url();
  await press('Control+Enter');
  const next = await page.waitForFunction(before => {
    if (document.querySelector('#hear-more')) return 'asked';
    return location.href !== before || !document.querySelector('.evalform') ? 'gone' : null;
  }, was);
  if ((await next.jsonValue()) !== 'asked') return;
  await page.waitForFunction(() => document.activeElement.id === 'hear-more');
  await press('Tab');
  await press('Enter');
}

export const speak = (page, ui_language) =>
  page.evaluate(
    language =>
      fetch('/api/v1/me/language', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ui_language: language }),
      }),
    ui_language,
  );

/** What makes the page wider than its window, and by how much; '' where nothing does. */
export const widened = page => page.evaluate(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return '';
  const out = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > clientWidth + 0.1);
  const named = one => `${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className} “${one.textContent.slice(0, 60)}”`;
  return `by ${scrollWidth - clientWidth} px: ${out.slice(-3).map(named).join(' < ')}`;
});

/** Wider than the screen is a fault. */
export async function sideways(page) {
  const wide = await widened(page);
  return wide ? [`scrolls sideways ${wide}`] : [];
}

/** What a finger has to hit on a phone and cannot: lower than 24 px, and no word in the midst of a sentence. */
export const small = page => page.evaluate(() => {
  if (innerWidth > 480) return [];
  const pressed = 'a[href], button, summary, select, input:not([type=radio], [type=checkbox])';
  const inSentence = one => [...one.parentElement.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  return [...document.querySelectorAll(pressed)].flatMap(one => {
    const { width, height } = one.getBoundingClientRect();
    const hit = !one.checkVisibility() || width <= 1 || height >= 24 || one.matches('.skip') || inSentence(one);
    return hit ? [] : [`${height.toFixed(1)} px high: ${one.tagName.toLowerCase()} “${one.textContent.slice(0, 40)}”`];
  });
});

/** A scheme and a width, of a page that stands: as a person changes them, without loading it again. */
export async function wear(page, { scheme, width }) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => document.getAnimations().forEach(one => one.effect?.getComputedTiming().endTime < Infinity && one.finish()));
  await drawn(page);
}

/** What is wrong with a page as it stands. What a scheme cannot change is asked in the first language (in the
    long form: always). */
export async function wrong(page, again) {
  return [...(await violations(page, again && !LONG ? OF_COLOUR : TAGS)), ...(await sideways(page)), ...(await small(page))];
}

/** Languages, schemes, phone and desk: no violation, no sideways scrolling. Loaded once in each language (in the
    long form: for each way). */
export async function everyLook(page, name, wanted, ready = async () => {}) {
  const faults = [];
  for (const [at, [language, ways]] of waysByLanguage().entries()) {
    await speak(page, language);
    for (const [k, way] of ways.entries()) {
      await wear(page, way);
      if (!k || LONG) {
        await page.reload();
        await page.waitForSelector(wanted);
        await settled(page);
        await ready(page);
      }
      const found = await wrong(page, at > 0);
      const { scheme, width } = way;
      await shoot(page, `${name}-${width}-${scheme}-${language}`);
      faults.push(...found.map(one => `${width} ${scheme} ${language} ${one}`));
    }
  }
  assert.deepEqual(faults, [], name);
  looked.add(new URL(page.url()).pathname);
}
