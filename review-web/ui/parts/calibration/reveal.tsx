// SPDX-License-Identifier: Apache-2.0
// What everybody answered, furthest apart first: a column a step, the raters under what they chose,
// each with her words and the place in the call, which sounds when it is pressed.
import type { Calibration, Place, RaterAnswer, SessionCall } from '../../api/calibration';
import type { Player } from '../../state/player';
import { choiceName, choices, percent, say, type Asked } from '../evaluate/matrix';
import { place } from '../notes/form';
import { Section } from '../bits';
import { Agreement } from './agree';
import { w } from './words';

type Set = (now: Calibration) => void;
const PPM = 1_000_000;

export function Hear({
  player,
  at_ms,
  len_ms,
  who,
}: {
  player: Player | null;
  at_ms: number;
  len_ms: number | null;
  who: string;
}) {
  const at = place({ at_ms, len_ms: len_ms ?? 0 });
  if (!player) return <span class="quiet small">{at}</span>;
  return (
    <button
      type="button"
      class="chip small"
      aria-label={w.value.hear(at, who)}
      onClick={() => void player.hear(at_ms, 'calibration')}
    >
      {at}
    </button>
  );
}

function Rater({
  it,
  answer,
  player,
}: {
  it: Calibration;
  answer: RaterAnswer;
  player: Player | null;
}) {
  const rater = it.raters.find(one => one.id === answer.person);
  const name = rater?.name ?? '';
  return (
    <li>
      <p>
        {name}
        {rater?.part === 'key' && <span class="small quiet"> ({w.value.key})</span>}
        {!answer.touched && <span class="small quiet"> ({w.value.withRest})</span>}{' '}
        {answer.at_ms !== null && (
          <Hear player={player} at_ms={answer.at_ms} len_ms={answer.len_ms} who={name} />
        )}
      </p>
      {answer.comment && <p class="small">{answer.comment}</p>}
    </li>
  );
}

/** Each step with those who chose it; steps off the scale only where somebody did. */
function Spread({
  it,
  of,
  at,
  player,
}: {
  it: Calibration;
  of: Asked;
  at: Place;
  player: Player | null;
}) {
  const taken = (value: string) => at.answers.filter(one => one.value === value);
  const scale = it.rubric.scales.find(one => one.id === of.scale)?.options.length ?? 0;
  const columns = choices(it.rubric, of)
    .map((choice, i) => ({ choice, on: i < scale }))
    .flatMap(({ choice, on }) =>
      choice && (on || taken(choice.value).length > 0) ? [choice] : [],
    );
  return (
    <ul class="spread" style={{ '--columns': columns.length }}>
      {columns.map(choice => {
        const who = taken(choice.value);
        return (
          <li key={choice.value} class={who.length ? '' : 'none'}>
            <p class={choice.bad && who.length ? 'step alarm' : 'step'}>
              <strong>{choice.label}</strong> <span class="small quiet">{who.length}</span>
            </p>
            {who.length === 0 && <p class="sr">{w.value.nobody}</p>}
            <ul>
              {who.map(one => (
                <Rater key={one.person} it={it} answer={one} player={player} />
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

function One({
  it,
  of,
  at,
  player,
  set,
}: {
  it: Calibration;
  of: Asked;
  at: Place;
  player: Player | null;
  set: Set;
}) {
  return (
    <li class="place" id={`p-${of.id}`}>
      <h3>{say(of.title)}</h3>
      {at.apart !== null && at.apart > 0 && (
        <p class="small quiet">{w.value.apart(percent(at.apart * PPM))}</p>
      )}
      <Spread it={it} of={of} at={at} player={player} />
      <Agreement it={it} of={of} at={at} player={player} set={set} />
    </li>
  );
}

function Alike({ it, of, at, player, set }: Parameters<typeof One>[0]) {
  const answer = at.agreed ?? at.answers[0]?.value ?? '';
  const rest = at.answers.filter(one => !one.touched).length;
  return (
    <li class="alike">
      <p>
        {say(of.title)}: <strong>{choiceName(it.rubric, of, answer)}</strong>
        {rest > 0 && (
          <span class="small quiet">
            {' '}
            ({w.value.restOf(rest, at.answers.length)} {w.value.withRest})
          </span>
        )}{' '}
        {at.answers
          .filter(one => one.at_ms !== null)
          .map(one => (
            <Hear
              key={one.person}
              player={player}
              at_ms={one.at_ms ?? 0}
              len_ms={one.len_ms}
              who={it.raters.find(rater => rater.id === one.person)?.name ?? ''}
            />
          ))}
      </p>
      <Agreement it={it} of={of} at={at} player={player} set={set} />
    </li>
  );
}

export function Reveal({
  it,
  call,
  player,
  set,
}: {
  it: Calibration;
  call: SessionCall;
  player: Player | null;
  set: Set;
}) {
  const asked = new Map<string, Asked>(
    it.rubric.sections.flatMap(section =>
      section.questions.map(one => [one.id, { ...one, section: section.id }] as const),
    ),
  );
  const here = (it.questions ?? []).filter(
    one => one.interaction === call.interaction && one.answers.length > 0,
  );
  const group = it.method === 'group';
  const apart = here.filter(one => group || (one.apart ?? 0) > 0);
  const alike = here.filter(one => !apart.includes(one));
  const shown = (list: Place[], Part: typeof One) =>
    list.map(at => {
      const of = asked.get(at.question);
      return of ? (
        <Part key={at.question} it={it} of={of} at={at} player={player} set={set} />
      ) : null;
    });
  return (
    <Section title={group ? w.value.groupTitle : w.value.apartTitle}>
      {apart.length === 0 ? (
        <p class="empty">{w.value.apartNone}</p>
      ) : (
        <>
          {!group && player && <p class="small quiet">{w.value.apartHelp}</p>}
          <ol class="places">{shown(apart, One)}</ol>
        </>
      )}
      {alike.length > 0 && (
        <details class="after">
          <summary>{w.value.sameTitle(alike.length)}</summary>
          <ul class="places">{shown(alike, Alike)}</ul>
        </details>
      )}
    </Section>
  );
}
