// SPDX-License-Identifier: Apache-2.0
// What plays: one audio element for the whole visit, its routing, speed, skipping, loop and clip.
// Knows nothing of pages. Times are milliseconds of the recording. To look at the needle sums up what
// was heard; to obey moves it. Moving never obeys, so that no move can ask for another.
import { Graph, type Mix } from './graph';
import { addRange, inside, stepOver, type Range } from './ranges';

export type DeckState = 'empty' | 'loading' | 'ready' | 'failed';
/** renew gives another address when this one is no longer good: an address lives for a while. whyNot
    tells why it cannot be had, which the element does not: null where it can. */
export type Sound = {
  url: string;
  channels: number;
  renew?: () => Promise<string>;
  whyNot?: (url: string) => Promise<unknown>;
};
type Listener = () => void;
type Events = 'time' | 'state' | 'ended' | 'heard' | 'renewed';

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;
const STEP_MS = 1200; // a gap between two looks longer than this was a jump, not listening
const RENEW_MS = 60_000; // sound that fails again within this is broken, not too old
const ARRIVED_MS = 60; // nearer than this to where a silence ends is there

export class Deck {
  readonly audio = new Audio();
  heard: Range[] = [];
  state: DeckState = 'empty';
  failure: unknown = null; // why the sound could not be had anew; null: it could, and failed again
  skips: Range[] = [];
  loop: Range | null = null;
  clip: Range | null = null; // nothing outside it is played; its end is the end
  private sound: Sound = { url: '', channels: 2 };
  private skips_on = false;
  private spared: Range | null = null; // somebody asked for this very moment: silence there is heard
  private graph: Graph | null = null;
  private mix: Mix = { pan: 'soft', solo: 'both', agent: 1, caller: 1 };
  private listeners = new Map<Events, Set<Listener>>();
  private lastSeen = 0;
  private frame = 0;
  private wanted: number | null = null; // where to go once there is sound to go in
  private wish = false; // to play, once there is
  private renewed_ms = -Infinity;
  private turn = 0; // a later load makes an earlier one's renewal stale

  constructor() {
    const { audio } = this;
    audio.preload = 'auto';
    audio.preservesPitch = true;
    const say = () => this.emit('state');
    for (const event of ['play', 'pause', 'ratechange', 'waiting', 'playing']) {
      audio.addEventListener(event, say);
    }
    audio.addEventListener('play', () => this.run());
    audio.addEventListener('loadedmetadata', () => this.loaded());
    audio.addEventListener('timeupdate', () => {
      this.look(); // frames stop in a hidden tab, and are late on a busy machine
      this.emit('time');
    });
    audio.addEventListener('seeked', () => {
      this.lastSeen = this.now;
      this.emit('time');
    });
    audio.addEventListener('ended', () => this.ended());
    audio.addEventListener('error', () => {
      if (audio.getAttribute('src')) this.broke();
    });
  }

  get now() {
    return this.wanted ?? this.audio.currentTime * 1000;
  }
  /** Sounds, or will as soon as it can. */
  get playing() {
    return this.state === 'ready' ? !this.audio.paused : this.wish;
  }
  get rate() {
    return this.audio.playbackRate;
  }
  set rate(value: number) {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = value;
  }
  get skipping() {
    return this.skips_on;
  }
  set skipping(on: boolean) {
    if (on && !this.skips_on) this.spared = null;
    this.skips_on = on;
  }

  on(event: Events, run: Listener): () => void {
    const set = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, set.add(run));
    return () => {
      set.delete(run);
    };
  }

  load(sound: Sound, at = 0, clip: Range | null = null) {
    this.turn++;
    this.sound = sound;
    this.heard = [];
    this.loop = this.spared = null;
    this.clip = clip;
    this.skips = [];
    this.renewed_ms = -Infinity;
    this.open(sound.url, at, false);
  }

  unload() {
    this.turn++;
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
    this.wanted = null;
    this.wish = false;
    this.heard = [];
    this.become('empty');
  }

  /** Needs a press or a key to have come first, as every browser demands. */
  warm() {
    if (this.graph || typeof AudioContext === 'undefined') return;
    this.graph = new Graph(this.audio);
    this.graph.set(this.mix, this.sound.channels);
  }

  async play() {
    this.warm();
    void this.graph?.wake();
    if (this.state !== 'ready') {
      this.wish = this.state === 'loading';
      return this.emit('state');
    }
    if (this.over()) this.jump(this.loop?.[0] ?? this.clip?.[0] ?? 0);
    try {
      await this.audio.play();
    } catch {
      this.emit('state'); // paused meanwhile, or the browser wants a press first
    }
  }

  pause() {
    this.wish = false;
    this.audio.pause();
    if (this.state !== 'ready') this.emit('state');
  }
  toggle() {
    if (this.playing) this.pause();
    else void this.play();
  }

  /** A jump past what repeats leaves it. spare: silence between there and here is heard. */
  seek(ms: number, spare: number | null = null) {
    const at = Math.max(this.clip?.[0] ?? 0, Math.min(ms, this.end()));
    this.listen();
    if (this.loop && at >= this.loop[1]) {
      this.loop = null;
      this.emit('state');
    }
    this.spared = spare === null ? null : [at, Math.max(at, spare)];
    this.jump(at);
  }

  /** While silence is skipped a step counts what is heard: else no step back ever leaves a silence. */
  step(ms: number) {
    const over = this.skips_on && this.playing ? this.skips : [];
    this.seek(stepOver(this.now, ms, over));
  }

  setMix(mix: Mix) {
    this.mix = mix;
    this.graph?.set(mix, this.sound.channels);
  }

  private end() {
    const { duration } = this.audio;
    const whole = Number.isFinite(duration) && this.wanted === null ? duration * 1000 : Infinity;
    return Math.min(this.clip?.[1] ?? Infinity, whole);
  }

  /** Nothing is left to hear. The element says so only once it has looked: right after a move to the end
      it does not, and shows the place to the microsecond. */
  private over() {
    return this.audio.ended || this.now >= Math.min(this.loop?.[1] ?? Infinity, this.end()) - 1;
  }

  private become(state: DeckState) {
    this.state = state;
    this.emit('state');
  }

  private open(url: string, at: number, play: boolean) {
    this.wanted = this.lastSeen = at;
    this.wish = play;
    this.failure = null;
    this.become('loading');
    this.audio.src = url;
    this.setMix(this.mix);
  }

  private loaded() {
    const at = this.wanted ?? 0;
    this.wanted = null;
    if (at) this.audio.currentTime = Math.min(at / 1000, this.audio.duration);
    const play = this.wish;
    this.wish = false;
    this.become('ready');
    if (play) void this.play();
    this.emit('time');
  }

  /** The sound stopped coming. An address that grew old is had anew, once; the needle stays. */
  private async broke() {
    const { now, playing, turn } = this;
    this.listen();
    this.audio.pause();
    this.wanted = now;
    this.wish = playing;
    const may = this.sound.renew && performance.now() - this.renewed_ms > RENEW_MS;
    if (!may) {
      const cause = (await this.sound.whyNot?.(this.audio.src)) ?? null;
      if (turn === this.turn) this.fail(cause);
      return;
    }
    this.renewed_ms = performance.now();
    this.become('loading');
    try {
      const url = await this.sound.renew!();
      if (turn !== this.turn) return;
      this.emit('renewed');
      this.open(url, this.now, this.wish);
    } catch (cause) {
      if (turn === this.turn) this.fail(cause);
    }
  }

  private fail(cause: unknown) {
    this.failure = cause;
    this.wish = false;
    this.become('failed');
  }

  private run() {
    cancelAnimationFrame(this.frame);
    const step = () => {
      this.look();
      this.emit('time');
      if (this.playing) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  private look() {
    this.listen();
    if (this.state === 'ready' && this.playing && !this.audio.seeking) this.obey();
  }

  /** Sums up what was heard since the last look. */
  private listen() {
    const { now } = this;
    if (now > this.lastSeen && now - this.lastSeen < STEP_MS * Math.max(1, this.rate)) {
      this.heard = addRange(this.heard, Math.floor(this.lastSeen), Math.ceil(now));
      this.emit('heard');
    }
    this.lastSeen = now;
  }

  /** The clip's end, then the loop's, then what is skipped: never past the one or the other. */
  private obey() {
    const { now, loop, clip } = this;
    if (clip && now >= clip[1]) return this.finish();
    if (loop && now >= loop[1]) return this.jump(loop[0]);
    const silent = this.skips_on && this.skips.find(skip => inside(skip, now, ARRIVED_MS));
    if (!silent || this.asked(silent)) return;
    if (loop && now >= loop[0] && silent[1] >= loop[1]) {
      if (silent[0] > loop[0]) this.jump(loop[0]); // and where all of it is silent, that is heard
    } else this.jump(Math.min(silent[1], clip?.[1] ?? Infinity));
  }

  private asked(silent: Range) {
    return this.spared !== null && this.spared[0] < silent[1] && this.spared[1] >= silent[0];
  }

  private jump(at: number) {
    this.lastSeen = at;
    if (this.state === 'ready') this.audio.currentTime = at / 1000;
    else this.wanted = at;
    this.emit('time');
  }

  private ended() {
    this.listen();
    if (this.loop) return void this.play();
    this.emit('ended');
  }

  private finish() {
    this.pause();
    this.emit('ended');
  }

  private emit(event: Events) {
    for (const run of this.listeners.get(event) ?? []) run();
  }
}
