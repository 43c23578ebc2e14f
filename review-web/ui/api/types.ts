// SPDX-License-Identifier: Apache-2.0
// What the service says, word for word. Field names are column names, ids are 36 characters, times are
// milliseconds UTC, times inside a call are milliseconds from its start. The rows and what is put together
// of them are made from schemas/ (gen/api); here is what is no row.
import type { Call, Seen } from 'gen/api';

export * from 'gen/api';

export type Id = string;
/** How much of what there may be this answer can hold: all of it, that of one's own or one's teams, or
    nothing at all. An empty answer means something else in each. */
export type Page<T> = { rows: T[]; next: string | null; seen: Seen };
export type Rows<T> = T[] & { seen: Seen };
export type Heard = Call['hearable'];

/** What is said of one moment: a key of the words, or a sentence of the service's own. */
export type Failure = { error: string; text: string };
