// SPDX-License-Identifier: Apache-2.0
// What was done: the calls heard, how much of each, and what it cost in time, keys and presses.
import { callName } from '../../parts/callrow';
import { endRound, heardRows, round, totals } from '../../state/round';
import { words } from '../../words';
import { aboutMinutes, length, lengthOf, number } from '../../words/format';
import type { WorkWords } from '../../words/sv-work';

export function Done({ left, w }: { left: number; w: WorkWords }) {
  const rows = heardRows.value;
  if (rows.length === 0) return null;
  const { calls, ms, keys, clicks } = totals.value;
  const each = (n: number) => number(n / calls, 1);
  return (
    <section class="done" aria-labelledby="done-h">
      <h2 id="done-h">{left === 0 ? w.doneTitle : w.soFar}</h2>
      <p class="sum" data-meter={JSON.stringify(totals.value)}>
        {w.sum(calls, aboutMinutes(ms))} {w.perCall(w.keys(each(keys)), w.clicks(each(clicks)))}{' '}
        {w.remains(left)}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{w.call}</th>
            <th scope="col" class="num">
              {w.heard}
            </th>
            <th scope="col" class="num">
              {w.took}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ item, interaction }) => {
            const took = round.value.took[interaction.id];
            return (
              <tr key={item}>
                <th scope="row">
                  <a href={`/calls/${interaction.id}`}>{callName(interaction)}</a>{' '}
                  <span class="quiet">{interaction.agent.name}</span>
                </th>
                <td class="num">
                  {words.value.time.of(
                    lengthOf(took?.heard_ms ?? 0, interaction.duration_ms),
                    length(interaction.duration_ms),
                  )}
                </td>
                <td class="num">{length(took?.ms ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="quiet small after">
        {w.counted}{' '}
        <button type="button" class="btn plain small" onClick={endRound}>
          {w.close}
        </button>
      </p>
    </section>
  );
}
