// SPDX-License-Identifier: Apache-2.0
// Lines and shifts: what lets the recorder know which side of a call is the agent, and who that was.
import { useSignal } from '@preact/signals';
import { centre } from '../api';
import type { Shift, ShiftsRead, Team } from '../api/types';
import { Nothing, fields, Labelled, Section, Select, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { can } from '../state/me';
import { attempt, sayWrong } from '../state/say';
import { words } from '../words';
import { places } from '../words/places';
import { refusal } from '../words/codes';
import { hour, when } from '../words/format';
import { now as siteNow } from '../words/clock';

const DAY_MS = 86_400_000;

function AddLine({ teams, changed }: { teams: Team[]; changed: () => Promise<void> }) {
  const w = words.value;
  const team = useSignal('');
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { name = '', address = '' } = fields(form);
    void attempt(async () => {
      await centre.addLine({ name, address, team: team.value || null });
      form.reset();
      await changed();
    });
  };
  return (
    <details class="after">
      <summary>{places.value.lines.add}</summary>
      <form class="fields after" onSubmit={send}>
        <Labelled label={places.value.lines.name}>
          <input name="name" required maxLength={80} />
        </Labelled>
        <Labelled
          label={`${places.value.lines.address} (${places.value.lines.addressHelp.toLowerCase()})`}
        >
          <input name="address" required maxLength={120} />
        </Labelled>
        <Select
          label={places.value.people.team}
          value={team.value}
          any={places.value.people.noTeam}
          onChange={value => {
            team.value = value;
          }}
          options={teams.map(one => [one.id, one.name])}
        />
        <p>
          <button class="btn main">{w.common.add}</button>
        </p>
      </form>
    </details>
  );
}

function Lines() {
  const lines = useLoad(centre.lines, []);
  const teams = useLoad(centre.teams, []);
  return (
    <Section title={places.value.lines.lines}>
      <AddLine teams={teams.data ?? []} changed={lines.again} />
      <Show of={lines}>
        {list =>
          list.length === 0 ? (
            <Nothing whole={places.value.lines.none} />
          ) : (
            <div class="scroll" role="region" aria-label={places.value.lines.lines} tabIndex={0}>
              <table class="after">
                <thead>
                  <tr>
                    <th scope="col">{places.value.lines.name}</th>
                    <th scope="col">{places.value.lines.address}</th>
                    <th scope="col">{places.value.people.team}</th>
                  </tr>
                </thead>
                <tbody>
                  {list.map(line => (
                    <tr key={line.id}>
                      <th scope="row">{line.name}</th>
                      <td>{line.address}</td>
                      <td>{line.team?.name ?? ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Show>
    </Section>
  );
}

function Outcome({ read }: { read: ShiftsRead }) {
  const w = places.value.lines;
  return (
    <div class="after" role="status">
      <p>
        <strong>{w.added(read.added)}</strong> {read.known > 0 && w.wasThere(read.known)}{' '}
        {read.ended > 0 && w.ended(read.ended)}
      </p>
      {read.refused.length > 0 && (
        <>
          <p class="complaint after">{w.refused(read.refused.length)}</p>
          <table>
            <tbody>
              {read.refused.map(one => (
                <tr key={one.line}>
                  <th scope="row">{w.row(one.line)}</th>
                  <td>{refusal(one.why)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}

function ReadIn({ changed }: { changed: () => Promise<void> }) {
  const w = places.value.lines;
  const outcome = useSignal<ShiftsRead | null>(null);
  const busy = useSignal(false);
  const send = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const file = data.get('file');
    busy.value = true;
    void attempt(async () => {
      const text =
        file instanceof File && file.size > 0 ? await file.text() : String(data.get('rows') ?? '');
      outcome.value = await centre.readShifts(text);
      await changed();
    }).finally(() => {
      busy.value = false;
    });
  };
  return (
    <>
      <p class="empty">{w.shiftsHelp}</p>
      <form class="form wide" onSubmit={send}>
        <Labelled label={w.file}>
          <input type="file" name="file" accept=".csv,text/csv" />
        </Labelled>
        <Labelled label={w.paste}>
          <textarea
            class="field"
            name="rows"
            maxLength={500_000}
            rows={3}
            spellcheck={false}
            placeholder="anna,1003,2026-02-12T07:00,2026-02-12T16:00,phone"
          />
        </Labelled>
        <p>
          <button class="btn main" disabled={busy.value}>
            {busy.value ? w.reading : w.read}
          </button>
        </p>
      </form>
      {outcome.value && <Outcome read={outcome.value} />}
    </>
  );
}

function ShiftTable({ list, changed }: { list: Shift[]; changed: () => Promise<void> }) {
  const w = words.value;
  const end = (shift: Shift) =>
    attempt(async () => {
      const { refused } = await centre.readShifts(
        `${shift.login},${shift.address},,${Math.floor(siteNow())},`,
      );
      if (refused[0]) sayWrong(refusal(refused[0].why));
      await changed();
    });
  return (
    <div class="scroll" role="region" aria-label={places.value.lines.shifts} tabIndex={0}>
      <table class="after">
        <caption>{places.value.lines.week}</caption>
        <thead>
          <tr>
            <th scope="col">{w.common.who}</th>
            <th scope="col">{places.value.lines.lines}</th>
            <th scope="col">{w.common.from}</th>
            <th scope="col">{w.common.to}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {list.map(shift => (
            <tr key={shift.id}>
              <th scope="row">{shift.person.name}</th>
              <td>{shift.line.name}</td>
              <td>{shift.from_ms > 0 && when(shift.from_ms)}</td>
              <td>
                {shift.to_ms === null
                  ? [
                      w.common.untilFurther,
                      ' ',
                      can('SHIFTS') && (
                        <button
                          key="end"
                          type="button"
                          class="btn plain small"
                          onClick={() => void end(shift)}
                        >
                          {places.value.lines.end}
                          <span class="sr">
                            : {shift.person.name}, {shift.line.name}
                          </span>
                        </button>
                      ),
                    ]
                  : shift.to_ms - shift.from_ms < DAY_MS
                    ? hour(shift.to_ms)
                    : when(shift.to_ms)}
              </td>
              <td>{places.value.lines.duties[shift.duty] ?? shift.duty}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Shifts() {
  const w = places.value.lines;
  const now = Math.floor(siteNow() / DAY_MS) * DAY_MS;
  const shifts = useLoad(() => centre.shifts(now - 3 * DAY_MS, now + 4 * DAY_MS), [now]);
  return (
    <Section title={w.shifts}>
      <ReadIn changed={shifts.again} />
      <Show of={shifts}>
        {list =>
          list.length === 0 ? (
            <Nothing whole={w.shiftsNone} />
          ) : (
            <ShiftTable list={list} changed={shifts.again} />
          )
        }
      </Show>
    </Section>
  );
}

export function LinesPage() {
  return (
    <>
      <Title>{places.value.lines.title}</Title>
      <div class="split">
        <Shifts />
        <Lines />
      </div>
    </>
  );
}
