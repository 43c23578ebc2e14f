// SPDX-License-Identifier: Apache-2.0
// A draft of a form under one's hands: every change is saved as it is made, in order; what stands
// between it and publishing is the service's word.
import { batch, signal, type Signal } from '@preact/signals';
import { ApiError } from '../api/client';
import { rubrics, type Agreed, type Doc, type Problem, type Whole } from '../api/rubrics';
import { Keeping } from './kept';
import { placeOf, type Place } from './rubricdoc';

const WRITE_PAUSE_MS = 600;

export class Draft {
  readonly id: string;
  readonly doc: Signal<Doc>;
  readonly at = signal<Place>({ kind: 'form' });
  readonly saved = signal<number | null>(null);
  readonly problems: Signal<Problem[]>;
  readonly more: Signal<number>;
  readonly elsewhere = signal(false); // somebody else saved it: nothing more is sent from here
  readonly agreed = signal<Agreed[]>([]); // precedents of the form's questions
  readonly shown = signal(false); // problems are told once one asks, or comes back to a draft
  sha256: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unkept = false; // changed, and not yet known to the service
  readonly keeping = new Keeping(
    () => this.keep(),
    () => this.unkept || this.timer !== undefined,
  );
  private last: Promise<unknown> = Promise.resolve();

  constructor(of: Whole) {
    this.id = of.id;
    this.sha256 = of.sha256;
    this.doc = signal(of.document);
    this.problems = signal(of.problems ?? []);
    this.more = signal(of.more ?? 0);
  }

  change(how: (doc: Doc) => void) {
    const next = structuredClone(this.doc.value);
    how(next);
    this.doc.value = next;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), WRITE_PAUSE_MS);
  }

  /** A change to where one stands, and where one stands afterwards. */
  rearrange(how: (doc: Doc) => Place) {
    batch(() => this.change(doc => (this.at.value = how(doc))));
  }

  private keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.unkept = true;
    this.last = this.last.then(async () => {
      if (this.elsewhere.value) return;
      try {
        const said = await rubrics.save(this.id, this.sha256, this.doc.value);
        this.unkept = false;
        this.keeping.arrived();
        batch(() => {
          this.sha256 = said.sha256;
          this.saved.value = said.saved_ms;
          this.problems.value = said.problems;
          this.more.value = said.more;
        });
      } catch (cause) {
        if (cause instanceof ApiError && cause.status === 409) this.elsewhere.value = true;
        else this.keeping.failed(cause);
      }
    });
  }

  /** True when the service has what stands here. */
  async settled() {
    if (this.timer !== undefined || this.unkept) this.keep();
    await this.last;
    return !this.unkept && this.timer === undefined;
  }

  /** Opens the place of a problem, and puts the focus where it is mended. */
  open(problem: Problem) {
    this.at.value = placeOf(problem.path);
    setTimeout(() => {
      const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')];
      const near = fields
        .filter(one => problem.path.startsWith(one.dataset['path'] ?? '\0'))
        .sort((a, b) => (b.dataset['path'] ?? '').length - (a.dataset['path'] ?? '').length)[0];
      const inputs = [
        ...(near?.querySelectorAll<HTMLInputElement>('input, textarea, select') ?? []),
      ];
      (inputs.find(one => one.value === '') ?? inputs[0] ?? near)?.focus();
    });
  }
}
