// SPDX-License-Identifier: Apache-2.0
// "Do not use this call": the agent's own word, beside how long it is kept. No reason is asked for, another is drawn in
// its place, and she alone takes it back.
import { calls } from '../../api';
import type { Call } from '../../api/types';
import { me } from '../../state/me';
import { attempt } from '../../state/say';
import { pact } from '../../words/pact';
import { words } from '../../words';
import { Section } from '../bits';

export const tookPart = (call: Call) => call.segments.some(part => part.agent?.id === me.value?.id);

export function Veto({ call, changed }: { call: Call; changed: () => Promise<void> }) {
  const w = pact.value;
  const said = call.marks.find(
    mark => mark.kind === 'withdrawn' && mark.author.id === me.value?.id,
  );
  const press = () =>
    void attempt(
      async () => {
        await (said ? calls.unmark(said.id) : calls.mark(call.id, 'withdrawn', 0));
        await changed();
      },
      said ? w.vetoBack : w.vetoDone,
    );
  return (
    <Section title={w.veto}>
      <p class="read">{said ? w.vetoIs : w.vetoHelp}</p>
      <p>
        <button type="button" class="btn" onClick={press}>
          {said ? w.vetoUndo : words.value.marks.withdrawn}
        </button>
      </p>
    </Section>
  );
}
