// SPDX-License-Identifier: Apache-2.0
// The administrator's first day: what is in place, and the next thing to do.
import { centre } from '../../api';
import type { Health } from '../../api/types';
import { Section, Show } from '../../parts/bits';
import { Icon } from '../../parts/icon';
import { useLoad } from '../../state/load';
import { now as siteNow } from '../../words/clock';
import { setupWords } from '../../words/setup';

const WEEK_MS = 7 * 86_400_000;
type Step = 'teams' | 'people' | 'lines' | 'shifts' | 'agreement' | 'recording';
const PLACES: Record<Step, string> = {
  teams: '/teams',
  people: '/people',
  lines: '/lines',
  shifts: '/lines',
  agreement: '/health',
  recording: '/health',
};

/** An agreement lets it, something listens or imports, and nothing has fallen silent. */
const records = ({ recording_since_ms, programs }: Health) =>
  recording_since_ms !== null &&
  programs.some(one => one.program === 'capture' || one.program === 'import') &&
  programs.every(one => one.ok);

async function state(): Promise<Record<Step, boolean>> {
  const now = siteNow();
  const [teams, people, lines, shifts, health] = await Promise.all([
    centre.teams(),
    centre.people(),
    centre.lines(),
    centre.shifts(now - WEEK_MS, now + WEEK_MS),
    centre.health(),
  ]);
  return {
    teams: teams.length > 0,
    people: people.length > 1,
    lines: lines.length > 0,
    shifts: shifts.some(shift => shift.from_ms > 0), // from the beginning of time: a phone of one's own
    agreement: health.agreement !== null,
    recording: records(health),
  };
}

export function Setup() {
  const w = setupWords.value;
  const steps = useLoad(state, [], ['agreement']);
  return (
    <Section title={w.setup}>
      <Show of={steps}>
        {done => {
          const names = Object.keys(PLACES) as Step[];
          const next = names.find(name => !done[name]);
          return (
            <>
              {!next && <p class="quiet">{w.setupDone}</p>}
              <ol class="steps">
                {names.map((name, at) => (
                  <li key={name}>
                    {done[name] ? <Icon name="check" /> : <span class="quiet">{at + 1}</span>}
                    <a class="hit" href={PLACES[name]}>
                      {w.setupSteps[name]}
                    </a>
                    <span class={name === next ? 'strong' : 'quiet'}>
                      {done[name] ? w.stepDone : w.stepOpen}
                    </span>
                  </li>
                ))}
              </ol>
            </>
          );
        }}
      </Show>
    </Section>
  );
}
