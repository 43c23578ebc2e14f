// SPDX-License-Identifier: Apache-2.0
// node run.mjs [name… | real]: the stories, then the looks, then whether every page had its looks (after a
// whole run, or with the name pages). One line each: ok NAME or not ok NAME. `look` or `look:PAGE` are the
// looks alone; LOOKS=all looks in every combination (pages.mjs).
import { faults, launch, leave } from './browser.mjs';
import { serve } from './devserver.mjs';
import { looks } from './look.mjs';
import { everyCode } from './codes.mjs';
import { everyPage } from './pages.mjs';
import { built, serveReal } from './realserver.mjs';
import { tough_call } from './stories-care.mjs';
import { calibration } from './stories-calibration.mjs';
import { crisis } from './stories-coaching.mjs';
import { causes_told, limits, missed, refusals } from './stories-errors.mjs';
import { empty_house, pressed_twice } from './stories-empty.mjs';
import { events_reach_pages } from './stories-events.mjs';
import { one_box } from './stories-find.mjs';
import { focus_kept } from './stories-focus.mjs';
import { hostile_scores } from './stories-hostile.mjs';
import { programme_walked } from './stories-learn.mjs';
import { player_model } from './stories-model.mjs';
import { player } from './stories-player.mjs';
import { questions, ready_forms, rubric } from './stories-rubric.mjs';
import { samples } from './stories-samples.mjs';
import { agents_morning, begun_kept, for_the_business } from './stories-room.mjs';
import { dispute, self_first, three_steps } from './stories-self.mjs';
import { own_page } from './stories-own.mjs';
import { pages_agree } from './stories-agree.mjs';
import { refused_is_said } from './stories-kept.mjs';
import { presses_meant } from './stories-presses.mjs';
import { real, stories } from './stories.mjs';
import { seat_left, taken_back } from './stories-gone.mjs';
import { live_call } from './stories-live.mjs';
import { threat_held } from './stories-threat.mjs';
import { trends } from './stories-trends.mjs';
import { agreement_read, agreement_signed, listening_reported, who_heard_anna } from './stories-watch.mjs';
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

/** Runs one, and says how it went. */
async function one(browser, name, story) {
  const from = performance.now();
  try {
    const told = await story();
    const found = faults(browser);
    ok(told ? `${name} (${told})` : name, found.length === 0, found.join('\n'));
  } catch (cause) {
    ok(name, false, [cause.stack, ...faults(browser)].join('\n'));
  } finally {
    seconds.set(name, (performance.now() - from) / 1000);
    await leave(browser); // what one story left open says nothing in the next
  }
}

/** Those stories that were asked for, or all, one after the other. */
async function tell(browser, list, url, suffix) {
  for (const [name, story] of Object.entries(list))
    if (picked(name + suffix)) await one(browser, name + suffix, () => story(browser, url));
}

/** Stories of the stand-in. */
const alone = { ...stories, refusals, limits, missed };
/** Stories of the product itself: in one house, the last of which walk where the others have been … */
const together = { ...real, every_word, site_clock };
/** … and with a house of their own, the longest first. */
const houses = {
  tough_call,
  calibration,
  empty_house,
  rubric,
  trends,
  pressed_twice,
  samples,
  crisis,
  thirty_minutes,
  hostile_scores,
  focus_kept,
  player,
  player_model,
  three_steps,
  self_first,
  dispute,
  questions,
  events_reach_pages,
  causes_told,
  ready_forms,
  queue_true,
  presses_meant,
  refused_is_said,
  pages_agree,
  own_page,
  who_heard_anna,
  listening_reported,
  agreement_read,
  agreement_signed,
  one_box,
  seat_left,
  taken_back,
  live_call,
  threat_held,
  programme_walked,
  agents_morning,
  begun_kept,
  for_the_business,
};
const some = list => Object.keys(list).some(name => picked(`${name}_real`));
const ofProduct = some(together) || some(houses);
const thereIsOne = ofProduct && built();

/** What waits for a lane. */
const queue = [];

async function inOneHouse(browser) {
  const house = await serveReal();
  await tell(browser, together, house.url, '_real').finally(house.close);
}

/** The stand-in's stories, and then its looks: of what the stories left. */
async function standIn() {
  const server = await serve();
  const pages = wanted
    .filter(word => word.startsWith('look'))
    .map(word => word.split(':')[1] ?? '.')
    .join('|');
  const pieces = !wanted.length || pages ? looks(pages ? new RegExp(pages) : null) : [];
  let left = pieces.length;
  const seen = ([who, look]) => async browser => {
    await one(browser, `looks of ${who}`, () => look(browser, server.url, ok));
    if (--left === 0) await server.close();
  };
  return async browser => {
    await tell(browser, alone, server.url, '');
    queue.push(...pieces.map(seen));
    if (!left) await server.close();
  };
}

if (ofProduct && !thereIsOne)
  ok('the product is built', false, 'make all first: medlyss, medlyss-web, medlyss-import');
const first = await standIn();
let told; // the stand-in's stories: only then are the looks in the queue
if (thereIsOne && some(together)) queue.push(inOneHouse);
if (thereIsOne) queue.push(...Object.keys(houses).filter(name => picked(`${name}_real`)).map(name => browser => one(browser, `${name}_real`, () => houses[name](browser))));

/** So many side by side, each with a browser of its own; whoever is free takes the next of the queue. */
const LANES = Number(process.env.LANES ?? 3);

async function lane(begin) {
  const browser = await launch();
  try {
    if (begin) await (told = begin(browser));
    for (let work = queue.shift(); work || (await told, (work = queue.shift())); work = queue.shift()) await work(browser);
  } finally {
    await browser.close();
  }
}

await Promise.all(Array.from({ length: LANES }, (_, k) => lane(k ? undefined : first)));
if (!wanted.length || wanted.includes('pages')) await everyPage(ok);
if (!wanted.length || wanted.includes('codes')) await everyCode(ok);
const longest = [...seconds].sort((a, b) => b[1] - a[1]).slice(0, 12);
console.log(longest.map(([name, s]) => `# ${s.toFixed(0)} s ${name}`).join('\n'));
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
