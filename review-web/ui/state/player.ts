// SPDX-License-Identifier: Apache-2.0
// One call under the needle: what the player's parts show and what its keys do. The deck plays;
// this remembers where one looks, what is chosen, and tells the pages in signals.
import { batch, computed, effect, signal } from '@preact/signals';
import { bytesOf } from '../api/client';
import type { Call, Reason } from '../api/types';
import { parsePeaks, turns, type Peaks } from '../player/peaks';
import { RATES, type Sound } from '../player/deck';
import { neighbour, startOf } from '../player/stops';
import { addRange, common, total, type Range } from '../player/ranges';
import { foreign, shades, skippable, type Shade } from '../player/shades';
import { firstView, follow, show, zoom, type View } from '../player/view';
import { takeOpened } from './ahead';
import { askHeard, closeListening, deck, openListening, solo, soundOf } from './listen';
import { prefer, prefs } from './prefs';
import { arrival } from './route';
import { say } from './say';
import { keepInTab } from './tab';
import { words } from '../words';
import { shown } from '../words/format';

export type Step = { id: string; at: number; to: number; title: string; said: string; by: string };
export type Opening = 'closed' | 'opening' | 'open' | 'failed';
type Frame = (ms: number) => void;

const TICK_MS = 200; // how often texts follow the sound
const SHORTEST_SPAN_MS = 500;
const SHORTEST_LOOP_MS = 300;

export class Player {
  readonly opening = signal<Opening>('closed');
  readonly failure = signal<unknown>(null);
  readonly peaks = signal<Peaks | null>(null);
  readonly playing = signal(false);
  readonly now = signal(0);
  readonly view = signal<View>({ from: 0, to: 1 });
  readonly solo = solo;
  readonly span = signal<Range | null>(null);
  readonly loopFrom = signal<number | null>(null);
  readonly loop = signal<Range | null>(null);
  readonly chosen = signal<string | null>(null);
  readonly heard = signal<Range[]>([]);
  readonly shades = signal<Shade[]>([]);
  /** Grows when a key wants sound and nobody has said why one listens. */
  readonly asked = signal(0);
  /** Why there is no picture of the sound, when there could be one. */
  readonly blind = signal(false);
  /** Steps of a method, as evaluations stamped them on the call; by evaluation. */
  readonly steps = signal<Record<string, Step[]>>({});
  readonly length: number;
  readonly hers: Range[]; // what of it the listener may hear, and how long that is
  readonly hersMs: number;
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
  private wide = 0;
  private wish = false; // while it is being opened: whether it is to sound then
  private closed = false;
  private stood = -1; // where the needle was put for talking at once, last
  private why: { reason: Reason; text: string } | null = null;

  constructor(
    readonly call: Call,
    from: number,
  ) {
    const place = `medlyss-at-${call.id}`;
    const at = (arrival.peek().back && Number(sessionStorage.getItem(place))) || from;
    const keep = () => keepInTab(place, String(Math.round(this.at())));
    this.length = call.recording?.duration_ms ?? call.duration_ms;
    this.mono = call.recording?.channels === 1;
    const away = call.recording ? foreign(call.hearable, this.length) : [];
    this.hers = away.length ? call.hearable : [[0, this.length]];
    this.hersMs = shown(this.hers);
    this.shades.value = shades(call.gaps, call.spans, away);
    // Another's part is silence, and an address holds whole seconds.
    this.now.value = this.hers.find(([part]) => part >= at && (!at || part < at + 1000))?.[0] ?? at;
    this.view.value = { from: 0, to: this.length };
    deck.unload();
    solo.value = 'both';
    addEventListener('pagehide', keep);
    this.offs = [
      keep, // before the deck is empty
      () => removeEventListener('pagehide', keep),
      deck.on('time', () => this.follow()),
      deck.on('state', () => this.look()),
      deck.on('ended', () => this.look()),
      deck.on('heard', () => this.remember(deck.heard)),
      effect(() => {
        deck.skips = this.skips.value;
        deck.skipping = prefs.value.skip;
      }),
      effect(() => {
        deck.rate = prefs.value.rate;
      }),
    ];
  }

  /** What this person has heard of it, now and on other days: the line under the map tells the whole. */
  remember(ranges: Range[]) {
    this.heard.value = ranges.reduce(
      (all, [from, to]) => addRange(all, from, to),
      this.heard.peek(),
    );
  }

  async open(reason: Reason, text: string, play: boolean) {
    if (this.opening.peek() === 'opening' || !this.call.recording) return;
    this.wish = play;
    this.why = { reason, text };
    this.opening.value = 'opening';
    this.look();
    try {
      const begun = takeOpened(this.call.id);
      const opened = await (begun?.opened ?? openListening(this.call.id, reason, text));
      if (this.closed) return; // one has gone on: nothing may sound behind the next page
      this.sound(soundOf(opened, this.call.recording.channels, this.call.id, reason, text));
      void this.picture(begun?.peaks ?? bytesOf(opened.peaks));
    } catch (cause) {
      if (!this.closed) this.fail(cause);
    }
  }

  private sound(sound: Sound) {
    const loop = this.loop.peek(); // may have been set before there was sound
    deck.load(sound, this.now.peek());
    deck.skips = this.skips.value;
    deck.loop = loop;
    this.opening.value = 'open';
    if (this.wish) void deck.play();
    this.look();
  }

  private async picture(asked: Promise<Response>) {
    try {
      this.peaks.value = parsePeaks(await (await asked).arrayBuffer());
      this.blind.value = false;
    } catch {
      this.blind.value = true; // the sound is there all the same
    }
  }

  private fail(cause: unknown) {
    batch(() => {
      this.failure.value = cause;
      this.opening.value = 'failed';
      this.playing.value = false;
    });
  }

  close() {
    this.closed = true;
    for (const off of this.offs) off();
    closeListening();
    solo.value = 'both';
    deck.unload();
  }

  onFrame(run: Frame) {
    this.frames.add(run);
    run(this.at());
    return () => {
      this.frames.delete(run);
    };
  }

  // ---- moving ----
  seek(ms: number, spare: number | null = null) {
    const at = Math.max(0, Math.min(ms, this.length));
    if (this.opening.peek() === 'open') deck.seek(at, spare);
    else this.now.value = at;
    this.show();
  }

  private show() {
    const at = this.at();
    this.now.value = at;
    this.view.value = follow(this.view.peek(), this.length, at);
    for (const frame of this.frames) frame(at);
  }

  step(ms: number) {
    if (this.opening.peek() !== 'open') return this.seek(this.at() + ms);
    deck.step(ms);
    this.show();
  }
  at() {
    return this.opening.peek() === 'open' ? deck.now : this.now.peek();
  }

  toggle() {
    const state = this.opening.peek();
    if (state === 'open') return deck.toggle();
    if (state === 'opening') this.wish = !this.wish;
    else void this.retry();
    this.look();
  }

  /** Opens it for the reason that was given; where none was, that is asked for. */
  retry() {
    if (this.why) return this.open(this.why.reason, this.why.text, true);
    this.asked.value++;
  }

  again() {
    prefer({ rate: 1 });
    this.step(-4000);
    if (!this.sounds()) this.toggle();
  }

  /** Starts a little before the moment, and marks it as the one looked at. Silence there is heard. */
  /** Where what the listener hears there begins: what leads in to a place is not another's. */
  since(at: number) {
    return this.hers.findLast(([part]) => part <= at)?.[0] ?? 0;
  }

  choose(id: string, at: number) {
    this.chosen.value = id;
    this.leadTo(at);
  }

  private leadTo(at: number) {
    this.seek(Math.max(startOf(at), this.since(at)), at);
  }

  /** Plays from a little before a place in the call. */
  async hear(at: number, reason: Reason) {
    if (this.opening.peek() !== 'open') await this.open(reason, '', false);
    this.leadTo(at);
    if (this.opening.peek() === 'open') void deck.play();
  }

  overtalk(way: 1 | -1) {
    const places = this.shades
      .peek()
      .filter(shade => shade.kind === 'overtalk')
      .map(shade => ({
        at: shade.from,
        start: Math.max(this.since(shade.from), shade.from - 1000),
      }));
    const stood = places.findIndex(one => one.start === this.stood);
    const next = neighbour(places, this.at(), way, stood);
    if (!next) return;
    this.stood = next.start;
    this.seek(next.start);
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
    const at = Math.min(Math.round(this.at()), this.length - SHORTEST_SPAN_MS);
    const end = this.span.peek()?.[1] ?? at;
    this.span.value = [Math.max(0, at), Math.max(at + SHORTEST_SPAN_MS, end)];
  }

  endSpan() {
    const at = Math.max(Math.round(this.at()), SHORTEST_SPAN_MS);
    const from = Math.min(this.span.peek()?.[0] ?? at - 5000, at - SHORTEST_SPAN_MS);
    this.span.value = [Math.max(0, from), at];
  }

  /** First press: A. Second: B, and it repeats; too near A it is said to be, and A stays. Third: it
      stops repeating. */
  pressLoop() {
    const at = Math.round(this.at());
    const from = this.loopFrom.peek();
    if (this.loop.peek()) this.setLoop(null);
    else if (from === null) this.loopFrom.value = at;
    else if (Math.abs(at - from) <= SHORTEST_LOOP_MS) say(words.value.player.loopShort);
    else this.setLoop([Math.min(from, at), Math.max(from, at)]);
  }

  setLoop(range: Range | null) {
    this.loopFrom.value = null;
    this.loop.value = deck.loop = range && range[1] - range[0] > SHORTEST_LOOP_MS ? range : null;
  }

  /** How much of what is hers was heard. */
  heardMs() {
    return Math.round(total(common(this.heard.value, this.hers)));
  }

  /** The same as the service counts it, and what of it is no silence. */
  async listened() {
    this.heard.value = (await askHeard()) ?? this.heard.peek();
    const heard = this.heardMs();
    return { heard, sounds: this.length - total(this.skips.value) };
  }

  turnStarts() {
    return this.turns.value.flat().map(turn => turn.from);
  }

  /** Asked of the deck: what was told last may lag behind a quick hand. */
  private sounds() {
    return this.opening.peek() === 'opening' ? this.wish : deck.playing;
  }

  private look() {
    const open = this.opening.peek();
    if (open === 'open' && deck.state === 'failed') return this.fail(deck.failure);
    this.playing.value = this.sounds();
    if (open === 'open') this.loop.value = deck.loop; // a jump past its end left it
    this.follow();
  }

  private follow() {
    if (this.opening.peek() !== 'open') return;
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
  return parsePeaks(await (await bytesOf(url)).arrayBuffer());
}
