// SPDX-License-Identifier: Apache-2.0
// Every link that stands on a page leads to what its reader may see: the role's pages are followed from the
// first, link by link, and each is opened once.
import { settled } from './browser.mjs';

const REFUSED = /Din roll ger inte rätt att se det här|Sidan finns inte|eller så har du inte rätt|gick inte att hämta|Your role does not/;

/** As a press on a link does it: the router's way, without a reload. */
export const go = (page, href) =>
  page.evaluate(to => {
    const link = Object.assign(document.createElement('a'), { href: to, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
  }, href);

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
const kindOf = href => href.replace(ID, 'ID').replace(/=[^&#]*/g, '=').replace(/\d+/g, '0');

/** What was refused: "where it stood → where it led: what was said". Of one kind at most `each` are opened. */
export async function refusedLinks(page, { each = Infinity } = {}) {
  const from = new Map([['/', 'the beginning']]),
    kinds = new Map(),
    refused = [];
  for (const href of from.keys()) {
    await go(page, href);
    await settled(page);
    const main = await page.evaluate(() => document.querySelector('main').innerText);
    const said = REFUSED.exec(main);
    if (said) refused.push(`${from.get(href)} → ${href}: ${said[0]}`);
    const links = await page.$$eval('a[href^="/"]:not([download]), main a[href^="?"]', all => all.filter(a => a.target !== '_blank').map(a => a.href.slice(location.origin.length).split('#')[0]));
    for (const link of links) {
      const kind = kindOf(link);
      if (from.has(link) || link.startsWith('/api') || (kinds.get(kind) ?? 0) >= each) continue;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      from.set(link, href);
    }
  }
  return { refused, opened: from.size };
}
