// SPDX-License-Identifier: Apache-2.0
// What I and my coach work on, when there is something.
import { coaching } from '../../api/coaching';
import { Missed, Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { me } from '../../state/me';
import { words } from '../../words';
import { day } from '../../words/format';

export function MyFocus() {
  const w = words.value.home;
  const all = useLoad(coaching.all, [], ['coaching']);
  const plan = all.data?.find(one => one.ended_ms === null && one.agent.id === me.value?.id);
  if (!plan) return <Missed of={all} title={w.focusTitle} />;
  return (
    <Section title={w.focusTitle}>
      <p class="read">
        <a href={`/coaching/${plan.id}`}>{plan.focus}</a>{' '}
        <span class="quiet">{w.focusSince(day(plan.created_ms), plan.coach.name)}</span>
      </p>
    </Section>
  );
}
