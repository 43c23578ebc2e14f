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
/** With n: the mean of so many calls of one week. */
export type Dot = { at_ms: number; day: number; ppm: number; version: number; load: boolean; n?: number };
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
export type Form = { key: string; title_sv: string; title_en: string };
/** A call of a load window, evaluated: a fact of its own, in no figure. */
export type Apart = {
  at_ms: number;
  load: string;
  title_sv: string;
  title_en: string;
  version: number;
  ppm: number | null;
  random: boolean;
};
export type Person = Span & {
  apart: Apart[];
  forms: Form[];
  rubric: { key: string };
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
  forms: Form[];
  rubric: { key: string };
  team: Named | null;
  people: number;
  p: { undefined?: string; center?: number | null; months?: PMonth[] };
  g: { undefined?: string; center?: number; limits?: [number, number]; points?: number[]; since?: number; of?: number };
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

const by = (form: string) => (form ? `?rubric=${encodeURIComponent(form)}` : '');

export const trends = {
  mine: (form: string) => http.get<Person>(`trends/me${by(form)}`),
  person: (id: string, form: string) => http.get<Person>(`trends/${id}${by(form)}`),
  team: (id: string, form: string) => http.get<Group>(`trends/teams/${id}${by(form)}`),
  centre: (form: string) => http.get<Group>(`trends/centre${by(form)}`),
};
