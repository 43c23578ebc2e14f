// SPDX-License-Identifier: Apache-2.0
// One moment of a call: its time (which plays it), what was said of it, the answers under it.
import { useSignal } from '@preact/signals';
import { calls, notes as api } from '../../api';
import type { Note } from '../../api/types';
import { leads, me } from '../../state/me';
import type { Moment } from '../../state/moments';
import type { Step } from '../../state/player';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { when, written } from '../../words/format';
import { Pin } from '../bits';
import { Sure } from '../sure';
import { NoteEdit, place } from './form';

type Changed = () => Promise<void>;

const mine = (author: { id: string }) => author.id === me.value?.id;

function Byline({ note }: { note: Note }) {
  const { notes } = words.value;
  const aspect = note.aspect ? `${notes.aspects[note.aspect]}. ` : '';
  return (
    <span class="quiet small">
      {aspect}
      {note.author.name}, {when(note.created_ms)}
      {note.edited_ms ? `, ${notes.edited}` : ''}
    </span>
  );
}

function OwnButtons({
  note,
  onEdit,
  changed,
}: {
  note: Note;
  onEdit: () => void;
  changed: Changed;
}) {
  const w = words.value;
  return (
    <>
      <button type="button" class="btn plain pulled" onClick={onEdit}>
        {w.common.edit}
      </button>
      <Sure
        press={w.common.remove}
        asks={w.notes.confirmRemove}
        act={w.common.remove}
        then={() =>
          attempt(async () => {
            await api.remove(note.id);
            await changed();
          })
        }
      />
    </>
  );
}

function Reply({ note, changed }: { note: Note; changed: Changed }) {
  const editing = useSignal(false);
  if (note.deleted_ms) return null;
  const save = (draft: Parameters<typeof api.change>[1]) =>
    attempt(async () => {
      await api.change(note.id, draft);
      editing.value = false;
      await changed();
    });
  return (
    <div class="reply">
      <p>
        <Byline note={note} />
      </p>
      {editing.value ? (
        <NoteEdit
          start={note}
          name={note.id}
          onSave={save}
          onCancel={() => {
            editing.value = false;
          }}
        />
      ) : (
        <p class="read">{written(note.body)}</p>
      )}
      {mine(note.author) && !editing.value && (
        <div class="btns">
          <OwnButtons
            note={note}
            changed={changed}
            onEdit={() => {
              editing.value = true;
            }}
          />
        </div>
      )}
    </div>
  );
}

export function ReplyForm({
  note,
  onDone,
  changed,
}: {
  note: Note;
  onDone: () => void;
  changed: Changed;
}) {
  const w = words.value;
  const body = useSignal('');
  const send = (event?: Event) => {
    event?.preventDefault();
    if (!body.value.trim()) return;
    void attempt(async () => {
      await api.add(
        note.interaction,
        { at_ms: note.at_ms, len_ms: 0, kind: 'note', aspect: null, body: body.value.trim() },
        note.id,
      );
      onDone();
      await changed();
    }, w.notes.saved);
  };
  return (
    <form class="compose after" onSubmit={send}>
      <label class="sr" for={`reply-${note.id}`}>
        {w.notes.replyTo(note.author.name)}
      </label>
      <textarea
        class="field"
        id={`reply-${note.id}`}
        rows={2}
        maxLength={8000}
        value={body.value}
        ref={element => {
          if (element && !element.dataset.met) {
            element.dataset.met = '1';
            element.focus();
          }
        }}
        onInput={event => {
          body.value = event.currentTarget.value;
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') onDone();
          if (event.key === 'Enter' && event.ctrlKey) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div class="btns">
        <button class="btn">{w.notes.sendReply}</button>
        <button type="button" class="btn plain" onClick={onDone}>
          {w.common.cancel}
        </button>
      </div>
    </form>
  );
}

function NoteBody({
  note,
  replies,
  canReply,
  changed,
}: {
  note: Note;
  replies: Note[];
  canReply: boolean;
  changed: Changed;
}) {
  const w = words.value.notes;
  const doing = useSignal<'' | 'edit' | 'reply'>('');
  const stop = () => {
    doing.value = '';
  };
  const save = (draft: Parameters<typeof api.change>[1]) =>
    attempt(async () => {
      await api.change(note.id, draft);
      stop();
      await changed();
    });
  const gone = note.deleted_ms !== null;
  return (
    <div>
      <p>
        <strong>{w.kinds[note.kind] ?? w.kinds.note}</strong> <Byline note={note} />
      </p>
      {doing.value === 'edit' ? (
        <NoteEdit start={note} name={note.id} onSave={save} onCancel={stop} />
      ) : (
        <p class={gone ? 'quiet' : 'read'}>{gone ? w.deleted : written(note.body)}</p>
      )}
      {replies.map(reply => (
        <Reply key={reply.id} note={reply} changed={changed} />
      ))}
      {doing.value === 'reply' && <ReplyForm note={note} onDone={stop} changed={changed} />}
      {doing.value === '' && !gone && (
        <div class="btns">
          {mine(note.author) && (
            <OwnButtons
              note={note}
              changed={changed}
              onEdit={() => {
                doing.value = 'edit';
              }}
            />
          )}
          {canReply && note.kind !== 'private' && (
            <button
              type="button"
              class={mine(note.author) ? 'btn plain' : 'btn plain pulled'}
              onClick={() => {
                doing.value = 'reply';
              }}
            >
              {w.reply}
              <span class="sr">: {place(note)}</span>
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function MarkBody({ mark, changed }: { mark: NonNullable<Moment['mark']>; changed: Changed }) {
  const w = words.value;
  const said: Partial<Record<string, string>> = mine(mark.author)
    ? w.marks
    : { ...w.marks, ...w.markSaid };
  const name = said[mark.kind] ?? mark.kind;
  const remove = () =>
    attempt(async () => {
      await calls.unmark(mark.id);
      await changed();
    });
  return (
    <div>
      <p>
        <strong>{name}</strong>{' '}
        <span class="quiet small">
          {mark.author.name}, {when(mark.created_ms)}
        </span>
      </p>
      {mark.detail && <p class="read">{mark.detail}</p>}
      {mine(mark.author) && (mark.kind !== 'threat' || leads.value) && (
        <div class="btns">
          <button type="button" class="btn plain pulled" onClick={() => void remove()}>
            {w.common.remove}
            <span class="sr">: {w.sideForm.removeMark(name)}</span>
          </button>
        </div>
      )}
    </div>
  );
}

const StepBody = ({ step }: { step: Step }) => (
  <div>
    <p>
      <strong>{step.title}</strong> <span class="quiet small">{step.by}</span>
    </p>
    <p class="small">{step.said}</p>
  </div>
);

export function MomentItem({
  moment,
  chosen,
  onChoose,
  canReply,
  changed,
}: {
  moment: Moment;
  chosen: boolean;
  onChoose: () => void;
  canReply: boolean;
  changed: Changed;
}) {
  const at = place({ at_ms: moment.at, len_ms: 0 });
  return (
    <li class="note" id={`m-${moment.id}`} {...(chosen ? { 'data-chosen': '' } : {})}>
      <button
        type="button"
        class="at"
        aria-label={words.value.notes.playFrom(at)}
        aria-pressed={chosen}
        onClick={onChoose}
      >
        <Pin shape={moment.shape} />
        {at}
      </button>
      {moment.note ? (
        <NoteBody
          note={moment.note}
          replies={moment.replies}
          canReply={canReply}
          changed={changed}
        />
      ) : moment.mark ? (
        <MarkBody mark={moment.mark} changed={changed} />
      ) : (
        <StepBody step={moment.step} />
      )}
    </li>
  );
}
