// SPDX-License-Identifier: Apache-2.0
// "This broke the agreement": beside a receipt, what became of one's own reports, and for the union and the
// data-protection officer those that wait.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { centre, mine } from '../../api';
import type { Finding, Listening, Objection } from '../../api/types';
import { Choice, Labelled, Nothing, Section, Show, fields } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { now as siteNow } from '../../words/clock';
import { day, plainLength, when } from '../../words/format';
import { watch } from '../../words/watch';

const reported = signal<Objection[] | null>(null);
const ask = async () => {
  reported.value = await mine.objections();
};

const waits = (one: Objection) =>
  one.due_ms < siteNow() ? watch.value.late(day(one.due_ms)) : watch.value.waits(day(one.due_ms));

/** Beside a receipt: the form, or that it was sent. */
function ObjectTo({ one }: { one: Listening }) {
  const w = watch.value;
  useEffect(() => {
    if (!reported.value) void attempt(ask);
  }, []);
  const was = reported.value?.find(report => report.listening === one.id);
  if (was)
    return (
      <p class="small quiet">{was.finding ? w.findings[was.finding] : w.sent(day(was.due_ms))}</p>
    );
  const send = (event: Event) => {
    event.preventDefault();
    const said = fields(event.currentTarget as HTMLFormElement).words ?? '';
    void attempt(async () => {
      await mine.object(one.id, said);
      await ask();
    });
  };
  return (
    <details class="small sum">
      <summary>
        {w.broke}
        <span class="sr">: {one.person.name}</span>
      </summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.brokeWords} hint={w.brokeHelp}>
          <textarea class="field" name="words" rows={3} required maxLength={1000} />
        </Labelled>
        <p>
          <button class="btn">{w.send}</button>
        </p>
      </form>
    </details>
  );
}

function Answered({ one }: { one: Objection }) {
  const w = watch.value;
  if (!one.finding || one.answered_ms === null) return <p class="quiet">{waits(one)}</p>;
  return (
    <>
      <p>
        <strong>{w.findings[one.finding]}.</strong>{' '}
        <span class="quiet">{w.answered(one.answered_by?.name ?? '', day(one.answered_ms))}</span>
      </p>
      <p class="read">{one.answer}</p>
    </>
  );
}

/** Who listened, when, for what and how much. */
function What({ one }: { one: Objection }) {
  const w = watch.value;
  const why = one.reason === 'other' && one.reason_text ? one.reason_text : w.why[one.reason];
  return (
    <p class="quiet">
      {w.line(
        one.listener.name ?? '',
        one.heard_ms > 0 ? plainLength(one.heard_ms) : null,
        one.agent.name ?? '',
        why,
      )}
      {', '}
      {when(one.at_ms)}
    </p>
  );
}

/** The agent's own reports and their answers. */
function MyReports() {
  useEffect(() => void attempt(ask), []);
  if (!reported.value?.length) return null;
  return (
    <Section title={watch.value.mine}>
      <ol class="asks">
        {reported.value.map(one => (
          <li key={one.id}>
            <div>
              <What one={one} />
              <p class="read">{one.words}</p>
              <Answered one={one} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Answer({ one, done }: { one: Objection; done: () => Promise<void> }) {
  const w = watch.value;
  const finding = useSignal<Finding | ''>('');
  const send = (event: Event) => {
    event.preventDefault();
    const said = fields(event.currentTarget as HTMLFormElement).answer ?? '';
    const found = finding.value;
    if (!found) return;
    void attempt(async () => {
      await centre.answerObjection(one.id, found, said);
      await done();
    });
  };
  return (
    <form class="form" onSubmit={send}>
      <Choice<Finding>
        legend={w.finding}
        name={`finding-${one.id}`}
        value={finding.value || null}
        options={(Object.entries(w.findings) as [Finding, string][]).map(([value, label]) => ({
          value,
          label,
        }))}
        onChange={value => {
          finding.value = value;
        }}
      />
      <Labelled label={w.answer(one.agent.name ?? '')}>
        <textarea class="field" name="answer" rows={3} required maxLength={1000} />
      </Labelled>
      <p>
        <button class="btn main" disabled={!finding.value}>
          {w.answerSend}
        </button>
      </p>
    </form>
  );
}

/** For the union and the data-protection officer. */
function Reports() {
  const w = watch.value;
  const found = useLoad(centre.objections, []);
  return (
    <Section title={w.reports}>
      <Show of={found}>
        {list =>
          list.length === 0 ? (
            <Nothing whole={w.reportsNone} />
          ) : (
            <ol class="asks">
              {list.map(one => (
                <li key={one.id}>
                  <div>
                    <p>
                      <strong>{w.reportOf(one.agent.name ?? '')}</strong>
                    </p>
                    <What one={one} />
                    <p class="read">{one.words}</p>
                    <Answered one={one} />
                    {!one.finding && <Answer one={one} done={found.again} />}
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </Show>
    </Section>
  );
}

export function Objections({ one, all }: { one?: Listening; all?: boolean }) {
  if (one) return <ObjectTo one={one} />;
  return all ? <Reports /> : <MyReports />;
}
