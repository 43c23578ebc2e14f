// SPDX-License-Identifier: Apache-2.0
// What waits until both sides are in: that it is there and by whom, and the way to open it.
import { evaluations, type EvaluationRow } from '../../api/evaluation';
import type { Id } from '../../api/types';
import { me } from '../../state/me';
import { attempt } from '../../state/say';
import { drop } from '../../state/scoring';
import { words } from '../../words';
import { Section } from '../bits';
import { Sure } from '../sure';

const first = (name: string) => name.split(' ')[0] ?? name;

/** Throws a draft away after one question. */
export function Discard({
  id,
  label,
  asks,
  then,
}: {
  id: Id;
  label: string;
  asks: string;
  then: () => Promise<unknown>;
}) {
  return (
    <Sure
      press={label}
      asks={asks}
      act={label}
      then={() =>
        attempt(async () => {
          await evaluations.discard(id);
          drop(id);
          await then();
        })
      }
    />
  );
}

export function Blind({
  row,
  draft,
  changed,
}: {
  row: Pick<EvaluationRow, 'agent' | 'evaluator'>;
  draft: Id | null; // one's own of the same call
  changed: () => Promise<void>;
}) {
  const w = words.value.evaluate.blind;
  const hers = row.agent.id === me.value?.id;
  return (
    <Section title={words.value.evaluate.title}>
      <p class="read">
        {hers ? w.coachIsIn(first(row.evaluator.name)) : w.agentIsIn(first(row.agent.name))}
      </p>
      {hers && draft && (
        <p>
          <Discard id={draft} label={w.without} asks={w.withoutAsks} then={changed} />
        </p>
      )}
    </Section>
  );
}

/** Above the form: the other one scores it too. */
export function AlsoScored({ name, state }: { name: string; state: 'begun' | 'in' }) {
  const w = words.value.evaluate.blind;
  return (
    <p class="note-line" role="note">
      {state === 'in' ? w.alsoIn(first(name)) : w.also(first(name))}
    </p>
  );
}
