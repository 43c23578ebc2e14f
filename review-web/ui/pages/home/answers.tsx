// SPDX-License-Identifier: Apache-2.0
// What came of questions that had no answer: to her who asked them in a call, and to who is asked now.
import { matters } from '../../api/matters';
import type { AnswerToMe, MatterOwned } from '../../api/types';
import { Missed, Section } from '../../parts/bits';
import { AnswerForm } from '../../parts/matter';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, when } from '../../words/format';
import { mattersWords } from '../../words/matters';

/** One answer, with each of her own places it answers. */
function Answer({ places, changed }: { places: AnswerToMe[]; changed: () => Promise<void> }) {
  const w = mattersWords.value;
  const one = places[0]!;
  return (
    <li>
      <p>
        <strong>{one.title}</strong>
      </p>
      <p class="read">{one.answer}</p>
      <p class="small quiet">
        {w.by(one.answered_by?.name ?? '', when(one.answered_ms ?? 0))}.{' '}
        {places.map(place => (
          <a
            key={`${place.interaction}${place.at_ms}`}
            href={`/calls/${place.interaction}?t=${Math.floor(place.at_ms / 1000)}`}
          >
            {w.yourCall(
              `${place.call_title ?? words.value.calls.untitled} ${clock(place.at_ms)}`,
            )}{' '}
          </a>
        ))}
      </p>
      {places.some(place => place.read_ms === null) && (
        <p class="btns">
          <button
            type="button"
            class="btn"
            onClick={() =>
              void attempt(async () => {
                await matters.read(one.id);
                await changed();
              })
            }
          >
            {w.read}
            <span class="sr">: {one.title}</span>
          </button>
        </p>
      )}
    </li>
  );
}

export function AnswersToMe() {
  const w = mattersWords.value;
  const found = useLoad(matters.answers, [], ['matter']);
  const fresh = found.data?.filter(one => one.read_ms === null) ?? [];
  if (!fresh.length) return <Missed of={found} title={w.mine} />;
  const ids = [...new Set(fresh.map(one => one.id))];
  return (
    <Section title={w.mineNew(ids.length)}>
      <ul class="asks">
        {ids.map(id => (
          <Answer key={id} places={fresh.filter(one => one.id === id)} changed={found.again} />
        ))}
      </ul>
    </Section>
  );
}

function Owned({ one, changed }: { one: MatterOwned; changed: () => Promise<void> }) {
  const w = mattersWords.value;
  return (
    <li>
      <p>
        <strong>{one.title}</strong>{' '}
        <span class="quiet">{w.forYouFrom(one.opener.name ?? '', when(one.opened_ms))}</span>
      </p>
      <AnswerForm id={one.id} title={one.title} changed={changed} />
    </li>
  );
}

/** Whoever is named as the one who knows, whatever her role is. */
export function MattersForMe() {
  const w = mattersWords.value;
  const found = useLoad(matters.owned, [], ['matter']);
  if (!found.data?.length) return <Missed of={found} title={w.forYou} />;
  return (
    <Section title={w.forYou}>
      <ul class="asks">
        {found.data.map(one => (
          <Owned key={one.id} one={one} changed={found.again} />
        ))}
      </ul>
    </Section>
  );
}
