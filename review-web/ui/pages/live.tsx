// SPDX-License-Identifier: Apache-2.0
// A small page to keep open beside the telephone: the call that goes on where one sits, and what can be
// asked of its recording. It asks anew every two seconds, for a call that goes on is in no catalogue.
import { useEffect } from 'preact/hooks';
import { live } from '../api/live';
import type { Live, LiveCall } from '../api/types';
import { Nothing, Show, Title } from '../parts/bits';
import { Sure } from '../parts/sure';
import { useLoad } from '../state/load';
import { attempt } from '../state/say';
import { area } from '../words/area';
import { hour } from '../words/format';
import { enLive, svLive } from '../words/live';

const w = area(svLive, enLive);
const EACH_MS = 2000;

type Did = keyof ReturnType<typeof svLive>['did'];

function state(call: LiveCall): string {
  if (call.paused_until_ms !== null) return w.value.paused(hour(call.paused_until_ms));
  return w.value.recording(hour(call.began_ms));
}

function Call({ call, again }: { call: LiveCall; again: () => Promise<void> }) {
  const act = (did: Did, work: () => Promise<unknown>) => () =>
    attempt(async () => {
      await work();
      await again();
    }, w.value.did[did]);
  const paused = call.paused_until_ms !== null;
  return (
    <li>
      <h2>{state(call)}</h2>
      {call.ran_out && <p>{w.value.ranOut}</p>}
      {call.held && <p>{w.value.held}</p>}
      <div class="btns">
        <button
          type="button"
          class="btn main"
          onClick={
            paused
              ? act('resume', () => live.resume(call.id))
              : act('pause', () => live.pause(call.id))
          }
        >
          {paused ? w.value.resume : w.value.pause}
        </button>
      </div>
      <p class="small quiet">{paused ? w.value.resumeSays : w.value.pauseSays}</p>
      <div class="btns">
        <button type="button" class="btn" onClick={act('tough', () => live.mark(call.id, 'tough'))}>
          {w.value.tough}
        </button>
        <button
          type="button"
          class="btn"
          onClick={act('thanks', () => live.mark(call.id, 'thanks'))}
        >
          {w.value.thanks}
        </button>
      </div>
      <p class="small quiet">{w.value.toughSays}</p>
      {!call.held && (
        <>
          <div class="btns">
            <Sure
              look="btn"
              press={w.value.threat}
              asks={w.value.threatAsks}
              act={w.value.threatYes}
              then={act('threat', () => live.mark(call.id, 'threat'))}
            />
          </div>
          <p class="small quiet">{w.value.threatSays}</p>
          <div class="btns">
            <Sure
              look="btn"
              press={w.value.erase}
              asks={w.value.eraseAsks}
              act={w.value.eraseYes}
              then={act('erase', () => live.erase(call.id))}
            />
          </div>
          <p class="small quiet">{w.value.eraseSays}</p>
        </>
      )}
    </li>
  );
}

function Calls({ of, again }: { of: Live; again: () => Promise<void> }) {
  if (!of.sits) return <Empty says={w.value.noSeat} more={w.value.noSeatHelp} />;
  if (of.away) return <p role="alert">{w.value.away}</p>;
  if (of.calls.length === 0) return <Empty says={w.value.none} more={w.value.noneHelp} />;
  return (
    <>
      <ul class="asks">
        {of.calls.map(call => (
          <Call key={call.id} call={call} again={again} />
        ))}
      </ul>
      <p class="small quiet">{w.value.logged}</p>
    </>
  );
}

function Empty({ says, more }: { says: string; more: string }) {
  return (
    <>
      <Nothing whole={says} />
      <p class="small quiet">{more}</p>
    </>
  );
}

export function LivePage() {
  const now = useLoad(live.now, []);
  useEffect(() => {
    const each = setInterval(() => void now.again(), EACH_MS);
    return () => clearInterval(each);
  }, []);
  return (
    <>
      <Title>{w.value.title}</Title>
      {now.data !== null && now.failure !== null && <p role="alert">{w.value.stale}</p>}
      <Show of={now}>{of => <Calls of={of} again={now.again} />}</Show>
    </>
  );
}
