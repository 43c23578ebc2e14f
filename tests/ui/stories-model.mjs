// SPDX-License-Identifier: Apache-2.0
// Random keys on the product itself, sound on, each sequence beside the model of model-player.mjs. The
// seed of what fails is told: PLAYER_SEED=n PLAYER_RUNS=1 tells it again. PLAYER_RUNS: how many.
import assert from 'node:assert/strict';
import { open, settled, signIn } from './browser.mjs';
import { heard, listenIn, voices } from './ear.mjs';
import { KEYS, apart, fresh, later, voicesAt } from './model-player.mjs';
import { random } from './sound.mjs';
import { servePlayer } from './world-player.mjs';

const NEAR = 0.25;
const MOST = 14; // keys of a sequence
const LATE_MS = 100; // the next frame is soon enough
const PAUSES = [0, 0, 30, 120, 350, 800];

/** Where the sound is at the very moment a key comes, before anybody has obeyed it. */
function note() {
  addEventListener(
    'keydown',
    () => {
      const { audio, active, since } = window.ear;
      window.before = {
        at: audio.currentTime,
        on: !audio.paused,
        active: active + (since === null ? 0 : performance.now() - since),
        wall: performance.now(),
        stalled: window.ear.stalled,
      };
    },
    { capture: true },
  );
}

async function begin(page, house) {
  await page.goto('/help'); // what the last sequence chose is saved on the way out, before it is forgotten
  await settled(page);
  await page.evaluate(() =>
    fetch('/api/v1/me/prefs', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' }).then(said =>
      said.ok ? 0 : Promise.reject(new Error(`prefs: ${said.status}`)),
    ),
  );
  await page.goto(`/calls/${house.call}`);
  await settled(page);
  await page.waitForFunction(() => window.ear.audio?.readyState >= 3);
  await page.focus('#seek');
  await page.keyboard.press('k');
  await page.waitForFunction(() => !window.ear.audio.paused && window.ear.audio.currentTime > 0);
}

/** One look at the sound, held against the model as it should be by now: the browser says late that it
    plays where the machine is busy, and stands still without a word where it stalls; the time played
    lies between what it says, less what was stalled, and the clock. */
async function judge(page, model, since, next) {
  const now = await heard(page);
  const least = Math.max(0, now.active - since.active - (now.stalled - since.stalled) - LATE_MS);
  const most = model.on ? now.wall - since.wall : least;
  const after = Array.from({ length: 9 }, (_, n) => later(model, least + ((most - least) * n) / 8));
  const should = after.find(one => apart(one, now.at) <= NEAR) ?? after[0];
  const how = `${next}: the model is at ${should.at.toFixed(2)} ${should.on ? 'on' : 'off'}, the sound at ${now.at.toFixed(2)} ${now.on ? 'on' : 'off'}`;
  assert.ok(!now.body, `${how}; and the focus is on the body`);
  const atEnd = should.at > 59.7 || now.at > 59.7;
  assert.ok(atEnd || now.on === should.on, how);
  assert.ok(apart(should, now.at) <= NEAR, how);
  assert.ok(now.rate === should.rate, `${how}; and the speed is ${now.rate}, not ${should.rate}`);
  return [{ ...should, at: now.at, on: now.on, turns: 0 }, now];
}

async function press(page, model, keys) {
  const [first, ...rest] = keys.split(' ');
  await page.keyboard.press(first);
  for (const key of rest) await (key.length > 1 && /^[a-z0-9:]+$/.test(key) ? page.keyboard.type(key) : page.keyboard.press(key));
  const before = await page.evaluate(() => window.before);
  // of several keys only the last one, or none, moves anything: its moment counts
  return [KEYS[keys]({ ...model, at: before.at, on: before.on }), before];
}

async function sequence(page, house, seed) {
  const next = random(seed);
  const pick = list => list[Math.floor(next() * list.length)];
  const told = [];
  await begin(page, house);
  let model = fresh();
  try {
    for (let n = 0, most = 4 + Math.floor(next() * (MOST - 3)); n < most; n++) {
      const keys = pick(Object.keys(KEYS)),
        pause = pick(PAUSES);
      told.push(`${keys} +${pause}`);
      let since;
      [model, since] = await press(page, model, keys);
      [model, since] = await judge(page, model, since, keys);
      if (!pause) continue;
      await page.waitForTimeout(pause);
      [model, since] = await judge(page, model, since, `${pause} ms after ${keys}`);
      if (pause >= 350) await looked(page, model);
    }
    assert.deepEqual(page.faults, []);
  } catch (cause) {
    throw new Error(`PLAYER_SEED=${seed} PLAYER_RUNS=1: ${told.join(', ')}\n${cause.message}`);
  }
}

/** What the page says of it, and what reaches the ear. */
async function looked(page, model) {
  const said = await heard(page);
  const atEnd = said.at > 59.5;
  assert.ok(atEnd || said.plays === said.on, `the button says ${said.plays ? 'on' : 'off'}`);
  assert.equal(said.repeats, model.loop !== null, 'whether it repeats');
  assert.ok(model.loop || Math.abs(said.now - said.at) < 1.3, `it says ${said.now} at ${said.at.toFixed(2)}`);
  const wanted = model.on && !model.loop && model.rate <= 2 ? voicesAt(model) : null;
  if (!wanted) return;
  const { agent, caller, levels } = await voices(page);
  const after = await heard(page);
  if (Math.abs(after.at - model.at) > 0.3 || !after.on) return; // it went on while one listened
  assert.deepEqual({ agent, caller }, wanted, `voices at ${model.at.toFixed(2)}, ${model.solo}: ${JSON.stringify(levels)}`);
}

export async function player_model(browser) {
  const runs = Number(process.env.PLAYER_RUNS ?? 8);
  const seed = Number(process.env.PLAYER_SEED ?? Math.floor(Math.random() * 1e6));
  const house = await servePlayer();
  const seeds = Array.from({ length: runs }, (_, n) => seed + n);
  const failed = [];
  const hand = async login => {
    const page = await open(browser, house.url);
    await listenIn(page);
    await page.addInitScript(note);
    await signIn(page, login);
    await page.evaluate(() => sessionStorage.setItem('medlyss-reason', '{"reason":"review","text":""}'));
    for (let one; (one = seeds.shift()) !== undefined;) await sequence(page, house, one).catch(cause => {
        console.log(cause.message.replace(/^/gm, '# ')); // told at once: many take their time
        failed.push(cause.message);
      });
    await page.context().close();
  };
  try {
    await Promise.all([hand('maria'), hand('lars')]);
  } finally {
    await house.close();
  }
  assert.deepEqual(failed, []);
  return `${runs} sequences from seed ${seed}`;
}
