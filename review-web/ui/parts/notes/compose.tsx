// SPDX-License-Identifier: Apache-2.0
// A new note. It is stamped when its first key is pressed, not when it is saved: by then the
// conversation has moved on. What is written survives a reload and a lost line.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { notes } from '../../api';
import { stampAt } from '../../player/stamp';
import { leads } from '../../state/me';
import type { Player } from '../../state/player';
import { prefs } from '../../state/prefs';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock, when } from '../../words/format';
import { Kinds, Nudge, place, type Draft } from './form';
import type { Call } from '../../api/types';

export type Composer = {
  begun: Signal<number | null>; // when the half-written note was written, until it is touched
  draft: Signal<Draft>;
  stamped: Signal<boolean>;
  save: () => Promise<boolean>;
  input: (body: string) => void;
  drop: () => void;
  busy: Signal<boolean>;
};

const kept = (call: string) => `medlyss-draft-${call}`;
const blank = (): Draft => ({
  at_ms: 0,
  len_ms: 0,
  body: '',
  aspect: null,
  kind: leads.value ? 'keep' : 'note',
});

function restore(call: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(kept(call)) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

function stamp(player: Player): { at_ms: number; len_ms: number } {
  const span = player.span.value;
  if (span) return { at_ms: span[0], len_ms: span[1] - span[0] };
  const at = player.at();
  const thought = stampAt(at, prefs.value.backoff_ms, player.turnStarts());
  return { at_ms: Math.max(thought, player.since(at)), len_ms: 0 };
}

const KEEP_AFTER_MS = 800;

/** Kept by the service as well, so that another day, at another desk, it is there. */
function useKept(call: string, draft: Signal<Draft>) {
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keep = (leaving = false) => {
    if (waiting.current === undefined) return;
    clearTimeout(waiting.current);
    waiting.current = undefined;
    void notes.keep(call, draft.peek(), leaving).catch(() => {}); // the tab has it still
  };
  useEffect(() => {
    let first = true;
    const stop = draft.subscribe(now => {
      if (now.body) sessionStorage.setItem(kept(call), JSON.stringify(now));
      else sessionStorage.removeItem(kept(call));
      if (!first) {
        clearTimeout(waiting.current);
        waiting.current = setTimeout(keep, KEEP_AFTER_MS);
      }
      first = false;
    });
    const leave = () => keep(true);
    addEventListener('pagehide', leave);
    return () => {
      stop();
      removeEventListener('pagehide', leave);
      keep(true);
    };
  }, [call]);
  return () => {
    clearTimeout(waiting.current);
    waiting.current = undefined;
  };
}

export function useComposer(
  { id: call, draft: begunDraft }: Pick<Call, 'id' | 'draft'>,
  player: Player,
  saved: (id: string) => Promise<void>,
): Composer {
  const here = restore(call);
  const draft = useSignal<Draft>(here ?? begunDraft ?? blank());
  const begun = useSignal(here ? null : (begunDraft?.written_ms ?? null));
  const stamped = useSignal(draft.value.body !== '');
  const busy = useSignal(false);
  const sent = useKept(call, draft);
  const drop = () => {
    begun.value = null;
    stamped.value = false;
    draft.value = { ...blank(), kind: draft.value.kind };
    player.span.value = null;
  };
  const input = (body: string) => {
    const first = !stamped.value && body.trim() !== '';
    draft.value = { ...draft.value, ...(first ? stamp(player) : {}), body };
    stamped.value = body.trim() !== '';
  };
  const save = async () => {
    const note = { ...draft.value, body: draft.value.body.trim() };
    if (!note.body || busy.value) return false;
    busy.value = true;
    const good = await attempt(async () => {
      const made = await notes.add(call, note, null);
      drop();
      sent(); // the service let go of the half when it got the whole
      await saved(made?.id ?? '');
    }, words.value.notes.saved);
    busy.value = false;
    return good;
  };
  return { begun, draft, stamped, busy, save, input, drop };
}

export function Compose({ composer, player }: { composer: Composer; player: Player }) {
  const w = words.value.notes;
  const { draft, stamped, busy } = composer;
  useEffect(() => {
    // "Write to Johan" leads here
    if (location.hash === '#write') document.getElementById('write')?.focus();
  }, []);
  const before = useRef<HTMLElement | null>(null);
  const span = player.span.value;
  const where = stamped.value
    ? place(draft.value)
    : span
      ? place({ at_ms: span[0], len_ms: span[1] - span[0] })
      : clock(player.now.value);
  /** To the question one came from, else to the sound. */
  const back = () =>
    (before.current?.isConnected ? before.current : document.getElementById('seek'))?.focus({
      preventScroll: true,
    });
  const save = async () => {
    if (await composer.save()) back();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') back();
    if (event.key === 'Enter' && event.ctrlKey && draft.value.body.trim()) {
      event.preventDefault(); // here it saves; empty, it means "next"
      void save();
    }
  };
  return (
    <form
      class="compose after"
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <label class="sr" for="write">
        {w.write}
      </label>
      <textarea
        data-kept
        class="field"
        id="write"
        rows={2}
        maxLength={8000}
        placeholder={`${w.writeAt(where)} (M)`}
        value={draft.value.body}
        onKeyDown={keys}
        onFocus={event => {
          const from = event.relatedTarget;
          before.current =
            from instanceof HTMLElement && from.matches('.q, .q input') ? from : null;
        }}
        onInput={event => composer.input(event.currentTarget.value)}
      />
      {composer.begun.value !== null && (
        <p class="small quiet" role="note" id="begun">
          {w.begun(when(composer.begun.value), clock(draft.value.at_ms))}{' '}
          <button type="button" class="btn plain small" onClick={composer.drop}>
            {w.throwAway}
          </button>
        </p>
      )}
      <div class="btns">
        <Kinds draft={draft} name="new" />
        <button class="btn" disabled={busy.value || !stamped.value}>
          {w.saveAt(where)}
        </button>
        {stamped.value && <Nudge draft={draft} />}
      </div>
      {draft.value.kind === 'private' && <p class="small quiet">{w.privateHelp}</p>}
    </form>
  );
}
