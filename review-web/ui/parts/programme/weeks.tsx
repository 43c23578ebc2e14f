// SPDX-License-Identifier: Apache-2.0
// A programme's weeks and what lies in them, in order: moved with the arrows or by dragging the row,
// also from one week to another.
import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { programmes } from '../../api/programmes';
import type { Programme, ProgrammeItem } from '../../api/types';
import { attempt, say } from '../../state/say';
import { words } from '../../words';
import { area } from '../../words/area';
import { clock, length } from '../../words/format';
import { enProgrammes, svProgrammes } from '../../words/programmes';
import { Section, Square } from '../bits';
import { EditItem, hasSound } from './edit';

const w = area(svProgrammes, enProgrammes);
type Changed = () => Promise<void>;
type Place = { id: string; week: number };

const placesOf = (of: Programme): Place[] => of.items.map(({ id, week }) => ({ id, week }));

/** One step up or down; past the edge of its week into the next one. */
export function stepped(places: Place[], id: string, way: 1 | -1, weeks: number): Place[] | null {
  const at = places.findIndex(one => one.id === id);
  const here = places[at];
  if (!here) return null;
  const beside = places[at + way];
  if (beside?.week === here.week) {
    const moved = [...places];
    [moved[at], moved[at + way]] = [beside, here];
    return moved;
  }
  const week = here.week + way;
  if (week < 1 || week > weeks) return null;
  return places.map(one => (one.id === id ? { ...one, week } : one));
}

/** Before another item, or (none) last in a week. */
export function dropped(places: Place[], id: string, week: number, before: string | null): Place[] {
  const rest = places.filter(one => one.id !== id);
  const after = rest.findIndex(one => one.week > week);
  const at = before ? rest.findIndex(one => one.id === before) : after < 0 ? rest.length : after;
  return [...rest.slice(0, at), { id, week }, ...rest.slice(at)];
}

function span(item: ProgrammeItem): string {
  const whole = item.interaction?.duration_ms ?? 0;
  if (!hasSound(item) || !whole) return '';
  if (item.from_ms === 0 && !item.to_ms) return length(whole);
  return `${clock(item.from_ms)}–${clock(item.to_ms || whole)}`;
}

function Body({ of, item }: { of: Programme; item: ProgrammeItem }) {
  const numbers = of.statistics.find(one => one.item === item.id);
  const facts = [
    w.value.kind[item.kind],
    span(item),
    item.due_day ? w.value.dueIn(w.value.days[item.due_day - 1] ?? '', item.week) : '',
    ...item.stops.map(stop => `${clock(stop.at_ms)} ${stop.question}`),
  ].filter(Boolean);
  return (
    <>
      <p>
        <strong>{item.title}</strong> <span class="quiet">{facts.join('. ')}</span>
      </p>
      {item.why && <p class="read">{item.why}</p>}
      {w.value.source[item.source] && <p class="small quiet">{w.value.source[item.source]}</p>}
      {item.kind === 'form' && (
        <p class="small quiet">
          {!item.key
            ? w.value.noKey
            : numbers
              ? w.value.statistics(numbers.trainees, numbers.same, numbers.of)
              : w.value.statisticsFrom}
        </p>
      )}
    </>
  );
}

type Hands = {
  of: Programme;
  changed: Changed;
  editing: Signal<string>;
  put: (places: Place[] | null, id: string) => void;
};

function Tools({ item, hands }: { item: ProgrammeItem; hands: Hands }) {
  const { of, put, editing, changed } = hands;
  const places = placesOf(of);
  const up = stepped(places, item.id, -1, of.weeks.length);
  const down = stepped(places, item.id, 1, of.weeks.length);
  const remove = () =>
    attempt(async () => {
      await programmes.removeItem(item.id);
      await changed();
    });
  return (
    <div class="btns">
      <Square
        icon="up"
        name={`${words.value.lists.up}: ${item.title}`}
        disabled={!up}
        onClick={() => put(up, item.id)}
      />
      <Square
        icon="down"
        name={`${words.value.lists.down}: ${item.title}`}
        disabled={!down}
        onClick={() => put(down, item.id)}
      />
      <button
        type="button"
        class="btn plain"
        onClick={() => {
          editing.value = item.id;
        }}
      >
        {words.value.common.edit}
        <span class="sr">: {item.title}</span>
      </button>
      <button type="button" class="btn plain" onClick={() => void remove()}>
        {words.value.common.remove}
        <span class="sr">: {item.title}</span>
      </button>
    </div>
  );
}

export function Weeks({ of, changed }: { of: Programme; changed: Changed }) {
  const editing = useSignal('');
  const over = useSignal('');
  const held = useRef<string | null>(null);
  const put = (places: Place[] | null, id: string) => {
    if (!places) return;
    void attempt(async () => {
      await programmes.order(of.id, places);
      await changed();
      const item = of.items.find(one => one.id === id);
      say(w.value.moved(item?.title ?? '', places.find(one => one.id === id)?.week ?? 1));
    });
  };
  const onto = (week: number, before: string | null) => ({
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      over.value = before ?? `week ${week}`;
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const id = held.current;
      if (id && id !== before) put(dropped(placesOf(of), id, week, before), id);
    },
  });
  const from = (id: string) =>
    editing.value
      ? {}
      : {
          draggable: true,
          onDragStart: (event: DragEvent) => {
            held.current = id;
            event.dataTransfer?.setData('text/plain', '');
          },
          onDragEnd: () => {
            held.current = null;
            over.value = '';
          },
        };
  const hands: Hands = { of, changed, editing, put };
  return (
    <>
      {of.weeks.map(week => {
        const items = of.items.filter(item => item.week === week.week);
        return (
          <Section key={week.week} title={w.value.week(week.week, week.title)}>
            {items.length === 0 && (
              <p class="empty" {...onto(week.week, null)}>
                {w.value.emptyWeek}
              </p>
            )}
            <ol class="items">
              {items.map((item, i) => (
                <li
                  key={item.id}
                  data-item={item.title}
                  {...from(item.id)}
                  {...onto(week.week, item.id)}
                  {...(over.value === item.id ? { 'data-over': '' } : {})}
                >
                  <span class="order">{i + 1}</span>
                  <div class="body">
                    <Body of={of} item={item} />
                    {editing.value === item.id && (
                      <EditItem
                        item={item}
                        changed={changed}
                        onDone={() => {
                          editing.value = '';
                        }}
                      />
                    )}
                  </div>
                  <Tools item={item} hands={hands} />
                </li>
              ))}
            </ol>
          </Section>
        );
      })}
      <p class="quiet small after">{w.value.dragHelp}</p>
    </>
  );
}
