// SPDX-License-Identifier: Apache-2.0
// What came of the call: outcome, topics, marks. Each is one key and one digit away.
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { calls } from '../../api';
import type { Call, MarkKind, Outcome, Topic } from '../../api/types';
import type { Player } from '../../state/player';
import { me } from '../../state/me';
import { markShape } from '../../state/moments';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock } from '../../words/format';
import { topicName } from '../callrow';
import { Chooser } from '../chooser';
import { later } from '../../state/later';

const AskBusiness = later(() => import('./askbusiness').then(file => file.AskBusiness));

export type Open = '' | 'outcome' | 'topics' | 'mark' | 'threat' | 'question' | 'list';
const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

/** What an agent asks for, and her no, have places of their own. */
const ELSEWHERE: MarkKind[] = ['ask', 'talk', 'withdrawn'];
const marksOf = (table: Record<MarkKind, string>) =>
  keysOf(table).filter(kind => !ELSEWHERE.includes(kind));

type Props = { call: Call; changed: () => Promise<void>; open: Signal<Open> };

/** The button that opens one of the dialogs, with its key. */
function Opens({
  which,
  says,
  letter,
  open,
}: Pick<Props, 'open'> & { which: Open; says: string; letter?: string }) {
  return (
    <button
      type="button"
      class="btn"
      onClick={() => {
        open.value = which;
      }}
    >
      {says} {letter && <kbd>{letter}</kbd>}
    </button>
  );
}

/** What is known now, and where it is changed. */
function Known({
  title,
  now,
  none,
  children,
}: {
  title: string;
  now: string;
  none: string;
  children: ComponentChildren;
}) {
  return (
    <div>
      <h3>{title}</h3>
      <div class="btns">
        <span>{now || <span class="quiet">{none}</span>}</span>
        {children}
      </div>
    </div>
  );
}

export function About({ call, open, plan }: Props & { plan?: () => void }) {
  const w = words.value;
  const form = w.sideForm;
  const outcome = call.outcome ? w.outcomes[call.outcome] : '';
  return (
    <div class="about after">
      <Known title={form.outcome} now={outcome} none={form.noOutcome}>
        {call.can.outcome && (
          <Opens which="outcome" says={form.chooseOutcome} letter="V" open={open} />
        )}
      </Known>
      <Known title={form.topics} now={call.topics.map(topicName).join(', ')} none={w.common.none}>
        {call.can.outcome && (
          <Opens which="topics" says={form.chooseTopics} letter="T" open={open} />
        )}
      </Known>
      {call.can.mark && (
        <div>
          <Opens which="mark" says={form.chooseMark} letter="H" open={open} />
        </div>
      )}
      {call.can.list && call.recording && (
        <div>
          <Opens which="list" says={w.call.addToList} open={open} />
        </div>
      )}
      {plan && call.recording && (
        <div>
          <button type="button" class="btn" onClick={plan}>
            {w.call.toPlan} <kbd>C</kbd>
          </button>
        </div>
      )}
    </div>
  );
}

/** The place of a mark is where the sound was when this was opened. */
function MarkChooser({
  player,
  onPick,
  onClose,
}: {
  player: Player | null;
  onPick: (kind: MarkKind, at: number) => void;
  onClose: () => void;
}) {
  const w = words.value;
  const at = useRef(Math.round(player?.at() ?? 0)).current;
  return (
    <Chooser
      title={`${w.sideForm.chooseMark} (${clock(at)})`}
      onClose={onClose}
      picks={marksOf(w.marks).map(value => ({
        value,
        label: w.marks[value],
        shape: markShape({ kind: value }),
      }))}
      onPick={value => onPick(value as MarkKind, at)}
    />
  );
}

/** The choosers, over the page. */
export function Choosers({
  call,
  changed,
  open,
  topics,
  player,
}: Props & { topics: Topic[]; player: Player | null }) {
  const w = words.value;
  const what = open.value;
  const marked = useRef(0);
  const close = () => {
    if (open.peek() !== what) return; // another key was faster than the closing
    open.value = '';
    document.getElementById('seek')?.focus({ preventScroll: true });
  };
  const own = call.agent?.id === me.value?.id;
  const then = (work: () => Promise<unknown>, asks = false) =>
    void attempt(async () => {
      await work();
      if (asks && own) await (await import('../care/says')).sayCare(call.id);
      await changed();
    });
  if (open.value === 'outcome') {
    return (
      <Chooser
        title={w.sideForm.chooseOutcome}
        onClose={close}
        picks={keysOf(w.outcomes).map(value => ({
          value,
          label: w.outcomes[value],
          on: call.outcome === value,
        }))}
        onPick={value =>
          then(
            () => calls.outcome(call.id, call.outcome === value ? null : (value as Outcome)),
            value === 'ended_abuse',
          )
        }
      />
    );
  }
  if (open.value === 'topics') {
    const on = new Set(call.topics.map(topic => topic.id));
    return (
      <Chooser
        many
        title={topics.length ? w.sideForm.chooseTopics : w.sideForm.noTopics}
        onClose={close}
        picks={topics.map(topic => ({
          value: topic.id,
          label: topicName(topic),
          on: on.has(topic.id),
        }))}
        onPick={value =>
          then(() =>
            calls.topics(
              call.id,
              on.has(value) ? [...on].filter(id => id !== value) : [...on, value],
            ),
          )
        }
      />
    );
  }
  if (open.value === 'mark') {
    return (
      <MarkChooser
        player={player}
        onClose={close}
        onPick={(kind, at) => {
          marked.current = at;
          if (kind === 'threat' && own) open.value = kind;
          else if (kind === 'no_answer') open.value = 'question';
          else then(() => calls.mark(call.id, kind, at), kind === 'tough');
        }}
      />
    );
  }
  if (open.value === 'question') {
    const ask = (detail: string) =>
      then(() => calls.mark(call.id, 'no_answer', marked.current, detail || null));
    return <AskBusiness at={marked.current} onAsk={ask} onClose={close} />;
  }
  // A threat is evidence and cannot be taken back: that is said before, and asked.
  if (open.value === 'threat') {
    return (
      <Chooser
        key="threat"
        title={w.sideForm.threatAsk}
        onClose={close}
        picks={[{ value: 'threat', label: w.marks.threat }]}
        onPick={() => then(() => calls.mark(call.id, 'threat', marked.current), true)}
      />
    );
  }
  return null;
}
