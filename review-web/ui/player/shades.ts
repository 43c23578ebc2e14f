// SPDX-License-Identifier: Apache-2.0
// Everything in a call that is not plain speech, in one list: what the recorder knows to be missing,
// holds, pauses, silences, talking at once, and what is not the viewer's to hear. The picture, the
// text list and the skipping read it.
import type { Gap, GapReason, Side, Span } from './given';
import { outside, unite, type Range } from './ranges';
import { turns, type Peaks } from './peaks';

export type ShadeKind = 'missing' | 'hold' | 'pause' | 'silence' | 'overtalk' | 'foreign';
export type Shade = { kind: ShadeKind; side: Side; from: number; to: number; reason?: GapReason };

// Shorter than this a lost packet is heard as nothing and drawn as nothing; the counters have it.
const SHORTEST_MISSING_MS = 200;
const SHORTEST_SILENCE_MS = 3000;
const SHORTEST_FOREIGN_MS = 200; // clocks of parts and of the recording differ by less

function ofGap(gap: Gap): Shade | null {
  const place = { side: gap.side, from: gap.from_ms, to: gap.to_ms, reason: gap.reason };
  if (gap.reason === 'dtx') return null; // the phone sent nothing: it was quiet
  if (gap.reason === 'hold' || gap.reason === 'pause') return { kind: gap.reason, ...place };
  return gap.to_ms - gap.from_ms >= SHORTEST_MISSING_MS ? { kind: 'missing', ...place } : null;
}

function ofSpan(span: Span): Shade | null {
  const place = { side: span.side, from: span.from_ms, to: span.to_ms };
  if (span.kind === 'overtalk') return { kind: 'overtalk', ...place };
  const silent = span.kind === 'silence' || span.kind === 'dead_air';
  return silent && place.to - place.from >= SHORTEST_SILENCE_MS
    ? { kind: 'silence', ...place }
    : null;
}

/** What is lost in pieces too short to draw, per side, where it is enough to speak of. */
export function crumbs(gaps: Gap[]): { side: Side; ms: number; times: number }[] {
  const sides = new Map<Side, { side: Side; ms: number; times: number }>();
  for (const gap of gaps) {
    const ms = gap.to_ms - gap.from_ms;
    if (['dtx', 'hold', 'pause'].includes(gap.reason) || ms >= SHORTEST_MISSING_MS) continue;
    const sum = sides.get(gap.side) ?? { side: gap.side, ms: 0, times: 0 };
    sides.set(gap.side, { ...sum, ms: sum.ms + ms, times: sum.times + 1 });
  }
  return [...sides.values()].filter(sum => sum.ms >= SHORTEST_MISSING_MS);
}

/** What is served as silence because it is another's part of the call. */
export function foreign(hearable: Range[], length: number): Shade[] {
  if (!hearable.length) return [];
  return outside(hearable, length)
    .filter(([from, to]) => to - from >= SHORTEST_FOREIGN_MS)
    .map(([from, to]) => ({ kind: 'foreign', side: 'both', from, to }));
}

/** In order of time, one name for a stretch: where sound is missing nobody knows whether it was
    quiet, on hold and in a pause it was by wish. What lies in another's part is that part. */
export function shades(gaps: Gap[], spans: Span[], away: Shade[] = []): Shade[] {
  const yours = (one: Shade) => !away.some(part => part.from <= one.from && part.to >= one.to);
  const known = gaps.map(ofGap).filter(shade => shade !== null && yours(shade)) as Shade[];
  const stops = merged(known);
  const heard = spans
    .map(ofSpan)
    .filter(shade => shade !== null && yours(shade))
    .map(shade => shade as Shade)
    .filter(
      (shade, at, all) =>
        !all
          .slice(0, at)
          .some(
            other => other.kind === shade.kind && other.from <= shade.from && other.to >= shade.to,
          ),
    )
    .flatMap(shade => (shade.kind === 'silence' ? quietBetween(shade, stops) : [shade]));
  return [...away, ...stops, ...heard].sort((a, b) => a.from - b.from);
}

/** What of a silence lies outside every gap, where it is still long enough to be one. */
function quietBetween(shade: Shade, stops: Shade[]): Shade[] {
  const gaps = stops
    .filter(stop => stop.from < shade.to && stop.to > shade.from)
    .map((stop): Range => [stop.from - shade.from, Math.min(stop.to, shade.to) - shade.from]);
  return outside(gaps, shade.to - shade.from)
    .filter(([from, to]) => to - from >= SHORTEST_SILENCE_MS)
    .map(([from, to]) => ({ ...shade, from: shade.from + from, to: shade.from + to }));
}

/** The recorder tells each side of its own; to a person one hold is one hold. */
function merged(gaps: Shade[]): Shade[] {
  const out: Shade[] = [];
  for (const gap of gaps) {
    const twin = out.find(
      other =>
        other.kind === gap.kind &&
        other.side !== gap.side &&
        Math.abs(other.from - gap.from) < 400 &&
        Math.abs(other.to - gap.to) < 400,
    );
    if (!twin) {
      out.push({ ...gap });
      continue;
    }
    twin.side = 'both';
    twin.from = Math.min(twin.from, gap.from);
    twin.to = Math.max(twin.to, gap.to);
  }
  return out;
}

const LEAD_MS = 300,
  WORTH_MS = 1200;

/** What skipping silence skips: holds, pauses, and whatever the picture shows as empty. A little is
    kept at both ends so that nobody's first sound is cut. */
export function skippable(list: Shade[], peaks: Peaks | null, length: number): Range[] {
  const told: Range[] = list
    .filter(s => s.kind !== 'overtalk' && s.kind !== 'missing')
    .map(s => [s.from, s.to]);
  const seen = peaks
    ? outside(
        peaks.channels.flatMap((_, channel) =>
          turns(peaks, channel).map(({ from, to }): Range => [from, to]),
        ),
        length,
      )
    : [];
  return unite([...told, ...seen])
    .map(([from, to]): Range => [from + LEAD_MS, to - LEAD_MS])
    .filter(([from, to]) => to - from >= WORTH_MS - 2 * LEAD_MS);
}
