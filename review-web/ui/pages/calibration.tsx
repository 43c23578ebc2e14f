// SPDX-License-Identifier: Apache-2.0
// One calibration: before, each rater's own form beside the player; after, where they differed, what
// they agreed on, and what it says about the form.
import { useSignal } from '@preact/signals';
import { calibrations, type Calibration, type Judge } from '../api/calibration';
import { Show, Title } from '../parts/bits';
import { Desk } from '../parts/calibration/desk';
import { Figures } from '../parts/calibration/figures';
import { Severity } from '../parts/calibration/severity';
import { w } from '../parts/calibration/words';
import { say } from '../parts/evaluate/matrix';
import { useLoad } from '../state/load';
import { route } from '../state/route';
import { attempt } from '../state/say';
import { focusOn } from '../keys/focus';
import { words } from '../words';
import { day, length } from '../words/format';

const judges = (it: Calibration): Judge[] =>
  (it.severity ?? []).map(({ person, milder, against }) => ({
    person: { id: person, name: it.raters.find(one => one.id === person)?.name ?? '' },
    milder,
    against,
  }));

function Head({ it }: { it: Calibration }) {
  const others = it.raters.filter(one => one.part === 'rater' || one.part === 'present');
  const key = it.raters.find(one => one.part === 'key');
  const pen = it.raters.find(one => one.part === 'pen');
  const open = it.state === 'open';
  return (
    <>
      <p class="small">
        <a href="/calibrations">{w.value.title}</a>
      </p>
      <Title>{it.title}</Title>
      <p>
        {w.value.methods[it.method]}. {w.value.version(say(it.rubric.title), it.version)}{' '}
        {open ? w.value.by(day(it.due_ms)) : `${w.value.states[it.state]}.`}
      </p>
      <p class="small quiet">
        {w.value.who(others.map(one => one.name).join(', '))} {key && w.value.withKey(key.name)}{' '}
        {pen && w.value.pen(pen.name)}
      </p>
      {it.raters
        .filter(one => one.informed > 0 && (one.part === 'rater' || one.part === 'key'))
        .map(one => (
          <p class="small" key={one.id}>
            {w.value.informed(one.name, one.informed)}
          </p>
        ))}
      <p class="small" role="status">
        {w.value.inOf(it.in, it.of)} {open && it.method !== 'group' && w.value.blindNow}
        {it.revealed_ms !== null &&
          it.part &&
          it.calls.some(one => one.mine?.state === 'draft') && <strong> {w.value.missed}</strong>}
      </p>
    </>
  );
}

/** The calls of the session as places to stand on. */
function Calls({ it, at }: { it: Calibration; at: number }) {
  if (it.calls.length < 2) return null;
  return (
    <nav class="callstrip" aria-label={w.value.callsTitle}>
      <ol>
        {it.calls.map((one, i) => (
          <li key={one.interaction}>
            <a
              class="btn"
              href={`/calibrations/${it.id}?call=${i + 1}`}
              aria-current={i === at ? 'true' : undefined}
            >
              {w.value.call(i + 1)}
              <span class="small quiet">
                {one.mine?.state === 'submitted' && it.state === 'open'
                  ? w.value.callDone
                  : length(one.duration_ms)}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A press, what it does, and the press that means it. */
function Sure({
  name,
  asks,
  sure,
  run,
}: {
  name: string;
  asks: string;
  sure: string;
  run: () => Promise<unknown>;
}) {
  const open = useSignal(false);
  if (!open.value)
    return (
      <button
        type="button"
        class="btn"
        onClick={() => {
          open.value = true;
          focusOn('#not-sure'); // the press that asked is not the press that means it
        }}
      >
        {name}
      </button>
    );
  return (
    <span class="btns" role="group" aria-label={name}>
      <span class="read">{asks}</span>
      <button type="button" class="btn" id="sure" onClick={() => void run()}>
        {sure}
      </button>
      <button
        type="button"
        data-no
        class="btn plain"
        id="not-sure"
        onClick={() => {
          open.value = false;
        }}
      >
        {words.value.common.cancel}
      </button>
    </span>
  );
}

function Lead({ it, set }: { it: Calibration; set: (now: Calibration) => void }) {
  if (!it.can.reveal && !it.can.close) return null;
  return (
    <div class="btns section" key={it.state}>
      {it.can.reveal && it.in > 0 && (
        <Sure
          name={w.value.reveal}
          asks={w.value.revealAsk(it.of - it.in)}
          sure={w.value.revealSure}
          run={() => attempt(async () => set(await calibrations.reveal(it.id)), w.value.revealed)}
        />
      )}
      {it.can.close && (
        <Sure
          name={w.value.close}
          asks={it.state === 'open' ? w.value.closeOpenAsk : w.value.closeAsk}
          sure={w.value.closeSure}
          run={() => attempt(async () => set(await calibrations.close(it.id)), w.value.closed)}
        />
      )}
    </div>
  );
}

export function CalibrationPage({ id }: { id: string }) {
  const found = useLoad(() => calibrations.get(id), [id], ['calibration']);
  const wanted = Number(route.value.query.get('call') ?? 1) - 1;
  return (
    <Show of={found} whole>
      {it => {
        const at = it.calls[wanted] ? wanted : 0;
        const call = it.calls[at];
        return (
          <>
            <Head it={it} />
            <Calls it={it} at={at} />
            {call && (
              <Desk
                key={call.interaction}
                it={it}
                at={call}
                set={found.set}
                changed={found.again}
              />
            )}
            {it.questions && <Figures it={it} />}
            {it.questions && <Severity of={judges(it)} />}
            <Lead it={it} set={found.set} />
          </>
        );
      }}
    </Show>
  );
}
