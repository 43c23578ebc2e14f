// SPDX-License-Identifier: Apache-2.0
// Figures over time, as the service says them: each with its n and interval, or why there is none.
import { http } from './client';
import type { Both } from './evaluation';
import type { Named } from './types';

export type Figure = {
  estimate: number | null;
  undefined?: string;
  interval?: [number, number] | null;
  n: number;
};
export type Says = { key: 'too_few' | 'none_clear' | 'possible_change'; n: number; at_ms?: number };
export type Dot = { at_ms: number; day: number; ppm: number; version: number; load: boolean };
export type Break = { version: number; at_ms: number };
export type Load = { name: string; from_ms: number; to_ms: number | null };
export type Cell = { month: number; x?: number; n?: number; undefined?: string };
export type Asked = { key: string; title: Both | null; figure: Figure; months: Cell[] };
export type Class = { class: 'customer' | 'business' | 'compliance'; x: number; figure: Figure };
export type Measure = {
  name: 'talk_share' | 'silence' | 'overtalk' | 'latency';
  n: number;
  median: number;
  months: { month: number; n: number; median: number }[];
};
export type Span = { from_ms: number; to_ms: number; breaks: Break[]; loads: Load[] };
export type Person = Span & {
  agent: Named;
  n: number;
  says: Says;
  now: Figure;
  correct: Figure;
  human: Figure;
  points: Dot[];
  classes: Class[];
  questions: Asked[];
  measures?: Measure[]; // one's own only
};
export type One = { agent: Named; n: number; says: Says; now: Figure; points: Dot[] };
export type PMonth = Cell & { limits?: [number, number] };
export type Group = Span & {
  team: Named | null;
  people: number;
  p: { undefined?: string; center?: number | null; months?: PMonth[] };
  g: { undefined?: string; center?: number; limits?: [number, number]; points?: number[]; since?: number };
  funnel: {
    undefined?: string;
    center?: number;
    sigma?: number;
    widths?: [number, number];
    agents?: { name: string; mean: number; n: number }[];
  };
  agents: One[];
  classes?: Class[];
  questions?: Asked[];
  topics?: { name_sv: string; name_en: string; first: Figure; handed: Figure }[];
};

export const trends = {
  mine: () => http.get<Person>('trends/me'),
  person: (id: string) => http.get<Person>(`trends/${id}`),
  team: (id: string) => http.get<Group>(`trends/teams/${id}`),
  centre: () => http.get<Group>('trends/centre'),
};
