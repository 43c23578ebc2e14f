// SPDX-License-Identifier: Apache-2.0
// A clean context for each story; whatever a page does that nobody asked it for is a fault.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import axe from 'axe-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { looked } from './pages.mjs';
import { shots } from './paths.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

/** How many times longer a page is waited for: instrumented programs are slow. */
const PATIENCE = Number(process.env.PATIENCE ?? 1);

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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

/** Whatever a page does that nobody asked it for: an error of its own, a word on its console (a breach
    of the policy is one), an answer or a connection that failed. What a story provokes stands in
    page.expected. */
export function watched(page) {
  page.faults = [];
  page.expected = [ASKS_WHO];
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

/** Waits until the page has what it fetched. */
export async function settled(page) {
  await page.waitForLoadState('domcontentloaded');
  await page.waitForFunction(
    () => document.querySelector('main h1, .failure') && !document.querySelector('.waiting'),
  );
  await page.waitForTimeout(120);
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Injected by evaluate: the service's policy refuses script tags, and should. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    tags => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
    TAGS,
  );
  return found.violations.flatMap(one =>
    one.nodes.map(
      node => `${one.id}: ${node.target.join(' ')} ${node.failureSummary.split('\n')[1] ?? ''}`,
    ),
  );
}

export async function shoot(page, name, whole = true) {
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

/** Both languages, both schemes, phone and desk: no violation, no sideways scrolling. */
export async function everyLook(page, name, wanted, ready = async () => {}) {
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
  looked.add(new URL(page.url()).pathname);
}
