// SPDX-License-Identifier: Apache-2.0
// Calls and receipts on the home pages.
import { useEffect } from 'preact/hooks';
import { calls, mine } from '../../api';
import type { CallRow } from '../../api/types';
import { Nothing, Section, Show } from '../../parts/bits';
import { CallLine, callName, noneOfMine } from '../../parts/callrow';
import { Heard, reasonName, servedOnly, wasHeard } from '../../parts/call/facts';
import { later } from '../../state/later';
import { useLoad } from '../../state/load';
import { me } from '../../state/me';
import { queue } from '../../state/queue';
import { words } from '../../words';
import { when } from '../../words/format';

const SHOWN = 8;

function useQueue(name: string, rows: CallRow[] | null, address: string) {
  useEffect(() => {
    if (rows) queue.value = { name, rows, address };
  }, [rows, name]);
}

export function MyCalls() {
  const w = words.value.home;
  const id = me.value?.id ?? '';
  const found = useLoad(() => calls.find({ person: id }, undefined, SHOWN), [id], ['interaction']);
  useQueue(words.value.nav.home, found.data?.rows ?? null, '/');
  return (
    <Section
      title={w.mine}
      extra={
        <a class="hit" href={`/calls?person=${id}`}>
          {w.mineAll}
        </a>
      }
    >
      <Show of={found}>
        {page =>
          page.rows.length === 0 ? (
            <Nothing whole={noneOfMine()} />
          ) : (
            <ol class="rows">
              {page.rows.map(call => (
                <CallLine key={call.id} call={call} own />
              ))}
            </ol>
          )
        }
      </Show>
    </Section>
  );
}

export function TeamCalls() {
  const w = words.value.home;
  const found = useLoad(() => calls.find({}, undefined, SHOWN + 4), [], ['interaction']);
  useQueue(words.value.nav.home, found.data?.rows ?? null, '/');
  return (
    <Section
      title={w.team}
      extra={
        <a class="hit" href="/calls">
          {w.mineAll}
        </a>
      }
    >
      <Show of={found}>
        {page =>
          page.rows.length === 0 ? (
            <Nothing what={words.value.calls.noneAtAll} seen={page.seen} />
          ) : (
            <ol class="rows">
              {page.rows.map(call => (
                <CallLine key={call.id} call={call} />
              ))}
            </ol>
          )
        }
      </Show>
    </Section>
  );
}

/** Beside a receipt of hers; without one: what she has reported, or what others have. */
export const Objections = later(() => import('./objections').then(file => file.Objections));

export function ListenedToMe() {
  const w = words.value;
  const rows = useLoad(mine.listenings, [], ['recording']);
  return (
    <Section title={w.home.listeners}>
      <Show of={rows}>
        {all => {
          const list = all.filter(one => wasHeard(one) || servedOnly(one));
          return list.length === 0 ? (
            <Nothing whole={w.home.listenersNone} />
          ) : (
            <table>
              <caption>
                {w.home.listenersCaption} {list.some(servedOnly) && w.call.servedMeans}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{w.common.who}</th>
                  <th scope="col" class="num">
                    {w.common.length}
                  </th>
                  <th scope="col" class="num">
                    {w.common.when}
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.slice(0, 12).map(one => (
                  <tr key={one.id}>
                    <th scope="row">
                      {one.person.name}{' '}
                      <span class="quiet">
                        {reasonName(one).toLowerCase()}
                        {one.interaction && (
                          <>
                            ,{' '}
                            <a href={`/calls/${one.interaction.id}`}>{callName(one.interaction)}</a>
                          </>
                        )}
                      </span>
                      <Objections one={one} />
                    </th>
                    <td class="num">
                      <Heard one={one} />
                    </td>
                    <td class="num">{when(one.at_ms)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Show>
    </Section>
  );
}
