// SPDX-License-Identifier: Apache-2.0
// A draft under one's hands: every answer is kept as it is given, in order; what is missing and what
// it adds up to is the service's word.
import { batch, signal, type Signal } from '@preact/signals';
import { evaluations, type Answer, type Evaluation, type Score } from '../api/evaluation';
import { visible, type Asked } from '../parts/evaluate/matrix';
import { attempt, sayFailure } from './say';
import { words } from '../words';

const WRITE_PAUSE_MS = 600;
const NOTHING: Omit<Answer, 'question'> = {
  value: '',
  comment: '',
  at_ms: null,
  len_ms: null,
  touched: true,
};

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
  private last: Promise<unknown> = Promise.resolve();
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

  of(question: string): Answer {
    return this.answers.value[question] ?? { question, ...NOTHING };
  }

  questions(): Asked[] {
    return visible(this.evaluation.rubric, this.score.value);
  }

  /** Scored, visible, not critical and not answered: what one key may confirm. */
  left(): Asked[] {
    return this.questions().filter(
      one =>
        !one.critical && !one.unscored && one.weight > 0 && one.subject !== 'organisation' &&
        !this.of(one.id).value,
    );
  }

  set(question: string, change: Partial<Answer>, pause = 0) {
    const now = { ...this.of(question), ...change, touched: true };
    this.answers.value = { ...this.answers.value, [question]: now };
    clearTimeout(this.pauses.get(question));
    this.pauses.delete(question);
    if (!now.value) return; // kept here until there is an answer it belongs to
    if (pause) this.pauses.set(question, setTimeout(() => this.keep(question), pause));
    else this.keep(question);
  }

  comment(question: string, comment: string) {
    this.set(question, { comment }, WRITE_PAUSE_MS);
  }

  /** Kept by the service; a preview asks it for the score and nothing more. */
  protected keep(question: string) {
    this.pauses.delete(question);
    this.last = this.last.then(async () => {
      try {
        const said = await evaluations.answer(this.evaluation.id, this.of(question));
        batch(() => {
          this.saved.value = said.saved_ms;
          this.score.value = said.score;
        });
      } catch (cause) {
        sayFailure(cause);
      }
    });
  }

  private async settled() {
    for (const question of [...this.pauses.keys()]) {
      clearTimeout(this.pauses.get(question));
      this.keep(question);
    }
    await this.last;
  }

  async rest() {
    await this.settled();
    await attempt(async () => {
      const now = await evaluations.rest(this.evaluation.id);
      batch(() => {
        this.answers.value = Object.fromEntries(now.answers.map(one => [one.question, one]));
        this.score.value = now.score;
        this.saved.value = Date.now();
      });
    });
  }

  /** The key for the rest, and on to what only an answer of its own will do for. */
  async restThenNext() {
    if (this.left().length) await this.rest();
    const open = this.questions().find(one => this.score.value.missing[one.id]);
    if (!open) return;
    this.current.value = open.id;
    document.querySelector<HTMLElement>(`#q-${open.id} input`)?.focus();
  }

  /** True when it was handed in. Else what is missing is said, and the first of it has the focus. */
  async submit(heard_ms: number): Promise<boolean> {
    if (this.busy.value) return false;
    this.busy.value = true;
    await this.settled();
    const first = this.questions().find(one => this.score.value.missing[one.id]);
    if (first) {
      batch(() => {
        this.busy.value = false;
        this.asked.value = true;
        this.current.value = first.id;
      });
      document.querySelector<HTMLElement>(`#q-${first.id} input`)?.focus();
      return false;
    }
    const w = words.value.evaluate;
    const { id } = this.evaluation;
    const good = await attempt(
      async () => {
        let now = await evaluations.submit(id, heard_ms);
        if (this.release.value) now = await evaluations.release(id);
        this.done(now);
      },
      this.release.value ? w.sent : this.evaluation.kind === 'calibration' ? w.ratedIn : w.handedIn,
    );
    this.busy.value = false;
    return good;
  }
}
