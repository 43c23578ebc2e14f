// SPDX-License-Identifier: Apache-2.0
// The draws of a plan, newest first: what each took and left out, what became of it, and its proof.
import { useSignal } from '@preact/signals';
import { samples, type Draw, type PlanWhole, type Proof } from '../../api/samples';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { when } from '../../words/format';
import { Nothing, fields, Labelled, Section } from '../bits';
import { Buys } from './buys';
import { dayOf, w } from './words';

function LeftOut({ of }: { of: Draw }) {
  const all = Object.entries(of.excluded);
  if (all.length === 0) return null;
  return (
    <p class="quiet">
      {w.value.leftOut} {all.map(([why, n]) => `${w.value.reasons[why] ?? why} ${n}`).join(', ')}.
    </p>
  );
}

function ProofOf({ draw }: { draw: Draw }) {
  const proof = useSignal<Proof | null>(null);
  const again = () =>
    attempt(async () => {
      proof.value = await samples.prove(draw.id);
    });
  return (
    <details>
      <summary>
        {w.value.proof}
        <span class="sr">: {w.value.drawn(when(draw.drawn_ms))}</span>
      </summary>
      <dl>
        <dt>{w.value.seed}</dt>
        <dd>{draw.seed}</dd>
        <dt>{w.value.frame}</dt>
        <dd>{draw.frame_sha256}</dd>
      </dl>
      <div class="btns after">
        <button type="button" class="btn" onClick={() => void again()}>
          {w.value.prove}
        </button>
        <a
          class="btn"
          href={`/api/v1/sample_draws/${draw.id}/export`}
          download={`draw-${draw.id}.json`}
        >
          {w.value.exported}
        </a>
        <span role="status">
          {proof.value && (
            <strong>
              {proof.value.proven ? w.value.proven(proof.value.drawn) : w.value.unproven}
            </strong>
          )}
        </span>
      </div>
    </details>
  );
}

function One({ draw }: { draw: Draw }) {
  const { value } = w;
  return (
    <li class="draw" {...(draw.standing ? {} : { 'data-replaced': '' })}>
      <h3>
        {value.drawn(when(draw.drawn_ms))}
        <span class="quiet">
          {draw.times > 1 && `${value.nth(draw.nth, draw.times)} `}
          {draw.author ? value.by(draw.author.name) : value.bySelf}
        </span>
      </h3>
      {draw.reason && <p class="read">”{draw.reason}”</p>}
      <p>
        {value.took(draw.drawn, draw.eligible, draw.calls)}{' '}
        {draw.short_of > 0 && value.shortOf(draw.short_of)}{' '}
        {draw.standing
          ? value.became(draw.heard, draw.waiting, draw.expired, draw.withdrawn)
          : value.replaced}
      </p>
      <LeftOut of={draw} />
      <ProofOf draw={draw} />
    </li>
  );
}

function Again({ plan, set }: { plan: PlanWhole; set: (now: PlanWhole) => void }) {
  const standing = plan.draws.some(one => one.standing && one.period_ms === plan.period_ms);
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void attempt(async () => {
      set(await samples.draw(plan.id, fields(form).reason || w.value.drawNow));
      form.reset();
    });
  };
  if (!standing)
    return (
      <form onSubmit={send}>
        <button class="btn">{w.value.drawNow}</button>
      </form>
    );
  return (
    <details>
      <summary>{w.value.drawAgain}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.value.why} hint={w.value.drawHelp}>
          <input name="reason" required maxLength={400} />
        </Labelled>
        <p>
          <button class="btn">{w.value.drawAgain}</button>
        </p>
      </form>
    </details>
  );
}

export function Draws({ plan, set }: { plan: PlanWhole; set: (now: PlanWhole) => void }) {
  return (
    <Section title={w.value.draws}>
      {plan.may_draw && !plan.paused && <Again plan={plan} set={set} />}
      {plan.draws.length === 0 ? (
        <Nothing whole={w.value.drawsNone(plan.next_ms ? dayOf(plan.next_ms) : '')} />
      ) : (
        <ol class="after">
          {plan.draws.map(one => (
            <One key={one.id} draw={one} />
          ))}
        </ol>
      )}
    </Section>
  );
}

export function Bought({ plan }: { plan: PlanWhole }) {
  const buys = useLoad(
    () =>
      samples.buys({
        team: plan.team?.id ?? null,
        agent: plan.agent?.id ?? null,
        rubric_key: plan.rubric_key,
        period: plan.period,
        per_agent: plan.per_agent,
        take: plan.take,
        min_ms: plan.min_ms,
        max_ms: plan.max_ms,
      }),
    [plan.id],
  );
  if (!buys.data) return null;
  return (
    <Section title={w.value.buys}>
      <Buys of={buys.data} each={plan.per_agent} month={plan.period === 'month'} />
    </Section>
  );
}
