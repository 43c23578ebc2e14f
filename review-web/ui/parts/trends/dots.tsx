// SPDX-License-Identifier: Apache-2.0
// A dot per call, in time; of many calls a square per week. Rings under load, an upright line at a new
// form, where it is now.
import type { Dot, Figure, Span } from '../../api/trends';
import { day } from '../../words/format';
import { Plot, dot, label, px, py, rule, square, type Draw } from './plot';
import { perMonth } from './months';
import { points, w, week } from './says';

const drawing =
  (dots: Dot[], now: Figure | null, span: Span, named: boolean): Draw =>
  (u, ctx, ink) => {
    for (const one of span.loads) {
      const from = px(u, Math.max(one.from_ms, span.from_ms));
      ctx.fillStyle = ink.sunk;
      ctx.fillRect(
        from,
        u.bbox.top,
        px(u, Math.min(one.to_ms ?? span.to_ms, span.to_ms)) - from,
        u.bbox.height,
      );
    }
    for (const { at_ms } of span.breaks)
      rule(
        ctx,
        [
          [px(u, at_ms), u.bbox.top],
          [px(u, at_ms), u.bbox.top + u.bbox.height],
        ],
        ink.ink,
      );
    if (named) {
      const edge = u.bbox.left + u.bbox.width;
      for (const one of span.breaks)
        label(ctx, w.value.newForm(one.version), px(u, one.at_ms), u.bbox.top, ink, edge);
      for (const one of span.loads)
        label(ctx, one.name, px(u, one.from_ms), u.bbox.top + u.bbox.height - 20, ink, edge);
    }
    const since = Math.max(span.from_ms, ...span.breaks.map(one => one.at_ms));
    if (now?.estimate && now.interval) {
      const [from, to] = [px(u, since), px(u, span.to_ms)];
      rule(
        ctx,
        [
          [from, py(u, now.estimate)],
          [to, py(u, now.estimate)],
        ],
        ink['ink-2'],
      );
      for (const y of now.interval)
        rule(
          ctx,
          [
            [from, py(u, y)],
            [to, py(u, y)],
          ],
          ink['ink-2'],
          [5, 4],
        );
    }
    for (const one of dots)
      (one.n ? square : dot)(ctx, px(u, one.at_ms), py(u, one.ppm), ink.ink, one.load);
  };

export function Dots({
  name,
  dots,
  now,
  span,
  small,
}: {
  name: string;
  dots: Dot[];
  now: Figure | null;
  span: Span;
  small?: boolean;
}) {
  const t = w.value;
  const least = Math.min(500_000, ...dots.map(one => one.ppm)) - 20_000;
  return (
    <>
      <Plot
        name={name}
        note={dots.some(one => one.n) ? `${t.overTimeNote} ${t.weeksNote}` : t.overTimeNote}
        height={small ? 150 : 240}
        axes={{
          x: [span.from_ms, span.to_ms + (span.to_ms - span.from_ms) * 0.015],
          y: [least, 1_020_000],
          xValues: at => day(at, false, 'short'),
          yValues: at => t.percent(points(at)),
        }}
        draw={drawing(dots, now, span, !small)}
        small={small ?? false}
        summary={t.table}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.day}</th>
              <th scope="col">{t.score}</th>
              <th scope="col">{t.form}</th>
              <th scope="col">{t.apart}</th>
            </tr>
          </thead>
          <tbody>
            {dots.map(one => (
              <tr key={`${one.at_ms} ${one.version} ${one.load}`}>
                <th scope="row">
                  {one.n ? t.week(week(one.at_ms)) : day(one.at_ms, true, 'short')}
                </th>
                <td>
                  {t.percent(points(one.ppm))} {one.n && <span>({one.n})</span>}
                </td>
                <td>{one.version}</td>
                <td>{one.load ? t.yes : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Plot>
      <p class="small quiet">
        {t.perMonth}. {perMonth(dots)}
      </p>
    </>
  );
}
