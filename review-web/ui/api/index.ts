// SPDX-License-Identifier: Apache-2.0
// Every call the pages make, by noun. A page never writes an address of its own.
import { http, query, rowsOf } from './client';
import type {
  AccountAct,
  Agreement,
  AgreementSide,
  Aspect,
  AuditRow,
  Call,
  CallRow,
  CodeMade,
  ConsentAsked,
  DraftRow,
  Feedback,
  Finding,
  Health,
  HealthReport,
  Heard,
  HeardSoFar,
  Id,
  Line,
  List,
  Listening,
  ListRow,
  LoadWindow,
  Made,
  MarkKind,
  Me,
  Note,
  NoteKind,
  Objection,
  Opened,
  Outcome,
  Page,
  Person,
  Proposal,
  Reason,
  Role,
  Shift,
  ShiftsRead,
  SiteTopic,
  Team,
} from './types';

export type NoteFields = {
  at_ms: number;
  len_ms: number;
  kind: NoteKind;
  aspect: Aspect | null;
  body: string;
};
export type PersonFields = {
  name: string;
  login: string;
  role: Role;
  team: Id | null;
  languages: string;
};

const rows = <T>(path: string) => http.get<Page<T>>(path).then(rowsOf);

export const session = {
  open: (login: string, password: string) => http.post('session', { login, password }),
  close: () => http.remove('session'),
  me: () => http.get<Me>('me'),
  prefs: (prefs: Record<string, unknown>) => http.put('me/prefs', prefs, true),
  language: (ui_language: 'sv' | 'en') => http.put('me/language', { ui_language }),
  useCode: (fields: { code: string; login?: string; name?: string; password: string }) =>
    http.post('codes/use', fields),
};

export const mine = {
  feedback: () => rows<Feedback>('me/feedback'),
  listenings: () => rows<Listening>('me/listenings'),
  account: () => rows<AccountAct>('me/account'),
  objections: () => rows<Objection>('me/objections'),
  object: (listening: Id, said: string) =>
    http.post<Made>(`listenings/${listening}/objection`, { words: said }),
  consents: () => rows<ConsentAsked>('me/consents'),
  drafts: () => rows<DraftRow>('me/drafts'),
};

export const calls = {
  find: (filter: Record<string, string>, after?: string, limit = 50) =>
    http.get<Page<CallRow>>(`interactions${query({ ...filter, after, limit })}`),
  /** As find, which may end a page early and go on: to that many calls, or the last there is. */
  findAll: async (filter: Record<string, string>, limit: number): Promise<CallRow[]> => {
    const rows: CallRow[] = [];
    for (let after: string | null | undefined; after !== null && rows.length < limit; ) {
      const page: Page<CallRow> = await calls.find(filter, after, limit - rows.length);
      rows.push(...page.rows);
      after = page.next;
    }
    return rows;
  },
  get: (id: Id) => http.get<Call>(`interactions/${id}`),
  outcome: (id: Id, outcome: Outcome | null) => http.put(`interactions/${id}/outcome`, { outcome }),
  title: (id: Id, title: string) => http.put(`interactions/${id}/title`, { title }),
  topics: (id: Id, topics: Id[]) => http.put(`interactions/${id}/topics`, { topics }),
  mark: (id: Id, kind: MarkKind, at_ms: number, detail: string | null = null) =>
    http.post(`interactions/${id}/marks`, { kind, at_ms, detail }),
  unmark: (mark: Id) => http.remove(`marks/${mark}`),
  claim: (id: Id) => http.post(`interactions/${id}/claim`),
  assign: (id: Id, agent: Id) => http.post(`interactions/${id}/assign`, { agent }),
  swap: (id: Id) => http.post(`interactions/${id}/swap`),
  listeners: (id: Id) => rows<Listening>(`interactions/${id}/listenings`),
};

/** What is written of a note, of all there is of one: the rest is the service's to know. */
const written = ({ at_ms, len_ms, kind, aspect, body }: NoteFields): NoteFields => ({
  at_ms,
  len_ms,
  kind,
  aspect,
  body,
});

export const notes = {
  add: (call: Id, note: NoteFields, reply_to: Id | null) =>
    http.post<Note>(`interactions/${call}/notes`, { ...written(note), reply_to }),
  /** Half a note, kept until tomorrow; without words it is gone. */
  keep: (call: Id, note: NoteFields, leaving = false) =>
    http.put(`interactions/${call}/draft`, written(note), leaving),
  change: (id: Id, note: NoteFields) => http.put(`notes/${id}`, written(note)),
  remove: (id: Id) => http.remove(`notes/${id}`),
};

export const listening = {
  open: (interaction: Id, reason: Reason, reason_text: string) =>
    http.post<Opened>('listenings', {
      interaction,
      reason,
      ...(reason_text && { reason_text }),
      tells: true,
    }),
  /** What was played of it; the answer is all one has heard of the call, as the service counts it. */
  heard: (id: Id, heard: Heard, leaving = false) =>
    http.put<HeardSoFar>(`listenings/${id}`, { heard }, leaving),
};

export const lists = {
  all: () => rows<ListRow>('lists'),
  get: (id: Id) => http.get<List>(`lists/${id}`),
  create: (title: string, why: string) => http.post<Made>('lists', { title, why }),
  change: (id: Id, title: string, why: string) => http.put(`lists/${id}`, { title, why }),
  remove: (id: Id) => http.remove(`lists/${id}`),
  add: (id: Id, items: { interaction: Id; from_ms: number; to_ms: number; why: string }[]) =>
    http.post(`lists/${id}/items`, { items }),
  order: (id: Id, items: Id[]) => http.put(`lists/${id}/order`, { items }),
  changeItem: (item: Id, fields: { why: string; from_ms: number; to_ms: number }) =>
    http.put(`list_items/${item}`, fields),
  removeItem: (item: Id) => http.remove(`list_items/${item}`),
  consent: (item: Id, consent: 'yes' | 'no') => http.put(`list_items/${item}/consent`, { consent }),
  give: (id: Id, person: Id) => http.post(`lists/${id}/readers`, { person }),
  progress: (id: Id, at: { item: Id; item_at_ms: number; finished: boolean }, leaving = false) =>
    http.put(`lists/${id}/progress`, at, leaving),
};

export const centre = {
  topics: () => rows<SiteTopic>('topics'),
  people: () => rows<Person>('people'),
  addPerson: (fields: PersonFields) => http.post<Person>('people', fields),
  changePerson: (id: Id, fields: Partial<PersonFields> & { state?: Person['state'] }) =>
    http.put(`people/${id}`, fields),
  code: (id: Id, purpose: 'invite' | 'recover') =>
    http.post<CodeMade>(`people/${id}/codes`, { purpose }),
  grant: (id: Id, role: Role, team: Id | null) => http.post(`people/${id}/grants`, { role, team }),
  revoke: (grant: Id) => http.remove(`grants/${grant}`),
  teams: () => rows<Team>('teams'),
  addTeam: (name: string) => http.post('teams', { name }),
  lines: () => rows<Line>('lines'),
  addLine: (fields: { name: string; address: string; team: Id | null }) =>
    http.post('lines', fields),
  shifts: (from: number, to: number) => rows<Shift>(`shifts${query({ from, to })}`),
  readShifts: (csv: string) => http.csv<ShiftsRead>('shifts', csv),
  health: () => http.get<Health>('health'),
  healthReport: () => http.get<HealthReport>('health/report'),
  tryAgain: (aside: Id) => http.post(`asides/${aside}/again`, {}),
  agreements: () => rows<Agreement>('agreements'),
  propose: (fields: { title: string; from_ms: number; body: unknown }) =>
    http.post('agreements', fields),
  proposals: () => rows<Proposal>('proposals'),
  sign: (id: Id, side: AgreementSide) => http.post(`proposals/${id}/sign/${side}`, {}),
  withdrawProposal: (id: Id) => http.post(`proposals/${id}/withdraw`, {}),
  giveNotice: (id: Id, side: AgreementSide, reason: string, ends_ms?: number) =>
    http.post(`agreements/${id}/notice/${side}`, { reason, ...(ends_ms && { ends_ms }) }),
  windows: () => rows<LoadWindow>('load_windows'),
  addWindow: (fields: { name: string; says: string; from_ms: number; to_ms: number | null }) =>
    http.post('load_windows', fields),
  endWindow: (one: LoadWindow, to_ms: number) =>
    http.put(`load_windows/${one.id}`, {
      name: one.name,
      says: one.says,
      from_ms: one.from_ms,
      to_ms,
    }),
  objections: () => rows<Objection>('objections'),
  answerObjection: (id: Id, finding: Finding, answer: string) =>
    http.post(`objections/${id}/answer`, { finding, answer }),
  listeningLog: (asked: Record<string, string>) =>
    http.get<Page<Listening>>(`audit/listenings${query(asked)}`),
  listeningExport: (asked: Record<string, string>) =>
    http.get<Page<Listening>>(`audit/listenings/export${query(asked)}`),
  audit: (object: string, kept: boolean, after?: string) =>
    http.get<Page<AuditRow>>(`audit${query({ object, kept: kept ? 1 : 0, after })}`),
};
