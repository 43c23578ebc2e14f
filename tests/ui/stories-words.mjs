// SPDX-License-Identifier: Apache-2.0
// Every page as each role meets it, in both languages, on the house the other stories have lived in.
// No code of the service on it, no sideways scrolling at 390, 320 or 640 px (a desk at 200 %), no word
// cut in two, no dialog higher than the screen, and nothing said to be absent that is only hidden.
import assert from 'node:assert/strict';
import { open, settled, signIn, speak, widened } from './browser.mjs';
import { go, refusedLinks } from './links.mjs';
import { LONG } from './pages.mjs';
import { ask } from './world-work.mjs';

const ROLES = ['anna', 'maria', 'sara', 'tina', 'karin', 'disa', 'greger', 'adam'];
const PATHS = ['/', '/calls', '/calls?q=finnsinte', '/lists', '/work', '/calibrations', '/trends', '/trends/centre',
  '/quality', '/rubrics', '/coaching', '/samples', '/samples?new=1', '/disputes', '/people', '/teams', '/lines',
  '/health', '/audit', '/help', '/finns-inte'];
const WIDTHS = [390, 320, 640];

const kindOf = path => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replace(/\?.*/, '');

/** In the page: codes that stand on it, and words of ours that a line's end cuts in two. */
function textFaults() {
  const CODE = /(^|[\s(:,])([a-z]+_[a-z_]+|[a-z]+\.[a-z]+_[a-z_]+|[a-z]{4,}\/[a-z]{4,}\/[a-z]{4,})(?=$|[\s),.:])/;
  const MADE_BY_PEOPLE = 'input, textarea, code, pre, canvas, .sr, .draw dd';
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    const box = node.parentElement;
    if (!text.trim() || !box || box.closest(MADE_BY_PEOPLE) || !box.checkVisibility?.()) continue;
    const code = CODE.exec(text);
    if (code) faults.push(`code "${code[2]}" in "${text.trim().slice(0, 60)}"`);
    for (const { 0: word, index } of text.matchAll(/[\p{L}]{3,22}/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set([...range.getClientRects()].filter(r => r.width > 1).map(r => Math.round(r.top)));
      if (lines.size > 1) faults.push(`"${word}" is cut in two`);
    }
  }
  return faults;
}

async function lookedAt(page, where, faults) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 700 });
    const wide = await widened(page);
    if (wide) faults.push(`${where}: scrolls sideways at ${width} px ${wide}`);
    if (width !== 640)
      for (const fault of await page.evaluate(textFaults)) faults.push(`${where} at ${width}: ${fault}`);
  }
  for (const fault of page.faults.splice(0)) faults.push(`${where}: ${fault}`);
}

/** In the page: what it is made of, whoever reads it. */
const parts = () => [...document.querySelectorAll('main :is(h1, h2, h3, th, label, legend, summary, button)')].map(one => one.textContent.replace(/\d+/g, '0')).join();

/** Every page there is a way to, one of each kind. In English a page that is made as another role's is looked at
    once; in Swedish, where words are long (in the long form: in both), at each role's. */
async function walk(page, where, faults, met, known) {
  const queue = [...PATHS],
    seen = new Set();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = PATHS.includes(path) ? path : kindOf(path);
    if (seen.has(kind)) continue;
    seen.add(kind);
    await go(page, path);
    await settled(page);
    const made = `${kind} ${await page.evaluate(parts)}`;
    if (!known?.has(made)) await lookedAt(page, `${where} ${path}`, faults);
    known?.add(made);
    met.set(path, await page.evaluate(() => document.querySelector('main').innerText));
    const links = await page.$$eval('main a[href^="/"]', all => all.map(a => a.getAttribute('href').split('#')[0]));
    queue.push(...links.filter(href => !href.startsWith('/api')));
  }
}

/** What opens over the page has its end on it, or scrolls by itself. */
async function dialogs(page, call, faults) {
  await go(page, `/calls/${call}`);
  await settled(page);
  await page.setViewportSize({ width: 390, height: 420 });
  for (const key of ['t', 'v', 'h']) {
    await page.evaluate(() => document.activeElement?.blur?.());
    await page.keyboard.press(key);
    const box = await page.waitForSelector('dialog[open]');
    const { below, scrolls } = await box.evaluate(one => ({
      below: Math.round(one.getBoundingClientRect().bottom - innerHeight),
      scrolls: one.scrollHeight <= one.clientHeight || ['auto', 'scroll'].includes(getComputedStyle(one).overflowY),
    }));
    if (below > 0 || !scrolls) faults.push(`the dialog of ${key} ends ${below} px below the screen`);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
  }
}

const seconds = text => {
  const plain = /(?:(\d+) min )?(\d+) s\b/.exec(text);
  if (plain) return Number(plain[1] ?? 0) * 60 + Number(plain[2]);
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
};

/** One length wherever it stands: the row, the head, what was heard of it, the player, the service. */
async function figures(page, rows) {
  await page.setViewportSize({ width: 1440, height: 900 });
  await go(page, '/calls');
  await settled(page);
  const shown = new Map(
    await page.$$eval('.rows .row', all =>
      all.map(row => [row.querySelector('strong a').getAttribute('href').split('/')[2], row.querySelector('.len').textContent]),
    ),
  );
  for (const call of rows.filter(one => one.recording).slice(0, 4)) {
    await go(page, `/calls/${call.id}`);
    await page.waitForSelector('#heard');
    await settled(page);
    const said = await page.evaluate(() => ({
      heard: document.querySelector('#heard').textContent.match(/[\d:]+$/)?.[0],
      player: document.querySelector('.transport .time').textContent.split('/')[1].trim(),
      head: document.querySelector('main').innerText.match(/(\d+ min )?\d+ s\b/)?.[0],
      listeners: document.querySelector('a[href="#listeners"]')?.textContent.match(/\d+/)?.[0],
      receipts: document.querySelectorAll('#listeners ~ table tbody tr, section[aria-labelledby=listeners] tbody tr').length,
      notes: document.querySelectorAll('.note').length,
    }));
    const whole = Math.floor(call.duration_ms / 1000);
    for (const [where, text] of [['the list', shown.get(call.id)], ['the head', said.head], ['heard of', said.heard], ['the player', said.player]])
      assert.equal(seconds(text), whole, `${where} says ${text} of a call of ${call.duration_ms} ms`);
    assert.equal(Number(said.listeners), said.receipts, 'the number of those who listened, and the list of them');
  }
}

/** Nothing there, or nothing for me: each is told the one that is true. */
function absences(met) {
  const says = (role, path, pattern) => assert.match(met.get(role).get(path) ?? '', pattern, `${role} ${path}`);
  const never = (role, path, pattern) => assert.doesNotMatch(met.get(role).get(path) ?? '', pattern, `${role} ${path}`);
  says('adam', '/', /Om ljud saknas ser de som får se samtalen/);
  says('greger', '/health', /Hur programmen mår ser de som sköter inspelningen/);
  says('greger', '/', /Här läser du vad som är överenskommet/);
  for (const role of ['disa', 'greger', 'adam']) {
    never(role, '/calls', /Inga samtal än/);
    never(role, '/health', /Inget ljud saknas/);
  }
  says('maria', '/calls?q=finnsinte', /Inget av samtalen du får se passar filtret\.(?![^]*längre tid)/);
  says('karin', '/calls?q=finnsinte', /Inga samtal passar filtret\.\s+Här söks ord i titlar/);
  for (const path of ['/work', '/quality', '/samples', '/people', '/audit', '/trends/centre'])
    says('anna', path, /Din roll ger inte rätt att se det här/);
  for (const [, text] of met.get('anna')) assert.doesNotMatch(text, /Medarbetaren ser samma lista/);
}

export async function every_word(browser, url) {
  const faults = [];
  const met = new Map(), english = new Set();
  const maria = await ask(url, 'maria');
  const { rows } = await maria('GET', 'interactions?limit=50');
  for (const role of ROLES) {
    const page = await open(browser, url, { width: 390, height: 700 });
    await signIn(page, role);
    for (const language of ['en', 'sv']) {
      await speak(page, language);
      await page.goto('/');
      await settled(page);
      met.set(role, new Map());
      await walk(page, `${role} ${language}`, faults, met.get(role), language === 'en' && !LONG ? english : null);
    }
    faults.push(...(await refusedLinks(page, { each: 3 })).refused.map(one => `${role}: ${one}`));
    if (role === 'maria') await dialogs(page, rows.find(one => one.recording).id, faults);
    if (role === 'maria') await figures(page, rows);
    await page.context().close();
  }
  assert.ok(!faults.length, [...new Set(faults)].join('\n'));
  absences(met);
  return `${[...met.values()].reduce((sum, pages) => sum + pages.size, 0) * 2} pages`;
}

/** What somebody reads of a call, by the clock of her own machine. */
async function hours(browser, url, timezoneId, call) {
  const page = await open(browser, url, { timezoneId });
  await signIn(page, 'maria');
  await page.goto('/calls');
  await settled(page);
  const rows = await page.$$eval('.rows .row .when', all => all.map(one => one.textContent));
  await page.goto(`/calls/${call}`);
  await settled(page);
  const head = await page.textContent('main h1 + *, main .callhead, main header');
  const title = await page.evaluate(() => document.querySelector('main').innerText.match(/\d\d\.\d\d/g)?.join(' '));
  await page.context().close();
  return { rows, head, title };
}

/** Wherever the browser stands, it tells the site's hours: those the service files the calls under. */
export async function site_clock(browser, url) {
  const { rows } = await (await ask(url, 'maria'))('GET', 'interactions?limit=50');
  const call = rows.find(one => one.recording);
  const here = await hours(browser, url, 'Europe/Stockholm', call.id);
  const hour = new Date(call.started_ms).toLocaleTimeString('sv-SE', { timeZone: 'Europe/Stockholm', hour: '2-digit', minute: '2-digit' });
  assert.ok(here.rows.some(text => text.includes(hour.replace(':', '.'))), `${hour} in ${here.rows}`);
  for (const zone of ['America/Los_Angeles', 'Pacific/Auckland', 'Asia/Kolkata'])
    assert.deepEqual(await hours(browser, url, zone, call.id), here, zone);
}
