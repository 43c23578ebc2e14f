// SPDX-License-Identifier: Apache-2.0
// node run.mjs [name… | real]: the stories, then the looks, then whether every page had its looks (after a
// whole run, or with the name pages). One line each: ok NAME or not ok NAME.
import { faults, launch, leave } from './browser.mjs';
import { serve } from './devserver.mjs';
import { look } from './look.mjs';
import { everyCode } from './codes.mjs';
import { everyPage } from './pages.mjs';
import { built, serveReal } from './realserver.mjs';
import { calibration } from './stories-calibration.mjs';
import { causes_told, missed, refusals } from './stories-errors.mjs';
import { empty_house, pressed_twice } from './stories-empty.mjs';
import { events_reach_pages } from './stories-events.mjs';
import { focus_kept } from './stories-focus.mjs';
import { hostile_scores } from './stories-hostile.mjs';
import { player_model } from './stories-model.mjs';
import { player } from './stories-player.mjs';
import { real, stories } from './stories.mjs';
import { trends } from './stories-trends.mjs';
import { every_word, site_clock } from './stories-words.mjs';
import { queue_true, thirty_minutes } from './stories-work.mjs';

const wanted = process.argv.slice(2);
/** No words: everything. "real": all stories of the product itself. */
const picked = name =>
  !wanted.length || wanted.includes(name) || (wanted.includes('real') && name.endsWith('_real'));
const counts = { passed: 0, failed: 0 };
/** What a story took, for the lines that say where the time goes. */
const seconds = new Map();

function ok(name, good, why = '') {
  counts[good ? 'passed' : 'failed']++;
  console.log(`${good ? 'ok' : 'not ok'} ${name}`);
  if (!good && why) console.log(why.replace(/^/gm, '  '));
}

/** Runs those stories that were asked for, or all. */
async function tell(browser, list, url, suffix) {
  for (const [name, story] of Object.entries(list)) {
    if (!picked(name + suffix)) continue;
    const from = performance.now();
    try {
      const told = await story(browser, url);
      const found = faults(browser);
      ok(told ? `${name}${suffix} (${told})` : name + suffix, found.length === 0, found.join('\n'));
    } catch (cause) {
      ok(name + suffix, false, [cause.stack, ...faults(browser)].join('\n'));
    } finally {
      seconds.set(name + suffix, (performance.now() - from) / 1000);
      await leave(browser); // what one story left open says nothing in the next
    }
  }
}

/** Stories of the stand-in. */
const alone = { ...stories, refusals, missed };
/** Stories of the product itself: in one house, and with a house of their own. */
const together = { ...real, calibration, every_word, site_clock }; // the last walks where the others have been
const houses = { empty_house, pressed_twice, events_reach_pages, player, player_model, causes_told, focus_kept, queue_true, thirty_minutes, trends, hostile_scores };
const some = list => Object.keys(list).some(name => picked(`${name}_real`));
const ofProduct = some(together) || some(houses);
const thereIsOne = ofProduct && built();
const ofStandIn = wanted.some(word => word.startsWith('look')) || Object.keys(alone).some(picked);

async function inOneHouse(browser) {
  const house = await serveReal();
  await tell(browser, together, house.url, '_real').finally(house.close);
}

const inTheirOwn = browser => tell(browser, houses, '', '_real');

async function standIn(browser) {
  const server = await serve();
  try {
    await tell(browser, alone, server.url, '');
    const pages = wanted
      .filter(word => word.startsWith('look'))
      .map(word => word.split(':')[1] ?? '.')
      .join('|');
    const from = performance.now();
    if (!wanted.length || pages)
      await look(browser, server.url, { ok, only: pages ? new RegExp(pages) : null });
    seconds.set('the looks', (performance.now() - from) / 1000);
  } finally {
    await server.close();
  }
}

/** Two side by side, each with a browser of its own: most of it is waiting. */
async function lane(...works) {
  for (const work of works.filter(Boolean)) {
    const browser = await launch();
    await work(browser).finally(() => browser.close());
  }
}

if (ofProduct && !thereIsOne)
  ok('the product is built', false, 'make all first: medlyss, medlyss-web, medlyss-import');
await Promise.all([
  lane(ofStandIn && standIn, thereIsOne && some(houses) && inTheirOwn),
  lane(thereIsOne && some(together) && inOneHouse),
]);
if (!wanted.length || wanted.includes('pages')) await everyPage(ok);
if (!wanted.length || wanted.includes('codes')) await everyCode(ok);
const longest = [...seconds].sort((a, b) => b[1] - a[1]).slice(0, 12);
console.log(longest.map(([name, s]) => `# ${s.toFixed(0)} s ${name}`).join('\n'));
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
