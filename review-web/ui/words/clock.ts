// SPDX-License-Identifier: Apache-2.0
// What time it is, by the service's clock: a workstation's own may be days off, and "today" is of the house.
const NEAR_MS = 30_000; // an answer says whole seconds, and takes its time
let off = 0;

/** Every answer says when it was given. */
export function hearClock(date: string | null) {
  const by = Date.parse(date ?? '') - Date.now();
  if (Number.isFinite(by)) off = Math.abs(by) < NEAR_MS ? 0 : by;
}

export const now = () => Date.now() + off;
