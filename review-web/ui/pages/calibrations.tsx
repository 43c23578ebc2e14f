// SPDX-License-Identifier: Apache-2.0
// Calibrations: those I rate in or lead, and, for a quality lead, the way to a new one.
import { calibrations, type CalibrationRow } from '../api/calibration';
import { Nothing, Show, Title } from '../parts/bits';
import { Create } from '../parts/calibration/create';
import { w } from '../parts/calibration/words';
import { useLoad } from '../state/load';
import { can } from '../state/me';
import { language } from '../words';
import { day } from '../words/format';

function Line({ one }: { one: CalibrationRow }) {
  const open = one.state === 'open';
  const waits = open && (one.mine ?? 0) > 0;
  return (
    <li>
      <p>
        <strong>
          <a href={`/calibrations/${one.id}`}>{one.title}</a>
        </strong>{' '}
        <span class="quiet">
          {w.value.methods[one.method]}, {w.value.calls(one.calls)},{' '}
          {language.value === 'sv' ? one.rubric_sv : one.rubric_en}.{' '}
          {open ? `${w.value.by(day(one.due_ms))} ${w.value.inOf(one.in, one.of)}` : ''}
          {open && one.mine !== null && ` ${w.value.mine(one.mine)}`}
        </span>
      </p>
      <p class="btns">
        {waits ? (
          <a class="btn" href={`/calibrations/${one.id}`}>
            {w.value.start}
            <span class="sr">: {one.title}</span>
          </a>
        ) : (
          <span class="quiet small">{w.value.states[one.state]}</span>
        )}
      </p>
    </li>
  );
}

export function CalibrationsPage() {
  const all = useLoad(calibrations.all, [], ['calibration']);
  const leads = can('CALIBRATE');
  return (
    <>
      <Title>{w.value.title}</Title>
      <p class="read">{w.value.lead}</p>
      {leads && <Create />}
      <Show of={all}>
        {rows =>
          rows.length === 0 ? (
            <Nothing whole={leads ? w.value.none : w.value.noneRater} />
          ) : (
            <ul class="asks after">
              {rows.map(one => (
                <Line key={one.id} one={one} />
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
}
