// SPDX-License-Identifier: Apache-2.0
// An empty list has three meanings, and a page may only say the one that is true: there is nothing;
// there is nothing among what the reader may see; the reader may not see any of it. (Not fetched yet,
// and not fetched at all, are Waiting and Failed.)
import type { Seen } from '../api/types';

export type Absence = { none: string; part: string; hidden: string };

const BY_SEEN = { all: 'none', part: 'part', none: 'hidden' } as const;

export const absent = (what: Absence, seen: Seen): string => what[BY_SEEN[seen]];
