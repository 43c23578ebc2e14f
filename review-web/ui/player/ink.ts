// SPDX-License-Identifier: Apache-2.0
// Colours as the browser resolved them: a canvas cannot read light-dark() itself.

const NAMES = [
  'paper',
  'sunk',
  'line',
  'edge',
  'ink',
  'ink-2',
  'accent',
  'agent',
  'caller',
] as const;
export type Inks = Record<(typeof NAMES)[number], string> & { font: string };

let cached: Inks | null = null;
let scheme = ''; // as its reader chose it (main.tsx), when they were asked for
for (const media of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
  matchMedia(media).addEventListener('change', () => {
    cached = null;
  });
}

export function inks(): Inks {
  const chosen = document.documentElement.style.colorScheme;
  if (cached && chosen === scheme) return cached;
  scheme = chosen;
  const probe = document.createElement('i');
  document.body.append(probe);
  const found = NAMES.map(name => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  cached = {
    ...Object.fromEntries(found),
    font: getComputedStyle(document.body).fontFamily,
  } as Inks;
  return cached;
}

export type Canvas = { ctx: CanvasRenderingContext2D; width: number; height: number };

/** Fits the bitmap to the element and the screen, and hands back a context in CSS pixels. */
export function fit(canvas: HTMLCanvasElement): Canvas {
  const { width, height } = canvas.getBoundingClientRect();
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const ctx = canvas.getContext('2d')!;
  ctx.scale(scale, scale);
  return { ctx, width, height };
}
