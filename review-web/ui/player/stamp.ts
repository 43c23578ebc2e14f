// SPDX-License-Identifier: Apache-2.0
// A note is stamped where the thought began: at its first key less a back-off, and at the start of
// a turn when one is near, because a remark is about what somebody began to say.

const NEAR_MS = 1200;
const TENTH_MS = 100; // finer than a thought, and a seek to 00:43 must not read as 00:42

export function stampAt(now: number, backOff: number, turnStarts: number[]): number {
  const thought = Math.max(0, now - backOff);
  let best = thought,
    least = NEAR_MS;
  for (const start of turnStarts) {
    const away = Math.abs(start - thought);
    if (start <= now && away < least) {
      best = start;
      least = away;
    }
  }
  return Math.round(best / TENTH_MS) * TENTH_MS;
}
