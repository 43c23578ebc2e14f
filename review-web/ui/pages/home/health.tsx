// SPDX-License-Identifier: Apache-2.0
// One line: does recording run, since when, and is anything missing.
import { centre } from '../../api';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { absent } from '../../words/absence';
import { programName } from '../../words/programs';
import { day } from '../../words/format';

export function HealthStrip() {
  const w = words.value;
  const { data, failure } = useLoad(centre.health, []);
  if (failure && !data)
    return (
      <p class="strip small">
        <i class="light bad" aria-hidden="true" />
        {w.health.title}: {w.common.notKnown}
      </p>
    );
  if (!data) return null;
  const missing = data.missing.length
    ? w.health.missingIn(new Set(data.missing.map(one => one.interaction)).size)
    : data.recording_since_ms && absent(w.health.missingNone, data.missing_seen);
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
          {programName(program.program)}: {w.health.bad.toLowerCase()}
        </span>
      ))}
      {missing && <span class="quiet">{missing}</span>}
      <a class="hit" href="/health">
        {w.home.health}
      </a>
    </p>
  );
}
