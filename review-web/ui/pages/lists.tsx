// SPDX-License-Identifier: Apache-2.0
import { lists } from '../api';
import type { ListRow } from '../api/types';
import { Nothing, fields, Labelled, Show, Title } from '../parts/bits';
import { PlayButton } from './home/lists';
import { useLoad } from '../state/load';
import { leads, me } from '../state/me';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { words } from '../words';
import { day } from '../words/format';

function Create() {
  const w = words.value;
  const send = (event: Event) => {
    event.preventDefault();
    const { title = '', why = '' } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      go(`/lists/${(await lists.create(title, why)).id}`);
    });
  };
  return (
    <details class="after">
      <summary>{w.lists.create}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.lists.titleLabel}>
          <input name="title" required maxLength={120} />
        </Labelled>
        <Labelled label={w.lists.whyLabel}>
          <textarea class="field" name="why" rows={2} maxLength={1000} />
        </Labelled>
        <p>
          <button class="btn main">{w.lists.create}</button>
        </p>
      </form>
    </details>
  );
}

function Line({ list }: { list: ListRow }) {
  const w = words.value.lists;
  const mine = list.owner.id === me.value?.id;
  return (
    <li>
      <p>
        <strong>
          <a href={`/lists/${list.id}`}>{list.title}</a>
        </strong>{' '}
        <span class="quiet">
          {!mine && `${w.by(list.owner.name)}. `}
          {w.items(list.items)}
          {mine && `, ${w.readers(list.readers)}`}, {day(list.created_ms)}.
          {list.mine?.finished_ms ? ` ${w.finished}.` : ''} {list.why}
        </span>
      </p>
      <p class="btns">
        <PlayButton list={list} />
      </p>
    </li>
  );
}

export function ListsPage() {
  const w = words.value.lists;
  const all = useLoad(lists.all, [], ['list']);
  return (
    <>
      <Title>{w.title}</Title>
      {leads.value && <Create />}
      <Show of={all}>
        {rows =>
          rows.length === 0 ? (
            <Nothing whole={leads.value ? w.none : w.noneReader} />
          ) : (
            <ul class="asks after">
              {rows.map(list => (
                <Line key={list.id} list={list} />
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
}
