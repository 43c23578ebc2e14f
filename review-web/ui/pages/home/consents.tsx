// SPDX-License-Identifier: Apache-2.0
// What others ask of me: whether a call of mine may be listened to by somebody who learns from it.
import { lists, mine } from '../../api';
import type { ConsentAsked } from '../../api/types';
import { Missed, Section } from '../../parts/bits';
import { callName } from '../../parts/callrow';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, when } from '../../words/format';

function Ask({ ask, changed }: { ask: ConsentAsked; changed: () => Promise<void> }) {
  const w = words.value.home;
  const answer = (consent: 'yes' | 'no') =>
    attempt(async () => {
      await lists.consent(ask.id, consent);
      await changed();
    }, w.consentUndo);
  const name = callName(ask.interaction);
  const whole = ask.from_ms === 0 && ask.to_ms >= ask.interaction.duration_ms - 1000;
  return (
    <li>
      <p>
        <strong>{w.consentAsk(ask.list.owner.name, ask.list.title)}</strong>{' '}
        <span class="quiet">
          {name}, {when(ask.interaction.started_ms)}.
          {!whole && ` ${w.consentSpan(clock(ask.from_ms), clock(ask.to_ms))}`}{' '}
          {ask.why || ask.list.why}
        </span>
      </p>
      <p class="btns">
        <button type="button" class="btn" onClick={() => void answer('yes')}>
          {w.consentYes}
          <span class="sr">: {name}</span>
        </button>
        <button type="button" class="btn" onClick={() => void answer('no')}>
          {w.consentNo}
          <span class="sr">: {name}</span>
        </button>
        <a
          class="btn plain"
          data-play
          href={`/calls/${ask.interaction.id}?t=${Math.floor(ask.from_ms / 1000)}`}
        >
          {w.consentListen}
          <span class="sr">: {name}</span>
        </a>
      </p>
    </li>
  );
}

export function Consents() {
  const asked = useLoad(mine.consents, [], ['consent']);
  if (!asked.data?.length) return <Missed of={asked} title={words.value.home.consents} />;
  return (
    <Section title={words.value.home.consents}>
      <ul class="asks">
        {asked.data.map(ask => (
          <Ask key={ask.id} ask={ask} changed={asked.again} />
        ))}
      </ul>
    </Section>
  );
}
