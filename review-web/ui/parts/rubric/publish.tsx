// SPDX-License-Identifier: Apache-2.0
// Before publishing: what changes for whom, in sentences, and one deliberate press.
import { useEffect, useId, useRef } from 'preact/hooks';
import {
  rubrics,
  type Both,
  type Change,
  type Diff,
  type Doc,
  type Whole,
} from '../../api/rubrics';
import type { Draft } from '../../state/rubric';
import { questionsOf } from '../../state/rubricdoc';
import { useLoad } from '../../state/load';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { day, number } from '../../words/format';
import { Show } from '../bits';
import { say } from '../evaluate/matrix';
import { w } from './words';
import { now as siteNow } from '../../words/clock';

const plain = (value: unknown) => (value === undefined ? '0' : String(value));

/** A sentence a question: its worth first, then everything else that is new about it. */
function questionLines(doc: Doc, changes: Change[]): string[] {
  const t = w.value.publish;
  const title = (change: Change) => {
    const now = questionsOf(doc).find(one => one.key === change.key);
    return say(now?.title ?? ((change.before ?? change.after) as Both | undefined)) || change.key;
  };
  const lines: string[] = [];
  const rest = new Map<string, string[]>();
  for (const one of changes) {
    if (one.change === 'added') lines.push(t.added(title(one)));
    else if (one.change === 'removed') lines.push(t.removed(title(one)));
    else if (one.change === 'weight')
      lines.push(t.weighted(title(one), plain(one.before), plain(one.after)));
    else {
      const name = title(one);
      rest.set(name, [...(rest.get(name) ?? []), t.members[one.change] ?? one.change]);
    }
  }
  return [...lines, ...[...rest].map(([name, what]) => t.changed(name, what))];
}

function sectionLines(doc: Doc, changes: Change[]): string[] {
  const t = w.value.publish;
  return changes.map(one => {
    const title = say(doc.sections.find(section => section.id === one.key)?.title) || one.key;
    if (one.change === 'added') return t.sectionAdded(title);
    if (one.change === 'removed') return t.sectionRemoved(title);
    if (one.change === 'weight')
      return t.sectionWeighted(title, plain(one.before), plain(one.after));
    return t.sectionChanged(title);
  });
}

export function Summary({ of, diff }: { of: { doc: Doc }; diff: Diff }) {
  const t = w.value.publish;
  if (diff.first) return <p class="read">{t.first}</p>;
  const lines = diff.changes
    ? [
        ...(diff.changes.scoring_changed ? [t.scoring] : []),
        ...sectionLines(of.doc, diff.changes.sections),
        ...questionLines(of.doc, diff.changes.questions),
      ]
    : [];
  return (
    <>
      <p>{t.before(diff.before ?? 0)}</p>
      <ul class="plainlist">
        {(lines.length ? lines : [t.nothing]).map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3 class="after">{t.who}</h3>
      <ul class="plainlist">
        <li>{diff.released ? t.using(diff.evaluators ?? 0, diff.released) : t.notUsed}</li>
        <li>{t.drafts(diff.drafts ?? 0)}</li>
        <li>{t.stands}</li>
        <li>{t.breaks(day(siteNow(), true))}</li>
      </ul>
    </>
  );
}

/** What the newest evaluations would have given: the difference with its interval, and how many moved. */
function UnderIt({ id }: { id: string }) {
  const t = w.value.publish;
  const it = useLoad(() => rubrics.whatif(id), [id]);
  const found = it.data;
  if (!found) return null;
  if (found.few || !found.change || !found.before || !found.after)
    return <p class="after small quiet">{t.tooFew}</p>;
  const { value, lo, hi } = found.change;
  const rows = found.before
    .map((n, i) => ({ from: i * 10, before: n, after: found.after?.[i] ?? 0 }))
    .filter(row => row.before + row.after > 0);
  return (
    <>
      <h3 class="after">{t.under}</h3>
      <p>{t.underMean(found.n, signed(value), signed(lo), signed(hi))}</p>
      <details>
        <summary>{t.spread}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.total}</th>
              <th scope="col" class="num">
                {t.given}
              </th>
              <th scope="col" class="num">
                {t.would}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.from}>
                <th scope="row">{row.from === 100 ? '100 %' : `${row.from}–${row.from + 9} %`}</th>
                <td class="num">{row.before}</td>
                <td class="num">{row.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

const signed = (points: number) => `${points > 0 ? '+' : ''}${number(points, 1).replace('-', '−')}`;

export function PublishDialog({
  draft,
  version,
  onClose,
  done,
}: {
  draft: Draft;
  version: number;
  onClose: () => void;
  done: (now: Whole) => void;
}) {
  const t = w.value.publish;
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const diff = useLoad(() => rubrics.diff(draft.id), [draft.id]);
  useEffect(() => box.current?.showModal(), []);
  const publish = () =>
    attempt(async () => {
      const now = await rubrics.publish(draft.id, draft.sha256);
      box.current?.close();
      done(now);
    }, t.done);
  return (
    <dialog ref={box} class="publish" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{t.title(version)}</h2>
      <Show of={diff}>
        {found => (
          <>
            <Summary of={{ doc: draft.doc.value }} diff={found} />
            {!found.first && <UnderIt id={draft.id} />}
            <p class="after strong">{t.sure}</p>
            <p class="btns after">
              <button type="button" class="btn main" onClick={() => void publish()}>
                {t.do}
              </button>
              <button type="button" class="btn" onClick={() => box.current?.close()}>
                {words.value.common.cancel}
              </button>
            </p>
          </>
        )}
      </Show>
    </dialog>
  );
}
