// SPDX-License-Identifier: Apache-2.0
// One question of the form: real radio buttons in the columns, its evidence and its comment.
import type { Rubric } from '../../api/evaluation';
import { focusOn } from '../../keys/focus';
import { byPointer, onceLetGo } from '../../keys/run';
import { startOf } from '../../player/stops';
import type { Player } from '../../state/player';
import type { Scoring } from '../../state/scoring';
import { words } from '../../words';
import { place } from '../notes/form';
import { Precedents } from './precedents';
import { choices, questionAt, say, type Asked, type Choice } from './matrix';

export function pinHere(form: Scoring, player: Player, question: string) {
  const span = player.span.value;
  const at = Math.round(player.at());
  form.set(question, {
    at_ms: span ? Math.round(span[0]) : at,
    len_ms: span ? Math.round(span[1] - span[0]) : 0,
  });
}

const STILL = { preventScroll: true };

function Opt({ form, of, choice, i }: { form: Scoring; of: Asked; choice: Choice; i: number }) {
  const hint = choice.anchor ? `a-${of.id}-${i}` : undefined;
  return (
    <label class={choice.bad ? 'opt bad' : 'opt'}>
      <input
        type="radio"
        name={`q-${of.id}`}
        value={choice.value}
        checked={form.of(of.id).value === choice.value}
        aria-describedby={hint}
        onClick={event => {
          if (form.busy.value) event.preventDefault(); // it is on its way
        }}
        onChange={() => {
          form.set(of.id, { value: choice.value });
          if (byPointer()) requestAnimationFrame(() => questionAt(of.id)?.focus(STILL));
        }}
      />
      <span class="dot" />
      <span class="word">
        {choice.label}
        {choice.anchor && (
          <span class="hint" aria-hidden="true">
            {choice.anchor}
          </span>
        )}
      </span>
      {hint && (
        <span class="sr" id={hint} aria-hidden="true">
          {choice.anchor}
        </span>
      )}
    </label>
  );
}

/** Pin and comment: for the question one stands on. */
export function Tools({ form, player, of }: { form: Scoring; player: Player; of: Asked }) {
  const w = words.value.evaluate;
  const span = player.span.value;
  const where = place(
    span ? { at_ms: span[0], len_ms: span[1] - span[0] } : { at_ms: player.now.value, len_ms: 0 },
  );
  return (
    <span class="btns">
      <button type="button" class="btn" onClick={() => pinHere(form, player, of.id)}>
        {w.pin(where)}
        <span class="sr">: {say(of.title)}</span>
      </button>
      <button
        type="button"
        class="btn plain"
        onClick={() => {
          form.writing.value = [...form.writing.value, of.id];
          focusOn(`#c-${of.id}`);
        }}
      >
        {w.say}
        <span class="sr">: {say(of.title)}</span>
      </button>
    </span>
  );
}

export function Chip({
  player,
  at_ms,
  len_ms,
}: {
  player: Player | null;
  at_ms: number;
  len_ms: number | null;
}) {
  const at = place({ at_ms, len_ms: len_ms ?? 0 });
  if (!player) return <span class="quiet small">{at}</span>;
  return (
    <button
      type="button"
      class="chip small"
      aria-label={words.value.evaluate.hear(at)}
      onClick={() => player.seek(startOf(at_ms), at_ms)}
    >
      {at}
    </button>
  );
}

export function Row({
  form,
  player,
  rubric,
  of,
}: {
  form: Scoring;
  player: Player;
  rubric: Rubric;
  of: Asked;
}) {
  const w = words.value.evaluate;
  const answer = form.of(of.id);
  const title = say(of.title);
  const lacks = form.score.value.missing[of.id] ?? [];
  const more = lacks.filter(one => one !== 'answer'); // an answer is there and wants more
  const shown = form.asked.value ? lacks : more;
  const writes = form.writing.value.includes(of.id) || answer.comment || lacks.includes('comment');
  const all = choices(rubric, of);
  const given = all.find(one => one?.value === answer.value)?.label;
  const current = form.current.value === of.id;
  return (
    <fieldset
      class="q"
      id={`q-${of.id}`}
      data-current={current || undefined}
      data-untouched={(answer.value && !answer.touched) || undefined}
      tabIndex={-1}
      aria-describedby={shown.length ? `l-${of.id}` : given ? `g-${of.id}` : undefined}
      onFocusIn={() =>
        onceLetGo(() => {
          form.current.value = of.id;
        })
      }
    >
      <legend class="sr">{title}</legend>
      <span id={`g-${of.id}`} hidden>
        {given}
      </span>
      <div class="ask">
        <span class="title" aria-hidden="true">
          {title}
        </span>
        {answer.at_ms !== null && (
          <>
            <Chip player={player} at_ms={answer.at_ms} len_ms={answer.len_ms} />
            {current && (
              <button
                type="button"
                class="btn plain small"
                onClick={() => form.set(of.id, { at_ms: null, len_ms: null })}
              >
                {w.unpin}
                <span class="sr">: {title}</span>
              </button>
            )}
          </>
        )}
        {current && (
          <span class="narrow">
            <Tools form={form} player={player} of={of} />
            <Precedents rubric={rubric} of={of} />
          </span>
        )}
      </div>
      {all.map((choice, i) =>
        choice ? (
          <Opt key={choice.value} form={form} of={of} choice={choice} i={i} />
        ) : (
          <span key={`none${i}`} class="noopt" />
        ),
      )}
      {(writes || shown.length > 0) && (
        <div class="below">
          {shown.length > 0 && (
            <p class="complaint small" id={`l-${of.id}`}>
              {w.lacks(shown.map(one => w.lack[one]))}
            </p>
          )}
          {writes && (
            <textarea
              data-kept={answer.value ? '' : undefined}
              class="field"
              id={`c-${of.id}`}
              rows={2}
              maxLength={4000}
              aria-label={w.comment(title)}
              placeholder={w.say}
              value={answer.comment}
              onInput={event => form.comment(of.id, event.currentTarget.value)}
            />
          )}
        </div>
      )}
    </fieldset>
  );
}
