// SPDX-License-Identifier: Apache-2.0
// Which sources send, how many calls of each day have the sound they should have, and how long there is room.
import { centre } from '../../api';
import type { DiskRoom, HealthReport, HeardSource, RecordedDay } from '../../api/types';
import { useLoad } from '../../state/load';
import { saveTable } from '../../state/save';
import { csv } from '../../words/csv';
import { bytes, day, number, when } from '../../words/format';
import { recorded } from '../../words/health';
import { dayText, instant } from '../../words/zone';
import { Nothing, Section, Show } from '../bits';

const DAY_MS = 86_400_000;

function kindOf({ program, name }: HeardSource): string {
  const w = recorded.value;
  return w.kinds[program]?.(name) ?? w.otherKind(program);
}

function Sources({ report }: { report: HealthReport }) {
  const w = recorded.value;
  return (
    <Section title={w.sources}>
      {report.sources.length === 0 ? (
        <Nothing whole={w.sourcesNone} />
      ) : (
        <table class="sources">
          <thead>
            <tr>
              <th scope="col">{w.source}</th>
              <th scope="col" class="num">
                {w.heard}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.sources.map(one => (
              <tr key={one.program + one.name}>
                <th scope="row">
                  {one.light !== 'may_be' && (
                    <i
                      class={one.light === 'sends' ? 'light ok' : 'light bad'}
                      role="img"
                      aria-label={one.light === 'sends' ? w.sends : w.quiet}
                    />
                  )}
                  {kindOf(one)}
                </th>
                <td class="num">{one.heard_ms ? when(one.heard_ms) : w.never}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {report.sources.some(one => one.program === 'capture' && one.light === 'quiet') && (
        <p class="empty">{w.quietHelp}</p>
      )}
    </Section>
  );
}

const dated = (n: number) =>
  `${String(n).slice(0, 4)}-${String(n).slice(4, 6)}-${String(n).slice(6)}`;
const shown = (n: number) => day(instant(`${dated(n)}T12:00`), false, 'short');
const lacks = (one: RecordedDay) => Math.max(0, one.expected - one.recorded);
const fromOf = (source: string) => recorded.value.from[source] ?? recorded.value.otherFrom(source);

const lossOf = ({ packets, lost }: RecordedDay) =>
  packets + lost > 0 ? `${number((100 * lost) / (packets + lost), 2)} %` : '–';

const cells = (one: RecordedDay): string[] => [
  dated(one.day),
  fromOf(one.source),
  ...[one.expected, one.recorded, lacks(one), one.turned_away, one.unanswered, one.chosen].map(
    String,
  ),
  ...[one.one_sided, one.packets, one.lost].map(String),
];

/** Every day of the report, the newest first: one of which there is nothing is said as well. */
function daysOf({ from_ms, to_ms, days }: HealthReport): [number, RecordedDay[]][] {
  const all: [number, RecordedDay[]][] = [];
  for (let at = to_ms; at > from_ms; at -= DAY_MS) {
    const which = Number(dayText(at).replaceAll('-', ''));
    all.push([which, days.filter(one => one.day === which)]);
  }
  return all;
}

function DayRows({ which, rows }: { which: number; rows: RecordedDay[] }) {
  const w = recorded.value;
  if (rows.length === 0)
    return (
      <tr>
        <th scope="row">{shown(which)}</th>
        <td colSpan={6} class="quiet">
          {w.dayNone}
        </td>
      </tr>
    );
  return (
    <>
      {rows.map((one, at) => (
        <tr key={one.source}>
          <th scope="row">{at === 0 ? shown(which) : ''}</th>
          <td>{fromOf(one.source)}</td>
          <td class="num">{number(one.expected)}</td>
          <td class="num">{number(one.recorded)}</td>
          <td class="num">{lacks(one) ? <strong>{number(lacks(one))}</strong> : '0'}</td>
          <td class="num">{one.source === 'pbx' ? '–' : number(one.one_sided)}</td>
          <td class="num">{lossOf(one)}</td>
        </tr>
      ))}
    </>
  );
}

function Days({ report }: { report: HealthReport }) {
  const w = recorded.value;
  const heads = [w.expected, w.recorded, w.missing, w.oneSided, w.loss];
  return (
    <Section title={w.days}>
      <p class="quiet small">{w.daysHelp}</p>
      {report.days.length === 0 ? (
        <Nothing whole={w.daysNone} />
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={w.days}>
          <table class="recorded">
            <thead>
              <tr>
                <th scope="col">{w.day}</th>
                <th scope="col">{w.source}</th>
                {heads.map(head => (
                  <th key={head} scope="col" class="num">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {daysOf(report).map(([which, rows]) => (
                <DayRows key={which} which={which} rows={rows} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!report.days.some(one => one.source === 'pbx') && <p class="empty">{w.noList}</p>}
      {report.days.length > 0 && (
        <button
          type="button"
          class="btn"
          onClick={() => saveTable(`${w.file}.csv`, csv([w.columns, ...report.days.map(cells)]))}
        >
          {w.export}
        </button>
      )}
    </Section>
  );
}

function fullWhen({ state, full_ms }: DiskRoom): string {
  const w = recorded.value;
  if (state === 'filling' && full_ms) return w.roomFull(day(full_ms, true));
  return state === 'steady' ? w.roomSteady : w.roomUnknown;
}

function Rooms({ report }: { report: HealthReport }) {
  const w = recorded.value;
  return (
    <Section title={w.rooms}>
      {report.rooms.length === 0 && <Nothing whole={w.roomsNone} />}
      <ul class="asks">
        {report.rooms.map(one => (
          <li key={one.place}>
            <p>
              <strong>{w.places[one.place] ?? one.place}:</strong>{' '}
              {w.left(bytes(one.free_bytes), when(one.at_ms))}
              <br />
              <span class="quiet">{fullWhen(one)}</span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Recorded() {
  const report = useLoad(centre.healthReport, []);
  return (
    <Show of={report}>
      {data => (
        <>
          <Sources report={data} />
          <Days report={data} />
          <Rooms report={data} />
        </>
      )}
    </Show>
  );
}
