// SPDX-License-Identifier: Apache-2.0
// Peaks as the recorder makes them: audiowaveform .dat version 2, 8 bit, one or two channels
// (https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md). Kept as a pyramid of
// halvings, so that drawing a bar costs the same at every zoom.

type Level = { top: Uint8Array; sum: Float32Array };

export type Peaks = {
  perSecond: number; // exact: sample rate / samples per pixel, so nothing drifts
  length: number; // pixels at the finest level
  channels: Level[][]; // [channel][level]
  full: number; // the loudness that fills a lane, 0–1
};

const HEADER = 24;

export function parsePeaks(buffer: ArrayBuffer): Peaks {
  const view = new DataView(buffer);
  if (
    buffer.byteLength < HEADER ||
    view.getInt32(0, true) !== 2 ||
    !(view.getUint32(4, true) & 1)
  ) {
    throw new Error('not peaks of version 2 with 8 bits');
  }
  const channels = view.getInt32(20, true);
  const length = Math.min(
    view.getUint32(16, true),
    Math.floor((buffer.byteLength - HEADER) / 2 / channels),
  );
  const pairs = new Int8Array(buffer, HEADER, length * channels * 2);
  const made = Array.from({ length: channels }, (_, at) =>
    pyramid(finest(pairs, at, channels, length)),
  );
  return {
    perSecond: view.getInt32(8, true) / view.getInt32(12, true),
    length,
    channels: made,
    full: fullLevel(made),
  };
}

function finest(pairs: Int8Array, channel: number, channels: number, length: number): Level {
  const top = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const at = (i * channels + channel) * 2;
    top[i] = Math.max(Math.abs(pairs[at]!), Math.abs(pairs[at + 1]!));
  }
  return { top, sum: Float32Array.from(top) };
}

function pyramid(base: Level): Level[] {
  const levels = [base];
  for (let below = base; below.top.length > 64; below = levels[levels.length - 1]!) {
    const size = Math.ceil(below.top.length / 2);
    const top = new Uint8Array(size),
      sum = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      top[i] = Math.max(below.top[2 * i]!, below.top[2 * i + 1] ?? 0);
      sum[i] = below.sum[2 * i]! + (below.sum[2 * i + 1] ?? 0);
    }
    levels.push({ top, sum });
  }
  return levels;
}

/** One scale for both sides, so that a quiet voice stays the quieter one: its 99th percentile. */
function fullLevel(channels: Level[][]): number {
  const counts = new Uint32Array(129);
  let voiced = 0;
  for (const levels of channels) {
    for (const value of levels[0]!.top)
      if (value > 4) {
        counts[value]!++;
        voiced++;
      }
  }
  let left = voiced / 100;
  for (let value = 128; value > 0; value--) {
    left -= counts[value]!;
    if (left < 0) return value / 127;
  }
  return 1;
}

/** How loud [from, to) seconds are, 0–1: the greatest peak alone would make all speech equally tall. */
export function loudness(peaks: Peaks, channel: number, from: number, to: number): number {
  const levels = peaks.channels[channel];
  if (!levels) return 0;
  const wide = (to - from) * peaks.perSecond;
  const depth = Math.max(0, Math.min(levels.length - 1, Math.floor(Math.log2(wide / 2))));
  const { top, sum } = levels[depth]!;
  const size = 2 ** depth;
  const first = Math.max(0, Math.floor((from * peaks.perSecond) / size));
  const end = Math.min(top.length, Math.max(Math.ceil((to * peaks.perSecond) / size), first + 1));
  let most = 0,
    all = 0;
  for (let i = first; i < end; i++) {
    most = Math.max(most, top[i]!);
    all += sum[i]!;
  }
  return end > first ? (0.45 * most + (0.55 * all) / ((end - first) * size)) / 127 : 0;
}

export type Turn = { from: number; to: number }; // milliseconds

const VOICED = 0.035,
  BREATH_MS = 700,
  SHORTEST_MS = 160;

/** Who speaks when, as far as the picture shows: phrases joined over breaths. */
export function turns(peaks: Peaks, channel: number): Turn[] {
  const top = peaks.channels[channel]?.[0]?.top ?? new Uint8Array();
  const floor = Math.max(4, VOICED * 127, peaks.full * 127 * 0.1);
  const found: Turn[] = [];
  const ms = (i: number) => (i / peaks.perSecond) * 1000;
  for (let i = 0; i < top.length; i++) {
    if (top[i]! < floor) continue;
    const last = found[found.length - 1];
    if (last && ms(i) - last.to <= BREATH_MS) last.to = ms(i + 1);
    else found.push({ from: ms(i), to: ms(i + 1) });
  }
  return found.filter(turn => turn.to - turn.from >= SHORTEST_MS);
}
