// SPDX-License-Identifier: Apache-2.0
// Walking a programme: one button for the whole, the sound of each item until its next unanswered
// think-stop, and where one is, told to the service to the second. Never past a question that has no
// answer.
import { batch, computed, signal } from '@preact/signals';
import { ApiError } from '../api/client';
import { lessons } from '../api/programmes';
import type { Lesson, LessonItem, LessonStop } from '../api/types';
import type { Peaks } from '../player/peaks';
import { common, total, unite, type Range } from '../player/ranges';
import { area } from '../words/area';
import { length } from '../words/format';
import { enProgrammes, svProgrammes } from '../words/programmes';
import { askHeard, closeListening, deck, openListening, soundOf } from './listen';
import { fetchPeaks } from './player';
import { say, sayFailure } from './say';

const w = area(svProgrammes, enProgrammes);

const TELL_EVERY_MS = 5000;
const NEAR_MS = 60; // the needle that stopped at a second stands a little beside it
const TAIL_MS = 1000; // nearer than this to the end it was heard
const MOST = 0.8; // of a clip: who has heard that has heard it
const ASK_AGAIN_MS = 700; // what was just handed out is counted a little later

export const sounds = (item: LessonItem) => item.source === 'ready' && item.interaction !== null;
export const endOf = (item: LessonItem) => item.to_ms || (item.interaction?.duration_ms ?? 0);
const openStop = (item: LessonItem) => item.stops.find(stop => !stop.answer) ?? null;
/** What has a key is not done before one has scored it. */
export const toScore = (item: LessonItem) =>
  sounds(item) && item.questions !== null && item.guess === null;

/** Where this person stopped; what she has finished there is not begun anew. */
function placeOf(lesson: Lesson): { index: number; at: number } {
  const { items } = lesson;
  const index = items.findIndex(item => item.id === lesson.item);
  const here = items[index];
  if (here && !(here.done_ms && lesson.item_at_ms >= endOf(here) - TAIL_MS)) {
    const inside = lesson.item_at_ms >= here.from_ms && lesson.item_at_ms < endOf(here) - TAIL_MS;
    return { index, at: inside ? lesson.item_at_ms : here.from_ms };
  }
  const rest = items.findIndex((item, i) => i > index && !item.done_ms);
  const first = rest < 0 ? items.findIndex(item => !item.done_ms) : rest;
  return { index: Math.max(0, first), at: items[Math.max(0, first)]?.from_ms ?? 0 };
}

export class Walk {
  readonly lesson;
  readonly index;
  readonly at; // in the call, milliseconds
  readonly playing = signal(false);
  readonly stop = signal<LessonStop | null>(null);
  readonly heardOut = signal(false);
  readonly peaks = signal<Peaks | null>(null);
  readonly slow = signal(false);
  readonly item = computed(() => this.lesson.value.items[this.index.value] ?? null);
  readonly ended = computed(() => this.lesson.value.items.every(item => item.done_ms !== null));
  private loaded = ''; // the item whose sound the deck holds
  private known: string; // what the service has of where one is
  private turn = 0; // a later move makes an earlier one's answer stale
  private readonly offs: (() => void)[];

  constructor(lesson: Lesson) {
    const { index, at } = placeOf(lesson);
    this.lesson = signal(lesson);
    this.index = signal(index);
    this.at = signal(at);
    this.known = JSON.stringify({ item: lesson.item, item_at_ms: lesson.item_at_ms });
    deck.unload();
    deck.skipping = false;
    const timer = setInterval(() => deck.playing && this.tell(), TELL_EVERY_MS);
    const leave = () => this.tell(true);
    addEventListener('pagehide', leave);
    this.offs = [
      () => clearInterval(timer),
      () => removeEventListener('pagehide', leave),
      deck.on('ended', () => void this.stopped()),
      deck.on('state', () => this.look()),
      deck.on('time', () => {
        if (this.loaded && deck.state !== 'empty') this.at.value = deck.now;
      }),
    ];
  }

  close() {
    this.tell(true);
    this.turn++;
    this.loaded = '';
    for (const off of this.offs) off();
    closeListening();
    deck.unload();
  }

  // ---- moving ----
  go(index: number, play = false) {
    const item = this.lesson.peek().items[index];
    if (!item) return;
    this.turn++;
    this.loaded = '';
    deck.unload();
    closeListening();
    batch(() => {
      this.index.value = index;
      this.at.value = item.from_ms;
      this.stop.value = null;
      this.heardOut.value = false;
      this.peaks.value = null;
    });
    this.tell();
    if (play) void this.play();
  }

  next() {
    this.go(this.index.peek() + 1, true);
  }

  /** Where to: the sound goes on, or the question that it waits for is asked. */
  async play() {
    const item = this.item.peek();
    if (!item || !sounds(item)) return;
    const waits = this.atStop();
    if (waits) return this.askAt(waits);
    this.heardOut.value = false;
    if (this.loaded !== item.id && !(await this.load(item))) return;
    deck.clip = [item.from_ms, openStop(item)?.at_ms ?? endOf(item)];
    await deck.play();
  }

  /** The question at which one stands, before as after a reload. */
  atStop(): LessonStop | null {
    const item = this.item.peek();
    const waits = item && sounds(item) ? openStop(item) : null;
    return waits && this.at.peek() >= waits.at_ms - NEAR_MS ? waits : null;
  }

  toggle() {
    if (deck.playing) deck.pause();
    else void this.play();
  }

  step(ms: number) {
    if (this.loaded) deck.step(ms);
  }

  again() {
    const item = this.item.peek();
    if (!item) return;
    this.stop.value = null;
    this.at.value = item.from_ms;
    if (this.loaded === item.id) deck.seek(item.from_ms);
    void this.play();
  }

  private async load(item: LessonItem) {
    const turn = ++this.turn;
    const call = item.interaction!;
    try {
      const opened = await openListening(call.id, 'programme');
      if (turn !== this.turn) return false;
      const from = this.at.peek() >= endOf(item) - TAIL_MS ? item.from_ms : this.at.peek();
      deck.load(soundOf(opened, call.channels ?? 2, call.id, 'programme'), from, [
        item.from_ms,
        endOf(item),
      ]);
      this.loaded = item.id;
      fetchPeaks(opened.peaks).then(
        drawn => {
          if (turn === this.turn) this.peaks.value = drawn;
        },
        () => {}, // sound without picture
      );
      return true;
    } catch (cause) {
      sayFailure(cause);
      return false;
    }
  }

  private look() {
    this.playing.value = this.loaded !== '' && deck.playing;
    if (deck.state === 'failed' && this.loaded) {
      this.loaded = '';
      sayFailure(deck.failure);
    } else if (!deck.playing && deck.state === 'ready') this.tell();
  }

  // ---- the sound has stopped: at a question, or at its end ----
  private askAt(stop: LessonStop) {
    this.stop.value = stop;
    this.at.value = stop.at_ms;
    this.tell();
  }

  private async stopped() {
    const item = this.item.peek();
    if (!item || this.loaded !== item.id) return;
    const waits = openStop(item);
    if (waits) return this.askAt(waits);
    this.heardOut.value = true;
    this.tell();
    if (toScore(item)) return;
    await this.finish(item, !this.says(item));
  }

  /** Something to read when it is over: then one goes on oneself. */
  private says(item: LessonItem) {
    return item.kind === 'form' || item.stops.length > 0 || item.done_ms !== null;
  }

  /** Who went straight to its end, or answered before it had sounded, has not heard it. */
  private async heardMost(item: LessonItem): Promise<boolean> {
    const whole = endOf(item) - item.from_ms;
    const of = (some: Range[]) => total(common(unite(some), [[item.from_ms, endOf(item)]]));
    let heard = 0;
    for (let tries = 0; tries < 4; tries++) {
      if (tries) await new Promise(done => setTimeout(done, ASK_AGAIN_MS));
      const all = this.loaded === item.id ? await askHeard() : [];
      if (!all) return true; // the service does not say
      heard = of(all);
      if (heard >= MOST * whole) return true;
      if (of([...all, ...deck.heard]) < MOST * whole) break; // nothing is on its way that would do
    }
    say(w.value.heardLittle(length(heard), length(whole)));
    return false;
  }

  async finish(item: LessonItem, goOn: boolean) {
    try {
      if (item.done_ms === null && (!sounds(item) || (await this.heardMost(item))))
        await lessons.done(item.id);
      await this.reload();
    } catch (cause) {
      return sayFailure(cause);
    }
    const now = this.item.peek();
    if (goOn && now?.id === item.id && now.done_ms && !now.annotation) this.next();
  }

  // ---- what one does ----
  async answer(body: string) {
    const stop = this.stop.peek();
    if (!stop) return;
    try {
      await lessons.answer(stop.id, body);
    } catch (cause) {
      if (!(cause instanceof ApiError) || cause.status !== 409) throw cause;
      await this.reload(); // answered in another tab: what was written here is shown beside it
      this.stop.value = null;
      throw cause;
    }
    await this.reload();
    this.stop.value = null;
    void this.play();
  }

  async guess(item: LessonItem, answers: Record<string, string>) {
    await lessons.guess(item.id, answers);
    await this.finish(item, false);
  }

  async reload() {
    this.lesson.value = await lessons.get(this.lesson.peek().id);
  }

  /** While playing, at each stop, and when leaving. */
  private tell(leaving = false) {
    const item = this.item.peek();
    if (!item) return;
    const at = { item: item.id, item_at_ms: Math.floor(this.at.peek()) };
    const told = JSON.stringify(at);
    if (told === this.known) return;
    void lessons.place(this.lesson.peek().id, at, leaving).then(
      () => {
        this.known = told;
      },
      () => {}, // told again at the next pause or tick
    );
  }
}
