// SPDX-License-Identifier: Apache-2.0
// Puts calls, or a span of one, into a listening list: one that exists, or a new one.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { lists } from '../../api';
import type { Id } from '../../api/types';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock } from '../../words/format';
import { fields, Labelled, Show } from '../bits';

export type Piece = { interaction: Id; from_ms: number; to_ms: number };

export function AddToList({
  pieces,
  span,
  onClose,
}: {
  pieces: Piece[];
  span?: [number, number] | null;
  onClose: (added: boolean) => void;
}) {
  const w = words.value;
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const whole = useSignal(!span);
  const picked = useSignal('');
  const added = useRef(false);
  const all = useLoad(lists.all, [], ['list']);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  const send = (event: Event) => {
    event.preventDefault();
    const given = fields(event.currentTarget as HTMLFormElement);
    const items = pieces.map(piece => ({
      ...piece,
      why: given.why ?? '',
      ...(span && !whole.value ? { from_ms: span[0], to_ms: span[1] } : {}),
    }));
    const name = all.data?.find(list => list.id === picked.value)?.title ?? given.title ?? '';
    void attempt(
      async () => {
        const list = picked.value || (await lists.create(given.title ?? '', given.why ?? '')).id;
        await lists.add(list, items);
        added.current = true;
        box.current?.close();
      },
      w.calls.addedTo(items.length, name),
    );
  };
  return (
    <dialog ref={box} aria-labelledby={id} onClose={() => onClose(added.current)}>
      <h2 id={id}>{w.call.addToList}</h2>
      <Show of={all}>
        {rows => (
          <form class="form" onSubmit={send}>
            <Labelled label={w.lists.pick}>
              <select
                value={picked.value}
                onChange={event => {
                  picked.value = event.currentTarget.value;
                }}
              >
                <option value="">{w.calls.newList}</option>
                {rows.map(list => (
                  <option key={list.id} value={list.id}>
                    {list.title}
                  </option>
                ))}
              </select>
            </Labelled>
            {!picked.value && (
              <Labelled label={w.lists.titleLabel}>
                <input name="title" required maxLength={120} />
              </Labelled>
            )}
            <Labelled label={`${w.lists.itemWhy} (${w.common.optional})`}>
              <input name="why" maxLength={400} />
            </Labelled>
            {span && (
              <label class="tick">
                <input
                  type="checkbox"
                  checked={!whole.value}
                  onChange={event => {
                    whole.value = !event.currentTarget.checked;
                  }}
                />
                {w.call.withSpan(clock(span[0]), clock(span[1]))}
              </label>
            )}
            <div class="btns">
              <button class="btn main">{w.common.add}</button>
              <button type="button" class="btn" onClick={() => box.current?.close()}>
                {w.common.cancel}
              </button>
            </div>
          </form>
        )}
      </Show>
    </dialog>
  );
}
