// SPDX-License-Identifier: Apache-2.0
// How far each agent's share has come: by name, in words, without an order of merit.
import type { Work } from '../../api/work';
import { Nothing, Section } from '../../parts/bits';
import type { WorkWords } from '../../words/sv-work';

export function Coverage({ it, w }: { it: Work; w: WorkWords }) {
  const missing = it.coverage.filter(one => one.heard === 0 && one.wanted > 0);
  const expired = it.coverage.reduce((sum, one) => sum + one.expired, 0);
  if (it.coverage.length === 0)
    return (
      <Section title={w.cover}>
        <Nothing whole={w.coverNone} />
      </Section>
    );
  return (
    <Section title={w.cover}>
      <table class="cover">
        <caption>{w.coverSays}</caption>
        <thead>
          <tr>
            <th scope="col">{w.agent}</th>
            <th scope="col">
              <span class="sr">{w.picture}</span>
            </th>
            <th scope="col" class="num">
              {w.heard}
            </th>
          </tr>
        </thead>
        <tbody>
          {it.coverage.map(one => (
            <tr key={one.agent.id}>
              <th scope="row">{one.agent.name}</th>
              <td class="ticks">
                {one.wanted > 0 && (
                  <meter min={0} max={one.wanted} value={one.heard} aria-hidden="true" />
                )}
              </td>
              <td class="num">{w.of(one.heard, one.wanted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing.length > 0 && (
        <p class="read small after">
          {w.missing(missing.map(one => one.agent.name.split(' ')[0]).join(', '))}
        </p>
      )}
      {expired > 0 && <p class="read small">{w.expired(expired)}</p>}
    </Section>
  );
}
