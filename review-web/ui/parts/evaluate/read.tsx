// SPDX-License-Identifier: Apache-2.0
// What was handed in, as its agent reads it: two figures that stand apart, every answer with its
// place in the call, one press to say "read", and a reason to disagree with one answer.
import { useSignal } from '@preact/signals';
import { evaluations, type Answer, type Dispute, type Evaluation } from '../../api/evaluation';
import type { Player } from '../../state/player';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { when } from '../../words/format';
import { Labelled, Select } from '../bits';
import { choiceName, choices, figure, say, visible, type Asked } from './matrix';
import { Chip } from './row';

type Set = (now: Evaluation) => void;

function Disagree({ it, of, set }: { it: Evaluation; of: Asked; set: Set }) {
  const w = words.value;
  const open = useSignal(false);
  const proposed = useSignal('');
  const reason = useSignal('');
  const title = say(of.title);
  if (!open.value) {
    return (
      <button
        type="button"
        class="btn plain small"
        onClick={() => {
          open.value = true;
        }}
      >
        {w.evaluate.disagree}
        <span class="sr">: {title}</span>
      </button>
    );
  }
  const send = (event: Event) => {
    event.preventDefault();
    void attempt(async () =>
      set(await evaluations.dispute(it.id, of.id, reason.value.trim(), proposed.value || null)),
    );
  };
  return (
    <form class="form" aria-label={w.evaluate.disagreeOn(title)} onSubmit={send}>
      <Labelled label={w.evaluate.reason}>
        <textarea
          class="field"
          rows={2}
          required
          value={reason.value}
          onInput={event => {
            reason.value = event.currentTarget.value;
          }}
        />
      </Labelled>
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
      <span class="btns">
        <button class="btn" disabled={!reason.value.trim()}>
          {w.common.send}
        </button>
        <button
          type="button"
          class="btn plain"
          onClick={() => {
            open.value = false;
          }}
        >
          {w.common.cancel}
        </button>
      </span>
    </form>
  );
}

function Disputed({ it, of, one }: { it: Evaluation; of: Asked; one: Dispute }) {
  const w = words.value.evaluate;
  return (
    <div class="reply">
      <p class="small quiet">
        {one.decision ? w.decisions[one.decision] : w.disputed}
        {one.why && ` ${one.why}`}
      </p>
      <p>{one.reason}</p>
      {one.proposed && (
        <p class="small">
          {w.proposed}: {choiceName(it.rubric, of, one.proposed)}
        </p>
      )}
    </div>
  );
}

function Given({ it, of, answer, player, set }: {
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
        {it.can.dispute && disputes.length === 0 && <Disagree it={it} of={of} set={set} />}
      </p>
      {answer.comment && <p class="read">{answer.comment}</p>}
      {disputes.map(one => (
        <Disputed key={one.id} it={it} of={of} one={one} />
      ))}
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

export function EvaluationRead({ it, player, set }: {
  it: Evaluation;
  player: Player | null;
  set: Set;
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
          {w.title}: {say(it.rubric.title)}
        </h2>
        <span class="quiet small">{w.states[it.state]}</span>
      </div>
      <p class="small quiet">
        {w.by(it.evaluator.name, when(it.created_ms))} {w.version(it.version)}{' '}
        {w.chosen(w.selections[it.selection])}
      </p>
      {it.void_reason && <p>{w.voided(it.void_reason)}</p>}
      <Figures it={it} />
      <p class="btns">
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
    </section>
  );
}
