// SPDX-License-Identifier: Apache-2.0
// What was handed in, as its agent reads it: two figures that stand apart, every answer with its
// place in the call, one press to say "read", and a reason to disagree with one answer.
import { useSignal } from '@preact/signals';
import { evaluations, type Answer, type Dispute, type Evaluation } from '../../api/evaluation';
import type { Player } from '../../state/player';
import { me } from '../../state/me';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, day, hour, when, written } from '../../words/format';
import { Select } from '../bits';
import { choiceName, choices, figure, say, stateName, visible, type Asked } from './matrix';
import { Reasoned } from './reasoned';
import { Reflect } from './reflect';
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
          one ? [[one.value, one.label]] : [],
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

function Figures({ it }: { it: Evaluation }) {
  const w = words.value.evaluate;
  const { score } = it;
  const classes = Object.values(score.criticals);
  const sum = (key: 'judged' | 'failed') => classes.reduce((n, one) => n + one[key], 0);
  return (
    <>
      <dl class="figures">
        <div>
          <dt>{w.saidBy}</dt>
          <dd>{figure(score.correct_ppm, score.correct_n)}</dd>
        </div>
        <div>
          <dt>{w.metBy}</dt>
          <dd>{figure(score.human_ppm, score.human_n)}</dd>
        </div>
        <div>
          <dt>{w.critical}</dt>
          <dd>{w.criticals(sum('failed'), sum('judged'))}</dd>
        </div>
      </dl>
      <p class="small quiet">{w.apart}</p>
    </>
  );
}

function Void({ it, then }: { it: Evaluation; then: () => Promise<void> }) {
  const w = words.value;
  const send = (reason: string) =>
    void attempt(async () => {
      await evaluations.void(it.id, reason);
      await then();
    }, w.evaluate.voidDone);
  return (
    <div class="after">
      <Reasoned
        press={w.evaluate.void}
        name={w.evaluate.void}
        label={w.evaluate.voidWhy}
        hint={w.evaluate.voidHint}
        act={w.evaluate.void}
        grave
        send={send}
      />
    </div>
  );
}

export function EvaluationRead({
  it,
  player,
  set,
  changed,
}: {
  it: Evaluation;
  player: Player | null;
  set: Set;
  changed: () => Promise<void>;
}) {
  const w = words.value.evaluate;
  const asked = visible(it.rubric, it.score);
  const answers = new Map(it.answers.map(one => [one.question, one]));
  const then = (work: () => Promise<Evaluation>, done: string) =>
    void attempt(async () => set(await work()), done);
  return (
    <section class="evalread" aria-labelledby={`e-${it.id}`}>
      <div class="head">
        <h2 id={`e-${it.id}`}>
          {it.kind === 'self' ? w.startSelf : w.title}: {say(it.rubric.title)}
        </h2>
        <span class="quiet small">{stateName(it)}</span>
      </div>
      <p class="small quiet">
        {w.by(it.evaluator.name, when(it.created_ms))} {w.version(it.version)}{' '}
        {w.chosen(w.selections[it.selection])}
      </p>
      {it.revision > 1 && <p class="small">{w.revised(it.revision)}</p>}
      {it.void_reason && <p>{w.voided(it.void_reason, it.voided_by?.name ?? null)}</p>}
      <Figures it={it} />
      {it.dispute_until_ms && (
        <p class="small">
          {(it.can.dispute ? w.disagreeUntil : w.disagreeOver)(
            `${day(it.dispute_until_ms, true)} ${hour(it.dispute_until_ms)}`,
          )}
        </p>
      )}
      <p class="btns">
        {it.beside && (
          <a class="btn" href={`/evaluations/${it.id}/compare`}>
            {w.differences}
          </a>
        )}
        {it.can.acknowledge && (
          <button
            type="button"
            class="btn main"
            onClick={() => then(() => evaluations.acknowledge(it.id), w.thanks)}
          >
            {w.read}
          </button>
        )}
        {it.can.release && it.kind !== 'self' && (
          <button
            type="button"
            class="btn main"
            onClick={() => then(() => evaluations.release(it.id), w.sent)}
          >
            {w.send}
          </button>
        )}
      </p>
      {it.rubric.sections.map(section => {
        const own = asked.filter(one => one.section === section.id && answers.has(one.id));
        return own.length === 0 ? null : (
          <section key={section.id} class="part" aria-label={say(section.title)}>
            <h3>{say(section.title)}</h3>
            <ul>
              {own.map(one => (
                <Given
                  key={one.id}
                  it={it}
                  of={one}
                  answer={answers.get(one.id)}
                  player={player}
                  set={set}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {it.agent.id === me.value?.id && it.kind !== 'self' && it.state !== 'voided' && (
        <Reflect id={it.id} old={it.state === 'resolved'} />
      )}
      {it.can.void && <Void it={it} then={changed} />}
    </section>
  );
}
