// SPDX-License-Identifier: Apache-2.0
// Which part of the call is in the picture. Moves only when asked, or a page at a time with the sound.

export type View = { from: number; to: number };

const BAR_MS = 750; // one bar of three pixels at the first look: words, not syllables
const CLOSEST_MS = 8000;

export const firstView = (length: number, width: number): View => ({
  from: 0,
  to: Math.min(length, Math.max(60_000, (width / 3) * BAR_MS)),
});

export function show(length: number, from: number, width: number): View {
  const size = Math.min(length, Math.max(Math.min(CLOSEST_MS, length), width));
  const start = Math.min(Math.max(0, from), length - size);
  return { from: start, to: start + size };
}

/** Keeps the playhead where it is on the screen while the scale changes under it. */
export function zoom(view: View, length: number, now: number, factor: number): View {
  const wide = view.to - view.from;
  const within = now >= view.from && now <= view.to;
  const anchor = within ? now : (view.from + view.to) / 2;
  const share = (anchor - view.from) / wide;
  return show(length, anchor - wide * factor * share, wide * factor);
}

/** Turns the page when the playhead has left it. */
export function follow(view: View, length: number, now: number): View {
  if (now >= view.from && now <= view.to) return view;
  const wide = view.to - view.from;
  return show(length, now - wide * 0.1, wide);
}
