// SPDX-License-Identifier: Apache-2.0
// A programme under one play button, for whoever walks it: each item in its turn, the sound until the
// next question, one's own words before the maker's.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lessons } from '../api/programmes';
import type { Lesson, LessonItem } from '../api/types';
import { useKeys } from '../keys/run';
import { fields, Labelled, Section, Show, Title } from '../parts/bits';
import { ClipPicture } from '../parts/clip';
import { Icon } from '../parts/icon';
import { Score, Scored } from '../parts/programme/form';
import { deck } from '../state/listen';
import { useLoad } from '../state/load';
import { prefs } from '../state/prefs';
import { arrival } from '../state/route';
import { attempt } from '../state/say';
import { endOf, sounds, toScore, Walk } from '../state/walk';
import { words } from '../words';
import { enListplay, svListplay } from '../words/listplay';
import { area } from '../words/area';
import { clock, day } from '../words/format';
import { enProgrammes, svProgrammes } from '../words/programmes';

const lp = area(svListplay, enListplay);

const w = area(svProgrammes, enProgrammes);

// ---- a question, and what one answered --------------------------------------------------------
function Stop({ walk }: { walk: Walk }) {
  const stop = walk.stop.value!;
  const box = useRef<HTMLTextAreaElement>(null);
  const kept = `medlyss-stop-${stop.id}`; // as a note's draft is (parts/notes/compose.tsx)
  useEffect(() => box.current?.focus(), [stop.id]);
  const keep = (event: Event) => {
    event.preventDefault();
    const { answer = '' } = fields(event.currentTarget as HTMLFormElement);
    if (answer)
      void attempt(async () => {
        await walk.answer(answer);
        sessionStorage.removeItem(kept);
      });
  };
  return (
    <form class="form wide stop" onSubmit={keep} id="stop">
      <h3>
        {w.value.stopTitle}, {clock(stop.at_ms)}
      </h3>
      <p class="read">{stop.question}</p>
      <Labelled label={w.value.answerLabel} hint={w.value.answerHelp}>
        <textarea
          data-kept
          ref={box}
          class="field"
          name="answer"
          rows={3}
          required
          maxLength={4000}
          defaultValue={sessionStorage.getItem(kept) ?? ''}
          onInput={event => sessionStorage.setItem(kept, event.currentTarget.value)}
        />
      </Labelled>
      <p>
        <button class="btn main">{w.value.keep}</button>
      </p>
    </form>
  );
}

const unsent = (stop: string) => sessionStorage.getItem(`medlyss-stop-${stop}`);

function Answers({ walk, item }: { walk: Walk; item: LessonItem }) {
  const given = item.stops.filter(stop => stop.answer);
  if (given.length === 0) return null;
  const send = (id: string) =>
    attempt(async () => {
      await lessons.send(id);
      await walk.reload();
    }, w.value.isSent);
  return (
    <>
      <h3>{w.value.yourAnswers}</h3>
      <ul class="asks">
        {given.map(stop => (
          <li key={stop.id}>
            <p class="quiet small">
              {clock(stop.at_ms)}. {stop.question}
            </p>
            <p class="read">{stop.answer!.body}</p>
            {unsent(stop.id) && (
              <p class="read quiet">
                {w.value.unsent} {unsent(stop.id)}
              </p>
            )}
            {stop.answer!.sent_ms ? (
              <p class="quiet small">{w.value.isSent}</p>
            ) : (
              <button type="button" class="btn plain" onClick={() => void send(stop.id)}>
                {w.value.send}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** One press, and it is on the mentor's list; what one does not understand may be said or not. */
function Unclear({ walk, item }: { walk: Walk; item: LessonItem }) {
  const open = useSignal(false);
  const show = () => {
    open.value = true;
  };
  useKeys({ unclear: show });
  useEffect(() => {
    open.value = false;
  }, [item.id]);
  const send = (event: Event) => {
    event.preventDefault();
    const { unclear = '' } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      await lessons.ask(item.id, unclear, sounds(item) ? Math.floor(walk.at.peek()) : null);
      open.value = false;
      await walk.reload();
    }, w.value.unclearSaid);
  };
  if (!open.value)
    return (
      <p class="btns">
        <button type="button" class="btn" id="unclear" onClick={show}>
          {w.value.unclear} <kbd>D</kbd>
        </button>
        {item.asked > 0 && <span class="quiet small">{w.value.unclearTimes(item.asked)}</span>}
      </p>
    );
  return (
    <form class="form wide" onSubmit={send}>
      <Labelled label={w.value.unclearLabel}>
        <textarea class="field" name="unclear" rows={2} maxLength={1000} />
      </Labelled>
      <p class="btns">
        <button class="btn">{w.value.unclearSend}</button>
        <button
          type="button"
          data-no
          class="btn plain"
          onClick={() => {
            open.value = false;
          }}
        >
          {words.value.common.cancel}
        </button>
      </p>
    </form>
  );
}

// ---- what is here now -------------------------------------------------------------------------
function Sound({ walk, item }: { walk: Walk; item: LessonItem }) {
  const { player } = words.value;
  const { playing, at, stop, slow } = walk;
  const begun = at.value > item.from_ms + 1000 && !walk.heardOut.value;
  const says = playing.value
    ? w.value.pause
    : walk.heardOut.value || item.done_ms
      ? w.value.again
      : begun
        ? w.value.goOnAt(clock(at.value))
        : w.value.play;
  const press = () => (walk.heardOut.value ? walk.again() : walk.toggle());
  return (
    <>
      <ClipPicture
        call={item.interaction!}
        from={item.from_ms}
        to={endOf(item)}
        at={at.value}
        peaks={walk.peaks.value}
      />
      <div class="btns">
        <button type="button" class="btn" onClick={() => walk.step(-5000)}>
          {player.back}
        </button>
        <button
          type="button"
          class={item.done_ms ? 'btn playbtn' : 'btn main playbtn'}
          id="play"
          disabled={stop.value !== null}
          onClick={press}
        >
          <Icon name={playing.value ? 'pause' : 'play'} />
          <span>{says}</span>
        </button>
        <button type="button" class="btn" onClick={() => walk.step(5000)}>
          {player.ahead}
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
    </>
  );
}

const written = (body: string) =>
  body
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((part, i) => (
      <p class="read" key={i}>
        {part}
      </p>
    ));

function Words({ item }: { item: LessonItem }) {
  if (item.kind === 'link')
    return (
      <p>
        <a href={item.body} target="_blank" rel="noopener noreferrer">
          {item.body}
        </a>
      </p>
    );
  return <>{written(item.body)}</>;
}

/** On to the next: what is read, or cannot be heard, is done by saying so. */
function Onward({ walk, item }: { walk: Walk; item: LessonItem }) {
  const last = walk.index.value === walk.lesson.value.items.length - 1;
  const on = () =>
    attempt(async () => {
      if (item.done_ms === null) await walk.finish(item, false);
      if (!last) walk.next();
    });
  if (sounds(item) && item.done_ms === null) return null;
  if (last && item.done_ms !== null) return null;
  const says = item.done_ms ? w.value.on : item.source === 'none' ? w.value.next : w.value.skip;
  return (
    <p>
      <button type="button" class="btn main" id="onward" onClick={() => void on()}>
        {says}
      </button>
    </p>
  );
}

function Now({ walk, item }: { walk: Walk; item: LessonItem }) {
  const form = walk.lesson.value.forms.find(one => one.id === item.form)?.document;
  const heard = sounds(item);
  return (
    <section class="section lesson" aria-labelledby="now-h" data-player>
      <p class="quiet small">
        {w.value.weekShort(item.week)}. {w.value.kind[item.kind]}
        {item.due_ms !== null && `. ${w.value.due(day(item.due_ms))}`}
      </p>
      <h2 id="now-h">{item.title}</h2>
      {item.why && <p class="read">{item.why}</p>}
      {w.value.source[item.source] && <p class="quiet">{w.value.source[item.source]}</p>}
      {item.source === 'none' && <Words item={item} />}
      {heard && <Sound walk={walk} item={item} />}
      {walk.stop.value && <Stop walk={walk} />}
      {heard && form && toScore(item) && (
        <Score key={item.id} walk={walk} item={item} form={form} />
      )}
      {form && item.key && <Scored item={item} form={form} />}
      <Answers walk={walk} item={item} />
      {item.annotation && (
        <div id="afterwards">
          <h3>{w.value.afterwards}</h3>
          {written(item.annotation)}
        </div>
      )}
      <Onward walk={walk} item={item} />
      <Unclear walk={walk} item={item} />
    </section>
  );
}

// ---- the whole --------------------------------------------------------------------------------
function Weeks({ walk }: { walk: Walk }) {
  const { items, weeks } = walk.lesson.value;
  return (
    <Section title={w.value.all}>
      {weeks.map(week => (
        <div key={week.week} class="after">
          <h3>{w.value.week(week.week, week.title)}</h3>
          <ol class="items">
            {items.map((item, index) =>
              item.week !== week.week ? null : (
                <li
                  key={item.id}
                  {...(index === walk.index.value
                    ? { 'data-now': '', 'aria-current': 'step' as const }
                    : {})}
                >
                  <span class="order">
                    {item.done_ms ? (
                      <>
                        <Icon name="check" />
                        <span class="sr">{w.value.isDone}</span>
                      </>
                    ) : (
                      index + 1
                    )}
                  </span>
                  <div class="body">
                    <strong>{item.title}</strong>
                    <span class="quiet small">
                      {w.value.kind[item.kind]}
                      {item.due_ms !== null &&
                        !item.done_ms &&
                        `. ${w.value.due(day(item.due_ms))}`}
                    </span>
                  </div>
                  <button
                    type="button"
                    class="btn square"
                    aria-label={`${sounds(item) ? w.value.play : w.value.open}: ${item.title}`}
                    onClick={() => walk.go(index, true)}
                  >
                    <Icon name="play" />
                  </button>
                </li>
              ),
            )}
          </ol>
        </div>
      ))}
    </Section>
  );
}

function Walked({ lesson }: { lesson: Lesson }) {
  const walk = useMemo(() => new Walk(lesson), [lesson.id]);
  useEffect(() => () => walk.close(), [walk]);
  useEffect(() => {
    deck.rate = walk.slow.value ? 0.75 : prefs.value.rate;
  }, [walk.slow.value, prefs.value.rate]);
  useEffect(() => {
    if (arrival.peek().play || walk.atStop()) void walk.play();
  }, [walk]);
  useKeys({
    play: () => (walk.stop.peek() ? undefined : walk.toggle()),
    back5: () => walk.step(-5000),
    ahead5: () => walk.step(5000),
  });
  const { items, why, mentor, owner } = walk.lesson.value;
  const item = walk.item.value;
  const done = items.filter(one => one.done_ms).length;
  return (
    <>
      <p class="small">
        <a class="hit" href="/programmes">
          {w.value.title}
        </a>
      </p>
      <Title of={lesson.title}>{lesson.title}</Title>
      <p class="quiet">
        {w.value.done(done, items.length)}. {w.value.by(owner.name)}.{' '}
        {mentor ? w.value.mentor(mentor.name) : w.value.noMentor}
      </p>
      {why && <p class="read">{why}</p>}
      {walk.ended.value && (
        <p>
          <strong>{w.value.finished}</strong>
        </p>
      )}
      <div class="split">
        {item ? <Now walk={walk} item={item} /> : <p class="empty">{w.value.none}</p>}
        <Weeks walk={walk} />
      </div>
      <p class="quiet small read">
        {w.value.hers} <q>{w.value.clause.slice(1, -1)}</q>
      </p>
    </>
  );
}

export function LessonPage({ id }: { id: string }) {
  const found = useLoad(() => lessons.get(id), [id]);
  return (
    <Show of={found} whole>
      {lesson => <Walked key={lesson.id} lesson={lesson} />}
    </Show>
  );
}
