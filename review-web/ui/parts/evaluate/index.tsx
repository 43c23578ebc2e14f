// SPDX-License-Identifier: Apache-2.0
// Evaluations of a call: the draft under one's hands, those one may read, and the way to begin.
import { effect, useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  type Evaluation,
  type EvaluationRow,
  evaluations,
  type OfCall,
  type Selection,
} from '../../api/evaluation';
import { focusOn } from '../../keys/focus';
import type { Call, Id } from '../../api/types';
import type { WorkRow } from '../../api/work';
import { later } from '../../state/later';
import { useLoad, type Loaded } from '../../state/load';
import { me } from '../../state/me';
import type { Player } from '../../state/player';
import { rowOf } from '../../state/round';
import { attempt } from '../../state/say';
import { Scoring } from '../../state/scoring';
import { language, words } from '../../words';
import { Failed, Missed, Section, Select } from '../bits';
import { Blind } from './blind';
import { EvaluationForm } from './form';
import { questionAt } from './matrix';
import { stepsOf } from './steps';

const Offer = later(() => import('./offer').then(file => file.Offer));
const EvaluationRead = later(() => import('./read').then(file => file.EvaluationRead));

const UNCOUNTED = ['tough', 'threat', 'withdrawn'];
const CHOSEN: Selection[] = ['targeted', 'agent_request', 'complaint'];

const NONE: OfCall = { rows: [], next: null, self: null };

export function useEvaluations(call: Call): Loaded<OfCall> {
  return useLoad(
    () => (call.can.evaluate ? evaluations.ofCall(call.id) : Promise.resolve(NONE)),
    [call.id, call.can.evaluate],
    ['evaluation', 'dispute'],
    call.id,
  );
}

function Begin({
  call,
  self,
  changed,
}: {
  call: Call;
  self: Id | null; // the form the agent follows in her own
  changed: () => Promise<void>;
}) {
  const w = words.value.evaluate;
  const forms = useLoad(() => evaluations.formsFor(call.id), [call.id], ['rubric']);
  const form = useSignal('');
  const asked = call.marks.some(mark => mark.kind === 'ask' || mark.kind === 'talk');
  const why = useSignal<Selection>(asked ? 'agent_request' : 'targeted');
  const own = call.agent?.id === me.value?.id;
  if (call.marks.some(mark => UNCOUNTED.includes(mark.kind)))
    return (
      <Section title={w.title}>
        <p class="empty">{w.notCounted}</p>
      </Section>
    );
  const list = forms.data ?? [];
  const chosen =
    form.value ||
    list.find(one => one.id === self)?.id ||
    (list.find(one => one.chosen) ?? list[0])?.id;
  if (!chosen) return null;
  const begin = () =>
    attempt(async () => {
      await evaluations.begin(
        call.id,
        chosen,
        own ? 'self' : 'standard',
        own ? 'agent_request' : why.value,
      );
      await changed();
      focusOn('.evalform .q[id]');
    });
  return (
    <Section title={w.title}>
      <div class="btns begin">
        <Select
          label={w.form}
          value={chosen}
          onChange={id => {
            form.value = id;
          }}
          options={list.map(one => [one.id, language.value === 'sv' ? one.title_sv : one.title_en])}
        />
        {!own && (
          <Select
            label={w.why}
            value={why.value}
            onChange={value => {
              why.value = value as Selection;
            }}
            options={CHOSEN.map(one => [one, w.selections[one]])}
          />
        )}
        <button type="button" class="btn" id="begin-evaluation" onClick={() => void begin()}>
          {own ? w.startSelf : w.start}
        </button>
      </div>
    </Section>
  );
}

/** A drawn call has its form open at once, with the first question under one's hands. */
function Drawn({
  call,
  item,
  changed,
}: {
  call: Call;
  item: string;
  changed: () => Promise<void>;
}) {
  const draft = useLoad(async () => {
    await evaluations.beginDrawn(call.id, item);
    await changed();
    return true;
  }, [call.id]);
  return draft.failure ? <Failed cause={draft.failure} again={() => void draft.again()} /> : null;
}

function One({
  row,
  own,
  player,
  scoring,
  send,
  changed,
}: {
  row: EvaluationRow;
  own: Id | null;
  player: Player | null;
  scoring: Signal<Scoring | null>;
  send: () => void;
  changed: () => Promise<void>;
}) {
  // To fetch it is to have seen it: until she has chosen, nobody asks. Without sound there is nothing to score.
  const shown = useSignal(false);
  const offered = row.offered && player !== null && !shown.value;
  const show = () => {
    shown.value = true;
  };
  const it = useLoad<Evaluation | null>(
    () => (offered ? Promise.resolve(null) : evaluations.get(row.id)),
    [row.id, row.state, row.blind, offered],
    row.state === 'draft' ? [] : ['evaluation', 'dispute'], // what is being written is nobody else's
  );
  const form = useSignal<Scoring | null>(null);
  const { data } = it;
  const draft = data?.can.answer ?? false;
  useEffect(() => {
    if (!data || !draft) return undefined;
    const made = new Scoring(data, now => {
      it.set(now);
      void changed();
    });
    form.value = scoring.value = made;
    const stop = made.watch();
    if (rowOf(data.interaction)) focusOn(() => firstOpen(made));
    return () => {
      stop();
      form.value = scoring.value = null;
    };
  }, [data?.id, draft]);
  useEffect(() => {
    if (!data || data.blind || !player) return undefined;
    const stop = effect(() => {
      const answers = form.value ? Object.values(form.value.answers.value) : data.answers;
      player.steps.value = { ...player.steps.peek(), [data.id]: stepsOf(data, answers) };
    });
    return () => {
      stop();
      player.steps.value = { ...player.steps.peek(), [data.id]: [] };
    };
  }, [data, player]);
  if (offered) return <Offer row={row} changed={changed} show={show} />;
  if (!data) return <Missed of={it} title={words.value.evaluate.title} />;
  if (data.blind) return <Blind row={data} draft={own} changed={changed} />;
  if (!draft) return <EvaluationRead it={data} player={player} set={it.set} changed={changed} />;
  return form.value && player ? (
    <EvaluationForm form={form.value} player={player} send={send} changed={changed} />
  ) : null;
}

const firstOpen = (form: Scoring) => {
  const open = form.questions().find(one => !form.of(one.id).value);
  return questionAt(open?.id ?? '');
};

/** What hinders another one: of a drawn call only a draft, or what the service counts as that sample:
    what she made of it before, for another reason or by another form, is not what was asked for. */
const answers = (row: EvaluationRow, drawn: WorkRow | undefined) =>
  !drawn ||
  row.state === 'draft' ||
  (row.selection === 'random' && row.rubric_key === drawn.form?.key);

export function Evaluations({
  call,
  player,
  rows,
  scoring,
  send,
}: {
  call: Call;
  player: Player | null;
  rows: Loaded<OfCall>;
  scoring: Signal<Scoring | null>;
  send: () => void;
}) {
  if (!call.can.evaluate) return null;
  if (rows.data === null) return <Missed of={rows} title={words.value.evaluate.title} />;
  const drawn = rowOf(call.id);
  const list = rows.data.rows;
  const mine = list.find(
    row => row.evaluator.id === me.value?.id && row.state !== 'voided' && answers(row, drawn),
  );
  const draft = mine?.state === 'draft' ? mine.id : null;
  const replaced = new Set(list.map(row => row.state !== 'draft' && row.replaces));
  const one = (row: EvaluationRow) => (
    <One
      key={row.id}
      row={row}
      own={draft}
      player={player}
      scoring={scoring}
      send={send}
      changed={rows.again}
    />
  );
  const old = list.filter(row => replaced.has(row.id));
  const no = call.marks.find(mark => UNCOUNTED.includes(mark.kind));
  const { evaluate, marks, markSaid } = words.value;
  return (
    <>
      {draft && no && (
        <p class="failure" role="alert">
          {no.kind === 'withdrawn' ? markSaid.withdrawn : marks[no.kind]}. {evaluate.notCounted}
        </p>
      )}
      {list.filter(row => !replaced.has(row.id)).map(one)}
      {old.length > 0 && (
        <details class="earlier">
          <summary>{words.value.evaluate.earlier(old.length)}</summary>
          {old.map(one)}
        </details>
      )}
      {!mine && player && drawn && <Drawn call={call} item={drawn.item} changed={rows.again} />}
      {!mine && player && !drawn && (
        <Begin call={call} self={rows.data.self?.rubric_version ?? null} changed={rows.again} />
      )}
    </>
  );
}
