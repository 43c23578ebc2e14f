// SPDX-License-Identifier: Apache-2.0
import type { Dot } from '../../api/trends';
import { monthName } from './says';

/** How many calls each month has, for under the chart: "april 3, maj 11 …" */
export function perMonth(dots: Dot[]): string {
  const counts = new Map<number, number>();
  for (const { day: at, n = 1 } of dots) {
    const month = Math.floor(at / 100);
    counts.set(month, (counts.get(month) ?? 0) + n);
  }
  const months = [...counts.keys()];
  return [...counts].map(([month, n]) => `${monthName(month, months)}: ${n}`).join(' · ');
}
