// SPDX-License-Identifier: Apache-2.0
// The call page: hear it, see it, say something about a second of it.
import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { calls, centre } from '../api';
import type { EvaluationRow } from '../api/evaluation';
import { notAsked } from '../api/client';
import type { Call, Listening, Person } from '../api/types';
import { About, Choosers, type Open } from '../parts/call/about';
import { Claim, Listeners, Measured, SpanList, Swap, wasHeard } from '../parts/call/facts';
import { Evaluations, useEvaluations } from '../parts/evaluate';
import { later } from '../state/later';
import { AskFor } from '../parts/call/ask';
import { CallHead } from '../parts/call/head';
import { ReasonAsk, ReasonLine } from '../parts/call/reason';
import { Nothing, Section, Show } from '../parts/bits';
import { noRecordingName } from '../parts/callrow';
import { Compose, useComposer } from '../parts/notes/compose';
import { MomentItem } from '../parts/notes/item';
import { laneName } from '../parts/player/names';
import { PlayerView } from '../parts/player';
import { useCallKeys } from '../keys/callkeys';
import { lookAhead, takeCall } from '../state/ahead';
import { useLoad } from '../state/load';
import { can, me } from '../state/me';
import { moments, pins, type Moment } from '../state/moments';
import { neighbour, startOf } from '../player/stops';
import { Player } from '../state/player';
import { placeInQueue, reasonFor } from '../state/queue';
import type { Scoring } from '../state/scoring';
import { atCall, handedIn, isHeard, recallRound, rowOf } from '../state/round';
import { arrival, go, route } from '../state/route';
import { say } from '../state/say';
import { words } from '../words';
import { clock } from '../words/format';

const AddToList = later(() => import('../parts/call/addtolist').then(file => file.AddToList));
const Keeping = later(() => import('../parts/call/keeping').then(file => file.Keeping));
const CareStrip = later(() => import('../parts/care/strip').then(file => file.CareStrip));

const AHEAD_AFTER_MS = 3000,
  AHEAD_EVERY_MS = 30_000; // a call takes minutes, and what was told of the next one grows old

const own = (call: Call) =>
  call.agent?.id === me.value?.id ||
  call.segments.some(segment => segment.agent?.id === me.value?.id);

function usePlayer(call: Call): Signal<Player | null> {
  const player = useSignal<Player | null>(null);
  useEffect(() => {
    if (!call.recording || !call.can.listen) return undefined;
    const { query } = route.peek();
    const made = new Player(call, Math.max(0, Number(query.get('t') ?? 0) * 1000 || 0));
    made.chosen.value = query.get('note');
    player.value = made;
    const known = reasonFor(call);
    if (known) void made.open(known.reason, known.text, arrival.peek().play);
    return () => {
      made.close();
      player.value = null;
    };
  }, [call.id, call.recording?.swapped]);
  return player;
}

/** What I heard of it before, as the list of listeners has it; a drawn call that I did not finish goes on there. */
function useRemembered(player: Player | null, rows: Listening[] | null) {
  const met = useRef<Player | null>(null);
  useEffect(() => {
    if (!player || !rows) return;
    const mine = rows.filter(row => row.person.id === me.value?.id);
    const first = met.current !== player;
    met.current = player;
    const drawn = rowOf(player.call.id);
    if (first && drawn && !isHeard(drawn)) resume(player, mine);
    player.remember(mine.flatMap(row => row.heard ?? []));
  }, [player, rows]);
}

const LEAST_MS = 5000; // of a call: less is heard from its beginning, or was the end of it

function resume(player: Player, mine: Listening[]) {
  const last = Math.max(0, ...mine.flatMap(row => (row.heard ?? []).map(([, to]) => to)));
  const begun = player.at() > LEAST_MS || route.peek().query.has('t');
  if (begun || last < LEAST_MS || last > player.length - LEAST_MS) return;
  player.seek(startOf(last), last);
  say(words.value.call.goesOn(clock(last)));
}

function Notes({
  call,
  player,
  list,
  composer,
  changed,
}: {
  call: Call;
  player: Player;
  list: Moment[];
  composer: ReturnType<typeof useComposer>;
  changed: () => Promise<void>;
}) {
  const w = words.value.notes;
  return (
    <section aria-labelledby="notes-h">
      <h2 id="notes-h">{w.title}</h2>
      {call.can.note && <Compose composer={composer} player={player} />}
      {list.length === 0 ? (
        <Nothing what={w.none} seen={call.seen.said} />
      ) : (
        <ol aria-label={w.filterList}>
          {list.map(moment => (
            <MomentItem
              key={moment.id}
              moment={moment}
              chosen={player.chosen.value === moment.id}
              onChoose={() => player.choose(moment.id, moment.at)}
              canReply={call.can.note}
              changed={changed}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

/** The page once the player is there. */
function Desk({
  call,
  player,
  listeners,
  changed,
}: {
  call: Call;
  player: Player;
  listeners: Listening[] | null;
  changed: () => Promise<void>;
}) {
  const open = useSignal<Open>('');
  const list = moments(call, player.steps.value);
  const topics = useLoad(centre.topics, []);
  const people = useLoad(
    () => (call.can.claim && can('ASSIGN') ? centre.people() : notAsked<Person>()),
    [call.id, call.can.claim],
  );
  const composer = useComposer(call, player, async id => {
    await changed();
    player.chosen.value = id || null;
  });
  const step = (way: 1 | -1) => {
    const stood = list.findIndex(one => one.id === player.chosen.peek());
    const next = neighbour(list, player.at(), way, stood);
    if (next) player.choose(next.id, next.at);
  };
  const show = (what: Open) => {
    open.value = what;
  };
  const evaluations = useEvaluations(call);
  const scoring = useSignal<Scoring | null>(null);
  const rows = evaluations.data?.rows;
  const scored = (rows?.length ?? 0) > 0;
  /** It is on its way: a key pressed before it is there cannot be about it. */
  const formComes = () => {
    const drawn = rowOf(call.id);
    const mine = (row: EvaluationRow) => row.state === 'draft' && row.evaluator.id === me.value?.id;
    return !scoring.value && (!rows || rows.some(mine) || Boolean(drawn && !isHeard(drawn)));
  };
  const submit = async () => {
    if (composer.stamped.value && !(await composer.save())) return;
    if (formComes()) return;
    const form = scoring.value;
    if (form && !(await form.submit(() => player.listened()))) return;
    if (form?.evaluation.selection === 'random' && handedIn(call.id, player.heardMs())) return;
    if (form && rowOf(call.id)) return; // her own choice is in; now the drawn one opens
    const { next } = placeInQueue(call.id);
    if (next) go(`/calls/${next.id}`, { play: true });
  };
  const coaches = can('COACH') && !own(call);
  const plan = () =>
    void import('../parts/call/toplan').then(file => file.toPlan(call, Math.round(player.at())));
  useCallKeys(player, {
    step,
    show,
    submit,
    rest: () => void scoring.value?.restThenNext(),
    ...(coaches && { plan }),
  });
  useEffect(() => {
    // the next call is told ahead, never opened ahead
    const { next } = placeInQueue(call.id);
    if (!next) return undefined;
    const timer = setTimeout(() => lookAhead(next.id), AHEAD_AFTER_MS);
    const timers = setInterval(() => lookAhead(next.id, AHEAD_EVERY_MS), AHEAD_EVERY_MS);
    return () => {
      clearTimeout(timer);
      clearInterval(timers);
    };
  }, [call.id]);
  const agent = useComputed(() => laneName(call, player.now.value)).value;
  const said = (
    <Notes
      key="said"
      call={call}
      player={player}
      list={list}
      composer={composer}
      changed={changed}
    />
  );
  const forms = (
    <Evaluations
      call={call}
      player={player}
      rows={evaluations}
      scoring={scoring}
      send={() => void submit()}
    />
  );
  const side = (
    <>
      <Section title={words.value.call.side}>
        <About call={call} changed={changed} open={open} {...(coaches && { plan })} />
      </Section>
      {own(call) && call.can.mark && <AskFor call={call} player={player} changed={changed} />}
      {call.can.claim && <Claim call={call} people={people.data ?? []} changed={changed} />}
      <SpanList player={player} />
      <Measured call={call} />
      <Listeners call={call} rows={listeners} />
      {call.can.swap && !player.mono && <Swap call={call} changed={changed} />}
    </>
  );
  return (
    <>
      {!reasonFor(call) && player.opening.value !== 'open' ? (
        <ReasonAsk player={player} />
      ) : (
        <ReasonLine call={call} />
      )}
      <PlayerView
        player={player}
        agent={agent}
        pins={pins(list, player.chosen.value)}
        onStep={step}
      />
      <div class={scored ? 'desk scored' : 'desk'}>
        {scored ? (
          <>
            {!scoring.value && said}
            <div class="forms" key="forms">
              {forms}
            </div>
            {scoring.value && said /* at work, the form is what comes next */}
            <div key="side">{side}</div>
          </>
        ) : (
          <>
            {said}
            <div>
              {forms}
              {side}
            </div>
          </>
        )}
      </div>
      <Choosers
        call={call}
        changed={changed}
        open={open}
        topics={topics.data ?? []}
        player={player}
      />
      {open.value === 'list' && (
        <AddToList
          pieces={[{ interaction: call.id, from_ms: 0, to_ms: player.length }]}
          span={player.span.value}
          onClose={() => {
            open.value = '';
          }}
        />
      )}
    </>
  );
}

function Silent({
  call,
  listeners,
  changed,
}: {
  call: Call;
  listeners: Listening[] | null;
  changed: () => Promise<void>;
}) {
  const w = words.value;
  const open = useSignal<Open>('');
  const topics = useLoad(centre.topics, []);
  const evaluations = useEvaluations(call);
  const scoring = useSignal<Scoring | null>(null);
  return (
    <>
      <p class="read after">
        <strong>
          {call.no_recording || !call.recording
            ? noRecordingName(call.no_recording)
            : w.errors.forbidden}
        </strong>{' '}
        {!call.recording && w.noRecordingNote}{' '}
        {typeof call.rule === 'string' && w.call.rule(call.rule)}
      </p>
      <div class="desk">
        <Section title={w.call.side}>
          <About call={call} changed={changed} open={open} />
        </Section>
        <Evaluations
          call={call}
          player={null}
          rows={evaluations}
          scoring={scoring}
          send={() => undefined}
        />
        <Listeners call={call} rows={listeners} />
      </div>
      <Choosers
        call={call}
        changed={changed}
        open={open}
        topics={topics.data ?? []}
        player={null}
      />
    </>
  );
}

function Loaded({ call, changed }: { call: Call; changed: () => Promise<void> }) {
  useEffect(() => {
    recallRound(words.peek().nav.work);
    return atCall(call.id);
  }, [call.id]);
  const player = usePlayer(call).value;
  const known = call.seen.listeners !== 'none';
  const listeners = useLoad(
    () => (known ? calls.listeners(call.id) : notAsked<Listening>()),
    [call.id, known],
    ['recording'],
    call.id,
  );
  useRemembered(player, listeners.data);
  const rows = listeners.data;
  const silent = !call.recording || !call.can.listen;
  return (
    <>
      <CallHead
        call={call}
        player={player}
        listeners={known && rows ? rows.filter(wasHeard).length : null}
        changed={changed}
      />
      {call.care && <CareStrip call={call.id} />}
      {silent && <Silent call={call} listeners={rows} changed={changed} />}
      {player && <Desk call={call} player={player} listeners={rows} changed={changed} />}
      {can('CALLS') && <Keeping call={call} changed={changed} />}
    </>
  );
}

export function CallPage({ id }: { id: string }) {
  const first = useRef(true);
  const fetch = () => {
    const call = first.current ? takeCall(id) : calls.get(id);
    first.current = false;
    return call;
  };
  const call = useLoad(
    fetch,
    [id],
    ['note', 'mark', 'care', 'interaction', 'recording.erased', 'load_window', 'agreement'],
    id,
  );
  return (
    <Show of={call} whole>
      {data => <Loaded call={data} changed={call.again} />}
    </Show>
  );
}
