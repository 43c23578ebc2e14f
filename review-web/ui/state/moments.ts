// SPDX-License-Identifier: Apache-2.0
// Notes and marks of a call as one list in order of time: what N and P step through, what the
// picture pins, what the page lists.
import type { Call, Mark, Note } from '../api/types';
import type { Pin, PinShape } from '../player/draw';
import { startOf, type Stop } from '../player/stops';
import type { Step } from './player';

export type Moment = { id: string; shape: PinShape; to: number } & Stop &
  (
    | { note: Note; replies: Note[]; mark?: undefined; step?: undefined }
    | { mark: Mark; note?: undefined; step?: undefined }
    | { step: Step; mark?: undefined; note?: undefined }
  );

const noteShape = (note: Note): PinShape =>
  note.kind === 'keep' || note.kind === 'try' ? note.kind : 'note';

export const markShape = (mark: { kind: string }): PinShape =>
  mark.kind === 'thanks' ? 'thanks' : 'gap';

export function moments(call: Call, steps: Record<string, Step[]> = {}): Moment[] {
  const replies = (note: Note) =>
    call.notes
      .filter(other => other.reply_to === note.id)
      .sort((a, b) => a.created_ms - b.created_ms);
  const notes = call.notes
    .filter(note => !note.reply_to)
    .map(
      (note): Moment => ({
        id: note.id,
        at: note.at_ms,
        start: startOf(note.at_ms),
        to: note.at_ms + note.len_ms,
        shape: noteShape(note),
        note,
        replies: replies(note),
      }),
    )
    .filter(one => !one.note?.deleted_ms || one.replies.length > 0);
  const marks = call.marks.map(
    (mark): Moment => ({
      id: mark.id,
      at: mark.at_ms,
      start: startOf(mark.at_ms),
      to: mark.at_ms,
      shape: markShape(mark),
      mark,
    }),
  );
  const stamped = Object.values(steps)
    .flat()
    .map(
      (step): Moment => ({
        id: step.id,
        at: step.at,
        start: startOf(step.at),
        to: step.to,
        shape: 'step',
        step,
      }),
    );
  return [...notes, ...marks, ...stamped].sort((a, b) => a.at - b.at);
}

export const pins = (list: Moment[], chosen: string | null): Pin[] =>
  list.map(({ id, at, to, shape }) => ({ at, to, shape, chosen: id === chosen }));
