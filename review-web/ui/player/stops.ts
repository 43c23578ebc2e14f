// SPDX-License-Identifier: Apache-2.0
// Places in a call one goes to, one after the other: where each is, and where the needle is put for it.

export type Stop = { at: number; start: number };

const BEFORE_MS = 2000; // a remark needs its lead-in
const PAST_MS = 500; // so far past a place one still stands at it

export const startOf = (at: number) => Math.max(0, at - BEFORE_MS);

/** The next or the one before: from number `stood` of the list, which was gone to, as long as one
    stands at it, so that two that lie close are both reached; else from where the sound is. */
export function neighbour<T extends Stop>(
  list: T[],
  now: number,
  way: 1 | -1,
  stood: number,
): T | undefined {
  const here = list[stood];
  if (here && now >= here.start - 1 && now <= here.at + PAST_MS) return list[stood + way];
  return way > 0 ? list.find(one => one.at > now) : list.findLast(one => one.at <= now);
}
