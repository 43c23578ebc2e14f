// SPDX-License-Identifier: Apache-2.0
// A call asked for before its page is there: what it is at the first touch of its link, its sound when
// the link is pressed. Only the press opens it: listening is an act, and looking ahead is none.
import { calls } from '../api';
import { bytesOf } from '../api/client';
import type { Call, Id, Opened } from '../api/types';
import { me } from './me';
import { openListening } from './listen';
import { reason, type QueueRow } from './queue';

type Ahead = {
  call: Promise<Call>;
  opened?: Promise<Opened>;
  peaks?: Promise<Response>;
  at: number;
};

const FRESH_MS = 60_000;
const kept = new Map<Id, Ahead>();

/** again_ms: asks anew for what is older than that. */
export function lookAhead(id: Id, again_ms = FRESH_MS): Ahead {
  const found = kept.get(id);
  if (found && Date.now() - found.at < again_ms) return found;
  const made: Ahead = { call: calls.get(id), at: Date.now() };
  made.call.catch(() => kept.delete(id)); // the page asks again and tells what is wrong
  kept.clear();
  kept.set(id, made);
  return made;
}

/** The press on a row's play: one's own call, or one for which the reason is already given. */
export function openAhead(row: QueueRow) {
  const ahead = lookAhead(row.id);
  const why = row.agent?.id === me.value?.id ? { reason: 'own' as const, text: '' } : reason.value;
  if (!why || !row.recording) return;
  const opened = openListening(row.id, why.reason, why.text);
  ahead.opened = opened;
  ahead.peaks = opened.then(({ peaks }) => bytesOf(peaks));
  ahead.peaks.catch(() => delete ahead.opened); // who waits for it says it
}

/** Hands over what was begun; each of it is used once. */
export function takeCall(id: Id): Promise<Call> {
  const found = kept.get(id);
  if (!found || found.opened === undefined) kept.delete(id);
  return found && Date.now() - found.at < FRESH_MS ? found.call : calls.get(id);
}

export function takeOpened(id: Id): Required<Pick<Ahead, 'opened' | 'peaks'>> | null {
  const found = kept.get(id);
  kept.delete(id);
  return found?.opened && found.peaks ? { opened: found.opened, peaks: found.peaks } : null;
}
