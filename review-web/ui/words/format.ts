// SPDX-License-Identifier: Apache-2.0
// Times and numbers as a person here writes them: 02:41, "i dag 09.14", 1,5×.
//
// One rule for every length and place: whole seconds that have passed, as a clock shows them. A
// stretch is as long as the places it is shown between are apart, so that 01:20–02:12 is 52 s
// wherever it is said. Nothing rounds by itself.
import { words } from './index';
import { dated, dayNumber, local } from './zone';
import { now as siteNow } from './clock';

const two = (n: number) => String(n).padStart(2, '0');

/** A place or a length in a call: 02:41, and 1:05:03 from an hour on. */
export function clock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const minutes = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${minutes}` : minutes;
}

/** A length in a list: 6:12, as one says it. */
export const length = (ms: number) => clock(ms).replace(/^0(?=\d:)/, '');

/** How much of it was heard; but for the last breath, all of it. */
export const lengthOf = (part: number, whole: number) => length(part > whole - 1000 ? whole : part);

/** The opposite: 2:41 or 161 or 1:05:03 into milliseconds, or null when it is no time: but for the first
    part none is above 59. */
export function parseClock(text: string): number | null {
  const parts = text.trim().split(/[:.]/);
  if (parts.length > 3 || !parts.every(part => /^\d{1,4}$/.test(part))) return null;
  if (parts.slice(1).some(part => Number(part) > 59)) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}

/** For a screen reader: "2 minuter 41 sekunder". */
export function spokenTime(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  return words.value.time.spoken(Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60);
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString(words.value.locale, { maximumFractionDigits: digits });
}

/** 09.14 in Swedish, 09:14 in English. */
export function hour(ms: number): string {
  const at = local(ms);
  return `${two(at.hour)}${words.value.language === 'sv' ? '.' : ':'}${two(at.minute)}`;
}

export function day(ms: number, year = false, month: 'long' | 'short' = 'long'): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month };
  if (year) options.year = 'numeric';
  return dated(ms, words.value.locale, options);
}

/** "i dag 09.14", "i går 15.10", "torsdag 09.14", "12 feb. 09.14": the nearest way to say it. */
export function when(ms: number, now = siteNow()): string {
  const w = words.value;
  const days = dayNumber(now) - dayNumber(ms);
  if (days === 0) return `${w.time.today} ${hour(ms)}`;
  if (days === 1) return `${w.time.yesterday} ${hour(ms)}`;
  if (days > 1 && days < 7) {
    return `${dated(ms, w.locale, { weekday: 'long' })} ${hour(ms)}`;
  }
  const year = local(ms).year !== local(now).year;
  return `${day(ms, year, 'short')} ${hour(ms)}`;
}

/** "torsdag 12 februari 2026 kl. 09.14": where there is room for all of it. */
export function fullWhen(ms: number): string {
  const date = dated(ms, words.value.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return `${date} ${words.value.time.at} ${hour(ms)}`;
}

/** "6 min 12 s"; what is shorter than a second is no nought: "0,02 s" */
export function plainLength(ms: number): string {
  const s = Math.floor(ms / 1000);
  const t = words.value.time;
  if (ms > 0 && ms < 1000) return `${number(ms / 1000, ms < 100 ? 2 : 1)} ${t.seconds}`;
  return s < 60 ? `${s} ${t.seconds}` : `${Math.floor(s / 60)} ${t.minutes} ${s % 60} ${t.seconds}`;
}

/** The length of a stretch, by the places it is shown between; under a second as it is. */
export function stretch(from: number, to: number): string {
  const shown = Math.floor(to / 1000) - Math.floor(from / 1000);
  return plainLength(to - from < 1000 ? to - from : shown * 1000);
}

/** Some stretches together, each by the places it is shown between. */
export const shown = (all: [number, number][]) =>
  all.reduce((sum, [from, to]) => sum + Math.floor(to / 1000) - Math.floor(from / 1000), 0) * 1000;

/** About how long: whole minutes, at least one. */
export const aboutMinutes = (ms: number) =>
  words.value.common.minutes(Math.max(1, Math.round(ms / 60_000)));

export function bytes(n: number): string {
  return n < 1e6 ? `${number(n / 1e3)} kB` : `${number(n / 1e6, 1)} MB`;
}

/** What somebody wrote, as it is read: an empty line parts, and twenty part no more. */
export const written = (text: string) => text.replace(/\n(\s*\n){2,}/g, '\n\n').trim();
