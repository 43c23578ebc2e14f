// SPDX-License-Identifier: Apache-2.0
// When a question or a section is shown: an earlier answer, or several joined by all or any, as deep
// as the schema has them. What the check has against a part stands beside that part.
import type { Condition, Doc, DocQuestion } from '../../api/rubrics';
import type { Draft } from '../../state/rubric';
import { questionsOf } from '../../state/rubricdoc';
import { Select } from '../bits';
import { say } from '../evaluate/matrix';
import { Some, Spot } from './fields';
import { scaleOf } from './question';
import { w } from './words';

type Place = { draft: Draft; doc: Doc; path: string; earlier: DocQuestion[] };
type Simple = Extract<Condition, { q: string }>;
type How = 'all' | 'any';
const DEEPEST = 8; // the schema's

const named = (one: DocQuestion): [string, string] => [one.id, say(one.title) || one.id];
const steps = (doc: Doc, of: DocQuestion | undefined) =>
  of ? (scaleOf(doc, of.scale)?.options ?? []) : [];
/** The question answered with the first step of its scale. */
const answered = (doc: Doc, of: DocQuestion): Simple => ({
  q: of.id,
  in: steps(doc, of)
    .slice(0, 1)
    .map(one => one.id),
});
const parts = (of: Exclude<Condition, Simple>): [How, Condition[]] =>
  'all' in of ? ['all', of.all] : ['any', of.any];
const joined = (how: How, list: Condition[]): Condition =>
  how === 'all' ? { all: list } : { any: list };

/** What was just made, or the group it went from, has the focus once it is drawn. */
const focusOn = (path: string) =>
  setTimeout(() => document.querySelector<HTMLElement>(`[data-path="${path}"] select`)?.focus());

function Answer({
  draft,
  doc,
  path,
  earlier,
  value,
  label,
  any,
  onChange,
}: Place & {
  value: Simple | undefined;
  label: string;
  any?: string; // the way to have no condition
  onChange: (value: Condition | undefined) => void;
}) {
  const of = questionsOf(doc).find(one => one.id === value?.q);
  const known = earlier.map(named);
  if (value && !earlier.some(one => one.id === value.q))
    known.push(of ? named(of) : [value.q, value.q]);
  return (
    <>
      <Spot draft={draft} path={`${path}.q`}>
        <Select
          label={label}
          value={value?.q ?? ''}
          {...(any ? { any } : {})}
          options={known}
          onChange={id => {
            const next = questionsOf(doc).find(one => one.id === id);
            onChange(next && answered(doc, next));
          }}
        />
      </Spot>
      {value && of && (
        <Some
          draft={draft}
          path={`${path}.in`}
          label={w.value.question.answered}
          all={steps(doc, of).map(one => [one.id, say(one.label) || one.id])}
          chosen={value.in}
          onChange={chosen => onChange({ q: value.q, in: chosen })}
        />
      )}
    </>
  );
}

function Group({
  at,
  value,
  deep,
  name,
  onChange,
}: {
  at: Place;
  value: Exclude<Condition, Simple>;
  deep: number;
  name: string;
  onChange: (value: Condition | undefined) => void;
}) {
  const t = w.value.question;
  const [how, list] = parts(value);
  const last = at.earlier.at(-1);
  const put = (next: Condition[]) => onChange(next.length ? joined(how, next) : undefined);
  const add = (one: Condition) => {
    put([...list, one]);
    focusOn(`${at.path}.${how}[${list.length}]`);
  };
  return (
    <Spot draft={at.draft} path={at.path}>
      <fieldset class="conditions">
        <legend>{name}</legend>
        <Select<How>
          label={t.how}
          value={how}
          options={[
            ['all', t.hows.all],
            ['any', t.hows.any],
          ]}
          onChange={next => onChange(joined(next === 'any' ? 'any' : 'all', list))}
        />
        <Spot draft={at.draft} path={`${at.path}.${how}`}>
          <ol>
            {list.map((one, i) => (
              <li key={i}>
                <One
                  at={{ ...at, path: `${at.path}.${how}[${i}]` }}
                  value={one}
                  deep={deep + 1}
                  name={t.conditionOf(i + 1)}
                  onChange={next =>
                    put(
                      next
                        ? list.map((old, k) => (k === i ? next : old))
                        : list.filter((_, k) => k !== i),
                    )
                  }
                />
                <button
                  type="button"
                  class="btn"
                  onClick={() => {
                    put(list.filter((_, k) => k !== i));
                    focusOn(at.path);
                  }}
                >
                  {t.dropPart}
                  <span class="sr">: {t.conditionOf(i + 1)}</span>
                </button>
              </li>
            ))}
          </ol>
        </Spot>
        {last && (
          <div class="btns">
            <button type="button" class="btn" onClick={() => add(answered(at.doc, last))}>
              {t.addCondition}
            </button>
            {deep + 1 < DEEPEST && (
              <button
                type="button"
                class="btn"
                onClick={() => add(joined(how === 'all' ? 'any' : 'all', [answered(at.doc, last)]))}
              >
                {t.addGroup}
              </button>
            )}
          </div>
        )}
      </fieldset>
    </Spot>
  );
}

function One({
  at,
  value,
  deep,
  name,
  onChange,
}: {
  at: Place;
  value: Condition;
  deep: number;
  name: string;
  onChange: (value: Condition | undefined) => void;
}) {
  if ('q' in value)
    return (
      <Spot draft={at.draft} path={at.path}>
        <Answer {...at} value={value} label={name} onChange={onChange} />
      </Spot>
    );
  return <Group at={at} value={value} deep={deep} name={name} onChange={onChange} />;
}

export function ShowIf({
  draft,
  doc,
  path,
  value,
  before,
  onChange,
}: {
  draft: Draft;
  doc: Doc;
  path: string;
  value: Condition | undefined;
  before: number; // how many questions stand before it
  onChange: (value: Condition | undefined) => void;
}) {
  const t = w.value.question;
  const earlier = questionsOf(doc).slice(0, before);
  const at: Place = { draft, doc, path: `${path}.show_if`, earlier };
  const last = earlier.at(-1);
  if (value && !('q' in value))
    return (
      <>
        <Group at={at} value={value} deep={0} name={t.showIf} onChange={onChange} />
        <p>
          <button type="button" class="btn" onClick={() => onChange(undefined)}>
            {t.dropCondition}
          </button>
        </p>
      </>
    );
  return (
    <Spot draft={draft} path={at.path}>
      <Answer {...at} value={value} label={t.showIf} any={t.always} onChange={onChange} />
      {value && last && (
        <p>
          <button
            type="button"
            class="btn"
            onClick={() => {
              onChange({ all: [value, answered(doc, last)] });
              focusOn(`${at.path}.all[1]`);
            }}
          >
            {t.addCondition}
          </button>
        </p>
      )}
    </Spot>
  );
}
