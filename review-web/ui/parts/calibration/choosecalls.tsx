// SPDX-License-Identifier: Apache-2.0
// The calls of a new calibration: found by words, or by the address of a call's own page.
import { useSignal, type Signal } from '@preact/signals';
import { calls } from '../../api';
import { ApiError } from '../../api/client';
import type { Id, MarkKind } from '../../api/types';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { length, when } from '../../words/format';
import { Failed, Nothing, Labelled } from '../bits';
import { callName } from '../callrow';
import { w } from './words';

export type Chosen = { id: Id; name: string; about: string };
type Found = Chosen & { fits: boolean };
const SHOWN = 8;
const UNSCORED: MarkKind[] = ['tough', 'threat'];

type Told = Parameters<typeof callName>[0] & {
  id: Id;
  started_ms: number;
  duration_ms: number;
  agent: { name: string } | null;
  recording: unknown;
  marks: (MarkKind | { kind: MarkKind })[];
};

function told(call: Told): Found {
  const marks = call.marks.map(mark => (typeof mark === 'string' ? mark : mark.kind));
  const who = call.agent?.name ?? words.value.calls.unclaimedRow;
  return {
    id: call.id,
    name: callName(call),
    about: `${who}, ${when(call.started_ms)}, ${length(call.duration_ms)}`,
    fits: !!call.recording && !!call.agent && !marks.some(kind => UNSCORED.includes(kind)),
  };
}

/** An address that leads nowhere finds nothing; that nothing could be asked is something else. */
async function search(text: string): Promise<Found[]> {
  const address = /calls\/([0-9a-f-]{36})/.exec(text)?.[1];
  if (address) {
    const call = await calls.get(address).catch((cause: unknown) => {
      if (cause instanceof ApiError && !cause.offline && cause.status < 500) return null;
      throw cause;
    });
    return call ? [told(call as Told)] : [];
  }
  const rows = await calls.findAll(text ? { q: text } : {}, SHOWN * 2);
  return rows.map(row => told(row as Told));
}

export function ChooseCalls({ chosen }: { chosen: Signal<Chosen[]> }) {
  const text = useSignal('');
  const asked = useSignal('');
  const found = useLoad(() => search(asked.value), [asked.value]);
  const fit = (found.data ?? [])
    .filter(one => one.fits && !chosen.value.some(other => other.id === one.id))
    .slice(0, SHOWN);
  const ask = () => {
    asked.value = text.value.trim();
  };
  return (
    <fieldset class="choosecalls">
      <legend class="small quiet">{w.value.callsTitle}</legend>
      {chosen.value.length === 0 ? (
        <Nothing whole={w.value.chosenNone} />
      ) : (
        <ul class="picked" aria-label={w.value.chosen}>
          {chosen.value.map(one => (
            <li key={one.id}>
              <p>
                <strong>{one.name}</strong> <span class="small quiet">{one.about}</span>
              </p>
              <button
                type="button"
                class="btn plain small"
                onClick={() => {
                  chosen.value = chosen.value.filter(other => other.id !== one.id);
                }}
              >
                {words.value.common.remove}
                <span class="sr"> {one.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="findcall">
        <Labelled label={w.value.find} hint={w.value.findHint}>
          <input
            name="find"
            maxLength={200}
            value={text.value}
            autocomplete="off"
            onInput={event => {
              text.value = event.currentTarget.value;
            }}
            onKeyDown={event => {
              if (event.key !== 'Enter') return;
              event.preventDefault(); // it searches; the form is sent by its own button
              ask();
            }}
          />
        </Labelled>
        <button type="button" class="btn" onClick={ask}>
          {words.value.common.search}
        </button>
      </div>
      <p class="sr" role="status">
        {found.data && w.value.found(fit.length)}
      </p>
      {found.failure !== null && <Failed cause={found.failure} again={() => void found.again()} />}
      {found.data && !found.failure && fit.length === 0 && <Nothing whole={w.value.foundNone} />}
      <ul class="picked">
        {fit.map(one => (
          <li key={one.id}>
            <p>
              {one.name} <span class="small quiet">{one.about}</span>
            </p>
            <button
              type="button"
              class="btn small"
              onClick={() => {
                chosen.value = [...chosen.value, one];
              }}
            >
              {w.value.choose}
              <span class="sr"> {one.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
