// SPDX-License-Identifier: Apache-2.0
// The sentences the service chose, in words; and figures as people read them.
import type { Class, Figure, Form, Says, Span } from '../../api/trends';
import { setQuery } from '../../state/route';
import { language, words } from '../../words';
import { Select } from '../bits';
import { area } from '../../words/area';
import { enTrends } from '../../words/en-trends';
import { day, number } from '../../words/format';
import { svTrends } from '../../words/sv-trends';
import { dayNumber } from '../../words/zone';

export const w = area(svTrends, enTrends);

/** ISO week: the one with the year's first Thursday is the first. */
export function week(ms: number): number {
  const number = dayNumber(ms); // of a Thursday, the epoch's first day, it is 0
  const thursday = number - (((number + 3) % 7) - 3);
  const year = new Date(thursday * 86_400_000).getUTCFullYear();
  return 1 + Math.floor((thursday - Date.UTC(year, 0, 1) / 86_400_000) / 7);
}

export function sentence(says: Says, own: boolean): string {
  const t = w.value.says;
  if (says.key === 'too_few') return t.too_few(says.n);
  if (says.key === 'possible_change' && says.at_ms) return t.possible_change(week(says.at_ms));
  return own ? t.none_clear : t.none_clear_other;
}

export const whole = (share: number) => number(share * 100);
export const points = (ppm: number) => number(ppm / 10_000);

export function now(figure: Figure): string {
  if (figure.estimate === null || !figure.interval) return w.value.nowFew(figure.n);
  const [lo, hi] = figure.interval;
  return w.value.nowIs(points(figure.estimate), points(lo), points(hi), figure.n);
}

export function rate(figure: Figure, x: number): string {
  if (figure.undefined === 'fewer than five people') return w.value.hidden;
  if (figure.n > 0 && !figure.interval) return w.value.says.too_few(figure.n);
  if (figure.estimate === null || !figure.interval) return w.value.nothing;
  return w.value.xOfN(x, figure.n, whole(figure.interval[0]), whole(figure.interval[1]));
}

/** "april" among months of one year, "april 2026" where there are several. */
export function monthName(month: number, all: number[] = []): string {
  const year = Math.floor(month / 100);
  const several = all.some(other => Math.floor(other / 100) !== year);
  return new Date(Date.UTC(year, (month % 100) - 1, 1)).toLocaleDateString(words.value.locale, {
    timeZone: 'UTC',
    month: 'long',
    ...(several && { year: 'numeric' }),
  });
}

/** Which form: each has a course of its own, and none is mixed with another. */
export function Forms({ of }: { of: { forms: Form[]; rubric: { key: string } } }) {
  const [one] = of.forms;
  if (of.forms.length < 2 && (!one || one.key === of.rubric.key)) return null;
  return (
    <div class="trendform">
      <Select
        label={w.value.form}
        value={of.rubric.key}
        options={of.forms.map(each => [
          each.key,
          language.value === 'sv' ? each.title_sv : each.title_en,
        ])}
        onChange={rubric => setQuery({ rubric })}
      />
    </div>
  );
}

export function Breaks({ of }: { of: Span }) {
  const t = w.value;
  return (
    <>
      {of.breaks.map(one => (
        <p class="read" key={one.version}>
          {t.broken(day(one.at_ms))}
        </p>
      ))}
      {of.loads.map(one => (
        <p class="read" key={one.from_ms}>
          {t.load(one.name)} {words.value.health.windowBy(one.author, one.says)}
        </p>
      ))}
    </>
  );
}

export const Classes = ({ of }: { of: Class[] }) => (
  <dl class="trendfacts">
    {of.map(one => (
      <div key={one.class}>
        <dt>{w.value.class[one.class]}</dt>
        <dd>{rate(one.figure, one.x)}</dd>
      </div>
    ))}
  </dl>
);
