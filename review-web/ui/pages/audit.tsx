// SPDX-License-Identifier: Apache-2.0
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { centre } from '../api';
import type { AuditRow, Page, Reason } from '../api/types';
import { Nothing, Labelled, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { route, setQuery } from '../state/route';
import { attempt } from '../state/say';
import { words } from '../words';
import { detailText, eventName } from '../words/codes';
import { area } from '../words/area';
import { when } from '../words/format';
import { watch } from '../words/watch';
import { enHolds, svHolds } from '../words/holds';
import { canAll } from '../state/me';

const holds = area(svHolds, enHolds);

function Table({ rows }: { rows: AuditRow[] }) {
  const w = words.value.audit;
  return (
    <div class="scroll" role="region" aria-label={w.title} tabIndex={0}>
      <table class="after">
        <thead>
          <tr>
            <th scope="col" class="num">
              #
            </th>
            <th scope="col">{w.at}</th>
            <th scope="col">{w.actor}</th>
            <th scope="col">{w.event}</th>
            <th scope="col">{w.about}</th>
            <th scope="col">{w.detail}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.seq}>
              <td class="num quiet">{row.seq}</td>
              <td>{when(row.at_ms)}</td>
              <td>{row.actor?.name ?? w.program}</td>
              <td>
                {eventName(row.event)}
                {row.reason && (
                  <span class="quiet small block">{words.value.reasons[row.reason as Reason]}</span>
                )}
              </td>
              <td>
                {row.interaction && row.interaction !== row.object && (
                  <a class="block" href={`/audit?object=${row.interaction}`}>
                    {w.call} {row.interaction.slice(-8)}
                    <span class="sr"> ({row.interaction})</span>
                  </a>
                )}
                {row.object && (
                  <a href={`/audit?object=${row.object}`}>
                    {row.object.slice(-8)}
                    <span class="sr"> ({row.object})</span>
                  </a>
                )}
              </td>
              <td class="quiet small">{row.detail && detailText(row.event, row.detail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Asked = { object: string; kept: boolean };

function Rows({ first, of: { object, kept } }: { first: Page<AuditRow>; of: Asked }) {
  const more = useSignal<Page<AuditRow>>({ ...first, rows: [] });
  useEffect(() => {
    more.value = { ...first, rows: [] };
  }, [first]);
  const rows = [...first.rows, ...more.value.rows];
  if (rows.length === 0) return <Nothing whole={words.value.audit.none} />;
  const fetchMore = () =>
    attempt(async () => {
      const page = await centre.audit(object, kept, more.value.next ?? undefined);
      more.value = { ...page, rows: [...more.value.rows, ...page.rows] };
    });
  return (
    <>
      <Table rows={rows} />
      {more.value.next && (
        <p class="after">
          <button type="button" class="btn" onClick={() => void fetchMore()}>
            {words.value.common.more}
          </button>
        </p>
      )}
    </>
  );
}

export function AuditPage() {
  const w = words.value.audit;
  const object = route.value.query.get('object') ?? '';
  const kept = route.value.query.get('kept') === '1';
  const first = useLoad(() => centre.audit(object, kept), [object, kept]);
  return (
    <>
      <Title>{w.title}</Title>
      <p class="empty">
        {w.help} <a href="/audit/listenings">{watch.value.title}</a>
        {canAll('HOLD') && (
          <>
            {' '}
            <a href="/holds">{holds.value.title}</a>
          </>
        )}
      </p>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          setQuery({
            object: String(new FormData(event.currentTarget).get('object') ?? '').trim(),
          });
        }}
      >
        <Labelled label={w.object}>
          <input name="object" maxLength={100} key={object} defaultValue={object} />
        </Labelled>
        <label class="tick">
          <input
            type="checkbox"
            checked={kept}
            onChange={event => setQuery({ kept: event.currentTarget.checked ? '1' : '' })}
          />{' '}
          {w.kept}
        </label>
      </form>
      <Show of={first}>{page => <Rows first={page} of={{ object, kept }} />}</Show>
    </>
  );
}
