// SPDX-License-Identifier: Apache-2.0
// One line: does recording run, since when, and is anything missing.
import { centre } from '../../api';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { day } from '../../words/format';

export function HealthStrip() {
  const w = words.value;
  const { data } = useLoad(centre.health, []);
  if (!data) return null;
  const down = data.programs.filter(program => !program.ok);
  return (
    <p class="strip small">
      <span>
        <i
          class={data.recording_since_ms && !down.length ? 'light ok' : 'light bad'}
          aria-hidden="true"
        />
        {data.recording_since_ms
          ? w.health.since(day(data.recording_since_ms, true))
          : w.health.not}
      </span>
      {down.map(program => (
        <span key={program.program}>
          {program.program}: {w.health.bad.toLowerCase()}
        </span>
      ))}
      <span class="quiet">
        {data.missing.length ? `${w.health.missing}: ${data.missing.length}` : w.health.missingNone}
      </span>
      <a class="hit" href="/health">
        {w.home.health}
      </a>
    </p>
  );
}
