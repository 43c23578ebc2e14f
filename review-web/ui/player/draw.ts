// SPDX-License-Identifier: Apache-2.0
// The picture of a call. Only a picture: the slider and the list of marks are what one operates, and
// the playhead is an element of its own, so that nothing here runs while the sound plays.
import { fit, inks, type Inks } from './ink';
import { loudness, type Peaks } from './peaks';
import type { Solo } from './graph';
import type { Range } from './ranges';
import type { Shade } from './shades';
import { drawGround, drawLabel, type Box } from './texture';
import type { View } from './view';

export type Pin = { at: number; to: number; shape: PinShape; chosen: boolean };
export type PinShape = 'keep' | 'try' | 'thanks' | 'gap' | 'note' | 'step';
export type Picture = {
  peaks: Peaks | null;
  shades: Shade[];
  pins: Pin[];
  solo: Solo;
  span: Range | null; // chosen for a note or a loop
  name: (shade: Shade) => string[]; // from the longest to the shortest
  clock: (ms: number) => string;
};

export const RAIL = 20,
  RULER = 20; // px: marks above, times below; player.css knows them
const BAR = 2,
  GAP = 1;
const QUIETEST = 0.03; // room noise is not drawn

export function drawWave(canvas: HTMLCanvasElement, picture: Picture, view: View) {
  const { ctx, width, height } = fit(canvas);
  const c = inks();
  const top = RAIL,
    bottom = height - RULER;
  const box = { top, bottom, mid: (top + bottom) / 2, width, half: (bottom - top) / 2 - 2 };
  const x = scale(view, width);
  const seen = picture.shades.filter(shade => shade.to > view.from && shade.from < view.to);
  ctx.font = `12px ${c.font}`;
  ctx.fillStyle = c.sunk;
  ctx.fillRect(0, top, width, bottom - top);
  for (const shade of seen) drawGround(ctx, c, box, shade, x(shade.from), x(shade.to));
  drawSpan(ctx, c, box, picture.span, x);
  drawBars(ctx, c, box, picture, seen, view);
  ctx.fillStyle = c.edge;
  ctx.fillRect(0, box.mid - 0.5, width, 1);
  for (const shade of seen) {
    drawLabel(ctx, c, box, shade, picture.name(shade), x(shade.from), x(shade.to));
  }
  drawRuler(ctx, c, box, picture, view, x);
  for (const pin of picture.pins) drawPin(ctx, c, box, pin, x(pin.at), x(pin.to));
}

const scale = (view: View, width: number) => (ms: number) =>
  ((ms - view.from) / (view.to - view.from)) * width;

type X = (ms: number) => number;
type Ctx = CanvasRenderingContext2D;

function drawBars(ctx: Ctx, c: Inks, box: Box, picture: Picture, seen: Shade[], view: View) {
  const { peaks, solo } = picture;
  if (!peaks) return;
  const step = ((BAR + GAP) * (view.to - view.from)) / box.width;
  const x = scale(view, box.width);
  const mono = peaks.channels.length < 2;
  const blank = seen.filter(s => ['pause', 'hold', 'foreign'].includes(s.kind));
  const lost = seen.filter(s => s.kind === 'missing');
  const tall = (channel: number, ms: number) => {
    const level = loudness(peaks, channel, ms / 1000, (ms + step) / 1000) / peaks.full;
    return level < QUIETEST ? 0 : Math.max(1, Math.min(1, level * 1.15) * box.half);
  };
  const inside = (list: Shade[], ms: number, side: 'agent' | 'caller') =>
    list.some(
      s =>
        ms >= s.from - step &&
        ms < s.to &&
        (s.side === side || s.side === 'both' || s.side === 'mix'),
    );
  const up = (channel: number, side: 'agent' | 'caller', way: 1 | -1) => {
    ctx.globalAlpha = solo === 'both' || solo === side ? 1 : 0.28;
    ctx.fillStyle = mono ? c['ink-2'] : c[side];
    for (let ms = Math.floor(view.from / step) * step; ms < view.to; ms += step) {
      // bars keep place
      if (inside(blank, ms, side) || inside(lost, ms, side)) continue;
      const size = tall(channel, ms);
      if (size) ctx.fillRect(x(ms), way > 0 ? box.mid - 1 - size : box.mid + 1, BAR, size);
    }
  };
  up(0, 'agent', 1);
  up(mono ? 0 : 1, mono ? 'agent' : 'caller', -1);
  ctx.globalAlpha = 1;
}

function drawSpan(ctx: Ctx, c: Inks, box: Box, span: Range | null, x: X) {
  if (!span) return;
  const from = x(span[0]),
    width = Math.max(2, x(span[1]) - from);
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = c.accent;
  ctx.fillRect(from, box.top, width, box.bottom - box.top);
  ctx.globalAlpha = 1;
  ctx.fillRect(from - 1, box.top, 2, box.bottom - box.top);
  ctx.fillRect(from + width - 1, box.top, 2, box.bottom - box.top);
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200];

function drawRuler(ctx: Ctx, c: Inks, box: Box, picture: Picture, view: View, x: X) {
  const step =
    1000 * (STEPS_S.find(s => ((s * 1000) / (view.to - view.from)) * box.width >= 64) ?? 1800);
  ctx.fillStyle = c['ink-2'];
  ctx.textBaseline = 'alphabetic';
  for (let ms = Math.ceil(view.from / step) * step; ms <= view.to; ms += step) {
    const at = x(ms);
    ctx.fillRect(Math.min(at, box.width - 1), box.bottom, 1, 4);
    ctx.textAlign = at < 20 ? 'left' : at > box.width - 20 ? 'right' : 'center';
    ctx.fillText(picture.clock(ms), at, box.bottom + 16);
  }
}

const TRIANGLE = [
  [-5, -4],
  [5, -4],
  [0, 5],
] as const;

/** The same shapes as .pin in base.css. A span's line runs from its start to its end. */
function drawPin(ctx: Ctx, c: Inks, box: Box, pin: Pin, at: number, to: number) {
  const y = box.top - 10;
  ctx.fillStyle = ctx.strokeStyle = pin.shape === 'thanks' ? c.accent : c.ink;
  if (to > at) ctx.fillRect(at, y - 1, to - at, 2);
  ctx.lineWidth = 2;
  ctx.beginPath();
  if (pin.shape === 'gap') ctx.rect(at - 4, y - 4, 8, 8);
  else if (pin.shape === 'note') ctx.rect(at - 3, y - 3, 6, 6);
  else if (pin.shape === 'step') for (const [dx, dy] of TRIANGLE) ctx.lineTo(at + dx, y + dy);
  else if (pin.shape !== 'thanks') ctx.arc(at, y, 4, 0, 7);
  else
    for (const [dx, dy] of [
      [0, -5],
      [5, 0],
      [0, 5],
      [-5, 0],
    ] as const)
      ctx.lineTo(at + dx, y + dy);
  ctx.closePath();
  ctx.save();
  ctx.fillStyle = pin.shape === 'try' || pin.shape === 'gap' ? c.paper : ctx.fillStyle;
  ctx.fill();
  ctx.restore();
  ctx.stroke();
  ctx.lineWidth = 1;
  ctx.globalAlpha = pin.chosen ? 1 : 0.5;
  ctx.fillRect(at - 0.5, y + 6, 1, pin.chosen ? box.bottom - y - 6 : 6);
  ctx.globalAlpha = 1;
}

/** The whole call in one strip; what was heard is a line under it. */
export function drawMap(
  canvas: HTMLCanvasElement,
  picture: Picture,
  length: number,
  heard: Range[],
) {
  const { ctx, width, height } = fit(canvas);
  const c = inks();
  const box = { top: 0, bottom: height - 4, mid: height / 2 - 2, width, half: height / 2 - 3 };
  drawBars(ctx, c, box, picture, picture.shades, { from: 0, to: length });
  ctx.fillStyle = c.line;
  ctx.fillRect(0, height - 2, width, 1);
  ctx.fillStyle = c.ink;
  for (const [from, to] of heard) {
    ctx.fillRect(
      (from / length) * width,
      height - 2,
      Math.max(1, ((to - from) / length) * width),
      2,
    );
  }
}

/** A few seconds beside a moment: no times, no names. */
export function drawSnippet(canvas: HTMLCanvasElement, picture: Picture, view: View) {
  const { ctx, width, height } = fit(canvas);
  const c = inks();
  const box = { top: 0, bottom: height, mid: height / 2, width, half: height / 2 - 2 };
  ctx.fillStyle = c.sunk;
  ctx.fillRect(0, 0, width, height);
  drawBars(ctx, c, box, picture, [], view);
  ctx.fillStyle = c.edge;
  ctx.fillRect(0, box.mid - 0.5, width, 1);
}
