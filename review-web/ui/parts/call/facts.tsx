// SPDX-License-Identifier: Apache-2.0
// Beside the notes: what the sound is like in words, who has listened, whose call it is.
import { useSignal } from '@preact/signals';
import { calls } from '../../api';
import type { Call, Listening, Person } from '../../api/types';
import { crumbs } from '../../player/shades';
import type { Player } from '../../state/player';
import { can, me } from '../../state/me';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, length, lengthOf, number, plainLength, when } from '../../words/format';
import { Hint, Nothing, Section, Select } from '../bits';
import { shadeSentence } from '../player/names';

export function SpanList({ player }: { player: Player }) {
  const w = words.value;
  const list = player.shades.value;
  const bits = crumbs(player.call.gaps);
  return (
    <Section title={w.call.spanList}>
      {list.length + bits.length === 0 ? (
        <Nothing what={w.call.spansNone} seen={player.call.seen.sound} />
      ) : (
        <ol class="spans after">
          {list.map(shade => (
            <li key={`${shade.kind}${shade.side}${shade.from}`}>
              <button
                type="button"
                class="at"
                aria-label={w.notes.playFrom(`${clock(shade.from)}–${clock(shade.to)}`)}
                onClick={() => player.seek(Math.max(0, shade.from - 1000))}
              >
                {clock(shade.from)}–{clock(shade.to)}
              </button>
              <span>{shadeSentence(shade)}</span>
            </li>
          ))}
        </ol>
      )}
      {bits.map(one => (
        <p class="small quiet" key={one.side}>
          {w.spans.crumbs(w.spans.missing(one.side), plainLength(one.ms), one.times)}
        </p>
      ))}
    </Section>
  );
}

/** Hundredths of the whole that make up `sum`: each is its own, cut or rounded up, and none takes what the
    others lost; those that were cut most are rounded up first. */
export function together(parts: number[], whole: number, sum: number): number[] {
  const exact = parts.map(ms => (100 * ms) / whole);
  const down = exact.map(Math.floor);
  const lacks = down.reduce((rest, one) => rest - one, sum);
  const cut = exact.map((one, i) => one - down[i]!);
  const first = cut.map((_, i) => i).sort((a, b) => cut[b]! - cut[a]!);
  for (const i of first.slice(0, Math.max(0, lacks))) down[i]!++;
  return down;
}

/** Lengths of talk and silence as they are; nothing is judged and nothing compared. They make up the whole:
    what both say at once is in both, and what is left are pauses too short to be called silence. */
export function Measured({ call }: { call: Call }) {
  const { calls: w, caller, agent, spans } = words.value;
  const m = call.measures;
  if (!m || m.agent_talk_ms === null || m.caller_talk_ms === null) return null;
  const whole = Math.max(1, call.duration_ms);
  const both = m.overtalk_ms ?? 0;
  const parts = [m.agent_talk_ms, m.caller_talk_ms, m.silence_ms ?? 0, m.hold_ms ?? 0];
  const left = Math.max(
    0,
    parts.reduce((rest, one) => rest - one, whole + both),
  );
  const twice = Math.round((100 * both) / whole);
  const [hers, theirs, long, held, short] = together([...parts, left], whole, 100 + twice);
  const pauses = call.gaps.length ? w.measures.pausesMissing : w.measures.pauses;
  const rows: [string, number | null, number][] = [
    [agent, m.agent_talk_ms, hers!],
    [caller, m.caller_talk_ms, theirs!],
    [w.measures.both, m.overtalk_ms, twice],
    [w.measures.long, m.silence_ms, long!],
    [pauses, left, short!],
    [spans.hold, m.hold_ms, held!],
  ];
  return (
    <Section title={w.measures.title}>
      <table class="meas">
        <tbody>
          {rows
            .filter((row): row is [string, number, number] => row[1] !== null)
            .map(([name, ms, share]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="num">{length(ms)}</td>
                <td class="num quiet">{number(share)} %</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Section>
  );
}

export function reasonName(one: Listening): string {
  const { reasons } = words.value;
  return one.reason === 'other' && one.reason_text ? one.reason_text : reasons[one.reason];
}

/** A receipt is for sound: a page that was opened and not played is none; a word of it is one. */
export const wasHeard = (one: Listening) => one.heard_ms > 0;

/** 4:00, and what is shorter than a second as it is. */
export const heardLength = (ms: number) => (ms && ms < 1000 ? plainLength(ms) : length(ms));

/** What left the service beyond what was played: a player fetches ahead, and a copy is fetched whole. */
export const servedOnly = (one: Listening) =>
  (one.served_ms ?? 0) - one.heard_ms >= 1000 ? one.served_ms : null;

export function Heard({ one, of }: { one: Listening; of?: number }) {
  const served = servedOnly(one);
  return (
    <>
      {one.heard_ms < 1000 || of === undefined
        ? heardLength(one.heard_ms)
        : lengthOf(one.heard_ms, of)}
      {served && <span class="quiet small block">{words.value.call.served(length(served))}</span>}
    </>
  );
}

const nameAndServed = (one: Listening) => {
  const served = servedOnly(one);
  return served
    ? `${one.person.name} (${words.value.call.served(length(served))})`
    : one.person.name;
};

/** `rows`: null where they could not be fetched. */
export function Listeners({ call, rows }: { call: Call; rows: Listening[] | null }) {
  const w = words.value;
  const heard = rows?.filter(wasHeard) ?? [];
  const opened = rows?.filter(one => !wasHeard(one)).map(nameAndServed) ?? [];
  const own = call.segments.some(one => one.agent?.id === me.value?.id);
  return (
    <Section title={w.call.listenersTitle} id="listeners">
      {!rows && <Hint>{w.call.listenersUnknown}</Hint>}
      {rows && heard.length === 0 && (
        <Nothing what={w.call.listenersNone} seen={call.seen.listeners} />
      )}
      {heard.length > 0 && (
        <table>
          <caption>{own ? w.call.listenersCaptionOwn : w.call.listenersCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{w.common.who}</th>
              <th scope="col">{w.common.why}</th>
              <th scope="col" class="num">
                {w.common.length}
              </th>
              <th scope="col" class="num">
                {w.common.when}
              </th>
            </tr>
          </thead>
          <tbody>
            {heard.map(one => (
              <tr key={one.id}>
                <th scope="row">{one.person.name}</th>
                <td class={one.reason === 'other' ? '' : 'ours'}>{reasonName(one)}</td>
                <td class="num">
                  <Heard one={one} of={call.duration_ms} />
                </td>
                <td class="num">{when(one.at_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {opened.length > 0 && (
        <p class="small quiet">{w.call.openedOnly([...new Set(opened)].join(', '))}</p>
      )}
      {rows?.some(servedOnly) && <p class="small quiet">{w.call.servedMeans}</p>}
    </Section>
  );
}

export function Claim({
  call,
  people,
  changed,
}: {
  call: Call;
  people: Person[];
  changed: () => Promise<void>;
}) {
  const w = words.value.call;
  const picked = useSignal('');
  const then = (work: () => Promise<unknown>, done?: string) =>
    void attempt(async () => {
      await work();
      await changed();
    }, done);
  return (
    <Section title={w.whoTook}>
      <p class="empty">{w.whoTookHelp}</p>
      <div class="btns">
        {can('CLAIM') && (
          <button
            type="button"
            class="btn"
            onClick={() => then(() => calls.claim(call.id), w.claimed)}
          >
            {w.claim}
          </button>
        )}
        {people.length > 0 && can('ASSIGN') && (
          <>
            <Select
              label={w.assign}
              value={picked.value}
              any="…"
              onChange={id => {
                picked.value = id;
              }}
              options={people.map(one => [one.id, one.name])}
            />
            <button
              type="button"
              class="btn"
              disabled={!picked.value}
              onClick={() => then(() => calls.assign(call.id, picked.value))}
            >
              {words.value.common.save}
            </button>
          </>
        )}
      </div>
    </Section>
  );
}

export function Swap({ call, changed }: { call: Call; changed: () => Promise<void> }) {
  const w = words.value.call;
  const swap = () =>
    attempt(async () => {
      await calls.swap(call.id);
      await changed();
    }, w.swapped);
  return (
    <div class="section acts">
      <p class="small quiet">{w.swapHelp}</p>
      <p class="btns after">
        <button type="button" class="btn" onClick={() => void swap()}>
          {w.swap}
        </button>
      </p>
    </div>
  );
}
