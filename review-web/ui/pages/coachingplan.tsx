// SPDX-License-Identifier: Apache-2.0
// One coaching plan: the behaviour, before and after, the calls, the meetings, the next one.
import { coaching, type EndedWhy, type Figure, type Plan } from '../api/coaching';
import { Nothing, fields, Labelled, Section, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { me } from '../state/me';
import { attempt } from '../state/say';
import { words } from '../words';
import { area } from '../words/area';
import { enCoaching } from '../words/en-coaching';
import { clock, day, fullWhen, number, when } from '../words/format';
import { svCoaching } from '../words/sv-coaching';
import { nextMeeting } from './coaching';
import { instant } from '../words/zone';
import { now as siteNow } from '../words/clock';

const w = area(svCoaching, enCoaching);
const percent = (share: number) => Math.round(share * 100);
const points = (share: number) => number(share * 100).replace('-', '−');

type Changed = { plan: Plan; changed: () => Promise<void> };

// ---- before and after -------------------------------------------------------------------------
function Share({ of }: { of: Figure }) {
  const [lo, hi] = of.interval;
  if (of.estimate === null && of.n > 0) return <>{w.value.tooFew(of.n)}</>;
  if (of.estimate === null || lo === undefined || hi === undefined) return <>{w.value.nothing}</>;
  return <>{w.value.share(Math.round(of.estimate * of.n), of.n, percent(lo), percent(hi))}</>;
}

function Course({ plan }: { plan: Plan }) {
  const { before, after, change, clear } = plan.course;
  const [lo, hi] = change.interval;
  return (
    <Section title={w.value.course}>
      <p class="read quiet">{w.value.courseHelp}</p>
      <dl class="pairs after">
        <div>
          <dt>{w.value.before}</dt>
          <dd>
            <Share of={before} />
          </dd>
        </div>
        <div>
          <dt>{w.value.after}</dt>
          <dd>
            <Share of={after} />
          </dd>
        </div>
      </dl>
      {lo !== undefined && hi !== undefined && (
        <p class="read after">
          <strong>{clear ? w.value.clear(lo > 0) : w.value.notClear}</strong>{' '}
          {w.value.change(points(lo), points(hi))}
        </p>
      )}
    </Section>
  );
}

// ---- calls ------------------------------------------------------------------------------------
function Calls({ plan, changed }: Changed) {
  const untitled = words.value.calls.untitled;
  return (
    <Section title={w.value.calls}>
      {plan.calls.length === 0 && <Nothing whole={w.value.noCalls} />}
      <ul class="asks">
        {plan.calls.map(call => (
          <li key={call.id}>
            <p>
              <a href={`/calls/${call.interaction}?t=${Math.floor(call.at_ms / 1000)}`}>
                {call.title ?? untitled} {call.at_ms > 0 && clock(call.at_ms)}
              </a>{' '}
              <span class="quiet">
                {when(call.started_ms)}. {call.why}
              </span>
            </p>
            {plan.can_change && (
              <button
                type="button"
                class="btn plain"
                aria-label={w.value.removeCall(call.title ?? untitled)}
                onClick={() =>
                  void attempt(async () => {
                    await coaching.detach(call.id);
                    await changed();
                  })
                }
              >
                {words.value.common.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {plan.can_change && <p class="small quiet after">{w.value.addByKey}</p>}
    </Section>
  );
}

// ---- meetings ---------------------------------------------------------------------------------
function Meet({ plan, changed }: Changed) {
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { body = '', next = '' } = fields(form);
    void attempt(async () => {
      const follow_up_ms = next ? instant(next) : null;
      await coaching.meet(plan.id, { at_ms: siteNow(), body, follow_up_ms });
      form.reset();
      await changed();
    });
  };
  return (
    <form class="form after" onSubmit={send}>
      <Labelled label={w.value.said}>
        <textarea class="field" name="body" rows={3} required maxLength={4000} />
      </Labelled>
      <Labelled label={w.value.followUp}>
        <input type="datetime-local" name="next" />
      </Labelled>
      <p>
        <button class="btn main">{w.value.saveMeeting}</button>
      </p>
    </form>
  );
}

function Meetings({ plan, changed }: Changed) {
  const next = nextMeeting(plan);
  return (
    <Section title={w.value.sessions}>
      {plan.ended_ms === null && (
        <p class="read">
          {next ? w.value.next(fullWhen(next)) : w.value.noNext}{' '}
          {next && (
            <a href={coaching.calendar(plan.id)} download>
              {w.value.calendar}
            </a>
          )}
        </p>
      )}
      {plan.sessions.length === 0 && <Nothing whole={w.value.noSessions} />}
      <ol class="asks">
        {[...plan.sessions].reverse().map(one => (
          <li key={one.id}>
            <p>
              <strong>{fullWhen(one.at_ms)}</strong> <span class="quiet">{one.author.name}</span>
              <span class="read said-lines">{one.body}</span>
            </p>
          </li>
        ))}
      </ol>
      {plan.can_change && <Meet plan={plan} changed={changed} />}
    </Section>
  );
}

function End({ plan, changed }: Changed) {
  const endings = Object.entries(w.value.endings) as [EndedWhy, string][];
  return (
    <details class="after">
      <summary>{w.value.end}</summary>
      <p class="btns after">
        {endings.map(([why, text]) => (
          <button
            key={why}
            type="button"
            class="btn"
            onClick={() =>
              void attempt(async () => {
                await coaching.end(plan.id, why);
                await changed();
              })
            }
          >
            {text}
          </button>
        ))}
      </p>
    </details>
  );
}

export function CoachingPlanPage({ id }: { id: string }) {
  const found = useLoad(() => coaching.get(id), [id], ['coaching']);
  return (
    <Show of={found} whole>
      {plan => (
        <>
          <Title of={w.value.one(plan.agent.name)}>{plan.focus}</Title>
          <p class="read after">
            {plan.agent.id !== me.value?.id && `${plan.agent.name}. `}
            {w.value.since(day(plan.created_ms, true), plan.coach.name)} {w.value.onlyYou}
          </p>
          {plan.ended_ms !== null && plan.ended_why && (
            <p class="read after">
              {w.value.ended(day(plan.ended_ms, true), w.value.endings[plan.ended_why])}
            </p>
          )}
          {plan.question && <Course plan={plan} />}
          <Meetings plan={plan} changed={found.again} />
          <Calls plan={plan} changed={found.again} />
          {plan.can_change && <End plan={plan} changed={found.again} />}
        </>
      )}
    </Show>
  );
}
