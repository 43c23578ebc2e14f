// SPDX-License-Identifier: Apache-2.0
// A listening list under one play button: goes on where one stopped, to the second, and takes the
// next call by itself. Only calls whose agent has said yes are played.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lists } from '../api';
import type { List, ListItem } from '../api/types';
import type { Peaks } from '../player/peaks';
import { Sequence, type Clip } from '../player/sequence';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { callName } from '../parts/callrow';
import { ClipPicture } from '../parts/clip';
import { Icon } from '../parts/icon';
import { useKeys } from '../keys/run';
import { closeListening, deck, openListening, soundOf } from '../state/listen';
import { useLoad } from '../state/load';
import { me } from '../state/me';
import { fetchPeaks } from '../state/player';
import { prefs } from '../state/prefs';
import { arrival } from '../state/route';
import { overcome, say, sayFailure } from '../state/say';
import { words } from '../words';
import { area } from '../words/area';
import { enListplay, svListplay } from '../words/listplay';
import { aboutMinutes, clock } from '../words/format';

const lp = area(svListplay, enListplay);

const TELL_EVERY_MS = 5000;
const SLOW = 0.75;

const end = (item: ListItem) => item.to_ms || item.interaction.duration_ms;
const clip = (item: ListItem): Clip => ({
  call: item.interaction.id,
  channels: item.interaction.channels ?? 2,
  from: item.from_ms,
  to: end(item),
});

type Place = { index: number; at: number };

/** Where this person stopped; a finished list begins again. */
function resumeAt(list: List, items: ListItem[]): Place {
  const mine = list.readers.find(reader => reader.person.id === me.value?.id);
  const index = mine?.finished_ms ? -1 : items.findIndex(item => item.id === mine?.item);
  const item = items[Math.max(0, index)];
  if (!item) return { index: 0, at: 0 };
  const at = index >= 0 ? mine!.item_at_ms : item.from_ms;
  return {
    index: Math.max(0, index),
    at: at >= item.from_ms && at < end(item) - 1000 ? at : item.from_ms,
  };
}

type Playing = {
  place: Signal<Place>;
  peaks: Signal<Peaks | null>;
  on: Signal<boolean>;
  ended: Signal<boolean>;
  slow: Signal<boolean>;
  start: (index: number, at?: number) => void;
  toggle: () => void;
  step: (ms: number) => void;
};

/** Tells the service how far one is: while playing, at each pause, and when leaving. */
function useTelling(list: List, items: ListItem[], place: Signal<Place>) {
  const mine = list.readers.some(reader => reader.person.id === me.peek()?.id);
  const known = useRef(''); // what the service has confirmed: leaving may cut off what is on its way
  return (finished: boolean, leaving = false) => {
    const item = items[place.peek().index];
    if (!item || !mine) return; // who only looks at a list has no place kept in it
    const at = { item: item.id, item_at_ms: Math.floor(place.peek().at), finished };
    const told = JSON.stringify(at);
    if (told === known.current) return;
    void lists.progress(list.id, at, leaving).then(
      () => {
        known.current = told;
      },
      () => {}, // told again at the next pause or tick
    );
  };
}

function usePlaying(list: List, items: ListItem[]): Playing {
  const place = useSignal(resumeAt(list, items));
  const peaks = useSignal<Peaks | null>(null);
  const on = useSignal(false);
  const ended = useSignal(false);
  const slow = useSignal(false);
  useEffect(() => {
    deck.rate = slow.value ? SLOW : prefs.value.rate;
  }, [slow.value, prefs.value.rate]);
  const sequence = useRef<Sequence | null>(null);
  const tell = useTelling(list, items, place);
  const look = () => {
    on.value = sequence.current?.playing ?? false;
  };
  useEffect(() => {
    deck.unload();
    const made = (sequence.current = new Sequence(
      deck,
      items.map(clip),
      async one => {
        const opened = await openListening(one.call, 'programme');
        peaks.value = null;
        fetchPeaks(opened.peaks).then(
          drawn => {
            peaks.value = drawn;
          },
          () => {},
        ); // sound without picture
        return soundOf(opened, one.channels, one.call, 'programme');
      },
      {
        changed: index => {
          look();
          if (index !== null) overcome();
          if (index === null || index === place.peek().index) return; // resumed: keep the second
          place.value = { index, at: items[index]!.from_ms };
        },
        failed: sayFailure,
        ended: () => {
          ended.value = true;
          tell(true);
          closeListening();
          say(lp.value.finished);
        },
      },
    ));
    const offs = [
      deck.on('state', () => {
        look();
        if (!deck.playing && deck.state === 'ready' && made.index !== null) tell(false);
      }),
      deck.on('time', () => {
        if (deck.state === 'empty' || made.index === null) return;
        place.value = { index: made.index, at: deck.now };
      }),
    ];
    const timer = setInterval(() => {
      if (deck.playing) tell(false);
    }, TELL_EVERY_MS);
    const leave = () => tell(ended.peek(), true);
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
      for (const off of offs) off();
      if (made.index !== null) leave();
      closeListening();
      made.close();
    };
  }, [list.id]);
  const start = (index: number, at?: number) => {
    ended.value = false;
    deck.skipping = false;
    void sequence.current?.start(index, at);
  };
  const toggle = () => {
    const { index = null } = sequence.current ?? {};
    if (index !== null) sequence.current?.toggle();
    else if (ended.value) start(0);
    else start(place.value.index, place.value.at);
  };
  const step = (ms: number) => deck.step(ms);
  return { place, peaks, on, ended, slow, start, toggle, step };
}

function left(items: ListItem[], { index, at }: Place): number {
  return items
    .slice(index + 1)
    .reduce((sum, item) => sum + end(item) - item.from_ms, Math.max(0, end(items[index]!) - at));
}

function Now({ item, playing }: { item: ListItem; playing: Playing }) {
  const w = words.value;
  const { place, on, ended, slow } = playing;
  const agent = item.interaction.agent?.name ?? w.agent;
  return (
    <section class="section lesson" aria-labelledby="now-h" data-player>
      <h2 id="now-h">{callName(item.interaction)}</h2>
      <p class="quiet small">
        {lp.value.fromCall(agent, clock(item.from_ms), clock(end(item)))} {lp.value.saidYes(agent)}
      </p>
      {item.why && <p class="read">{item.why}</p>}
      <ClipPicture
        call={item.interaction}
        from={item.from_ms}
        to={end(item)}
        at={place.value.at}
        peaks={playing.peaks.value}
      />
      <div class="btns">
        <button type="button" class="btn" onClick={() => playing.step(-5000)}>
          {w.player.back}
        </button>
        <button type="button" class="btn main playbtn" id="play" onClick={playing.toggle}>
          <Icon name={on.value ? 'pause' : 'play'} />
          <span>{on.value ? w.player.pause : ended.value ? w.lists.again : w.player.play}</span>
        </button>
        <button type="button" class="btn" onClick={() => playing.step(5000)}>
          {w.player.ahead}
        </button>
        <button
          type="button"
          class="btn"
          onClick={() => playing.start(place.value.index, item.from_ms)}
        >
          {lp.value.again}
        </button>
        <button
          type="button"
          class="btn plain"
          onClick={() => {
            slow.value = !slow.value;
          }}
        >
          {slow.value ? lp.value.normal : lp.value.slower}
        </button>
      </div>
    </section>
  );
}

function Order({ items, playing }: { items: ListItem[]; playing: Playing }) {
  const w = words.value;
  const at = playing.place.value.index;
  return (
    <Section title={w.lists.inOrder}>
      <ol class="items">
        {items.map((item, index) => (
          <li
            key={item.id}
            {...(index === at ? { 'data-now': '', 'aria-current': 'step' as const } : {})}
          >
            <span class="order">
              {index < at || playing.ended.value ? <Icon name="check" /> : index + 1}
            </span>
            <div class="body">
              <strong>{callName(item.interaction)}</strong>
              <span class="quiet small">
                {item.interaction.agent?.name}. {aboutMinutes(end(item) - item.from_ms)}
              </span>
            </div>
            <button
              type="button"
              class="btn square"
              aria-label={`${lp.value.playItem(index + 1)}: ${callName(item.interaction)}`}
              onClick={() => playing.start(index)}
            >
              <Icon name="play" />
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Played({ list, items }: { list: List; items: ListItem[] }) {
  const w = lp.value;
  const playing = usePlaying(list, items);
  const { place, ended } = playing;
  useKeys({
    play: playing.toggle,
    back5: () => playing.step(-5000),
    ahead5: () => playing.step(5000),
  });
  useEffect(() => {
    if (arrival.peek().play) playing.toggle();
  }, []);
  const item = items[place.value.index]!;
  const done = ended.value ? items.length : place.value.index;
  return (
    <>
      <p class="quiet">
        {w.progress(done, items.length, aboutMinutes(ended.value ? 0 : left(items, place.value)))}{' '}
        {ended.value
          ? w.finished
          : (place.value.index > 0 || place.value.at > item.from_ms) && w.continues}
      </p>
      <div class="split">
        <Now item={item} playing={playing} />
        <Order items={items} playing={playing} />
      </div>
    </>
  );
}

export function ListPlayPage({ id }: { id: string }) {
  const w = words.value;
  const found = useLoad(() => lists.get(id), [id], ['consent.ended']);
  return (
    <Show of={found} whole>
      {list => <Heard key={list.id} list={list} back={w.lists.title} />}
    </Show>
  );
}

function Heard({ list, back }: { list: List; back: string }) {
  const items = useMemo(
    () => list.items.filter(item => item.consent === 'yes' && item.interaction.recording),
    [list],
  );
  const before = useRef(items);
  const takenBack = useSignal(false);
  if (before.current.some(was => !items.some(item => item.id === was.id))) takenBack.value = true;
  before.current = items;
  return (
    <>
      <p class="small">
        <a class="hit" href="/lists">
          {back}
        </a>
      </p>
      <Title of={list.title}>{list.title}</Title>
      {list.why && <p class="read">{list.why}</p>}
      {takenBack.value && <p role="status">{lp.value.takenBack}</p>}
      {items.length === 0 ? (
        <Nothing whole={lp.value.none} />
      ) : (
        <Played key={items.map(item => item.id).join()} list={list} items={items} />
      )}
    </>
  );
}
