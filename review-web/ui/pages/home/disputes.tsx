// SPDX-License-Identifier: Apache-2.0
// What agents disagree with and this person may decide, the overdue said.
import { disputes } from '../../api/self';
import { Missed, Section } from '../../parts/bits';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { now as siteNow } from '../../words/clock';

export function DisputesWaiting() {
  const w = words.value.evaluate;
  const found = useLoad(disputes.count, [], ['dispute']);
  const mine = found.data?.filter(one => one.decide) ?? [];
  if (!mine.length) return <Missed of={found} title={w.disputesTitle} />;
  const late = mine.filter(one => one.due_ms < siteNow()).length;
  return (
    <Section title={w.disputesTitle}>
      <p>
        <a href="/disputes">{w.disputesWaiting(mine.length, late)}</a>
      </p>
    </Section>
  );
}
