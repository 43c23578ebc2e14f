// SPDX-License-Identifier: Apache-2.0
// Disputes: both sides beside each other with their places in the call, decided by another than the
// evaluator, with a why. A change opens the new version in the form; the old one stays.
import { useSignal } from '@preact/signals';
import {
  isCounted,
  disputes,
  type Decision,
  type Outcome,
  type QuestionOutcome,
  type Waiting,
} from '../api/self';
import { Choice, Nothing, Labelled, Section, Show, Title } from '../parts/bits';
import { choiceName, percent, say } from '../parts/evaluate/matrix';
import { ListenBox, Place, useListen, type Listen } from '../parts/listenbox';
import { useLoad } from '../state/load';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { language, words } from '../words';
import { area } from '../words/area';
import { day, when } from '../words/format';
import { enSelf, svSelf } from '../words/self';
import { now as siteNow } from '../words/clock';

const w = area(svSelf, enSelf);
const DAY_MS = 86_400_000;
const LATEST = 5;
const first = (name: string) => name.split(' ')[0] ?? name;

/** A form of one question is enough to name its answers. */
function named(one: Waiting, value: string): string {
  if (!one.asked) return value;
  const form = { scales: one.scale ? [one.scale] : [], sections: [{ questions: [one.asked] }] };
  return choiceName(form, one.asked, value);
}

function When({ one }: { one: Waiting }) {
  if (one.decided_ms !== null) return <>{w.value.at(day(one.decided_ms))}</>;
  const late = Math.floor((siteNow() - one.due_ms) / DAY_MS);
  if (one.due_ms > siteNow()) return <>{w.value.due(day(one.due_ms))}</>;
  return <strong class="alarm">{late ? w.value.overdue(late) : w.value.overdueToday}</strong>;
}

function Sides({ one, listen }: { one: Waiting; listen: Listen }) {
  const { evaluation: e, answer } = one;
  const [coach, agent] = [first(e.evaluator.name), first(e.agent.name)];
  const title = say(one.asked?.title);
  return (
    <dl class="sides">
      <div>
        <dt class="small quiet">{w.value.scoredBy(coach)}</dt>
        <dd>
          <p class="btns">
            <strong>{answer ? named(one, answer.value) : w.value.none}</strong>
            {answer?.at_ms != null && (
              <Place
                listen={listen}
                to={{ call: e.interaction, at: answer.at_ms }}
                of={`${coach}, ${title}`}
              />
            )}
          </p>
          {answer?.comment && <p class="read">{answer.comment}</p>}
          {answer?.at_ms === null && <p class="small quiet">{w.value.noPlace}</p>}
        </dd>
      </div>
      <div>
        <dt class="small quiet">{w.value.asks(agent)}</dt>
        <dd>
          <p class="btns">
            <span class="read">{one.reason}</span>
            {one.at_ms !== null && (
              <Place
                listen={listen}
                to={{ call: e.interaction, at: one.at_ms }}
                of={`${agent}, ${title}`}
              />
            )}
          </p>
          {one.proposed && <p class="small">{w.value.proposes(named(one, one.proposed))}</p>}
          {one.at_ms === null && <p class="small quiet">{w.value.noPlace}</p>}
        </dd>
      </div>
    </dl>
  );
}

function Decide({ one, changed }: { one: Waiting; changed: () => Promise<unknown> }) {
  const decision = useSignal<Decision | null>(null);
  const why = useSignal('');
  const options = (['upheld', 'partly', 'adjusted'] as const).map(value => ({
    value,
    label: w.value.decisions[value],
  }));
  const send = (event: Event) => {
    event.preventDefault();
    const chosen = decision.value;
    if (!chosen) return;
    void attempt(async () => {
      const said = await disputes.decide(one.id, chosen, why.value.trim());
      if (said.revision) go(`/calls/${said.interaction}`);
      else await changed();
    }, w.value.done);
  };
  return (
    <form class="form" aria-label={`${w.value.decide}: ${say(one.asked?.title)}`} onSubmit={send}>
      <Choice
        legend={`${w.value.decide}: ${say(one.asked?.title)}`}
        name={`d-${one.id}`}
        options={options}
        value={decision.value}
        onChange={value => {
          decision.value = value;
        }}
      />
      <Labelled label={w.value.why} hint={w.value.whyHint}>
        <textarea
          class="field"
          rows={2}
          maxLength={4000}
          required
          value={why.value}
          onInput={event => {
            why.value = event.currentTarget.value;
          }}
        />
      </Labelled>
      <p>
        <button class="btn main" disabled={!decision.value || !why.value.trim()}>
          {!decision.value && w.value.decide}
          {decision.value === 'upheld' && w.value.saveUpheld}
          {(decision.value === 'partly' || decision.value === 'adjusted') && w.value.saveChanged}
        </button>
      </p>
    </form>
  );
}

function One({
  one,
  listen,
  changed,
}: {
  one: Waiting;
  listen: Listen;
  changed: () => Promise<unknown>;
}) {
  const { evaluation: e } = one;
  return (
    <li class="difference">
      <h3>{say(one.asked?.title)}</h3>
      <p class="small quiet">
        <a href={`/calls/${e.interaction}`}>{e.title ?? words.value.calls.untitled}</a>,{' '}
        {when(e.started_ms)}. <When one={one} />
      </p>
      <Sides one={one} listen={listen} />
      {one.decision && (
        <p>
          <strong>{w.value.decisions[one.decision]}.</strong>{' '}
          {one.became && one.became.value !== one.answer?.value && (
            <>{w.value.became(named(one, one.became.value))} </>
          )}
          {one.why}
        </p>
      )}
      {one.revising && (
        <p class="btns">
          <span>{w.value.finishWhy}</span>
          <a class="btn" href={`/calls/${e.interaction}`}>
            {w.value.finish}
          </a>
        </p>
      )}
      {one.decide && <Decide one={one} changed={changed} />}
      {!one.decide && !one.decision && <p class="small">{w.value.yours}</p>}
    </li>
  );
}

function Counted({ name, of }: { name: string; of: Outcome }) {
  if (!isCounted(of)) return null;
  const changed = of.partly + of.adjusted;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{of.upheld}</td>
      <td>{of.partly}</td>
      <td>{of.adjusted}</td>
      <td>{w.value.share(changed, of.n, percent(of.lo_ppm), percent(of.hi_ppm))}</td>
    </tr>
  );
}

const nameOf = (one: QuestionOutcome) =>
  `${say(one.title ?? undefined)} (${language.value === 'sv' ? one.rubric_sv : one.rubric_en}, ${one.version})`;

function Outcomes() {
  const all = useLoad(disputes.outcomes, [], ['dispute']);
  return (
    <Section title={w.value.outcomes}>
      <Show of={all}>
        {({ since_ms, whole, questions }) => (
          <>
            <p class="small quiet">{w.value.outcomesAbout(day(since_ms))}</p>
            {whole.few ? (
              <Nothing whole={w.value.few} />
            ) : (
              <div class="scroll" tabIndex={0} role="region" aria-label={w.value.outcomes}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{w.value.question}</th>
                      {w.value.counts.map(name => (
                        <th scope="col" key={name}>
                          {name}
                        </th>
                      ))}
                      <th scope="col">{w.value.changed}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <Counted name={w.value.allQuestions} of={whole} />
                    {questions.map((one, i) => (
                      <Counted key={i} name={nameOf(one)} of={one} />
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
      </Show>
    </Section>
  );
}

export function DisputesPage() {
  const waiting = useLoad(() => disputes.list('waiting'), [], ['dispute']);
  const decided = useLoad(() => disputes.list('decided'), [], ['dispute']);
  const listen = useListen();
  const changed = () => Promise.all([waiting.again(), decided.again()]);
  const several = (rows: Waiting[]) => (
    <ul class="differences">
      {rows.map(one => (
        <One key={one.id} one={one} listen={listen} changed={changed} />
      ))}
    </ul>
  );
  const some = (waiting.data?.length ?? 0) + (decided.data?.length ?? 0) > 0;
  return (
    <>
      <Title>{w.value.disputesTitle}</Title>
      <p class="read after">{w.value.disputesAbout}</p>
      {some && <ListenBox listen={listen} empty={w.value.press} />}
      <Section title={w.value.waiting}>
        <Show of={waiting}>
          {rows =>
            rows.length ? several(rows) : <Nothing what={w.value.waitingNone} seen={rows.seen} />
          }
        </Show>
      </Section>
      <Outcomes />
      <Section title={w.value.decided}>
        <Show of={decided}>
          {rows => (
            <>
              {rows.length ? (
                several(rows.slice(0, LATEST))
              ) : (
                <Nothing what={w.value.decidedNone} seen={rows.seen} />
              )}
              {rows.length > LATEST && (
                <details>
                  <summary>{w.value.earlier(rows.length - LATEST)}</summary>
                  {several(rows.slice(LATEST))}
                </details>
              )}
            </>
          )}
        </Show>
      </Section>
    </>
  );
}
