// SPDX-License-Identifier: Apache-2.0
// What is measured rather than told: weight, time to first sound, drift, and texts that attack.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { open, settled, signIn, widened } from './browser.mjs';
import { by, interactions, lists, mark, note, people, teams } from './fixtures.mjs';
import { dist } from './paths.mjs';
import { sound } from './sound.mjs';

/** P8: everything a visit to a call fetches, compressed; beside it, every page there is. */
export async function weight() {
  const weigh = async file => gzipSync(await readFile(file), { level: 9 }).length;
  const index = join(dist, 'index.html');
  const first = [...(await readFile(index, 'utf8')).matchAll(/"(\/assets\/[^"]+)"/g)].map(one => one[1]);
  let bytes = await weigh(index),
    all = bytes;
  for (const name of await readdir(join(dist, 'assets'))) {
    const size = await weigh(join(dist, 'assets', name));
    all += size;
    if (first.includes(`/assets/${name}`)) bytes += size;
  }
  const kb = n => (n / 1000).toFixed(1);
  assert.ok(bytes <= 100_000, `${bytes} bytes`);
  return `a call ${kb(bytes)} KB gzipped, all pages ${kb(all)}`;
}

/** Milliseconds from the press on a row to lanes drawn from peaks and sound moving. */
async function clickToSound(browser, url, call) {
  await sound(call.sound);
  const page = await open(browser, url);
  await signIn(page, 'maria');
  await page.evaluate(() =>
    sessionStorage.setItem('medlyss-reason', JSON.stringify({ reason: 'review', text: '' })),
  );
  await page.goto(`/calls?q=${encodeURIComponent(call.title)}`);
  await settled(page);
  await page.evaluate(() => {
    const marks = (window.__times = {});
    const began = document.createElement('audio').constructor.prototype;
    const play = began.play;
    began.play = function wrapped() {
      this.addEventListener('timeupdate', () => {
        if (this.currentTime > 0) marks.sound ??= performance.now();
      });
      const watch = () => {
        if (this.currentTime > 0.005) marks.sound ??= performance.now();
        else requestAnimationFrame(watch);
      };
      watch();
      return play.call(this);
    };
    document.addEventListener(
      'click',
      () => {
        marks.click ??= performance.now();
      },
      { capture: true },
    );
    const fill = CanvasRenderingContext2D.prototype.fillRect;
    let bars = 0;
    CanvasRenderingContext2D.prototype.fillRect = function counted(x, y, w, h) {
      if (w === 2 && h > 2 && ++bars > 40) marks.drawn ??= performance.now();
      return fill.call(this, x, y, w, h);
    };
  });
  await page.click('.row .btn.square[data-play]');
  await page.waitForFunction(() => window.__times.sound && window.__times.drawn, null, {
    polling: 20,
  });
  const times = await page.evaluate(() => window.__times);
  await page.context().close();
  return { drawn: times.drawn - times.click, sound: times.sound - times.click };
}

const RUNS = Number(process.env.SOUND_RUNS ?? 3); // odd: the median is told

/** The times are told, not judged: `make bench` (p8) holds them against the goals. */
export async function first_sound(browser, url) {
  const report = [];
  for (const title of ['Tjugo minuter om ett avtal', 'Två timmar, för mätning']) {
    const call = interactions.find(one => one.title === title);
    const runs = [];
    for (let i = 0; i < RUNS; i++) runs.push(await clickToSound(browser, url, call));
    const median = key => runs.map(one => one[key]).sort((a, b) => a - b)[(RUNS - 1) / 2].toFixed(0);
    report.push(`${call.duration_ms / 60_000} min: drawn ${median('drawn')} ms, sound ${median('sound')} ms`);
  }
  return report.join('; ');
}

/** In the page: keeps hold of the sound on its way out. */
function tapSound() {
  const made = AudioContext.prototype.createChannelMerger;
  AudioContext.prototype.createChannelMerger = function tapped(n) {
    const node = made.call(this, n);
    window.__tap = this.createAnalyser();
    window.__tap.fftSize = 256;
    node.connect(window.__tap);
    return node;
  };
  const create = AudioContext.prototype.createMediaElementSource;
  AudioContext.prototype.createMediaElementSource = function kept(audio) {
    window.__audio = audio;
    return create.call(this, audio);
  };
}

/** A burst every ten seconds for two hours: where the picture has it and where the ear hears it. */
export async function drift(browser, url) {
  const call = interactions.find(one => one.title === 'Två timmar, för mätning');
  const { peaks } = await sound(call.sound);
  const page = await open(browser, url);
  await page.context().addInitScript(tapSound);
  await signIn(page, 'maria');
  await page.click('nav >> text=Samtal');
  await settled(page);
  await page.fill('input[type=search]', 'Två timmar');
  await page.waitForURL(/q=/);
  await settled(page);
  await page.click('.row .btn.square[data-play]');
  await page.waitForSelector('#seek');
  const ask = page.locator('.reasonbar .btn.main');
  if (await ask.count()) await ask.click();
  await page.waitForFunction(() => window.__audio && window.__audio.currentTime > 0);
  const picture = await readFile(peaks);
  const worst = { ms: 0, at: 0 };
  for (const at of [10, 1800, 3600, 5400, 7180]) {
    const drawn = onset(picture, at);
    let off = Infinity;
    for (let again = 0; again < 4 && off > 90; again++) {
      const late = (await heardOnset(page, at)) - drawn; // a stalled machine hears late, or misses a burst
      off = Math.min(off, Math.abs(late - Math.round(late / 10) * 10) * 1000);
    }
    if (off > worst.ms) Object.assign(worst, { ms: off, at });
  }
  assert.ok(worst.ms <= 90, `off by ${worst.ms.toFixed(0)} ms at ${worst.at} s`);
  await page.context().close();
  return `at most ${worst.ms.toFixed(0)} ms between picture and ear, at ${worst.at} s`;
}

function onset(bytes, near) {
  for (let i = Math.floor((near - 1) * 25); i < (near + 1) * 25; i++) {
    if (bytes.readInt8(24 + i * 4 + 1) > 8) return i / 25;
  }
  throw new Error(`no burst drawn near ${near}`);
}

async function heardOnset(page, near) {
  await page.fill(
    '#goto',
    `${Math.floor((near - 1) / 3600)}:${Math.floor((near - 1) / 60) % 60}:${(near - 1) % 60}`,
  );
  await page.focus('#goto');
  await page.keyboard.press('Enter');
  return page.evaluate(
    () =>
      new Promise(done => {
        const data = new Float32Array(256);
        const look = () => {
          window.__tap.getFloatTimeDomainData(data);
          if (data.some(value => Math.abs(value) > 0.05)) done(window.__audio.currentTime);
          else setTimeout(look, 2);
        };
        setTimeout(look, 250);
      }),
  );
}

const ATTACK =
  '<img src=x onerror="window.__hit=1"><script>window.__hit=1</script>"\'&{{7*7}}\u202e‮ ' +
  'å'.repeat(300);

/** Every field a person or a wire can fill holds markup: it shows as text, nothing runs, nothing widens. */
export async function hostile(browser, url) {
  const call = interactions.find(one => one.title === 'Hon ringde för att tacka');
  const kept = structuredClone({ title: call.title, notes: call.notes, marks: call.marks });
  Object.assign(call, {
    title: ATTACK,
    load_mark: ATTACK,
    caller: { number: ATTACK, name: ATTACK },
  });
  call.notes = [note(by('maria'), 5, 'keep', ATTACK)];
  call.marks = [mark(by('anna'), 9, 'thanks', ATTACK)];
  const before = {
    name: by('johan').name,
    team: teams[1].name,
    list: lists[0].title,
    why: lists[0].why,
  };
  by('johan').name = teams[1].name = lists[0].title = lists[0].why = ATTACK;
  const page = await open(browser, url, { width: 390 });
  page.expected.push(/^404 GET .*\/interactions\/%3Cimg/);
  const visit = async (login, paths) => {
    await signIn(page, login);
    for (const path of paths) {
      await page.goto(path);
      await settled(page);
      assert.equal(await page.evaluate(() => window.__hit), undefined, path);
      assert.equal(await page.locator('main img, main script').count(), 0, path);
      assert.equal(await widened(page), '', `${path} scrolls sideways`);
    }
  };
  await visit('anna', ['/', '/calls', `/calls/${call.id}`, '/lists', `/lists/${lists[0].id}`]);
  assert.ok((await page.textContent('main')).includes('<img src=x'));
  await visit('adam', ['/people', '/teams']);
  await visit('maria', [
    `/calls?q=${encodeURIComponent(ATTACK.slice(0, 40))}`,
    `/calls/${encodeURIComponent('<img src=x onerror=window.__hit=1>')}`,
  ]);
  Object.assign(call, kept, { load_mark: null, caller: null });
  people.find(one => one.login === 'johan').name = before.name;
  teams[1].name = before.team;
  Object.assign(lists[0], { title: before.list, why: before.why });
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
