// SPDX-License-Identifier: Apache-2.0
// My development in one line: the sentence, its n and interval; the page behind it has the dots.
import { trends } from '../../api/trends';
import { Missed, Section } from '../../parts/bits';
import { now, sentence, w } from '../../parts/trends/says';
import { perMonth } from '../../parts/trends/months';
import { useLoad } from '../../state/load';

export function Development() {
  const t = w.value;
  const found = useLoad(() => trends.mine(''), [], ['evaluation']);
  const { data } = found;
  if (!data?.points.length) return <Missed of={found} title={t.title} />;
  return (
    <Section title={t.title}>
      <p class="read">{sentence(data.says, true)}</p>
      {data.now.estimate !== null && <p class="small">{now(data.now)}</p>}
      <p class="small quiet">
        {t.perMonth}. {perMonth(data.points)}
      </p>
      <p>
        <a href="/trends">{t.more}</a>
      </p>
    </Section>
  );
}
