// SPDX-License-Identifier: Apache-2.0
// What is kept as it is given. Where keeping was refused it is not called saved: it is sent again when one is
// in again, when the line is back, and after a while; who leaves the page meanwhile is asked first.
import { signal } from '@preact/signals';
import { ApiError } from '../api/client';
import { happened } from './events';
import { words } from '../words';
import { overcome, sayFailure } from './say';
import { holds } from './unsaved';

const AGAIN_MS = 5000;
const NEVER = [400, 403, 404, 409, 410, 413, 422]; // neither time nor a log-in changes it

export class Keeping {
  readonly refused = signal(false);
  private readonly never = signal(false); // as it is: to send it again would be refused again
  private cause: unknown;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** send: all that waits; waits: something does. */
  constructor(
    private send: () => void,
    private waits: () => boolean,
  ) {}

  arrived() {
    clearTimeout(this.timer);
    if (this.refused.value) overcome(this.cause);
    this.refused.value = this.never.value = false;
  }

  failed(cause: unknown) {
    const status = cause instanceof ApiError ? cause.status : null;
    const never = status === null || NEVER.includes(status);
    const told = this.refused.value && never === this.never.value;
    if (!told) sayFailure((this.cause = cause)); // once, however often it is tried
    this.refused.value = true;
    this.never.value = never;
    clearTimeout(this.timer);
    if (!never && status !== 401) this.timer = setTimeout(this.send, AGAIN_MS);
  }

  /** What is promised of what was refused; '' when nothing was. */
  line(): string {
    const w = words.value.common;
    if (!this.refused.value) return '';
    return this.never.value ? w.neverKept : w.notKept;
  }

  /** While it is shown. Gives back what ends it. */
  watch(): () => void {
    const free = holds(closing => this.refused.value || (closing && this.waits()));
    const deaf = happened.subscribe(event => {
      if (event?.name === 'missed' && this.refused.peek()) this.send();
    });
    return () => {
      clearTimeout(this.timer);
      free();
      deaf();
    };
  }
}
