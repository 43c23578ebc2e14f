// SPDX-License-Identifier: Apache-2.0
// 16 px grid, drawn with currentColor. Never the only sign of its meaning: a word stands beside it,
// or the button around it has a name.

const LINE = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75 } as const;
const PATHS = {
  mark: (
    <path
      d="M2 7V5M5 7V2M8 7V4M8 9v3M11 9v5M14 9v2"
      {...LINE}
      stroke-width="2"
      stroke-linecap="round"
    />
  ),
  play: <path d="M4 2.5v11l9-5.5z" fill="currentColor" />,
  pause: <path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />,
  prev: <path d="M10.5 3 5.5 8l5 5" {...LINE} />,
  next: <path d="m5.5 3 5 5-5 5" {...LINE} />,
  up: <path d="m3 10.5 5-5 5 5" {...LINE} />,
  down: <path d="m3 5.5 5 5 5-5" {...LINE} />,
  check: <path d="m3 8.5 3.5 3.5L13 4.5" {...LINE} stroke-width="2" />,
  plus: <path d="M8 3v10M3 8h10" {...LINE} />,
  minus: <path d="M3 8h10" {...LINE} />,
  close: <path d="m4 4 8 8M12 4l-8 8" {...LINE} />,
};
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    {PATHS[name]}
  </svg>
);
