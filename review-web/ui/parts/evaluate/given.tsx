// SPDX-License-Identifier: Apache-2.0
// The answers of what was handed in, each with its place in the call and a reason to disagree with it.
// Its agent reads first what deviates; what went well is one line that opens.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { evaluations, type Answer, type Dispute, type Evaluation } from '../../api/evaluation';
import type { Player } from '../../state/player';
import { me } from '../../state/me';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, day, when, written } from '../../words/format';
import { Select } from '../bits';
import { bearing, choiceName, choices, say, visible, type Asked } from './matrix';
import { Reasoned } from './reasoned';
import { Chip } from './row';

type Set = (now: Evaluation) => void;

function Disagree({
  it,
  of,
  player,
  set,
}: {
  it: Evaluation;
  of: Asked;
  player: Player | null;
  set: Set;
}) {
  const w = words.value;
  const place = useSignal<number | null>(null);
  const proposed = useSignal('');
  const title = say(of.title);
  const given = it.answers?.find(one => one.question === of.id)?.value; // to propose it says nothing
  const send = (reason: string) =>
    void attempt(async () =>
      set(
        await evaluations.dispute(it.id, of.id, {
          reason,
          proposed: proposed.value || null,
          at_ms: place.value,
        }),
      ),
    );
  return (
    <Reasoned
      press={
        <>
          {w.evaluate.disagree}
          <span class="sr">: {title}</span>
        </>
      }
      name={w.evaluate.disagreeOn(title)}
      label={w.evaluate.reason}
      act={w.common.send}
      send={send}
    >
      <Select
        label={w.evaluate.proposed}
        value={proposed.value}
        any="…"
        onChange={value => {
          proposed.value = value;
        }}
        options={choices(it.rubric, of).flatMap((one): [string, string][] =>
          one && one.value !== given ? [[one.value, one.label]] : [],
        )}
      />
      {player && (
        <span class="btns">
          <button
            type="button"
            class="btn"
            onClick={() => {
              place.value = Math.round(player.at());
            }}
          >
            {w.evaluate.pin(clock(player.now.value))}
          </button>
          {place.value !== null && <Chip player={player} at_ms={place.value} len_ms={0} />}
        </span>
      )}
    </Reasoned>
  );
}

function Disputed({
  it,
  of,
  one,
  player,
}: {
  it: Evaluation;
  of: Asked;
  one: Dispute;
  player: Player | null;
}) {
  const w = words.value.evaluate;
  return (
    <div class="reply">
      {one.decision ? (
        <>
          <p>
            <strong>{w.decisions[one.decision]}.</strong>{' '}
            <span class="small quiet">
              {one.decided_ms !== null && w.by(one.decider_name ?? '', when(one.decided_ms))}
            </span>
          </p>
          <p class="read">{one.why}</p>
        </>
      ) : (
        <p class="small quiet">{it.state === 'voided' ? w.disputeLapsed : w.disputed}</p>
      )}
      <p class="small">
        {w.disagreed}: {one.reason}{' '}
        {one.at_ms !== null && <Chip player={player} at_ms={one.at_ms} len_ms={one.len_ms} />}
      </p>
      {one.proposed && (
        <p class="small">
          {w.proposes(
            it.agent.id === me.value?.id ? null : (it.agent.name.split(' ')[0] ?? ''),
            choiceName(it.rubric, of, one.proposed),
          )}
        </p>
      )}
    </div>
  );
}

/** The step is closed when the caller has heard from us. */
function Promised({ it, of }: { it: Evaluation; of: Asked }) {
  const w = words.value.evaluate;
  const one = it.promises.find(promise => promise.question === of.key);
  if (!one) return null;
  return (
    <p class="small quiet">
      {one.done_ms === null ? w.promiseDue(day(one.due_ms)) : w.promiseKept(day(one.done_ms))}
    </p>
  );
}

function Given({
  it,
  of,
  answer,
  player,
  set,
}: {
  it: Evaluation;
  of: Asked;
  answer: Answer | undefined;
  player: Player | null;
  set: Set;
}) {
  const w = words.value.evaluate;
  const disputes = it.disputes.filter(one => one.question === of.id);
  if (!answer) return null;
  const bad = of.critical?.fail_on.includes(answer.value);
  return (
    <li class="given">
      <p>{say(of.title)}</p>
      <p class="btns">
        <strong class={bad ? 'alarm' : ''}>{choiceName(it.rubric, of, answer.value)}</strong>
        {answer.at_ms !== null && (
          <Chip player={player} at_ms={answer.at_ms} len_ms={answer.len_ms} />
        )}
        {!answer.touched && <span class="small quiet">{w.untouched}</span>}
        {it.can.dispute && disputes.length === 0 && (
          <Disagree it={it} of={of} player={player} set={set} />
        )}
      </p>
      {answer.comment && <p class="read">{written(answer.comment)}</p>}
      {disputes.map(one => (
        <Disputed key={one.id} it={it} of={of} one={one} player={player} />
      ))}
      <Promised it={it} of={of} />
    </li>
  );
}

type Shown = { it: Evaluation; player: Player | null; set: Set };

function Rows({ asked, ...shown }: Shown & { asked: Asked[] }) {
  return (
    <ul>
      {asked.map(one => (
        <Given
          key={one.id}
          {...shown}
          of={one}
          answer={shown.it.answers.find(answer => answer.question === one.id)}
        />
      ))}
    </ul>
  );
}

/** Open from the start where something in it is under review. */
function Folded({ of, asked, ...shown }: Shown & { of: ComponentChildren; asked: Asked[] }) {
  if (!asked.length) return null;
  const open = shown.it.disputes.some(one => asked.some(each => each.id === one.question));
  return (
    <details class="part" open={open}>
      <summary>{of}</summary>
      <Rows {...shown} asked={asked} />
    </details>
  );
}

function ToItsAgent({ asked, ...shown }: Shown & { asked: Asked[] }) {
  const w = words.value.evaluate;
  const borne = (as: ReturnType<typeof bearing>) =>
    asked.filter(one => bearing(shown.it, one) === as);
  const off = borne('off').sort((a, b) => Number(!!b.critical) - Number(!!a.critical));
  const well = borne('well');
  const rest = borne('apart');
  return (
    <>
      <section class="part" aria-label={w.deviates}>
        <h3>{w.deviates}</h3>
        {off.length ? <Rows {...shown} asked={off} /> : <p class="quiet">{w.deviatesNone}</p>}
      </section>
      <Folded {...shown} of={w.wentWell(well.length)} asked={well} />
      <Folded {...shown} of={w.uncounted(rest.length)} asked={rest} />
    </>
  );
}

export function Answers(shown: Shown) {
  const { it } = shown;
  const asked = visible(it.rubric, it.score).filter(one =>
    it.answers.some(answer => answer.question === one.id),
  );
  if (it.agent.id === me.value?.id && it.kind !== 'self')
    return <ToItsAgent {...shown} asked={asked} />;
  return (
    <>
      {it.rubric.sections.map(section => {
        const own = asked.filter(one => one.section === section.id);
        return own.length === 0 ? null : (
          <section key={section.id} class="part" aria-label={say(section.title)}>
            <h3>{say(section.title)}</h3>
            <Rows {...shown} asked={own} />
          </section>
        );
      })}
    </>
  );
}
