// SPDX-License-Identifier: Apache-2.0
// What a person notices of the player: where the sound is, whether it goes on, and which voices reach
// the ear. Asked of the browser's own element and of the way out to the speakers, never of the page.
import { TONES } from './world-player.mjs';

/** In the page, before its scripts: keeps hold of the element and of what goes to the speakers. */
function attach() {
  const ear = (window.ear = { audio: null, sought: null, active: 0, since: null, tap: null, stalled: 0, late: 0 });
  let last = performance.now();
  setInterval(() => {
    const gap = performance.now() - last;
    if (gap > 60) ear.stalled += gap; // a busy machine lets neither the page nor the sound go on
    last += gap;
  }, 20);
  let drawn = performance.now();
  const frame = () => {
    const gap = performance.now() - drawn;
    if (gap > 60) ear.late += gap; // nor does what looks at the sound with every frame look in time
    drawn += gap;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const began = () => {
    ear.since ??= performance.now();
  };
  const stopped = () => {
    if (ear.since !== null) ear.active += performance.now() - ear.since;
    ear.since = null;
  };
  const Made = window.Audio;
  window.Audio = function kept() {
    const audio = (ear.audio = new Made());
    for (const name of ['playing', 'seeked']) audio.addEventListener(name, () => !audio.paused && !audio.seeking && began());
    for (const name of ['pause', 'waiting', 'seeking', 'ended', 'emptied', 'error']) audio.addEventListener(name, stopped);
    audio.addEventListener('seeking', () => (ear.sought = audio.currentTime));
    audio.addEventListener('ratechange', () => {
      if (ear.since === null) return;
      stopped();
      began();
    });
    return audio;
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function tapped(to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      ear.tap = this.context.createAnalyser();
      ear.tap.fftSize = 2048;
      ear.tap.smoothingTimeConstant = 0;
      connect.call(this, ear.tap);
    }
    return connect.call(this, to, ...rest);
  };
}

export const listenIn = page => page.addInitScript(attach);

/** The sound, and where it was last moved to, in seconds; how long it has played, in milliseconds; what the page says of it. In one
    look, so that they belong together. */
export const heard = page =>
  page.evaluate(() => {
    const { audio, active, since } = window.ear;
    return {
      at: audio.currentTime,
      sought: window.ear.sought,
      on: !audio.paused,
      rate: audio.playbackRate,
      active: active + (since === null ? 0 : performance.now() - since),
      wall: performance.now(),
      stalled: window.ear.stalled,
      late: window.ear.late,
      ended: audio.ended,
      plays: /Pausa/.test(document.querySelector('#play')?.textContent ?? ''),
      repeats: /Upprepar/.test(document.querySelector('.spanline')?.textContent ?? ''),
      now: (document.querySelector('#now')?.textContent ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0),
      body: document.activeElement === document.body || !document.activeElement,
    };
  });

/** Which voices reach the speakers now: the loudness of each tone there, in decibels. */
export async function voices(page) {
  const levels = await page.evaluate(tones => {
    const { tap } = window.ear;
    if (!tap) return null;
    const bins = new Float32Array(tap.frequencyBinCount);
    tap.getFloatFrequencyData(bins);
    const at = hz => Math.round((hz * tap.fftSize) / tap.context.sampleRate);
    return Object.fromEntries(Object.entries(tones).map(([who, hz]) => [who, Math.max(...bins.slice(at(hz) - 1, at(hz) + 2))]));
  }, TONES);
  return { agent: levels?.agent > -50, caller: levels?.caller > -50, levels };
}

/** Waits for what is so; says where the sound was when it never came. */
export async function until(page, what, wanted, ms = 8000) {
  for (const end = Date.now() + ms * Number(process.env.PATIENCE ?? 1); ;) {
    const now = await heard(page);
    if (wanted(now)) return now;
    if (Date.now() > end) throw new Error(`${what}: never; the sound is at ${JSON.stringify(now)}`);
    await page.waitForTimeout(15);
  }
}
