// SPDX-License-Identifier: Apache-2.0
// Coaching plans: those I am in, and, for a coach, the way to a new one.
import { centre } from '../api';
import { coaching, type Plan } from '../api/coaching';
import { evaluations } from '../api/evaluation';
import type { Id } from '../api/types';
import { Nothing, fields, Labelled, Section, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { can, me } from '../state/me';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { language } from '../words';
import { area } from '../words/area';
import { enCoaching } from '../words/en-coaching';
import { day, when } from '../words/format';
import { svCoaching } from '../words/sv-coaching';
import { now as siteNow } from '../words/clock';

const w = area(svCoaching, enCoaching);

/** The questions of the forms in force, for following one of them. */
async function questions(): Promise<{ value: string; title: string }[]> {
  const forms = await evaluations.forms();
  const documents = await Promise.all(forms.map(form => coaching.form(form.id)));
  return documents.flatMap(form =>
    form.sections.flatMap(section =>
      section.questions
        .filter(question => !question.unscored && !question.critical)
        .map(question => ({
          value: `${form.key} ${question.key ?? question.id}`,
          title: `${form.title[language.value]}: ${question.title[language.value]}`,
        })),
    ),
  );
}

function Start() {
  const people = useLoad(centre.people, []);
  const asked = useLoad(questions, [], ['rubric']);
  const agents = people.data?.filter(one => one.state !== 'left' && one.id !== me.value?.id) ?? [];
  const send = (event: Event) => {
    event.preventDefault();
    const {
      agent = '',
      focus = '',
      question = '',
    } = fields(event.currentTarget as HTMLFormElement);
    const [rubric_key, key] = question.split(' ');
    void attempt(async () => {
      const made = await coaching.start({
        agent: agent as Id,
        focus,
        rubric_key: rubric_key || null,
        question: key ?? null,
      });
      go(`/coaching/${made.id}`);
    });
  };
  return (
    <details class="after">
      <summary>{w.value.start}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.value.who}>
          <select name="agent" required>
            {agents.map(one => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled label={w.value.focus} hint={w.value.focusHint}>
          <input name="focus" required maxLength={200} />
        </Labelled>
        <Labelled label={w.value.question} hint={w.value.questionHint}>
          <select name="question">
            <option value="">{w.value.noQuestion}</option>
            {asked.data?.map(one => (
              <option key={one.value} value={one.value}>
                {one.title}
              </option>
            ))}
          </select>
        </Labelled>
        <p>
          <button class="btn main">{w.value.start}</button>
        </p>
      </form>
    </details>
  );
}

/** The next meeting to come, if one is set. */
export const nextMeeting = (plan: Plan) =>
  plan.sessions
    .map(one => one.follow_up_ms)
    .filter((at): at is number => at !== null && at > siteNow())
    .sort((a, b) => a - b)[0];

function Line({ plan }: { plan: Plan }) {
  const mine = plan.agent.id === me.value?.id;
  const next = nextMeeting(plan);
  return (
    <li>
      <p>
        <strong>
          <a href={`/coaching/${plan.id}`}>
            {mine ? plan.focus : `${plan.agent.name}: ${plan.focus}`}
          </a>
        </strong>{' '}
        <span class="quiet">
          {plan.ended_ms !== null && plan.ended_why
            ? w.value.ended(day(plan.ended_ms), w.value.endings[plan.ended_why])
            : `${w.value.since(day(plan.created_ms), plan.coach.name)} ${next ? w.value.next(when(next)) : w.value.noNext}`}
        </span>
      </p>
    </li>
  );
}

const Lines = ({ plans }: { plans: Plan[] }) => (
  <ul class="asks after">
    {plans.map(plan => (
      <Line key={plan.id} plan={plan} />
    ))}
  </ul>
);

export function CoachingPage() {
  const all = useLoad(coaching.all, [], ['coaching']);
  const opened = can('COACH');
  return (
    <>
      <Title>{w.value.title}</Title>
      <p class="read after">{w.value.onlyYou}</p>
      {opened && <Start />}
      <Show of={all}>
        {plans => {
          const now = plans.filter(plan => plan.ended_ms === null);
          const ended = plans.filter(plan => plan.ended_ms !== null);
          return (
            <>
              {now.length === 0 ? (
                <Nothing whole={opened ? w.value.none : w.value.noneOwn} />
              ) : (
                <Lines plans={now} />
              )}
              {ended.length > 0 && (
                <Section title={w.value.earlier}>
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
