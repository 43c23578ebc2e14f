// SPDX-License-Identifier: Apache-2.0
// Training programmes: those one walks, those one has made, whom one is the mentor of, and one's own
// agreement with the keys.
import { lessons, programmes } from '../api/programmes';
import type { Agenda, AgreementRow, ProgrammeRow } from '../api/types';
import { fields, Labelled, Nothing, Section, Show, Title } from '../parts/bits';
import { say } from '../parts/evaluate/matrix';
import { PlayProgramme } from '../parts/programme/play';
import { useLoad } from '../state/load';
import { leads } from '../state/me';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { area } from '../words/area';
import { clock, day, when } from '../words/format';
import { enProgrammes, svProgrammes } from '../words/programmes';

const w = area(svProgrammes, enProgrammes);
const DAY_MS = 86_400_000;

function Create() {
  const send = (event: Event) => {
    event.preventDefault();
    const { title = '', why = '' } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      go(`/programmes/${(await programmes.create(title, why)).id}`);
    });
  };
  return (
    <details class="after">
      <summary>{w.value.create}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.value.titleLabel}>
          <input name="title" required maxLength={120} />
        </Labelled>
        <Labelled label={w.value.whyLabel}>
          <textarea class="field" name="why" rows={2} maxLength={1000} />
        </Labelled>
        <p>
          <button class="btn main">{w.value.create}</button>
        </p>
      </form>
    </details>
  );
}

function Line({ one }: { one: ProgrammeRow }) {
  const facts = one.mine
    ? [w.value.by(one.owner.name), w.value.done(one.mine.done, one.items)]
    : [w.value.weeks(one.weeks), w.value.items(one.items), w.value.trainees(one.trainees ?? 0)];
  const to = one.mine ? `/programmes/${one.id}/play` : `/programmes/${one.id}`;
  return (
    <li>
      <p>
        <strong>
          <a href={to}>{one.title}</a>
        </strong>{' '}
        <span class="quiet">
          {facts.join('. ')}. {one.why}
        </span>
      </p>
      {one.mine && (
        <p class="btns">
          <PlayProgramme one={one} main />
        </p>
      )}
    </li>
  );
}

// ---- her own agreement ------------------------------------------------------------------------
function howOften(row: AgreementRow): string {
  if (row.few || row.lo === null || row.hi === null) return w.value.few(row.same, row.n);
  return w.value.share(row.same, row.n, Math.floor(row.lo * 100), Math.ceil(row.hi * 100));
}

const marks = (row: AgreementRow) => row.points.map(point => (point.same ? '●' : '○')).join(' ');
const spoken = (row: AgreementRow) =>
  row.points.map(point => (point.same ? w.value.same : w.value.apart)).join(', ');

function Agreement({ rows }: { rows: AgreementRow[] }) {
  if (rows.length === 0) return <Nothing whole={w.value.agreementNone} />;
  return (
    <>
      <p class="quiet small">
        {w.value.agreementHelp} <q>{w.value.clause.slice(1, -1)}</q>
      </p>
      <table id="agreement">
        <tbody>
          {rows.map(row => (
            <tr key={`${row.form} ${row.question}`}>
              <th scope="row">{say(row.title)}</th>
              <td title={row.points.map(point => day(point.at_ms)).join(', ')}>
                <span aria-hidden="true">{marks(row)}</span>
                <span class="sr">{w.value.points(spoken(row))}</span>
              </td>
              <td>{howOften(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

// ---- the mentor's agenda ----------------------------------------------------------------------
type Asked = Agenda['asks'][number];
type Talk = Agenda['talks'][number];

function AskLine({ ask, again }: { ask: Asked; again: () => Promise<void> }) {
  const where = `${w.value.weekShort(ask.week)}, ${ask.title}`;
  const meet = () =>
    attempt(async () => {
      await lessons.met(ask.id);
      await again();
    });
  return (
    <li>
      <p>
        <strong>{ask.person.name}</strong>{' '}
        <span class="quiet">
          {ask.at_ms === null ? where : w.value.askedAt(where, clock(ask.at_ms))}.{' '}
          {w.value.asked(when(ask.asked_ms))}
        </span>
      </p>
      {ask.words && <p class="read">{ask.words}</p>}
      {ask.met_ms ? (
        <p class="quiet small">{w.value.isMet(when(ask.met_ms))}</p>
      ) : (
        <p>
          <button type="button" class="btn" onClick={() => void meet()}>
            {w.value.met}
            <span class="sr">
              : {ask.person.name}, {where}
            </span>
          </button>
        </p>
      )}
    </li>
  );
}

function TalkLine({ talk }: { talk: Talk }) {
  const due = talk.due_day
    ? talk.starts_ms + ((talk.week - 1) * 7 + talk.due_day - 1) * DAY_MS
    : null;
  return (
    <li>
      <p>
        <strong>{w.value.talk(talk.person.name)}</strong>{' '}
        <span class="quiet">
          {w.value.weekShort(talk.week)}, {talk.title}.
          {due !== null && ` ${w.value.due(day(due))}.`}
        </span>
      </p>
      {talk.body && <p class="read">{talk.body}</p>}
    </li>
  );
}

function MentorAgenda() {
  const found = useLoad(lessons.agenda, [], ['programme.asked']);
  const { data } = found;
  if (!data || data.asks.length + data.talks.length === 0) return null;
  return (
    <Section title={w.value.agenda} id="agenda">
      <ul class="asks">
        {data.asks.map(ask => (
          <AskLine key={ask.id} ask={ask} again={found.again} />
        ))}
        {data.talks.map(talk => (
          <TalkLine key={`${talk.person.id} ${talk.title}`} talk={talk} />
        ))}
      </ul>
    </Section>
  );
}

export function ProgrammesPage() {
  const all = useLoad(programmes.all, [], ['programme']);
  const own = useLoad(lessons.agreement, []);
  const walks = all.data?.some(one => one.mine) || (own.data?.length ?? 0) > 0;
  return (
    <>
      <Title>{w.value.title}</Title>
      {leads.value && <Create />}
      <Show of={all}>
        {rows =>
          rows.length === 0 ? (
            <Nothing whole={leads.value ? w.value.noneMade : w.value.none} />
          ) : (
            <ul class="asks after">
              {rows.map(one => (
                <Line key={`${one.id} ${one.mine ? 'mine' : ''}`} one={one} />
              ))}
            </ul>
          )
        }
      </Show>
      <MentorAgenda />
      {walks && (
        <Section title={w.value.agreement}>
          <Show of={own}>{rows => <Agreement rows={rows} />}</Show>
        </Section>
      )}
    </>
  );
}
