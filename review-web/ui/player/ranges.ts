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

/** What lies in both. */
export const common = (some: Range[], others: Range[]): Range[] =>
  some
    .flatMap(([a, b]) => others.map(([c, d]): Range => [Math.max(a, c), Math.min(b, d)]))
    .filter(([from, to]) => to > from);

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

export const inside = ([from, to]: Range, at: number, short = 0) => at >= from && at < to - short;

/** From a place by so much of what is not in the ranges; past the last of it, as if none were. */
export function stepOver(at: number, by: number, ranges: Range[]): number {
  let [now, left] = [at, Math.abs(by)];
  const ahead = by > 0;
  for (const [from, to] of ahead ? ranges : ranges.toReversed()) {
    const [near, far] = ahead ? [from, to] : [to, from];
    if (ahead ? far <= now : far >= now) continue;
    const free = Math.max(0, ahead ? near - now : now - near);
    if (free >= left) break;
    left -= free;
    now = far;
  }
  return ahead ? now + left : now - left;
}
