// SPDX-License-Identifier: Apache-2.0
// The site's clock. Calls are filed under its days and hours, and whoever reads of them from elsewhere
// is told the same hour as her colleagues. Until one is signed in the browser's own clock stands in.

export type Local = { year: number; month: number; day: number; hour: number; minute: number };

const FIELDS = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const;
let zone: Intl.DateTimeFormatOptions = {};
let reader: Intl.DateTimeFormat | null = null;

/** A name the browser does not know leaves things as they are. */
export function standIn(timeZone: string) {
  try {
    reader = new Intl.DateTimeFormat('en-GB', { ...FIELDS, hourCycle: 'h23', timeZone });
    zone = { timeZone };
  } catch {
    reader = null;
    zone = {};
  }
}

export function local(ms: number): Local {
  reader ??= new Intl.DateTimeFormat('en-GB', { ...FIELDS, hourCycle: 'h23' });
  const parts = reader.formatToParts(ms).map(({ type, value }) => [type, Number(value)]);
  return Object.fromEntries(parts) as Local;
}

const MINUTE_MS = 60_000;
const asUtc = ({ year, month, day, hour, minute }: Local) =>
  Date.UTC(year, month - 1, day, hour, minute);
const ahead = (ms: number) => asUtc(local(ms)) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;

/** The day as a number that grows by one a day. */
export const dayNumber = (ms: number) => Math.floor(asUtc(local(ms)) / 86_400_000);

/** "2026-02-12", "2026-02-12T09:14", as fields give them: that moment here. NaN when it is none. */
export function instant(text: string): number {
  const wanted = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  return Number.isNaN(wanted) ? NaN : wanted - ahead(wanted - ahead(wanted));
}

/** "2026-02-12": the day here. */
export const dayText = (ms: number) => new Date(ms + ahead(ms)).toISOString().slice(0, 10);

export const dated = (ms: number, locale: string, options: Intl.DateTimeFormatOptions) =>
  new Date(ms).toLocaleDateString(locale, { ...options, ...zone });
