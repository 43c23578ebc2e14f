// SPDX-License-Identifier: Apache-2.0
// The form beside the player. The anchors of the question one stands on are in the head, above their
// own columns, so that nothing below moves. 1–9 answer it and go on; Enter pins it to now.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Player } from '../../state/player';
import { focusOn } from '../../keys/focus';
import { later } from '../../state/later';
import { prefs } from '../../state/prefs';
import { rowOf, spent } from '../../state/round';
import type { Scoring } from '../../state/scoring';
import { words } from '../../words';
import { hour, length, lengthOf } from '../../words/format';
import { Precedents, usePrecedents } from './precedents';
import { choices, figure, questionAt, restLabel, say, steps } from './matrix';
import { AlsoScored, Discard } from './blind';
import { Row, Tools, pinHere } from './row';

const LastTime = later(() => import('./lasttime').then(file => file.LastTime));
const Asks = later(() => import('./asks').then(file => file.Asks));
const Gone = later(() => import('./asks').then(file => file.Gone));

function Head({ form, player }: { form: Scoring; player: Player }) {
  const { rubric } = form.evaluation;
  const of = form.questions().find(one => one.id === form.current.value);
  if (!of) return null;
  return (
    <div class="fhead">
      <div class="asks">
        <p class="what" aria-hidden="true">
          {say(of.title)}
        </p>
        <Tools form={form} player={player} of={of} />
        <Precedents rubric={rubric} of={of} />
      </div>
      {choices(rubric, of).map((choice, i) => (
        <p key={i} class={choice?.bad ? 'anchor small bad' : 'anchor small'} aria-hidden="true">
          {choice && (
            <>
              <kbd>{i + 1}</kbd>
              <strong>{choice.label}</strong>
              <span>{choice.anchor}</span>
            </>
          )}
        </p>
      ))}
    </div>
  );
}

const LOOK_MS = 10_000; // nothing ticks in the corner of the eye

function Spent({ call }: { call: string }) {
  const ms = useSignal(spent(call));
  useEffect(() => {
    const timer = setInterval(() => {
      ms.value = spent(call);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [call]);
  return rowOf(call) ? words.value.evaluate.spent(length(ms.value)) : null;
}

function Foot({ form, player, send }: { form: Scoring; player: Player; send: () => void }) {
  const w = words.value;
  const e = w.evaluate;
  const { score, saved, sum, release } = form;
  const left = form.left();
  const missing = Object.keys(score.value.missing).length;
  const { kind, rubric } = form.evaluation;
  const self = kind === 'self' || kind === 'calibration'; // nobody is shown it by this press
  return (
    <div class="send">
      {kind === 'standard' && <LastTime call={form.evaluation.interaction} />}
      {(form.whole.value || form.sure.value) && <Asks form={form} send={send} />}
      <div class="btns">
        <button
          type="button"
          class="btn"
          id="rest"
          disabled={left.length === 0}
          onClick={() => void form.rest()}
        >
          {left.length ? e.rest(restLabel(rubric, left), left.length) : e.restNone} <kbd>A</kbd>
        </button>
        <button type="button" class="btn main" disabled={form.busy.value} onClick={send}>
          {release.value && !self ? e.send : e.handIn} <kbd>Ctrl+Enter</kbd>
        </button>
        {!self && (
          <label class="tick small">
            <input
              type="checkbox"
              checked={release.value}
              onChange={event => {
                release.value = event.currentTarget.checked;
              }}
            />
            <span>{e.showNow(form.evaluation.agent.name.split(' ')[0] ?? '')}</span>
          </label>
        )}
      </div>
      <div class="small">
        <p role="status">
          {form.keeping.line()
            ? `${form.keeping.line()} `
            : saved.value !== null && `${w.common.saved(hour(saved.value))}. `}
          {missing ? e.open(missing) : e.ready}
        </p>
        <p class="quiet">
          {w.call.heard(lengthOf(player.heardMs(), player.hersMs), length(player.hersMs))}.{' '}
          <Spent call={form.evaluation.interaction} /> {!sum.value && e.sumHidden}
        </p>
        <label class="tick">
          <input
            type="checkbox"
            checked={sum.value}
            onChange={event => {
              sum.value = event.currentTarget.checked;
            }}
          />
          <span>{e.sumShow}</span>
        </label>
        {sum.value && (
          <p>
            {e.saidBy}: {figure(score.value.correct_ppm, score.value.correct_n)}. {e.metBy}:{' '}
            {figure(score.value.human_ppm, score.value.human_n)}.
          </p>
        )}
      </div>
    </div>
  );
}

function useDigits(form: Scoring, player: Player) {
  return (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (prefs.value.keys_where === 'off' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!target.matches('.q, .q input[type=radio]')) return;
    const list = form.questions();
    const at = list.findIndex(one => one.id === form.current.value);
    const of = list[at];
    if (!of) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      pinHere(form, player, of.id);
      return;
    }
    if (event.shiftKey || !/^[1-9]$/.test(event.key)) return;
    const choice = choices(form.evaluation.rubric, of)[Number(event.key) - 1];
    event.preventDefault(); // a digit without an answer is nobody else's key either
    if (!choice) return;
    form.set(of.id, { value: choice.value });
    const next = choice.bad ? of : list[at + 1];
    if (choice.bad) form.writing.value = [...form.writing.value, of.id];
    focusOn(() =>
      choice.bad ? document.getElementById(`c-${of.id}`) : next && questionAt(next.id),
    );
  };
}

/** The head stands below the player, whose height follows its contents; begun, both fill the screen. */
function useBelowPlayer() {
  useEffect(() => {
    const player = document.querySelector<HTMLElement>('.player');
    if (!player) return undefined;
    if (matchMedia('(min-width: 80rem) and (min-height: 46rem)').matches) player.scrollIntoView();
    const root = document.documentElement.style;
    const watch = new ResizeObserver(() => {
      root.setProperty('--player-h', `${player.offsetHeight}px`);
    });
    watch.observe(player);
    return () => watch.disconnect();
  }, []);
}

/** The questions with their answers, by keys: what the evaluator works in and a preview shows. */
export function Matrix({ form, player }: { form: Scoring; player: Player }) {
  const w = words.value.evaluate;
  const { rubric } = form.evaluation;
  const keys = useDigits(form, player);
  const questions = form.questions();
  return (
    <div class="matrix" style={{ '--steps': steps(rubric) }} onKeyDown={keys}>
      <Head form={form} player={player} />
      <div class="parts">
        {rubric.sections.map(section => {
          const own = questions.filter(one => one.section === section.id);
          const critical = own.some(one => one.critical);
          return own.length === 0 ? null : (
            <section key={section.id} class="part" aria-label={say(section.title)}>
              <h3>{say(section.title)}</h3>
              {critical && <p class="small quiet">{w.criticalHelp}</p>}
              {critical && own[0] && (
                <div class="q scale small" aria-hidden="true">
                  <span />
                  {choices(rubric, own[0]).map((choice, i) => (
                    <span key={i}>{choice?.label}</span>
                  ))}
                </div>
              )}
              {own.map(one => (
                <Row key={one.id} form={form} player={player} rubric={rubric} of={one} />
              ))}
            </section>
          );
        })}
      </div>
    </div>
  );
}

export function EvaluationForm({
  form,
  player,
  send,
  changed,
}: {
  form: Scoring;
  player: Player;
  send: () => void;
  changed: () => Promise<void>;
}) {
  const w = words.value.evaluate;
  const { evaluation } = form;
  const self = evaluation.kind === 'self';
  const { rubric } = evaluation;
  useBelowPlayer();
  usePrecedents(rubric.key);
  const questions = form.questions();
  const lacking = questions.filter(one => form.score.value.missing[one.id]);
  return (
    <section class="evalform" aria-labelledby="evaluate-h">
      <h2 id="evaluate-h">
        {w.form}: {say(rubric.title)}
      </h2>
      <p class="small quiet after">
        {w.version(evaluation.version)} {w.chosen(w.selections[evaluation.selection])}
      </p>
      {evaluation.replaces && <p class="read after">{w.revising}</p>}
      {self && <p class="read after">{w.blind.own}</p>}
      {evaluation.self && <AlsoScored name={evaluation.agent.name} state={evaluation.self} />}
      <Matrix form={form} player={player} />
      {form.asked.value && lacking.length > 0 && (
        <div class="failure" role="alert">
          <strong>{w.lackTitle(lacking.length)}</strong>
          <ul>
            {lacking.map(one => (
              <li key={one.id}>
                <button type="button" class="btn plain" onClick={() => questionAt(one.id)?.focus()}>
                  {say(one.title)}:{' '}
                  {(form.score.value.missing[one.id] ?? []).map(lack => w.lack[lack]).join(', ')}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {form.gone.value ? (
        <Gone changed={changed} />
      ) : (
        <Foot form={form} player={player} send={send} />
      )}
      {evaluation.can.discard && !form.gone.value && (
        <p class="after">
          <Discard id={evaluation.id} label={w.discard} asks={w.discardAsks} then={changed} />
        </p>
      )}
    </section>
  );
}
