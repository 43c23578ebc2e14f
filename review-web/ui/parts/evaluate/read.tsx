// SPDX-License-Identifier: Apache-2.0
// What was handed in, as its agent reads it: two figures that stand apart, the answers, one press
// to say "read".
import { evaluations, sentAt, type Evaluation } from '../../api/evaluation';
import type { Player } from '../../state/player';
import { me } from '../../state/me';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { day, hour, when } from '../../words/format';
import { Answers } from './given';
import { figure, say, stateName } from './matrix';
import { Reasoned } from './reasoned';
import { Reflect } from './reflect';

type Set = (now: Evaluation) => void;

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
  const then = (work: () => Promise<Evaluation>, done: string) =>
    void attempt(async () => set(await work()), done);
  return (
    <section class="evalread" aria-labelledby={`e-${it.id}`}>
      <div class="head">
        <h2 id={`e-${it.id}`} tabIndex={-1}>
          {it.kind === 'self' ? w.startSelf : w.title}: {say(it.rubric.title)}
        </h2>
        <span class="quiet small">{stateName(it)}</span>
      </div>
      <p class="small quiet">
        {w.by(it.evaluator.name, when(sentAt(it)))} {w.version(it.version)}{' '}
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
      <Answers it={it} player={player} set={set} />
      {it.agent.id === me.value?.id && it.kind !== 'self' && it.state !== 'voided' && (
        <Reflect id={it.id} old={it.state === 'resolved'} />
      )}
      {it.can.void && <Void it={it} then={changed} />}
    </section>
  );
}
