// SPDX-License-Identifier: Apache-2.0
// What the sampling pages say, and the few figures they say alike.
import type { Plan } from '../../api/samples';
import { words } from '../../words';
import { area } from '../../words/area';
import { enSamples } from '../../words/en-samples';
import { day, number } from '../../words/format';
import { svSamples } from '../../words/sv-samples';
import { dated } from '../../words/zone';

export const w = area(svSamples, enSamples);

export const whose = (plan: Plan) => plan.agent?.name ?? plan.team?.name ?? w.value.site;
export const takes = (plan: { take: number; per_agent: boolean; period: string }) =>
  w.value.takes(plan.take, plan.per_agent, plan.period === 'month');

const HALF_DAY = 43_200_000;
/** A midnight of the centre's, as its day: "måndag 23 november". */
export function dayOf(midnight: number): string {
  return dated(midnight + HALF_DAY, words.value.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
}
/** The days a period lasts, its last one too. */
export const span = (from: number, to: number): [string, string] => [
  day(from + HALF_DAY),
  day(to - HALF_DAY),
];

/** Half a percentage point matters below three, and nowhere else. */
export const points = (x: number) => number(x, x < 3 ? 1 : 0);

export function hours(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return w.value.hours(Math.floor(minutes / 60), minutes % 60);
}
