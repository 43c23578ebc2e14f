// SPDX-License-Identifier: Apache-2.0
// Calibrations that wait for my answers.
import { calibrations } from '../../api/calibration';
import { Missed, Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { day } from '../../words/format';

export function CalibrationsWaiting() {
  const w = words.value.evaluate;
  const all = useLoad(calibrations.all, [], ['calibration']);
  const mine = all.data?.filter(one => one.state === 'open' && (one.mine ?? 0) > 0) ?? [];
  if (mine.length === 0) return <Missed of={all} title={w.calibrations} />;
  return (
    <Section title={w.calibrations}>
      <ul class="asks">
        {mine.map(one => (
          <li key={one.id}>
            <p>
              <a href={`/calibrations/${one.id}`}>{one.title}</a>{' '}
              <span class="quiet">{w.calibrationWaits(one.mine ?? 0, day(one.due_ms))}</span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
