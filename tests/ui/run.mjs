// SPDX-License-Identifier: Apache-2.0
// node run.mjs [name… | real]: the stories, then the looks, then whether every page had its looks (after a
// whole run, or with the name pages). One line each: ok NAME or not ok NAME.
import { launch } from './browser.mjs';
import { serve } from './devserver.mjs';
import { look } from './look.mjs';
import { everyPage } from './pages.mjs';
import { built, serveReal } from './realserver.mjs';
import { calibration } from './stories-calibration.mjs';
import { hostile_scores } from './stories-hostile.mjs';
import { real, stories } from './stories.mjs';
import { trends } from './stories-trends.mjs';
import { thirty_minutes } from './stories-work.mjs';

const wanted = process.argv.slice(2);
/** No words: everything. "real": all stories of the product itself. */
const picked = name =>
  !wanted.length || wanted.includes(name) || (wanted.includes('real') && name.endsWith('_real'));
const counts = { passed: 0, failed: 0 };

function ok(name, good, why = '') {
  counts[good ? 'passed' : 'failed']++;
  console.log(`${good ? 'ok' : 'not ok'} ${name}`);
  if (!good && why) console.log(why.replace(/^/gm, '  '));
}

/** Runs those stories that were asked for, or all; on the product itself where it has been built. */
async function tell(list, url, suffix) {
  for (const [name, story] of Object.entries(list)) {
    if (!picked(name + suffix)) continue;
    try {
      const told = await story(browser, url);
      ok(told ? `${name}${suffix} (${told})` : name + suffix, true);
    } catch (cause) {
      ok(name + suffix, false, cause.stack);
    }
  }
}

/** Stories with a house of their own. */
const houses = { thirty_minutes, trends, hostile_scores };

async function tellReal() {
  if (wanted.length && !wanted.some(word => word.endsWith('real'))) return;
  if (!built())
    return ok(
      'the product is built',
      false,
      'make all first: medlyss, medlyss-web, medlyss-import',
    );
  const product = await serveReal();
  try {
    await tell({ ...real, calibration }, product.url, '_real');
  } finally {
    await product.close();
  }
  await tell(houses, '', '_real');
}

const server = await serve();
const browser = await launch();
try {
  await tell(stories, server.url, '');
  await tellReal();
  const pages = wanted
    .filter(word => word.startsWith('look'))
    .map(word => word.split(':')[1] ?? '.')
    .join('|');
  if (!wanted.length || pages)
    await look(browser, server.url, { ok, only: pages ? new RegExp(pages) : null });
  if (!wanted.length || wanted.includes('pages')) await everyPage(ok);
} finally {
  await browser.close();
  await server.close();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
