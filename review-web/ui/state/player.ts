// SPDX-License-Identifier: Apache-2.0
// One call under the needle: what the player's parts show and what its keys do. The deck plays;
// this remembers where one looks, what is chosen, and tells the pages in signals.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Call, Reason } from '../api/types';
import { parsePeaks, turns, type Peaks } from '../player/peaks';
import { RATES } from '../player/deck';
import type { Solo } from '../player/graph';
import { addRange, total, type Range } from '../player/ranges';
import { foreign, shades, skippable, type Shade } from '../player/shades';
import { firstView, follow, show, zoom, type View } from '../player/view';
import { takeOpened } from './ahead';
import { deck, openListening } from './listen';
import { prefer, prefs } from './prefs';

export type Step = { id: string; at: number; to: number; title: string; said: string; by: string };
export type Opening = 'closed' | 'opening' | 'open' | 'failed';
type Frame = (ms: number) => void;

const TICK_MS = 200; // how often texts follow the sound
const BACK_BEFORE_NOTE_MS = 2000; // a remark needs its lead-in

export class Player {
  readonly opening = signal<Opening>('closed');
  readonly failure = signal<unknown>(null);
  readonly peaks = signal<Peaks | null>(null);
  readonly playing = signal(false);
  readonly now = signal(0);
  readonly view = signal<View>({ from: 0, to: 1 });
  readonly solo = signal<Solo>('both');
  readonly span = signal<Range | null>(null);
  readonly loopFrom = signal<number | null>(null);
  readonly loop = signal<Range | null>(null);
  readonly chosen = signal<string | null>(null);
  readonly heard = signal<Range[]>([]);
  readonly shades = signal<Shade[]>([]);
  /** Steps of a method, as evaluations stamped them on the call; by evaluation. */
  readonly steps = signal<Record<string, Step[]>>({});
  readonly length: number;
  readonly mono: boolean;
  readonly skips = computed(() => skippable(this.shades.value, this.peaks.value, this.length));
  readonly turns = computed(() => {
    const peaks = this.peaks.value;
    return peaks ? peaks.channels.map((_, channel) => turns(peaks, channel)) : [];
  });
  readonly effective = computed(() => {
    const left = this.length - total(this.skips.value);
    return prefs.value.skip && left > 0 ? (prefs.value.rate * this.length) / left : null;
  });
  private frames = new Set<Frame>();
  private offs: (() => void)[] = [];
  private earlier: Range[] = [];
  private wide = 0;

  constructor(
    readonly call: Call,
    at: number,
  ) {
    this.length = call.recording?.duration_ms ?? call.duration_ms;
    this.mono = call.recording?.channels === 1;
    const away = call.recording ? foreign(call.hearable, this.length) : [];
    this.shades.value = shades(call.gaps, call.spans, away);
    this.now.value = at;
    this.view.value = { from: 0, to: this.length };
    deck.unload();
    this.offs = [
      deck.on('time', () => this.follow()),
      deck.on('state', () => this.look()),
      deck.on('ended', () => this.look()),
      deck.on('heard', () => {
        this.heard.value = this.earlier.reduce(
          (all, [from, to]) => addRange(all, from, to),
          deck.heard,
        );
      }),
      effect(() => {
        deck.skips = this.skips.value;
        deck.skipping = prefs.value.skip;
      }),
      effect(() => {
        deck.rate = prefs.value.rate;
      }),
      effect(() =>
        deck.setMix({
          pan: prefs.value.pan,
          agent: prefs.value.agent,
          caller: prefs.value.caller,
          solo: this.solo.value,
        }),
      ),
    ];
  }

  /** What this person heard of it on other days, so that the line under the map tells the whole. */
  remember(ranges: Range[]) {
    this.earlier = ranges;
    this.heard.value = ranges.reduce(
      (all, [from, to]) => addRange(all, from, to),
      this.heard.peek(),
    );
  }

  async open(reason: Reason, text: string, play: boolean) {
    if (this.opening.peek() === 'opening' || !this.call.recording) return;
    this.opening.value = 'opening';
    try {
      const begun = takeOpened(this.call.id);
      const { audio, peaks } = await (begun?.opened ?? openListening(this.call.id, reason, text));
      deck.load(audio, this.call.recording.channels, this.now.peek());
      deck.skips = this.skips.value;
      this.opening.value = 'open';
      if (play) void deck.play();
      const drawn = await (begun?.peaks ?? fetch(peaks));
      if (drawn.ok) this.peaks.value = parsePeaks(await drawn.arrayBuffer());
    } catch (cause) {
      batch(() => {
        this.failure.value = cause;
        this.opening.value = 'failed';
      });
    }
  }

  close() {
    for (const off of this.offs) off();
    deck.unload();
  }

  onFrame(run: Frame) {
    this.frames.add(run);
    run(deck.state === 'empty' ? this.now.peek() : deck.now);
    return () => {
      this.frames.delete(run);
    };
  }

  // ---- moving ----
  seek(ms: number) {
    const at = Math.max(0, Math.min(ms, this.length));
    if (this.opening.peek() === 'open') deck.seek(at);
    this.now.value = at;
    this.view.value = follow(this.view.peek(), this.length, at);
    for (const frame of this.frames) frame(at);
  }

  step(ms: number) {
    this.seek(this.at() + ms);
  }
  at() {
    return this.opening.peek() === 'open' ? deck.now : this.now.peek();
  }
  toggle() {
    if (this.opening.peek() === 'open') deck.toggle();
  }

  again() {
    prefer({ rate: 1 });
    this.step(-4000);
    if (this.opening.peek() === 'open') void deck.play();
  }

  /** Starts a little before the moment, and marks it as the one looked at. */
  choose(id: string, at: number) {
    this.chosen.value = id;
    this.seek(at - BACK_BEFORE_NOTE_MS);
  }

  /** Plays from a little before a place in the call. */
  async hear(at: number, reason: Reason) {
    if (this.opening.peek() !== 'open') await this.open(reason, '', false);
    this.seek(at - BACK_BEFORE_NOTE_MS);
    if (this.opening.peek() === 'open') void deck.play();
  }

  overtalk(way: 1 | -1) {
    const places = this.shades
      .peek()
      .filter(shade => shade.kind === 'overtalk')
      .map(shade => Math.max(0, shade.from - 1000));
    const at = this.at();
    const next = way > 0 ? places.find(p => p > at + 1200) : places.findLast(p => p < at - 800);
    if (next !== undefined) this.seek(next);
  }

  // ---- looking ----
  fit(width: number) {
    if (this.wide === 0 && width > 0) {
      this.view.value = follow(firstView(this.length, width), this.length, this.now.peek());
    }
    this.wide = width;
  }

  zoom(factor: number) {
    this.view.value = zoom(this.view.peek(), this.length, this.at(), factor);
  }
  whole() {
    this.view.value = { from: 0, to: this.length };
  }

  center(ms: number) {
    const { from, to } = this.view.peek();
    this.view.value = show(this.length, ms - (to - from) / 2, to - from);
  }

  // ---- choosing ----
  faster(way: 1 | -1) {
    const rates = RATES as readonly number[];
    const at = rates.findIndex(rate => rate >= prefs.value.rate - 0.01);
    prefer({ rate: rates[Math.max(0, Math.min(rates.length - 1, at + way))]! });
  }

  startSpan() {
    const at = Math.round(this.at());
    const end = this.span.peek()?.[1] ?? at;
    this.span.value = [at, Math.max(at + 500, end > at ? end : 0)];
  }

  endSpan() {
    const at = Math.round(this.at());
    const from = Math.min(this.span.peek()?.[0] ?? Math.max(0, at - 5000), at - 500);
    this.span.value = [Math.max(0, from), at];
  }

  /** First press: A. Second: B, and it repeats. Third: it stops repeating. */
  pressLoop() {
    const at = Math.round(this.at());
    const from = this.loopFrom.peek();
    if (this.loop.peek()) this.setLoop(null);
    else if (from === null) this.loopFrom.value = at;
    else this.setLoop(at > from + 300 ? [from, at] : [Math.max(0, at), from]);
  }

  setLoop(range: Range | null) {
    this.loopFrom.value = null;
    this.loop.value = deck.loop = range && range[1] - range[0] > 300 ? range : null;
  }

  turnStarts() {
    return this.turns.value.flat().map(turn => turn.from);
  }

  private look() {
    this.playing.value = deck.playing;
    if (deck.state === 'failed') this.opening.value = 'failed';
    this.follow();
  }

  private follow() {
    if (deck.state === 'empty') return;
    const ms = deck.now;
    for (const frame of this.frames) frame(ms);
    if (Math.floor(ms / TICK_MS) === Math.floor(this.now.peek() / TICK_MS)) return;
    batch(() => {
      this.now.value = ms;
      if (deck.playing) this.view.value = follow(this.view.peek(), this.length, ms);
    });
  }
}

/** Peaks for a small picture beside a moment: no sound is opened for it. */
export async function fetchPeaks(url: string): Promise<Peaks> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`peaks ${response.status}`);
  return parsePeaks(await response.arrayBuffer());
}
