// SPDX-License-Identifier: Apache-2.0
// One sampling plan: how far the period has come, agent by agent, and every draw with its proof.
import { samples, type Covered, type PlanWhole } from '../api/samples';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { Bought, Draws } from '../parts/samples/draws';
import { spreadText } from '../parts/samples/spread';
import { dayOf, span, takes, w, whose } from '../parts/samples/words';
import { useLoad } from '../state/load';
import { can } from '../state/me';
import { attempt } from '../state/say';
import { day, number } from '../words/format';

function Row({ of }: { of: Covered }) {
  return (
    <tr>
      <th scope="row">{of.agent.name}</th>
      <td>
        <meter min={0} max={Math.max(1, of.wanted)} value={of.heard} aria-hidden="true" />
      </td>
      <td class="num">{of.wanted ? w.value.of(of.heard, of.wanted) : w.value.noneDrawn}</td>
      <td class="num">{of.waiting}</td>
      <td class="num">{of.shortfall}</td>
    </tr>
  );
}

function Coverage({ plan }: { plan: PlanWhole }) {
  const { value } = w;
  const silent = plan.coverage.filter(one => one.heard === 0 && one.wanted > 0);
  return (
    <Section title={value.coverageOf(...span(plan.period_ms, plan.ends_ms))}>
      {plan.coverage.length === 0 ? (
        <Nothing whole={value.noCoverage} />
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={value.coverage}>
          <table class="cover">
            <caption>{value.coverageHelp}</caption>
            <thead>
              <tr>
                <th scope="col">{value.agent}</th>
                <th scope="col">
                  <span class="sr">{value.picture}</span>
                </th>
                <th scope="col" class="num">
                  {value.heardOf}
                </th>
                <th scope="col" class="num">
                  {value.left}
                </th>
                <th scope="col" class="num">
                  {value.short}
                </th>
              </tr>
            </thead>
            <tbody>
              {plan.coverage.map(one => (
                <Row key={one.agent.id} of={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {silent.length > 0 && silent.length <= 2 && (
        <p class="read small after">
          {silent.map(one => value.notHeard(one.agent.name)).join(' ')}
        </p>
      )}
    </Section>
  );
}

function About({ plan }: { plan: PlanWhole }) {
  const { value } = w;
  const minutes = (ms: number) => number(ms / 60_000, 1);
  const [first] = plan.coverage;
  const longest = plan.max_ms < 86_400_000 ? minutes(plan.max_ms) : null;
  return (
    <p class="read">
      {value.planOf(whose(plan), takes(plan))} {value.lengths(minutes(plan.min_ms), longest)}{' '}
      {spreadText(plan.lengths_ms, plan.parts_min)}{' '}
      {value.hears(plan.evaluators.map(one => one.name).join(', '))}{' '}
      {plan.retired_ms
        ? `${value.ended(day(plan.retired_ms, true))} ${plan.waiting ? value.stillWait(plan.waiting) : ''}`
        : value.since(day(plan.from_ms, true))}{' '}
      {!plan.retired_ms && plan.per_agent && first && first.wanted < plan.take
        ? value.beganLate(day(plan.from_ms), first.wanted, plan.take)
        : ''}{' '}
      {plan.next_ms && !plan.paused && value.nextDraw(dayOf(plan.next_ms))}
    </p>
  );
}

function Retire({ plan, set }: { plan: PlanWhole; set: (now: PlanWhole) => void }) {
  return (
    <details class="after">
      <summary>{w.value.retire}</summary>
      <p class="read after">{w.value.retireSure}</p>
      <button
        type="button"
        class="btn"
        onClick={() => void attempt(async () => set(await samples.retire(plan.id)))}
      >
        {w.value.retire}
      </button>
    </details>
  );
}

export function SamplePage({ id }: { id: string }) {
  const it = useLoad(() => samples.get(id), [id], ['evaluation', 'load_window', 'mark']);
  return (
    <Show of={it} whole>
      {plan => (
        <>
          <Title>{plan.title}</Title>
          <About plan={plan} />
          {plan.left > 0 && <p class="read notice">{w.value.lacking(plan.left)}</p>}
          {plan.paused && <p class="read notice">{w.value.paused(plan.paused)}</p>}
          <div class="sampling">
            <div>
              <Coverage plan={plan} />
              <Draws plan={plan} set={it.set} />
              {plan.may_draw && <Retire plan={plan} set={it.set} />}
            </div>
            <div class="aside">{(can('SAMPLE') || can('AUDIT')) && <Bought plan={plan} />}</div>
          </div>
        </>
      )}
    </Show>
  );
}
