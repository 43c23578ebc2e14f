// SPDX-License-Identifier: Apache-2.0
// A draft under one's hands: every answer is kept as it is given, in order; what is missing and what
// it adds up to is the service's word.
import { batch, signal, type Signal } from '@preact/signals';
import { ApiError } from '../api/client';
import { evaluations, type Answer, type Evaluation, type Score } from '../api/evaluation';
import type { Id } from '../api/types';
import { focusOn } from '../keys/focus';
import { questionAt, visible, type Asked } from '../parts/evaluate/matrix';
import { Keeping } from './kept';
import { attempt } from './say';
import { words } from '../words';
import { now as siteNow } from '../words/clock';

const WRITE_PAUSE_MS = 600;
const LEAST = 0.5; // of what sounds: who has heard less is asked before it goes out
const NOTHING: Omit<Answer, 'question'> = {
  value: '',
  comment: '',
  at_ms: null,
  len_ms: null,
  touched: true,
};

/** Milliseconds: what was heard of the call, and what of it is no silence. */
export type Heard = { heard: number; sounds: number };

const channel = (id: Id) => new BroadcastChannel(`medlyss-draft-${id}`);
const dropped = new Set<Id>(); // by a press in this tab, which needs not be told

/** It is thrown away here: other tabs in which it is open are told. */
export function drop(id: Id) {
  dropped.add(id);
  const tabs = channel(id);
  tabs.postMessage(null);
  tabs.close();
}

export class Scoring {
  readonly answers: Signal<Record<string, Answer>>;
  readonly score: Signal<Score>;
  readonly saved = signal<number | null>(null);
  readonly current: Signal<string>;
  readonly writing = signal<string[]>([]); // questions whose comment is open
  readonly asked = signal(false); // one tried to send: say what is missing
  readonly sum = signal(false);
  readonly release = signal(true); // never of a calibration
  readonly busy = signal(false);
  readonly gone = signal(false); // thrown away elsewhere: nothing more is kept from here
  readonly whole = signal(false); // all that is left is no deviation: is that what was heard?
  readonly sure = signal<Heard | null>(null); // so little was heard: is it to go out?
  private asking = 0; // the press whose question stands; an answer ends those before it
  private agreed = false; // it is: said by its own button, which no key is
  readonly keeping = new Keeping(
    () => {
      this.last = this.last.then(() => this.send());
    },
    () => this.waits(),
  );
  private tabs: BroadcastChannel | null = null; // where the same draft is open
  private presses = 0; // answers given here
  private stale = false; // something was given elsewhere while something here was on its way
  private last: Promise<unknown> = Promise.resolve();
  private unkept = new Set<string>(); // given, and not yet known to the service
  private pauses = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    readonly evaluation: Evaluation,
    private done: (now: Evaluation) => void,
  ) {
    this.answers = signal(Object.fromEntries(evaluation.answers.map(one => [one.question, one])));
    this.release.value = evaluation.kind !== 'calibration';
    this.score = signal(evaluation.score);
    this.current = signal(visible(evaluation.rubric, evaluation.score)[0]?.id ?? '');
  }

  private waits() {
    return this.unkept.size + this.pauses.size > 0;
  }

  /** While it is shown: what is refused is sent again, and what is given in another tab stands here too. */
  watch(): () => void {
    const stop = this.keeping.watch();
    const look = () => void this.renew();
    const tabs = channel(this.evaluation.id);
    tabs.onmessage = look;
    this.tabs = tabs;
    addEventListener('focus', look);
    return () => {
      stop();
      removeEventListener('focus', look);
      tabs.close();
      this.tabs = null;
    };
  }

  /** As the service has it now; nothing that was given here meanwhile is lost. */
  private async renew() {
    const before = this.presses;
    if (dropped.has(this.evaluation.id)) return;
    const now = await evaluations.get(this.evaluation.id).catch(cause => this.lost(cause));
    if (!now) return;
    if (!now.can.answer) return this.done(now);
    this.stale = this.waits() || before !== this.presses;
    if (!this.stale) this.take(now);
  }

  /** There is no such draft any more: it stands still, and says so. */
  private lost(cause: unknown): null {
    if (!(cause instanceof ApiError) || ![404, 410].includes(cause.status)) return null;
    for (const pause of this.pauses.values()) clearTimeout(pause);
    this.pauses.clear();
    this.unkept.clear();
    this.keeping.arrived();
    this.gone.value = this.busy.value = true;
    return null;
  }

  private take(now: Evaluation) {
    batch(() => {
      this.answers.value = Object.fromEntries(now.answers.map(one => [one.question, one]));
      this.score.value = now.score;
    });
  }

  of(question: string): Answer {
    return this.answers.value[question] ?? { question, ...NOTHING };
  }

  questions(): Asked[] {
    return visible(this.evaluation.rubric, this.score.value);
  }

  /** Scored, visible, not critical and not answered: what one key may confirm. */
  left(): Asked[] {
    return this.open().filter(one => !one.critical && one.weight > 0);
  }

  /** Critical points without an answer: confirmed with the rest only where they are told by name. */
  leftCritical(): Asked[] {
    return this.open().filter(one => one.critical);
  }

  private open(): Asked[] {
    return this.questions().filter(
      one => !one.unscored && one.subject !== 'organisation' && !this.of(one.id).value,
    );
  }

  set(question: string, change: Partial<Answer>, pause = 0) {
    if (this.busy.value) return; // from the press on it is as it was seen
    const now = { ...this.of(question), ...change, touched: true };
    this.presses++;
    this.answers.value = { ...this.answers.value, [question]: now };
    clearTimeout(this.pauses.get(question));
    this.pauses.delete(question);
    if (!now.value) return; // kept here until there is an answer it belongs to
    if (pause)
      this.pauses.set(
        question,
        setTimeout(() => this.keep(question), pause),
      );
    else this.keep(question);
  }

  comment(question: string, comment: string) {
    this.set(question, { comment }, WRITE_PAUSE_MS);
  }

  /** Kept by the service; a preview asks it for the score and nothing more. */
  protected keep(question: string) {
    this.pauses.delete(question);
    this.unkept.add(question);
    this.last = this.last.then(() => this.send());
  }

  /** All that waits, also what could not be sent before. */
  private async send() {
    try {
      for (const question of this.unkept) {
        const said = await evaluations.answer(this.evaluation.id, this.of(question));
        this.unkept.delete(question);
        batch(() => {
          this.saved.value = said.saved_ms;
          this.score.value = said.score;
        });
      }
      this.keeping.arrived();
      this.tabs?.postMessage(null);
      if (this.stale) void this.renew();
    } catch (cause) {
      this.lost(cause);
      if (this.gone.value) return;
      this.keeping.failed(cause);
      if (!(cause instanceof ApiError) || cause.status !== 409) return;
      this.unkept.clear(); // it is no draft any more: what it is stands here
      this.keeping.arrived();
      void this.renew();
    }
  }

  /** True when the service has every answer that stands here. */
  private async settled() {
    for (const question of [...this.pauses.keys()]) {
      clearTimeout(this.pauses.get(question));
      this.keep(question);
    }
    await this.last;
    if (this.unkept.size) await this.send();
    return !this.unkept.size;
  }

  async rest(critical = false) {
    if (!(await this.settled())) return false;
    return attempt(async () => {
      const now = await evaluations.rest(this.evaluation.id, critical);
      batch(() => {
        this.take(now);
        this.saved.value = siteNow();
      });
      this.tabs?.postMessage(null);
    });
  }

  /** The key for the rest, and on to what only an answer of its own will do for. */
  async restThenNext() {
    if (this.left().length) await this.rest();
    const open = this.questions().find(one => this.score.value.missing[one.id]);
    if (!open) return;
    this.current.value = open.id;
    questionAt(open.id)?.focus();
  }

  /** True when it was handed in. Else what is missing is said, and the first of it has the focus. */
  async submit(listened: () => Promise<Heard>): Promise<boolean> {
    if (this.busy.value || this.isAsked()) return false;
    this.busy.value = true;
    if (!(await this.settled())) {
      this.busy.value = false;
      return false;
    }
    if (this.missing()) {
      this.busy.value = false;
      this.asksMissing();
      return false;
    }
    const press = ++this.asking;
    const heard = await listened();
    if (press !== this.asking && !this.agreed) {
      this.busy.value = false;
      return false;
    }
    if (this.asks(heard)) return false;
    const w = words.value.evaluate;
    const { id } = this.evaluation;
    const good = await attempt(
      async () => {
        let now = await evaluations.submit(id);
        if (this.release.value) now = await evaluations.release(id);
        this.tabs?.postMessage(null);
        this.done(now);
      },
      this.release.value ? w.sent : this.evaluation.kind === 'calibration' ? w.ratedIn : w.handedIn,
    );
    this.busy.value = false;
    return good;
  }

  /** What is asked is answered by its own buttons: the key that led to it leads there again. */
  private isAsked(): boolean {
    const whole = this.whole.value && this.missing();
    if (whole || this.sure.value) focusOn(whole ? '#whole' : '#hear-more');
    return Boolean(whole || this.sure.value);
  }

  private missing = () => this.questions().find(one => this.score.value.missing[one.id]);

  /** Where all that lacks is an answer that the rest gives, one press more is the decision; else the first of
      it has the focus. */
  private asksMissing() {
    const rest = new Set([...this.left(), ...this.leftCritical()].map(one => one.id));
    const { missing } = this.score.value;
    const whole = Object.entries(missing).every(
      ([id, lack]) => rest.has(id) && lack.every(one => one === 'answer'),
    );
    if (whole) {
      this.whole.value = true;
      focusOn('#whole');
    } else this.toMissing();
  }

  private toMissing() {
    const first = this.missing();
    batch(() => {
      this.whole.value = false;
      this.asked.value = true;
      if (first) this.current.value = first.id;
    });
    if (first) questionAt(first.id)?.focus();
  }

  /** What she decides of all that is left: none of it deviates, or she answers it herself. */
  async decide(none: boolean): Promise<boolean> {
    if (!none) {
      this.toMissing();
      return false;
    }
    const good = await this.rest(true);
    this.whole.value = false;
    return good;
  }

  /** What is to be done about the little that was heard. */
  answer(send: boolean) {
    this.asking++;
    this.agreed = send;
    this.sure.value = null;
  }

  /** Whoever took the call need not hear it again. To press once more is impatience, and no answer. */
  private asks(heard: Heard): boolean {
    const little = this.evaluation.kind !== 'self' && heard.heard < heard.sounds * LEAST;
    if (!little || this.agreed) return false;
    batch(() => {
      this.busy.value = false;
      this.sure.value = heard;
    });
    focusOn('#hear-more');
    return true;
  }
}
