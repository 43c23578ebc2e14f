// SPDX-License-Identifier: Apache-2.0
// Figures over time, as the service says them: each with its n and interval, or why there is none.
import { http } from './client';
import type {
  AskedFigure,
  ClassFigure,
  FormTitle,
  TrendFigure,
  TrendGroup,
  TrendOne,
  TrendPerson,
  TrendSpan,
} from 'gen/api';

export * from 'gen/api';
export type Figure = TrendFigure;
export type Asked = AskedFigure;
export type Class = ClassFigure;
export type Span = TrendSpan;
export type Form = FormTitle;
export type Person = TrendPerson;
export type One = TrendOne;
export type Group = TrendGroup;

const by = (form: string) => (form ? `?rubric=${encodeURIComponent(form)}` : '');

export const trends = {
  mine: (form: string) => http.get<Person>(`trends/me${by(form)}`),
  person: (id: string, form: string) => http.get<Person>(`trends/${id}${by(form)}`),
  team: (id: string, form: string) => http.get<Group>(`trends/teams/${id}${by(form)}`),
  centre: (form: string) => http.get<Group>(`trends/centre${by(form)}`),
};
