// SPDX-License-Identifier: Apache-2.0
// What the service says, word for word: field names are column names, ids are 36 characters,
// times are milliseconds UTC, times inside a call are milliseconds from its start.

export type Id = string;
export type Named = { id: Id; name: string };
export type Page<T> = { rows: T[]; next: string | null };

export type Role =
  'agent' | 'coach' | 'newhire' | 'trainer' | 'quality' | 'dpo' | 'admin' | 'guest';
export type Outcome = 'solved' | 'handed_over' | 'case_opened' | 'follow_up' | 'ended_abuse';
export type MarkKind =
  | 'thanks' | 'tough' | 'threat' | 'no_answer' | 'turned' | 'language' | 'share'
  | 'ask' | 'talk' | 'withdrawn';
export type NoteKind = 'note' | 'keep' | 'try' | 'private';
export type Aspect = 'said' | 'met';
export type Reason =
  'review' | 'own' | 'programme' | 'calibration' | 'complaint' | 'other' | 'export';
export type Side = 'agent' | 'caller' | 'both' | 'mix';
export type GapReason =
  'lost' | 'hold' | 'pause' | 'dtx' | 'not_seen' | 'restart' | 'unknown_codec' | 'decoder_failed';
export type SpanKind =
  'overtalk' | 'silence' | 'dead_air' | 'interruption' | 'monologue' | 'dtmf' | 'voice';
export type Consent = 'asked' | 'yes' | 'no';

export type Me = {
  id: Id;
  name: string;
  ui_language: 'sv' | 'en';
  roles: { role: Role; team: Named | Id | null }[];
  rights: string[];
  prefs: Record<string, unknown>;
  agreement: AgreementLine | null;
  site: { name: string; caller_word: string };
};

export type AgreementLine = { version: number; title: string; from_ms: number; signed_by: string };
export type Agreement = AgreementLine & { id: Id; body: unknown; to_ms: number | null };

export type Measures = {
  agent_talk_ms: number | null;
  caller_talk_ms: number | null;
  overtalk_ms: number | null;
  silence_ms: number | null;
  hold_ms: number | null;
};

export type Topic = {
  id: Id;
  name_sv: string;
  name_en: string;
  parent?: Id | null;
  retired?: boolean;
};

export type CallRow = {
  id: Id;
  started_ms: number;
  duration_ms: number;
  agent: Named | null;
  team: Named | null;
  title: string | null;
  topics: Topic[];
  outcome: Outcome | null;
  no_recording: string | null;
  recording: boolean;
  channels: number | null;
  load_mark: string | null;
  direction: string;
  measures: Measures | null;
  notes: number;
  marks: MarkKind[];
  heard_by_me: boolean;
  gaps: number;
};

export type Gap = { side: Side; from_ms: number; to_ms: number; reason: GapReason };
export type Span = {
  kind: SpanKind;
  side: Side;
  from_ms: number;
  to_ms: number;
  detail: string | null;
};
export type Segment = {
  ord: number;
  agent: Named | null;
  from_ms: number;
  to_ms: number;
  decided_by: string;
};

export type Note = {
  id: Id;
  interaction: Id;
  author: Named;
  reply_to: Id | null;
  at_ms: number;
  len_ms: number;
  kind: NoteKind;
  aspect: Aspect | null;
  body: string;
  created_ms: number;
  edited_ms: number | null;
  deleted_ms: number | null;
};

export type Mark = {
  id: Id;
  kind: MarkKind;
  at_ms: number;
  detail: string | null;
  author: Named;
  created_ms: number;
};

export type Can = {
  note: boolean;
  outcome: boolean;
  mark: boolean;
  swap: boolean;
  claim: boolean;
  evaluate?: boolean;
  listen: boolean;
  list: boolean;
};

export type Call = Omit<CallRow, 'recording' | 'notes' | 'marks' | 'gaps'> & {
  caller: { number: string | null; name: string | null } | null;
  segments: Segment[];
  legs: { side: Side; codec: string; packets: number; lost: number }[];
  gaps: Gap[];
  spans: Span[];
  notes: Note[];
  marks: Mark[];
  recording: {
    id: Id;
    duration_ms: number;
    channels: number;
    rate_hz: number;
    swapped: boolean;
    untouched: string;
    sealed_ms: number;
  } | null;
  agreement: AgreementLine | null;
  hearable: Heard; // [from_ms, to_ms]: elsewhere the sound is silence, for it is not the viewer's
  can: Can;
};

export type Listening = {
  id: Id;
  person: Named;
  reason: Reason;
  reason_text: string | null;
  at_ms: number;
  heard_ms: number;
  heard?: [number, number][];
  interaction?: { id: Id; title: string | null; started_ms: number };
};

export type Opened = { id: Id; audio: string; peaks: string };
export type Heard = [number, number][];

export type Feedback = Note & { title: string | null; started_ms: number; duration_ms: number };

export type Person = {
  id: Id;
  name: string;
  login: string | null;
  state: 'invited' | 'active' | 'left';
  ui_language?: 'sv' | 'en';
  languages?: string;
  team?: Named | null;
  roles?: { id: Id; role: Role; team: Named | Id | null }[];
};

export type Team = Named & { members?: number };
export type Line = Named & { address: string; team: Named | null };
export type Shift = {
  id: Id;
  person: Named;
  line: Named;
  from_ms: number;
  to_ms: number | null;
  duty: 'phone' | 'lead' | 'training';
};
export type ShiftsRead = { added: number; refused: { line: number; why: string }[] };

export type ListRow = {
  id: Id;
  title: string;
  why: string;
  owner: Named;
  created_ms: number;
  items: number;
  readers: number;
  mine?: {
    item: Id | null;
    item_at_ms: number;
    finished_ms: number | null;
    given_ms: number;
  } | null;
};
export type ListItem = {
  id: Id;
  ord: number;
  interaction: CallRow;
  from_ms: number;
  to_ms: number;
  why: string;
  consent: Consent;
};
export type Reader = {
  person: Named;
  given_ms: number;
  item: Id | null;
  item_at_ms: number;
  finished_ms: number | null;
};
export type List = {
  id: Id;
  title: string;
  why: string;
  owner: Named;
  created_ms: number;
  items: ListItem[];
  readers: Reader[];
};

export type ConsentAsked = {
  id: Id;
  list: { id: Id; title: string; why: string; owner: Named };
  interaction: CallRow;
  from_ms: number;
  to_ms: number;
  why: string;
  asked_ms: number;
};

/** What a call lacks on one side for one reason: how often, how long in all, where first. */
export type Missing = {
  interaction: Id;
  title: string | null;
  started_ms: number;
  side: Side;
  reason: GapReason;
  times: number;
  missing_ms: number;
  first_ms: number;
};

export type Health = {
  recording_since_ms: number | null;
  agreement: AgreementLine | null;
  programs: { program: string; at_ms: number; ok: boolean; state: Record<string, unknown> }[];
  spool: { calls: number; bytes: number };
  missing: Missing[];
  alarms: { text?: string; kind?: string; at_ms?: number }[];
};

export type LoadWindow = {
  id: Id;
  name: string;
  says: string;
  from_ms: number;
  to_ms: number | null;
};

export type AuditRow = {
  seq: number;
  at_ms: number;
  actor: Named | null;
  event: string;
  object: Id | null;
  detail: string | null;
};

/** What is said of one moment: a key of the words, or a sentence of the service's own. */
export type Failure = { error: string; text: string };
