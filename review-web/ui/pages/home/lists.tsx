// SPDX-License-Identifier: Apache-2.0
// Lists given to me, each with one button that goes on where I stopped.
import { lists } from '../../api';
import type { ListRow } from '../../api/types';
import { Nothing, Section, Show } from '../../parts/bits';
import { Icon } from '../../parts/icon';
import { useLoad } from '../../state/load';
import { can, holds, leads } from '../../state/me';
import { words } from '../../words';

const SHOWN = 5;

export function PlayButton({ list, main }: { list: ListRow; main?: boolean }) {
  const w = words.value.lists;
  const begun = list.mine?.item && !list.mine.finished_ms;
  return (
    <a class={main ? 'btn main' : 'btn'} href={`/lists/${list.id}/play`} data-play>
      <Icon name="play" />
      {list.mine?.finished_ms ? w.again : begun ? w.resume(w.items(list.items)) : w.play}
      <span class="sr">: {list.title}</span>
    </a>
  );
}

function Line({ list, main }: { list: ListRow; main: boolean }) {
  const w = words.value.lists;
  return (
    <li>
      <p>
        <strong>
          <a href={`/lists/${list.id}`}>{list.title}</a>
        </strong>{' '}
        <span class="quiet">
          {w.by(list.owner.name)}. {w.items(list.items)}.
          {list.mine?.finished_ms ? ` ${w.finished}.` : ''} {list.why}
        </span>
      </p>
      <p class="btns">
        <PlayButton list={list} main={main} />
      </p>
    </li>
  );
}

export function MyLists() {
  const w = words.value.home;
  const all = useLoad(lists.all, [], ['list']);
  const own = leads.value; // who makes lists sees them all; who gets them, the given
  return (
    <Section
      title={own ? words.value.nav.lists : w.given}
      extra={
        <a class="hit" href="/lists">
          {words.value.common.all}
        </a>
      }
    >
      <Show of={all}>
        {rows => {
          const given = own ? rows.slice(0, SHOWN) : rows.filter(list => list.mine);
          if (given.length === 0)
            return <Nothing whole={own ? words.value.lists.none : w.givenNone} />;
          const first =
            holds('OWN') || can('COACH') ? undefined : given.find(list => !list.mine?.finished_ms);
          return (
            <ul class="asks">
              {given.map(list => (
                <Line key={list.id} list={list} main={list === first} />
              ))}
            </ul>
          );
        }}
      </Show>
    </Section>
  );
}
