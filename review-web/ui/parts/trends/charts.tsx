// SPDX-License-Identifier: Apache-2.0
// The group's charts: a p chart by month, a g chart of critical errors, a funnel. Each has its table.
import type { Group } from '../../api/trends';
import { Plot, dot, px, py, rule } from './plot';
import { monthName, points, w, whole } from './says';

type Row = (string | number)[];

const Table = ({ head, rows }: { head: string[]; rows: Row[] }) => (
  <table class="table">
    <thead>
      <tr>
        {head.map(name => (
          <th scope="col" key={name}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(([first, ...rest], i) => (
        <tr key={i}>
          <th scope="row">{first}</th>
          {rest.map((cell, k) => (
            <td key={k}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

export function PChart({ of }: { of: Group['p'] }) {
  const t = w.value;
  const months = of.months;
  if (of.undefined || !months?.length) return <p class="read">{t.hidden}</p>;
  const all = months.map(one => one.month);
  const least = Math.min(0.8, ...months.map(one => one.limits?.[0] ?? 1));
  return (
    <Plot
      name={t.p}
      note={t.pNote}
      axes={{
        x: [-0.5, months.length - 0.5],
        y: [least - 0.02, 1.02],
        xValues: at => (Number.isInteger(at) && months[at] ? monthName(months[at].month, all) : ''),
        yValues: at => t.percent(whole(at)),
      }}
      draw={(u, ctx, ink) => {
        if (of.center)
          rule(
            ctx,
            [
              [px(u, -0.5), py(u, of.center)],
              [px(u, months.length - 0.5), py(u, of.center)],
            ],
            ink['ink-2'],
          );
        months.forEach(({ x, n, limits }, i) => {
          for (const y of limits ?? [])
            rule(
              ctx,
              [
                [px(u, i - 0.5), py(u, y)],
                [px(u, i + 0.5), py(u, y)],
              ],
              ink['ink-2'],
              [5, 4],
            );
          if (n) dot(ctx, px(u, i), py(u, (x ?? 0) / n), ink.ink);
        });
      }}
      summary={t.table}
    >
      <Table
        head={[t.month, t.score, t.calls, t.limits]}
        rows={months.map(one => [
          monthName(one.month, all),
          one.n ? t.percent(whole((one.x ?? 0) / one.n)) : t.hidden,
          one.n ?? '',
          one.limits ? `${whole(one.limits[0])}–${t.percent(whole(one.limits[1]))}` : '',
        ])}
      />
    </Plot>
  );
}

export function GChart({ of }: { of: Group['g'] }) {
  const t = w.value;
  const at = of.points;
  if (of.undefined === 'fewer than five people') return <p class="read">{t.hidden}</p>;
  if (!at?.length || !of.limits) return <p class="read">{t.gFew}</p>;
  const [, high] = of.limits;
  return (
    <Plot
      name={t.g}
      note={t.gNote(of.since ?? 0, at.length + 1)}
      axes={{
        x: [0, at.length + 1],
        y: [-2, Math.max(high, ...at) * 1.1],
        xValues: n => (Number.isInteger(n) && n > 0 ? String(n) : ''),
        yValues: String,
      }}
      draw={(u, ctx, ink) => {
        const ends = [px(u, 0), px(u, at.length + 1)] as const;
        rule(
          ctx,
          [
            [ends[0], py(u, of.center ?? 0)],
            [ends[1], py(u, of.center ?? 0)],
          ],
          ink['ink-2'],
        );
        rule(
          ctx,
          [
            [ends[0], py(u, high)],
            [ends[1], py(u, high)],
          ],
          ink['ink-2'],
          [5, 4],
        );
        at.forEach((n, i) => dot(ctx, px(u, i + 1), py(u, n), ink.ink));
      }}
      summary={t.table}
    >
      <Table head={[t.order, t.calls]} rows={at.map((n, i) => [i + 1, n])} />
    </Plot>
  );
}

export function Funnel({ of }: { of: Group['funnel'] }) {
  const t = w.value;
  const { agents, center = 0, sigma = 0, widths = [] } = of;
  if (!agents) return <p class="read">{t.funnelFew}</p>;
  const most = Math.max(...agents.map(one => one.n)) + 4;
  const limit = (z: number, n: number) => center + (z * sigma) / Math.sqrt(n);
  const steps = Array.from({ length: most * 2 - 3 }, (_, i) => 2 + i / 2);
  return (
    <Plot
      name={t.funnel}
      note={t.funnelNote}
      height={280}
      axes={{
        x: [0, most],
        y: [Math.min(center - 3 * sigma, ...agents.map(one => one.mean)), 1_020_000],
        xValues: n => (Number.isInteger(n) ? String(n) : ''),
        yValues: at => t.percent(points(at)),
      }}
      draw={(u, ctx, ink) => {
        ctx.save();
        ctx.beginPath();
        ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
        ctx.clip();
        rule(
          ctx,
          [
            [px(u, 0), py(u, center)],
            [px(u, most), py(u, center)],
          ],
          ink['ink-2'],
        );
        widths.forEach((z, i) => {
          for (const side of [-z, z])
            rule(
              ctx,
              steps.map(n => [px(u, n), py(u, limit(side, n))]),
              ink['ink-2'],
              i ? [2, 3] : [6, 4],
            );
        });
        for (const one of agents) dot(ctx, px(u, one.n), py(u, one.mean), ink.ink);
        ctx.restore();
      }}
      summary={t.table}
    >
      <Table
        head={[t.name, t.mean, t.interval, t.calls]}
        rows={agents.map(one => [
          one.name,
          t.percent(points(one.mean)),
          `${points(one.interval[0] ?? 0)}–${t.percent(points(one.interval[1] ?? 0))}`,
          one.n,
        ])}
      />
    </Plot>
  );
}
