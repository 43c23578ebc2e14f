// SPDX-License-Identifier: Apache-2.0
// The calls of a list in their order. Moved with the arrows or by dragging the row; the span, the
// reason and the agent's answer belong to each.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { lists } from '../api';
import type { List, ListItem } from '../api/types';
import { me } from '../state/me';
import { attempt, say } from '../state/say';
import { words } from '../words';
import { clock, length, parseClock, when } from '../words/format';
import { fields, Labelled, Square } from './bits';
import { callName } from './callrow';

type Changed = () => Promise<void>;

const isWhole = (item: ListItem) =>
  item.from_ms === 0 && (item.to_ms === 0 || item.to_ms >= item.interaction.duration_ms - 1000);

function Edit({ item, onDone, changed }: { item: ListItem; onDone: () => void; changed: Changed }) {
  const w = words.value;
  const bad = useSignal(false);
  const save = (event: Event) => {
    event.preventDefault();
    const given = fields(event.currentTarget as HTMLFormElement);
    const from_ms = parseClock(given.from ?? ''),
      to_ms = parseClock(given.to ?? '');
    bad.value =
      from_ms === null ||
      to_ms === null ||
      to_ms <= from_ms ||
      from_ms >= item.interaction.duration_ms;
    if (from_ms === null || to_ms === null || bad.value) return;
    void attempt(async () => {
      await lists.changeItem(item.id, {
        why: given.why ?? '',
        from_ms,
        to_ms: Math.min(to_ms, item.interaction.duration_ms),
      });
      onDone();
      await changed();
    }, w.lists.changed);
  };
  return (
    <form class="spanfields" onSubmit={save}>
      <div class="grow">
        <Labelled label={w.lists.itemWhy}>
          <input name="why" defaultValue={item.why} maxLength={400} />
        </Labelled>
      </div>
      <Labelled label={w.lists.from}>
        <input name="from" maxLength={9} defaultValue={clock(item.from_ms)} />
      </Labelled>
      <Labelled label={w.lists.to}>
        <input
          name="to"
          maxLength={9}
          defaultValue={clock(
            Math.ceil((item.to_ms || item.interaction.duration_ms) / 1000) * 1000,
          )}
        />
      </Labelled>
      <button class="btn">{w.common.save}</button>
      <button type="button" data-no class="btn plain" onClick={onDone}>
        {w.common.cancel}
      </button>
      {bad.value && (
        <p class="complaint small" role="alert">
          {w.player.goBad}
        </p>
      )}
    </form>
  );
}

function OwnAnswer({ item, changed }: { item: ListItem; changed: Changed }) {
  const w = words.value.lists;
  if (item.interaction.agent?.id !== me.value?.id) return null;
  const answer = (consent: 'yes' | 'no') =>
    attempt(async () => {
      await lists.consent(item.id, consent);
      await changed();
    });
  return (
    <div class="btns" role="group" aria-label={w.yourAnswer}>
      <button
        type="button"
        class="btn"
        aria-pressed={item.consent === 'yes'}
        onClick={() => void answer('yes')}
      >
        {w.yesNow}
      </button>
      <button
        type="button"
        class="btn"
        aria-pressed={item.consent === 'no'}
        onClick={() => void answer('no')}
      >
        {w.noNow}
      </button>
    </div>
  );
}

function Body({
  item,
  changed,
  editing,
  stop,
}: {
  item: ListItem;
  changed: Changed;
  editing: boolean;
  stop: () => void;
}) {
  const w = words.value;
  const call = item.interaction;
  const span = isWhole(item)
    ? `${w.lists.whole}, ${length(call.duration_ms)}`
    : `${clock(item.from_ms)}–${clock(item.to_ms)}`;
  return (
    <div class="body">
      <p>
        <strong>
          <a href={`/calls/${call.id}?t=${Math.floor(item.from_ms / 1000)}`}>{callName(call)}</a>
        </strong>{' '}
        <span class="quiet">
          {call.agent?.name ?? w.calls.unclaimedRow}, {when(call.started_ms)}, {span}
        </span>
      </p>
      {item.why && <p class="read">{item.why}</p>}
      <p class="small quiet">{w.lists.consent[item.consent]}</p>
      <OwnAnswer item={item} changed={changed} />
      {editing && <Edit item={item} changed={changed} onDone={stop} />}
    </div>
  );
}

type Order = { move: (from: number, to: number) => void; count: number };

function Tools({
  item,
  at,
  order,
  changed,
  onEdit,
}: {
  item: ListItem;
  at: number;
  order: Order;
  changed: Changed;
  onEdit: () => void;
}) {
  const w = words.value;
  const name = callName(item.interaction);
  const remove = () =>
    attempt(async () => {
      await lists.removeItem(item.id);
      await changed();
    });
  return (
    <div class="btns">
      <Square
        icon="up"
        name={`${w.lists.up}: ${name}`}
        disabled={at === 0}
        onClick={() => order.move(at, at - 1)}
      />
      <Square
        icon="down"
        name={`${w.lists.down}: ${name}`}
        disabled={at === order.count - 1}
        onClick={() => order.move(at, at + 1)}
      />
      <button type="button" class="btn plain" onClick={onEdit}>
        {w.common.edit}
        <span class="sr">: {name}</span>
      </button>
      <button type="button" class="btn plain" onClick={() => void remove()}>
        {w.common.remove}
        <span class="sr">: {name}</span>
      </button>
    </div>
  );
}

export function Items({ list, owner, changed }: { list: List; owner: boolean; changed: Changed }) {
  const w = words.value.lists;
  const over = useSignal<number | null>(null);
  const editing = useSignal('');
  const held = useRef<number | null>(null);
  const move = (from: number, to: number) => {
    const ids = list.items.map(item => item.id);
    const [id] = ids.splice(from, 1);
    if (!id || to < 0 || to > ids.length) return;
    ids.splice(to, 0, id);
    void attempt(async () => {
      await lists.order(list.id, ids);
      await changed();
      say(w.moved(callName(list.items[from]!.interaction), to + 1));
    });
  };
  const drag = (at: number) =>
    owner && !editing.value
      ? {
          draggable: true,
          onDragStart: (event: DragEvent) => {
            held.current = at;
            event.dataTransfer?.setData('text/plain', '');
          },
          onDragOver: (event: DragEvent) => {
            event.preventDefault();
            over.value = at;
          },
          onDragEnd: () => {
            over.value = held.current = null;
          },
          onDrop: (event: DragEvent) => {
            event.preventDefault();
            if (held.current !== null) move(held.current, at);
          },
        }
      : {};
  return (
    <ol class="items">
      {list.items.map((item, at) => (
        <li key={item.id} {...drag(at)} {...(over.value === at ? { 'data-over': '' } : {})}>
          <span class="order">{at + 1}</span>
          <Body
            item={item}
            changed={changed}
            editing={editing.value === item.id}
            stop={() => {
              editing.value = '';
            }}
          />
          {owner && (
            <Tools
              item={item}
              at={at}
              order={{ move, count: list.items.length }}
              changed={changed}
              onEdit={() => {
                editing.value = item.id;
              }}
            />
          )}
        </li>
      ))}
    </ol>
  );
}
