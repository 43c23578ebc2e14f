// SPDX-License-Identifier: Apache-2.0
// The fields of a note: the words, what kind of note it is, what it is about, where it is pinned.
import { useSignal, type Signal } from '@preact/signals';
import type { NoteFields } from '../../api';
import type { Aspect, NoteKind } from '../../api/types';
import { words } from '../../words';
import { clock } from '../../words/format';
import { Choice, Square } from '../bits';

export type Draft = NoteFields;

const KINDS: NoteKind[] = ['note', 'keep', 'try', 'private'];

export function place(draft: { at_ms: number; len_ms: number }): string {
  const from = clock(draft.at_ms);
  return draft.len_ms ? `${from}–${clock(draft.at_ms + draft.len_ms)}` : from;
}

export function Kinds({ draft, name }: { draft: Signal<Draft>; name: string }) {
  const { notes } = words.value;
  const put = (change: Partial<Draft>) => {
    draft.value = { ...draft.value, ...change };
  };
  const aspects: (Aspect | '')[] = ['', 'said', 'met'];
  return (
    <>
      <Choice<NoteKind>
        legend={notes.kind}
        name={`${name}-kind`}
        value={draft.value.kind}
        onChange={kind => put({ kind })}
        options={KINDS.map(value => ({ value, label: notes.kinds[value] }))}
      />
      <label class="sr" for={`${name}-aspect`}>
        {notes.aspect}
      </label>
      <select
        id={`${name}-aspect`}
        class="small"
        value={draft.value.aspect ?? ''}
        onChange={event => put({ aspect: (event.currentTarget.value || null) as Aspect | null })}
      >
        {aspects.map(one => (
          <option key={one} value={one}>
            {one ? notes.aspects[one] : `${notes.aspect} …`}
          </option>
        ))}
      </select>
    </>
  );
}

export function Nudge({ draft }: { draft: Signal<Draft> }) {
  const { notes } = words.value;
  const move = (ms: number) => {
    draft.value = { ...draft.value, at_ms: Math.max(0, draft.value.at_ms + ms) };
  };
  return (
    <span class="nudge">
      <Square icon="prev" name={notes.earlier} onClick={() => move(-1000)} />
      <Square icon="next" name={notes.later} onClick={() => move(1000)} />
    </span>
  );
}

export function NoteEdit({
  start,
  name,
  onSave,
  onCancel,
}: {
  start: Draft;
  name: string;
  onSave: (draft: Draft) => Promise<boolean>;
  onCancel: () => void;
}) {
  const w = words.value;
  const draft = useSignal<Draft>(start);
  const busy = useSignal(false);
  const save = async (event?: Event) => {
    event?.preventDefault();
    if (!draft.value.body.trim() || busy.value) return;
    busy.value = true;
    if (!(await onSave({ ...draft.value, body: draft.value.body.trim() }))) busy.value = false;
  };
  return (
    <form class="compose after" onSubmit={save}>
      <label class="sr" for={`${name}-body`}>
        {w.notes.write}
      </label>
      <textarea
        class="field"
        id={`${name}-body`}
        rows={3}
        maxLength={8000}
        value={draft.value.body}
        onInput={event => {
          draft.value = { ...draft.value, body: event.currentTarget.value };
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') onCancel();
          if (event.key === 'Enter' && event.ctrlKey) {
            event.stopPropagation();
            void save();
          }
        }}
      />
      <div class="btns">
        <Kinds draft={draft} name={name} />
      </div>
      <div class="btns">
        <button class="btn" disabled={busy.value}>
          {w.notes.saveAt(place(draft.value))}
        </button>
        <Nudge draft={draft} />
        <button type="button" class="btn plain" onClick={onCancel}>
          {w.common.cancel}
        </button>
      </div>
    </form>
  );
}
