// SPDX-License-Identifier: Apache-2.0
// One call of a calibration: the player, and below it my own form, or what everybody answered.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { calls } from '../../api';
import { focusOn } from '../../keys/focus';
import { calibrations, type Calibration, type SessionCall } from '../../api/calibration';
import { evaluations } from '../../api/evaluation';
import type { Call } from '../../api/types';
import { useCallKeys } from '../../keys/callkeys';
import { useLoad } from '../../state/load';
import { Player } from '../../state/player';
import { attempt } from '../../state/say';
import { Scoring } from '../../state/scoring';
import { words } from '../../words';
import { Show } from '../bits';
import { EvaluationForm } from '../evaluate/form';
import { PlayerView } from '../player';
import { Reveal } from './reveal';
import { w } from './words';

type Set = (now: Calibration) => void;

function usePlayer(call: Call | null): Signal<Player | null> {
  const player = useSignal<Player | null>(null);
  useEffect(() => {
    if (!call?.recording || !call.can.listen) return undefined;
    const made = new Player(call, 0);
    player.value = made;
    const { reasons } = call; // once it is closed, for what else she may
    void made.open(reasons.find(one => one === 'calibration') ?? reasons[0]!, '', false);
    return () => {
      made.close();
      player.value = null;
    };
  }, [call?.id]);
  return player;
}

function useForm(evaluation: string | undefined, done: () => void) {
  const form = useSignal<Scoring | null>(null);
  const it = useLoad(
    () => (evaluation ? evaluations.get(evaluation) : Promise.resolve(null)),
    [evaluation],
  );
  useEffect(() => {
    if (!it.data?.can.answer) return undefined;
    form.value = new Scoring(it.data, done);
    return () => {
      form.value = null;
    };
  }, [it.data?.id]);
  return form;
}

/** Before it is revealed: my form, or why there is none. */
function Mine({
  it,
  call,
  player,
  form,
  send,
  changed,
}: {
  it: Calibration;
  call: SessionCall;
  player: Player;
  form: Scoring | null;
  send: () => void;
  changed: () => Promise<void>;
}) {
  if (it.part === 'present') return <p class="read section">{w.value.isPresent}</p>;
  if (!it.part) return <p class="read section">{w.value.notRater}</p>;
  if (call.mine && call.mine.state !== 'draft') {
    const left = it.calls.findIndex(one => one.mine?.state !== 'submitted');
    return (
      <div class="section">
        <p class="read">{it.part === 'pen' ? w.value.mine(0) : w.value.rated}</p>
        {left >= 0 && (
          <p class="after">
            <a class="btn main" href={`?call=${left + 1}`}>
              {w.value.otherCall(left + 1)}
            </a>
          </p>
        )}
      </div>
    );
  }
  if (form)
    return (
      <div class="section">
        <EvaluationForm form={form} player={player} send={send} changed={changed} />
      </div>
    );
  if (call.mine) return null;
  const begin = () =>
    attempt(async () => {
      await calibrations.form(it.id, call.interaction);
      await changed();
      focusOn('.evalform .q input');
    });
  return (
    <p class="section">
      <button type="button" class="btn main" id="begin-rating" onClick={() => void begin()}>
        {w.value.start}
      </button>
    </p>
  );
}

function Loaded({
  it,
  at,
  call,
  set,
  changed,
}: {
  it: Calibration;
  at: SessionCall;
  call: Call;
  set: Set;
  changed: () => Promise<void>;
}) {
  const player = usePlayer(call).value;
  const open = it.state === 'open';
  const form = useForm(open ? at.mine?.evaluation : undefined, () => void changed()).value;
  const submit = async () => {
    if (!player || !form) return;
    if (await form.submit(() => player.listened()))
      document.querySelector<HTMLElement>('h1')?.focus();
  };
  if (!player) return null;
  return (
    <>
      <Keys player={player} submit={() => void submit()} rest={() => void form?.restThenNext()} />
      <PlayerView
        player={player}
        agent={call.agent?.name.split(' ')[0] ?? words.value.agent}
        pins={[]}
        onStep={() => undefined}
      />
      {it.questions ? (
        <Reveal it={it} call={at} player={player} set={set} />
      ) : (
        open && (
          <Mine
            it={it}
            call={at}
            player={player}
            form={form}
            send={() => void submit()}
            changed={changed}
          />
        )
      )}
    </>
  );
}

function Keys({ player, submit, rest }: { player: Player; submit: () => void; rest: () => void }) {
  useCallKeys(player, { step: () => undefined, show: () => undefined, submit, rest });
  return null;
}

function Heard(props: {
  it: Calibration;
  at: SessionCall;
  set: Set;
  changed: () => Promise<void>;
}) {
  const call = useLoad(() => calls.get(props.at.interaction), [props.at.interaction]);
  return <Show of={call}>{found => <Loaded {...props} call={found} />}</Show>;
}

/** The call at hand. Who may not hear it any more still reads what was agreed. */
export function Desk(props: Parameters<typeof Heard>[0]) {
  const { it, at, set } = props;
  if (at.hear) return <Heard {...props} />;
  return (
    <>
      <p class="read section">{w.value.noHear}</p>
      {it.questions && <Reveal it={it} call={at} player={null} set={set} />}
    </>
  );
}
