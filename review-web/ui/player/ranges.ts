// SPDX-License-Identifier: Apache-2.0
// Sets of time: sorted, disjoint [from, to) in milliseconds.

export type Range = [number, number];

/** Adds one stretch; stretches that meet or nearly meet become one. */
export function addRange(ranges: Range[], from: number, to: number, join = 250): Range[] {
  if (to <= from) return ranges;
  const apart = ranges.filter(([a, b]) => b < from - join || a > to + join);
  const met = ranges.filter(range => !apart.includes(range));
  const one: Range = [Math.min(from, ...met.map(r => r[0])), Math.max(to, ...met.map(r => r[1]))];
  return [...apart, one].sort((a, b) => a[0] - b[0]);
}

export const total = (ranges: Range[]) => ranges.reduce((sum, [from, to]) => sum + to - from, 0);

export const unite = (ranges: Range[], join = 0) =>
  ranges.reduce<Range[]>((all, [from, to]) => addRange(all, from, to, join), []);

/** What of [0, length) is in none of the ranges. */
export function outside(ranges: Range[], length: number): Range[] {
  const left: Range[] = [];
  let at = 0;
  for (const [from, to] of unite(ranges)) {
    if (from > at) left.push([at, from]);
    at = Math.max(at, to);
  }
  if (at < length) left.push([at, length]);
  return left;
}
