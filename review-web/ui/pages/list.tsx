// SPDX-License-Identifier: Apache-2.0
// One listening list: its calls in order with the reason for each, the agents' answers, who has it.
import { useSignal } from '@preact/signals';
import { centre, lists } from '../api';
import { notAsked } from '../api/client';
import type { List, Person, Reader } from '../api/types';
import { Hint, Nothing, fields, Labelled, Section, Select, Show, Title } from '../parts/bits';
import { Sure } from '../parts/sure';
import { Icon } from '../parts/icon';
import { Items } from '../parts/listitems';
import { useLoad } from '../state/load';
import { leads, me } from '../state/me';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { words } from '../words';
import { clock, when } from '../words/format';

type Changed = () => Promise<void>;

function progress(list: List, reader: Reader): string {
  const w = words.value.lists;
  if (reader.finished_ms) return `${w.finished}, ${when(reader.finished_ms)}`;
  const at = list.items.findIndex(item => item.id === reader.item);
  if (at < 0) return w.notBegun;
  return `${w.at(at + 1, list.items.length)}, ${clock(reader.item_at_ms)}`;
}

function Readers({ list, owner, changed }: { list: List; owner: boolean; changed: Changed }) {
  const w = words.value;
  const picked = useSignal('');
  const people = useLoad(() => (owner ? centre.people() : notAsked<Person>()), [owner]);
  const has = new Set(list.readers.map(reader => reader.person.id));
  const free = (people.data ?? []).filter(one => !has.has(one.id) && one.state !== 'left');
  const name = free.find(one => one.id === picked.value)?.name ?? '';
  const give = () =>
    attempt(async () => {
      await lists.give(list.id, picked.value);
      picked.value = '';
      await changed();
    }, w.lists.given(name));
  return (
    <Section title={w.lists.givenTo}>
      {list.readers.length === 0 ? (
        <Nothing whole={w.lists.noReaders} />
      ) : (
        <table>
          <tbody>
            {list.readers.map(reader => (
              <tr key={reader.person.id}>
                <th scope="row">{reader.person.name}</th>
                <td class="num quiet">{progress(list, reader)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {owner && (
        <div class="fields after">
          <Select
            label={w.lists.give}
            value={picked.value}
            any="…"
            onChange={id => {
              picked.value = id;
            }}
            options={free.map(one => [one.id, one.name])}
          />
          <p>
            <button type="button" class="btn" disabled={!picked.value} onClick={() => void give()}>
              {w.lists.giveButton}
            </button>
          </p>
        </div>
      )}
    </Section>
  );
}

function Settings({ list, changed }: { list: List; changed: Changed }) {
  const w = words.value;
  const save = (event: Event) => {
    event.preventDefault();
    const { title = '', why = '' } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      await lists.change(list.id, title, why);
      await changed();
    }, w.lists.changed);
  };
  return (
    <details class="section">
      <summary>{w.common.edit}</summary>
      <form class="form after" onSubmit={save}>
        <Labelled label={w.lists.titleLabel}>
          <input name="title" required defaultValue={list.title} maxLength={120} />
        </Labelled>
        <Labelled label={w.lists.whyLabel}>
          <textarea class="field" name="why" rows={2} defaultValue={list.why} maxLength={1000} />
        </Labelled>
        <div class="btns">
          <button class="btn">{w.common.save}</button>
          <Sure
            press={w.lists.removeList}
            asks={w.lists.confirmRemove}
            act={w.lists.removeList}
            look="btn plain grave"
            then={() =>
              attempt(async () => {
                await lists.remove(list.id);
                go('/lists');
              })
            }
          />
        </div>
      </form>
    </details>
  );
}

function Head({ list }: { list: List }) {
  const w = words.value;
  const mine = list.readers.find(reader => reader.person.id === me.value?.id);
  const playable = list.items.some(item => item.consent === 'yes');
  const waiting = list.items.filter(item => item.consent === 'asked').length;
  return (
    <>
      <p class="small">
        <a class="hit" href="/lists">
          {w.lists.title}
        </a>
      </p>
      <div class="head apart">
        <Title of={list.title}>{list.title}</Title>
        {playable && (
          <a class="btn main" href={`/lists/${list.id}/play`} data-play>
            <Icon name="play" />
            {mine?.finished_ms
              ? w.lists.again
              : mine?.item
                ? w.lists.resume(clock(mine.item_at_ms))
                : w.lists.play}
          </a>
        )}
      </div>
      <p class="quiet">
        {w.lists.by(list.owner.name)}. {w.lists.items(list.items.length)}.
      </p>
      {list.why && <p class="read">{list.why}</p>}
      {waiting > 0 && <p class="quiet small after">{w.lists.waitingFor(waiting)}</p>}
    </>
  );
}

export function ListPage({ id }: { id: string }) {
  const w = words.value.lists;
  const found = useLoad(() => lists.get(id), [id], ['list', 'consent']);
  return (
    <Show of={found} whole>
      {list => {
        const owner = leads.value && list.owner.id === me.value?.id;
        return (
          <>
            <Head list={list} />
            <div class="split">
              <Section title={w.inOrder}>
                {list.items.length === 0 ? (
                  <Hint>
                    {w.empty} <a href="/calls">{w.toCalls}</a>
                  </Hint>
                ) : (
                  <Items list={list} owner={owner} changed={found.again} />
                )}
                {owner && list.items.length > 0 && (
                  <p class="quiet small after">
                    {w.dragHelp} {w.consentHelp}
                  </p>
                )}
              </Section>
              <div>
                <Readers list={list} owner={owner} changed={found.again} />
                {owner && <Settings list={list} changed={found.again} />}
              </div>
            </div>
          </>
        );
      }}
    </Show>
  );
}
