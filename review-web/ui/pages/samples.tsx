// SPDX-License-Identifier: Apache-2.0
// Sampling plans: those in force with how far they have come, and the way to a new one.
import { samples, type Plan } from '../api/samples';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { PlanForm } from '../parts/samples/form';
import { dayOf, span, takes, w, whose } from '../parts/samples/words';
import { useLoad } from '../state/load';
import { can } from '../state/me';
import { route, setQuery } from '../state/route';
import { day } from '../words/format';

function stands(plan: Plan): string {
  if (plan.retired_ms)
    return [
      w.value.ended(day(plan.retired_ms, true)),
      plan.waiting > 0 && w.value.stillWait(plan.waiting),
    ]
      .filter(Boolean)
      .join(' ');
  if (plan.waiting + plan.heard + plan.expired === 0)
    return plan.next_ms ? w.value.nothingYet(dayOf(plan.next_ms)) : '';
  return w.value.progress(plan.heard, plan.waiting, span(plan.period_ms, plan.ends_ms)[1]);
}

const Lines = ({ plans }: { plans: Plan[] }) => (
  <ul class="asks after">
    {plans.map(plan => (
      <li key={plan.id}>
        <p>
          <strong>
            <a href={`/samples/${plan.id}`}>{plan.title}</a>
          </strong>{' '}
          <span class="quiet">
            {w.value.planOf(whose(plan), takes(plan))} {stands(plan)}
          </span>{' '}
          {plan.left > 0 && <strong>{w.value.lacking(plan.left)}</strong>}
        </p>
      </li>
    ))}
  </ul>
);

export function SamplesPage() {
  const all = useLoad(samples.all, [], ['evaluation', 'load_window']);
  const makes = can('SAMPLE');
  const open = makes && route.value.query.has('new');
  return (
    <>
      <div class="head">
        <Title>{w.value.title}</Title>
        {makes && (
          <button
            type="button"
            class={open ? 'btn' : 'btn main'}
            aria-expanded={open}
            onClick={() => setQuery({ new: open ? '' : '1' })}
          >
            {w.value.make}
          </button>
        )}
      </div>
      <p class="read">{w.value.what}</p>
      {open && <PlanForm />}
      <Show of={all}>
        {({ rows, paused }) => {
          const running = rows.filter(plan => !plan.retired_ms);
          const ended = rows.filter(plan => plan.retired_ms);
          return (
            <>
              {paused && <p class="read notice">{w.value.paused(paused)}</p>}
              {running.length === 0 ? (
                !open && <Nothing whole={makes ? w.value.none : w.value.noneOthers} />
              ) : (
                <Section title={w.value.running}>
                  <Lines plans={running} />
                </Section>
              )}
              {ended.length > 0 && (
                <Section title={w.value.retired}>
                  <Lines plans={ended} />
                </Section>
              )}
            </>
          );
        }}
      </Show>
    </>
  );
}
