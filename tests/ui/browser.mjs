// SPDX-License-Identifier: Apache-2.0
// One Chromium for all stories, a clean context for each; what a page says on its console is a fault.
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
  context.setDefaultTimeout(15_000 * PATIENCE);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(error.message));
  page.on('console', message => {
    const expected = /status of (401|403|404)/.test(message.text());
    if (message.type() === 'error' && !expected) page.faults.push(message.text());
  });
  return page;
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
