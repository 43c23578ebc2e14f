// SPDX-License-Identifier: Apache-2.0
// The editor: the outline, the part that is open, what is left to mend, and the way to publishing.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { rubrics, type Doc, type Whole } from '../../api/rubrics';
import { Draft } from '../../state/rubric';
import { moved, removed, type Place } from '../../state/rubricdoc';
import { go } from '../../state/route';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { hour } from '../../words/format';
import { Square } from '../bits';
import { FormEditor, ScalesEditor, SectionEditor } from './about';
import { told } from './fields';
import { Outline } from './outline';
import { Preview } from './preview';
import { PublishDialog } from './publish';
import { QuestionEditor } from './question';
import { w } from './words';

function titleOf(at: Place): string {
  const { edit, scale, section, question } = w.value;
  if (at.kind === 'form') return edit.form;
  if (at.kind === 'scales') return scale.title;
  return at.kind === 'section' ? section.title : question.title;
}

function Detail({ draft, doc }: { draft: Draft; doc: Doc }) {
  const t = w.value.edit;
  const at = draft.at.value;
  const question = at.kind === 'question' ? doc.sections[at.s]?.questions[at.q] : undefined;
  const movable = at.kind === 'section' || at.kind === 'question';
  const last =
    at.kind === 'section'
      ? doc.sections.length < 2
      : at.kind === 'question' && (doc.sections[at.s]?.questions.length ?? 0) < 2;
  return (
    <section class="part-detail" aria-labelledby="part-h">
      <div class="head apart">
        <h2 id="part-h">{titleOf(at)}</h2>
        {movable && (
          <span class="btns">
            <Square
              icon="up"
              name={t.up}
              onClick={() => draft.rearrange(now => moved(now, at, -1))}
            />
            <Square
              icon="down"
              name={t.down}
              onClick={() => draft.rearrange(now => moved(now, at, 1))}
            />
            <button
              type="button"
              class="btn"
              disabled={last}
              onClick={() => draft.rearrange(now => removed(now, at))}
            >
              {t.remove}
            </button>
          </span>
        )}
      </div>
      {at.kind === 'form' && <FormEditor draft={draft} doc={doc} />}
      {at.kind === 'scales' && <ScalesEditor draft={draft} doc={doc} />}
      {at.kind === 'section' && <SectionEditor key={at.s} draft={draft} doc={doc} s={at.s} />}
      {at.kind === 'question' && question && (
        <QuestionEditor
          key={`${at.s}.${at.q}`}
          draft={draft}
          doc={doc}
          of={question}
          s={at.s}
          q={at.q}
        />
      )}
    </section>
  );
}

function ToMend({ draft }: { draft: Draft }) {
  const t = w.value.edit;
  const all = draft.problems.value;
  if (all.length === 0)
    return (
      <p class="read after" role="status">
        {t.ready}
      </p>
    );
  return (
    <details
      class="mend after"
      open={draft.shown.value}
      onToggle={event => {
        draft.shown.value = event.currentTarget.open;
      }}
    >
      <summary>{t.problems(all.length + draft.more.value)}</summary>
      <p class="small quiet">{t.problemsHelp}</p>
      <ul>
        {all.map(one => (
          <li key={one.path + one.text}>
            <button type="button" class="btn plain" onClick={() => draft.open(one)}>
              {told(one.text)}
              <span class="sr"> {one.path}</span>
            </button>
          </li>
        ))}
      </ul>
      {draft.more.value > 0 && <p class="small">{t.moreProblems(draft.more.value)}</p>}
    </details>
  );
}

export function Editor({ of, set }: { of: Whole; set: (now: Whole) => void }) {
  const t = w.value.edit;
  const draft = useMemo(() => new Draft(of), [of.id]);
  const preview = useSignal(false);
  const publishing = useSignal(false);
  const doc = draft.doc.value;
  useEffect(() => {
    rubrics.precedents(of.key).then(
      rows => {
        draft.agreed.value = rows;
      },
      () => {}, // a form without precedents is written all the same
    );
  }, [draft]);
  useEffect(() => draft.keeping.watch(), [draft]);
  useEffect(() => {
    const leave = () => void draft.settled();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [draft]);
  const show = async () => {
    await draft.settled();
    preview.value = !preview.value;
  };
  const ask = async () => {
    if (!(await draft.settled())) return;
    draft.shown.value = true;
    if (draft.problems.value.length === 0) publishing.value = true;
    else setTimeout(() => document.querySelector<HTMLElement>('.mend .btn')?.focus());
  };
  const discard = () => {
    if (!confirm(t.discardSure)) return;
    void attempt(async () => {
      await rubrics.discard(of.id);
      go('/rubrics');
    }, t.discarded);
  };
  return (
    <>
      <div class="btns editbar">
        <p class="quiet" role="status">
          {t.draftOf(of.version)}{' '}
          {draft.keeping.line() ||
            (draft.saved.value !== null && `${words.value.common.saved(hour(draft.saved.value))}.`)}
        </p>
        <button type="button" class="btn" aria-pressed={preview.value} onClick={() => void show()}>
          {t.preview}
        </button>
        <a class="btn" href={rubrics.exported(of.id)} download target="_self">
          {t.export}
        </a>
        <button type="button" class="btn grave" onClick={discard}>
          {t.discard}
        </button>
        <button type="button" class="btn main" id="publish" onClick={() => void ask()}>
          {t.publish}
        </button>
      </div>
      {draft.elsewhere.value && (
        <div class="failure" role="alert">
          <p>{t.elsewhere}</p>
          <button type="button" class="btn" onClick={() => location.reload()}>
            {t.reload}
          </button>
        </div>
      )}
      <ToMend draft={draft} />
      {preview.value ? (
        <Preview doc={doc} />
      ) : (
        <div class="editor">
          <Outline draft={draft} doc={doc} />
          <Detail draft={draft} doc={doc} />
        </div>
      )}
      {publishing.value && (
        <PublishDialog
          draft={draft}
          version={of.version}
          onClose={() => {
            publishing.value = false;
          }}
          done={set}
        />
      )}
    </>
  );
}
