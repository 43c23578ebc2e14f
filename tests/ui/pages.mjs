// SPDX-License-Identifier: Apache-2.0
// Every page the app knows is looked at somewhere: in both languages and schemes, on a phone and on a
// desk. The looks and the stories tell which addresses they saw so; after a whole run none is missing.
// LOOKS=all (make torture): in every combination, each loaded anew and asked all; else in four of the eight, in
// which each pair meets, and a page that stands is turned and darkened as a person does it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

const VALUES = { language: ['en', 'sv'], scheme: ['dark', 'light'], width: [390, 1440] };

const EVERY_WAY = VALUES.language.flatMap(language =>
  VALUES.scheme.flatMap(scheme => VALUES.width.map(width => ({ language, scheme, width }))),
);
const PAIRWISE = [
  { language: 'en', scheme: 'dark', width: 1440 },
  { language: 'en', scheme: 'light', width: 390 },
  { language: 'sv', scheme: 'dark', width: 390 },
  { language: 'sv', scheme: 'light', width: 1440 },
];

export const LONG = process.env.LOOKS === 'all';

/** The ways a page is looked at; the last is the one the stories go on in. */
export const WAYS = LONG ? EVERY_WAY : PAIRWISE;

/** [language, its ways], in their order. */
export const waysByLanguage = () => VALUES.language.map(language => [language, WAYS.filter(way => way.language === language)]);

/** Pairs of values in which no way meets a page. */
export function unmet(ways) {
  const names = Object.keys(VALUES);
  const pairs = names.flatMap((a, at) => names.slice(at + 1).flatMap(b => VALUES[a].flatMap(x => VALUES[b].map(y => [a, x, b, y]))));
  return pairs.filter(([a, x, b, y]) => !ways.some(way => way[a] === x && way[b] === y)).map(String);
}

/** Addresses seen in every look. */
export const looked = new Set();

/** The patterns of app.tsx, as it is written: the table, and the two doors before it. */
export function pagesOf(source) {
  const [, pages] = /const PAGES[^=]*= \[([\s\S]*?)\n\];/.exec(source);
  const table = [...pages.matchAll(/^\s*\[\/(\^\S+\$)\/, /gm)].map(([, pattern]) => new RegExp(pattern.replaceAll('\\/', '/')));
  const doors = [...source.matchAll(/path === '([^']+)'/g)].map(([, path]) => new RegExp(`^${path}$`));
  return [...table, ...doors];
}

/** An address belongs to the first pattern that fits, as in the app. */
export function unseen(source, seen) {
  const pages = pagesOf(source);
  const met = new Set([...seen].map(path => pages.findIndex(page => page.test(path))));
  return pages.filter((_, at) => !met.has(at)).map(String);
}

export async function everyPage(ok) {
  const source = await readFile(join(root, 'review-web/ui/app.tsx'), 'utf8');
  const routes = (source.match(/Page(?: key=\{\w+\})?(?: \w+=\{\w+\})* \/>\],/g) ?? []).length;
  const missing = unseen(source, looked);
  const one = source.replace("[/^\\/help$/", '[/^\\/ny$/, () => <HelpPage />],\n  [/^\\/help$/');
  ok(`every page has its looks (${pagesOf(source).length})`, missing.length === 0 && pagesOf(source).length === routes + 2, missing.join('\n'));
  ok('a page without one would be found', unseen(one, looked).length === missing.length + 1);
  ok(`each pair of language, scheme and width is met (${WAYS.length} ways)`, unmet(WAYS).length === 0, unmet(WAYS).join('\n'));
  ok('one way less would be found', WAYS.length > 4 || unmet(WAYS.slice(1)).length === 3);
}
