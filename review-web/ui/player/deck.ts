// SPDX-License-Identifier: Apache-2.0
// What plays: one audio element for the whole visit, its routing, speed, skipping, loop and stop.
// Knows nothing of pages. Times are milliseconds of the recording.
import { Graph, type Mix } from './graph';
import { addRange, type Range } from './ranges';

export type DeckState = 'empty' | 'loading' | 'ready' | 'failed';
type Listener = () => void;
type Events = 'time' | 'state' | 'ended' | 'heard';

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;
const STEP_MS = 1200; // a gap between two looks longer than this was a jump, not listening

export class Deck {
  readonly audio = new Audio();
  heard: Range[] = [];
  state: DeckState = 'empty';
  skips: Range[] = [];
  skipping = false;
  loop: Range | null = null;
  stopAt: number | null = null;
  private graph: Graph | null = null;
  private channels = 2;
  private mix: Mix = { pan: 'soft', solo: 'both', agent: 1, caller: 1 };
  private listeners = new Map<Events, Set<Listener>>();
  private lastSeen = 0;
  private frame = 0;
  private wanted: number | null = null;

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
    audio.addEventListener('timeupdate', () => this.look()); // frames stop in a hidden tab
    audio.addEventListener('seeked', () => {
      this.lastSeen = this.now;
      this.emit('time');
    });
    audio.addEventListener('ended', () => {
      this.look();
      this.emit('ended');
    });
    audio.addEventListener('error', () => {
      if (audio.getAttribute('src')) this.become('failed');
    });
  }

  get now() {
    return this.wanted ?? this.audio.currentTime * 1000;
  }
  get playing() {
    return !this.audio.paused;
  }
  get rate() {
    return this.audio.playbackRate;
  }
  set rate(value: number) {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = value;
  }

  on(event: Events, run: Listener): () => void {
    const set = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, set.add(run));
    return () => {
      set.delete(run);
    };
  }

  load(url: string, channels: number, at = 0) {
    this.channels = channels;
    this.heard = [];
    this.loop = this.stopAt = null;
    this.skips = [];
    this.wanted = at;
    this.lastSeen = at;
    this.become('loading');
    this.audio.src = url;
    this.setMix(this.mix);
  }

  unload() {
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
    this.wanted = null;
    this.become('empty');
  }

  /** Needs a press or a key to have come first, as every browser demands. */
  warm() {
    if (this.graph || typeof AudioContext === 'undefined') return;
    this.graph = new Graph(this.audio);
    this.graph.set(this.mix, this.channels);
  }

  play() {
    this.warm();
    void this.graph?.wake();
    return this.audio.play().catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'AbortError') return; // paused meanwhile
      this.emit('state');
    });
  }

  pause() {
    this.audio.pause();
  }
  toggle() {
    if (this.playing) this.pause();
    else void this.play();
  }

  seek(ms: number) {
    const end = Number.isFinite(this.audio.duration) ? this.audio.duration * 1000 : ms;
    const at = Math.max(0, Math.min(ms, end));
    this.look();
    this.lastSeen = at;
    if (this.state === 'loading') this.wanted = at;
    else this.audio.currentTime = at / 1000;
    this.emit('time');
  }

  setMix(mix: Mix) {
    this.mix = mix;
    this.graph?.set(mix, this.channels);
  }

  private become(state: DeckState) {
    this.state = state;
    this.emit('state');
  }

  private loaded() {
    if (this.wanted) this.audio.currentTime = this.wanted / 1000;
    this.wanted = null;
    this.become('ready');
    this.emit('time');
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

  /** Sums up what was heard since the last look, then obeys skip, loop and stop. */
  private look() {
    const now = this.now;
    if (now > this.lastSeen && now - this.lastSeen < STEP_MS * Math.max(1, this.rate)) {
      this.heard = addRange(this.heard, Math.floor(this.lastSeen), Math.ceil(now));
      this.emit('heard');
    }
    this.lastSeen = now;
    if (!this.playing || this.audio.seeking) return;
    if (this.stopAt !== null && now >= this.stopAt) return this.stop();
    if (this.loop && now >= this.loop[1]) return this.seek(this.loop[0]);
    const silent = this.skipping && this.skips.find(([from, to]) => now >= from && now < to - 60);
    if (silent) this.seek(Math.min(silent[1], this.stopAt ?? silent[1]));
  }

  private stop() {
    this.stopAt = null;
    this.pause();
    this.emit('ended');
  }

  private emit(event: Events) {
    for (const run of this.listeners.get(event) ?? []) run();
  }
}
