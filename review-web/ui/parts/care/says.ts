// SPDX-License-Identifier: Apache-2.0
// What the agent is told: at once after her press, and for as long as she looks.
import type { Care, CarePath, Id } from '../../api/types';
import { care } from '../../api/care';
import { say } from '../../state/say';
import { area } from '../../words/area';
import { enCare, svCare } from '../../words/care';
import { hour } from '../../words/format';

export const w = area(svCare, enCare);
export const firstOf = (name: string) => name.split(' ')[0] ?? name;
const joined = (...parts: (string | false)[]) => parts.filter(Boolean).join(' ');

/** Nobody has it: why, the number, then what becomes of it. */
const unheld = ({ unanswered }: CarePath, on_call: string | null) =>
  joined(
    unanswered ? w.value.noAnswer : w.value.nobody,
    !!on_call && w.value.ring(on_call),
    unanswered ? w.value.yoursCan : w.value.nextGets,
  );

/** The answer to the press: who has it, and whether she is still in the queue. */
export function answerTo(path: CarePath, { on_call }: Care): string {
  const who = path.holder && firstOf(path.holder.name);
  return joined(who ? w.value.hasGot(who) : unheld(path, on_call), w.value.inQueue);
}

/** Who has it now, and what happens if she does not answer. */
export function standOf(path: CarePath, { on_call, moved_after_min }: Care): string {
  if (!path.holder) return path.done_ms === null ? unheld(path, on_call) : '';
  const who = firstOf(path.holder.name);
  if (path.done_ms !== null) return w.value.done(who, hour(path.done_ms));
  if (path.taken_ms !== null) return w.value.has(who);
  return joined(
    w.value.hasGot(who),
    w.value.movesOn(moved_after_min),
    !!on_call && w.value.ringNow(on_call),
  );
}

/** Who sees the call. */
export const seenOf = (path: CarePath) =>
  joined(w.value.seenBy(path.holder && firstOf(path.holder.name)), w.value.counts);

/** Said once, right after her press. */
export async function sayCare(call: Id): Promise<void> {
  const all = await care.mine();
  const path = all.mine.find(one => one.interaction === call);
  if (path) say(answerTo(path, all));
}
