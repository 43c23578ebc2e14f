// SPDX-License-Identifier: Apache-2.0
// What is kept as it is given. Where keeping was refused it is not called saved: it is sent again when one is
// in again, when the line is back, and after a while; who leaves the page meanwhile is asked first.
import { signal } from '@preact/signals';
import { ApiError } from '../api/client';
import { happened } from './events';
import { sayFailure } from './say';
import { holds } from './unsaved';

const AGAIN_MS = 5000;
const NEVER = [400, 401, 403, 404, 409, 410, 413, 422]; // time alone changes nothing

export class Keeping {
  readonly refused = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** send: all that waits; waits: something does. */
  constructor(
    private send: () => void,
    private waits: () => boolean,
  ) {}

  arrived() {
    clearTimeout(this.timer);
    this.refused.value = false;
  }

  failed(cause: unknown) {
    if (!this.refused.value) sayFailure(cause); // once, however often it is tried
    this.refused.value = true;
    clearTimeout(this.timer);
    if (cause instanceof ApiError && !NEVER.includes(cause.status))
      this.timer = setTimeout(this.send, AGAIN_MS);
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
