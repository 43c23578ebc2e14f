// SPDX-License-Identifier: Apache-2.0
// What is not speech is drawn as texture, each kind its own, and always named.
import type { Inks } from './ink';
import type { Shade } from './shades';

type Ctx = CanvasRenderingContext2D;
export type Box = { top: number; bottom: number; mid: number; width: number; half: number };

function hatch(ctx: Ctx, colour: string, box: [number, number, number, number], slant: 0 | 1) {
  const [left, top, width, height] = box;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.55;
  ctx.beginPath();
  for (let at = left - height * slant + 0.5; at < left + width; at += 7) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height * slant, top);
  }
  ctx.stroke();
  ctx.restore();
}

function lane(box: Box, side: Shade['side']): [number, number] {
  if (side === 'agent') return [box.top, box.mid - 1 - box.top];
  if (side === 'caller') return [box.mid + 1, box.bottom - box.mid - 1];
  return [box.top, box.bottom - box.top];
}

function dashed(ctx: Ctx, c: Inks, from: number, width: number, box: Box) {
  ctx.fillStyle = c.paper;
  ctx.fillRect(from, box.top, width, box.bottom - box.top);
  ctx.strokeStyle = c.edge;
  ctx.setLineDash([4, 4]);
  ctx.strokeRect(from + 0.5, box.top + 0.5, width - 1, box.bottom - box.top - 1);
  ctx.setLineDash([]);
}

/** Another's part: paper with a grid of dots, as a form leaves a field that is not one's own. */
function dotted(ctx: Ctx, c: Inks, from: number, width: number, box: Box) {
  ctx.fillStyle = c.paper;
  ctx.fillRect(from, box.top, width, box.bottom - box.top);
  ctx.fillStyle = c.edge;
  for (let y = box.top + 6; y < box.bottom - 2; y += 12)
    for (let x = Math.ceil(from / 12) * 12; x < from + width; x += 12) ctx.fillRect(x, y, 1.5, 1.5);
}

function bracket(ctx: Ctx, c: Inks, from: number, wide: number, box: Box) {
  const width = Math.max(3, wide);
  ctx.fillStyle = c.line;
  ctx.fillRect(from, box.top, width, box.bottom - box.top);
  ctx.fillStyle = c.ink;
  ctx.fillRect(from, box.top, width, 2);
  ctx.fillRect(from, box.bottom - 2, width, 2);
}

export function drawGround(ctx: Ctx, c: Inks, box: Box, shade: Shade, from: number, to: number) {
  const width = to - from;
  if (shade.kind === 'missing') {
    const [top, height] = lane(box, shade.side);
    hatch(ctx, shade.side === 'agent' ? c.agent : c.caller, [from, top, width, height], 1);
  }
  if (shade.kind === 'hold') hatch(ctx, c.edge, [from, box.top, width, box.bottom - box.top], 0);
  if (shade.kind === 'pause') dashed(ctx, c, from, width, box);
  if (shade.kind === 'foreign')
    dotted(ctx, c, Math.max(0, from), Math.min(to, box.width) - Math.max(0, from), box);
  if (shade.kind === 'overtalk') bracket(ctx, c, from, width, box);
}

const LINE = 16;

/** The longest name that fits inside the span, on a plate so that texture never meets text. */
export function drawLabel(
  ctx: Ctx,
  c: Inks,
  box: Box,
  shade: Shade,
  names: string[],
  from: number,
  to: number,
) {
  const left = Math.max(from, 0),
    right = Math.min(to, box.width);
  const wide = (lines: string[]) =>
    Math.max(...lines.map(line => ctx.measureText(line).width)) + 12;
  const lines = names.map(name => name.split('\n')).find(list => wide(list) <= right - left - 2);
  if (!lines) return;
  const width = wide(lines),
    height = LINE * lines.length + 4,
    middle = (left + right) / 2;
  const [top, tall] = lane(box, shade.kind === 'missing' ? shade.side : 'both');
  const y = shade.kind === 'silence' ? box.mid + LINE : top + tall / 2;
  ctx.fillStyle = shade.kind === 'silence' ? c.sunk : c.paper;
  ctx.fillRect(middle - width / 2, y - height / 2, width, height);
  ctx.fillStyle = c.ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  lines.forEach((line, at) =>
    ctx.fillText(line, middle, y + LINE * (at - (lines.length - 1) / 2) + 0.5),
  );
}
