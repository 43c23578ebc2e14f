// SPDX-License-Identifier: Apache-2.0
// A chart and its table from the same rows. The chart is uPlot's, in the page's own inks, and can be
// read without colour: dots and rings, dashes and dots. The table is what keys and readers use.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { inks, type Inks } from '../../player/ink';

export type Draw = (u: uPlot, ctx: CanvasRenderingContext2D, ink: Inks) => void;
export type Axes = {
  x: [number, number];
  y: [number, number];
  time?: boolean;
  xValues?: (at: number) => string;
  yValues: (at: number) => string;
};

const ratio = () => devicePixelRatio || 1;

/** Where a value lies on the bitmap. */
export const px = (u: uPlot, x: number) => u.valToPos(x, 'x', true);
export const py = (u: uPlot, y: number) => u.valToPos(y, 'y', true);

export function dot(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  ink: string,
  ring = false,
) {
  ctx.beginPath();
  ctx.arc(x, y, 3.5 * ratio(), 0, Math.PI * 2);
  ctx.lineWidth = 1.5 * ratio();
  ctx.strokeStyle = ctx.fillStyle = ink;
  if (ring) ctx.stroke();
  else ctx.fill();
}

export function square(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  ink: string,
  empty = false,
) {
  const side = 8 * ratio();
  ctx.lineWidth = 1.5 * ratio();
  ctx.strokeStyle = ctx.fillStyle = ink;
  if (empty) ctx.strokeRect(x - side / 2, y - side / 2, side, side);
  else ctx.fillRect(x - side / 2, y - side / 2, side, side);
}

export function rule(
  ctx: CanvasRenderingContext2D,
  points: [number, number][],
  ink: string,
  dash: number[] = [],
) {
  ctx.save();
  ctx.setLineDash(dash.map(n => n * ratio()));
  ctx.lineWidth = ratio();
  ctx.strokeStyle = ink;
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
  ctx.restore();
}

/** To the right of x; to its left where it would run over the edge. */
export function label(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  ink: Inks,
  edge = Infinity,
) {
  ctx.fillStyle = ink['ink-2'];
  ctx.font = `${12 * ratio()}px ${ink.font}`;
  const over = x + 8 * ratio() + ctx.measureText(text).width > edge;
  ctx.textAlign = over ? 'right' : 'left';
  ctx.fillText(text, x + (over ? -4 : 4) * ratio(), y + 12 * ratio());
}

function options(width: number, height: number, axes: Axes, draw: Draw): uPlot.Options {
  const ink = inks();
  const axis = { stroke: ink['ink-2'], font: `13px ${ink.font}`, ticks: { show: false } };
  const { xValues } = axes;
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: axes.time ?? false, range: axes.x },
      y: { range: axes.y },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        values: (_, at) => at.map(v => xValues?.(v) ?? String(v)),
      },
      {
        ...axis,
        size: 56,
        grid: { stroke: ink.line, width: 1 },
        values: (_, at) => at.map(axes.yValues),
      },
    ],
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    hooks: { draw: [u => draw(u, u.ctx, ink)] },
  };
}

export function Plot({
  name,
  note,
  height = 220,
  axes,
  draw,
  children,
  summary,
  small,
}: {
  name: string;
  note: string;
  height?: number;
  axes: Axes;
  draw: Draw;
  summary: string;
  small?: boolean;
  children: ComponentChildren;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const at = place.current;
    if (!at) return;
    let plot: uPlot | null = null;
    const make = () => {
      plot?.destroy();
      plot = new uPlot(options(at.clientWidth, height, axes, draw), [axes.x, axes.y], at);
    };
    make();
    const watch = new ResizeObserver(() => {
      if (plot && plot.width !== at.clientWidth) make();
    });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    watch.observe(at);
    dark.addEventListener('change', make);
    return () => {
      watch.disconnect();
      dark.removeEventListener('change', make);
      plot?.destroy();
    };
  });
  return (
    <figure class="trend">
      <figcaption class={small ? 'sr' : 'quiet'}>{note}</figcaption>
      <div ref={place} role="img" aria-label={`${name}. ${note}`} />
      <details>
        <summary>{summary}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={name}>
          {children}
        </div>
      </details>
    </figure>
  );
}
