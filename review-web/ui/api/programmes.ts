// SPDX-License-Identifier: Apache-2.0
// Training programmes: making one, walking one, and what is one's own.
import { http, rowsOf } from './client';
import type {
  Agenda,
  AgreementRow,
  Id,
  Lesson,
  Made,
  Page,
  Programme,
  ProgrammeForm,
  ProgrammeItem,
  ProgrammeRow,
  ProgrammeStop,
} from './types';

type Written = 'title' | 'why' | 'body' | 'from_ms' | 'to_ms';
type Given = 'annotation' | 'due_day' | 'form' | 'key';
type Stops = { stops: Pick<ProgrammeStop, 'at_ms' | 'question'>[] };
export type ItemFields = Pick<ProgrammeItem, Written | Given> & Stops;
type Least = 'week' | 'kind' | 'title';
type Sound = { interaction?: Id };
export type NewItem = Pick<ProgrammeItem, Least> & Partial<Pick<ProgrammeItem, Written>> & Sound;
type Week = { title: string };
type Place = { item: Id; item_at_ms: number };

const one = (id: Id, what = '') => `programmes/${id}${what}`;
const item = (id: Id, what = '') => `programme_items/${id}${what}`;

export const programmes = {
  all: () => http.get<Page<ProgrammeRow>>('programmes').then(rowsOf),
  create: (title: string, why: string) => http.post<Made>('programmes', { title, why }),
  get: (id: Id) => http.get<Programme>(one(id)),
  change: (id: Id, title: string, why: string, weeks: Week[]) =>
    http.put(one(id), { title, why, weeks }),
  remove: (id: Id) => http.remove(one(id)),
  add: (id: Id, items: NewItem[]) => http.post(one(id, '/items'), { items }),
  order: (id: Id, items: { id: Id; week: number }[]) => http.put(one(id, '/order'), { items }),
  changeItem: (id: Id, fields: ItemFields) => http.put(item(id), fields),
  removeItem: (id: Id) => http.remove(item(id)),
  cohort: (id: Id, title: string, starts_ms: number) =>
    http.post<Made>(one(id, '/cohorts'), { title, starts_ms }),
  member: (id: Id, cohort: Id, person: Id, mentor: Id | null) =>
    http.put(one(id, '/members'), { cohort, person, mentor }),
  endMember: (id: Id) => http.remove(`programme_members/${id}`),
  forms: () => http.get<Page<ProgrammeForm>>('programme_forms').then(rowsOf),
};

export const lessons = {
  get: (id: Id) => http.get<Lesson>(one(id, '/lesson')),
  place: (id: Id, at: Place, leaving = false) => http.put(one(id, '/place'), at, leaving),
  done: (id: Id) => http.post(item(id, '/done')),
  guess: (id: Id, answers: Record<string, string>) => http.post(item(id, '/guess'), { answers }),
  ask: (id: Id, said: string, at_ms: number | null) =>
    http.post(item(id, '/ask'), { words: said, at_ms }),
  answer: (stop: Id, body: string) => http.put(`programme_stops/${stop}/answer`, { body }),
  send: (stop: Id) => http.put(`programme_stops/${stop}/answer`, { send: true }),
  agreement: () => http.get<Page<AgreementRow>>('me/agreement').then(rowsOf),
  agenda: () => http.get<Agenda>('me/agenda'),
  met: (id: Id) => http.post(`programme_asks/${id}/met`),
};
