// SPDX-License-Identifier: Apache-2.0
// The form at a glance: its parts in order, the one that is open marked; Alt and an arrow move it.
import type { Doc } from '../../api/rubrics';
import type { Draft } from '../../state/rubric';
import { moved, newQuestion, newSection, pathOf, type Place } from '../../state/rubricdoc';
import { say } from '../evaluate/matrix';
import { w } from './words';

const same = (a: Place, b: Place) => a.kind === b.kind && pathOf(a) === pathOf(b);

function Item({
  draft,
  at,
  children,
  weight,
}: {
  draft: Draft;
  at: Place;
  children: string;
  weight?: number;
}) {
  const path = pathOf(at);
  const wrong =
    draft.shown.value && at.kind === 'question'
      ? draft.problems.value.filter(one => one.path.startsWith(path)).length
      : 0;
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || !by) return;
    event.preventDefault();
    draft.rearrange(doc => moved(doc, at, by));
    setTimeout(() => document.querySelector<HTMLElement>('.outline [aria-current]')?.focus());
  };
  return (
    <button
      type="button"
      class="part-name"
      aria-current={same(draft.at.value, at) ? 'true' : undefined}
      onClick={() => {
        draft.at.value = at;
      }}
      onKeyDown={move}
    >
      <span>{children}</span>
      {wrong > 0 && (
        <span class="alarm small" title={w.value.edit.problems(wrong)}>
          ! <span class="sr">{w.value.edit.problems(wrong)}</span>
        </span>
      )}
      {weight !== undefined && (
        <span class="quiet small" aria-label={w.value.edit.weightOf(weight)}>
          {weight}
        </span>
      )}
    </button>
  );
}

const focusFirst = () =>
  setTimeout(() => document.querySelector<HTMLElement>('.part-detail input')?.focus());

export function Outline({ draft, doc }: { draft: Draft; doc: Doc }) {
  const t = w.value.edit;
  const addQuestion = (s: number) => {
    draft.rearrange(now => {
      now.sections[s]?.questions.push(newQuestion(now));
      return { kind: 'question', s, q: (now.sections[s]?.questions.length ?? 1) - 1 };
    });
    focusFirst();
  };
  const addSection = () => {
    draft.rearrange(now => {
      now.sections.push(newSection(now));
      return { kind: 'section', s: now.sections.length - 1 };
    });
    focusFirst();
  };
  return (
    <nav class="outline" aria-label={t.outline}>
      <Item draft={draft} at={{ kind: 'form' }}>
        {t.form}
      </Item>
      <Item draft={draft} at={{ kind: 'scales' }}>
        {t.scales}
      </Item>
      <ol>
        {doc.sections.map((section, s) => (
          <li key={section.id}>
            <Item draft={draft} at={{ kind: 'section', s }} weight={section.weight}>
              {say(section.title) || t.noTitle}
            </Item>
            <ol>
              {section.questions.map((question, q) => (
                <li key={question.id}>
                  <Item draft={draft} at={{ kind: 'question', s, q }} weight={question.weight}>
                    {say(question.title) || t.noQuestion}
                  </Item>
                </li>
              ))}
            </ol>
            <button type="button" class="btn plain small" onClick={() => addQuestion(s)}>
              {t.addQuestion}
              <span class="sr">: {say(section.title)}</span>
            </button>
          </li>
        ))}
      </ol>
      <button type="button" class="btn" disabled={doc.sections.length >= 32} onClick={addSection}>
        {t.addSection}
      </button>
      <p class="small quiet">{t.keys}</p>
    </nav>
  );
}
