// SPDX-License-Identifier: Apache-2.0
// The editor's fields: a text in both languages side by side, a number, ticks; each says what the
// check has against it, at its own place.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Both } from '../../api/rubrics';
import type { Draft } from '../../state/rubric';
import { language } from '../../words';
import { inSwedish } from '../../words/problems';
import { w } from './words';

export const told = (text: string) => (language.value === 'sv' ? inSwedish(text) : text);

/** Problems of this very member, not of what lies below it. */
function against(draft: Draft, path: string): string[] {
  if (!draft.shown.value) return [];
  return draft.problems.value.filter(one => one.path === path).map(one => told(one.text));
}

export function Complaints({ draft, path, id }: { draft: Draft; path: string; id?: string }) {
  const all = against(draft, path);
  return all.length === 0 ? null : (
    <p class="complaint small" id={id}>
      {all.join(' ')}
    </p>
  );
}

/** Whatever belongs to one member of the document; a problem's place is found by its path. */
export function Spot({
  draft,
  path,
  children,
}: {
  draft: Draft;
  path: string;
  children: ComponentChildren;
}) {
  return (
    <div class="spot" data-path={path} tabIndex={-1}>
      {children}
      <Complaints draft={draft} path={path} />
    </div>
  );
}

/** One text, Swedish and English side by side; long: in several lines. */
export function Pair({
  draft,
  path,
  label,
  hint,
  value,
  long,
  onChange,
  onLeave,
}: {
  draft: Draft;
  path: string;
  label: string;
  hint?: string;
  value: Both | undefined;
  long?: boolean;
  onChange: (text: Both) => void;
  onLeave?: () => void;
}) {
  const id = useId();
  const bad = against(draft, path);
  const has: Both = { sv: value?.sv ?? '', en: value?.en ?? '' };
  return (
    <fieldset class="pair" data-path={path} aria-describedby={bad.length ? id : undefined}>
      <legend>{label}</legend>
      {hint && <p class="small quiet">{hint}</p>}
      {(['sv', 'en'] as const).map(code => {
        const common = {
          lang: code,
          class: 'field',
          maxLength: 1900,
          value: has[code],
          'aria-label': `${label}, ${w.value.edit[code].toLowerCase()}`,
          'aria-invalid': bad.length > 0 && !has[code] ? true : undefined,
          onBlur: onLeave,
        };
        const write = (text: string) => onChange({ ...has, [code]: text });
        return (
          <label key={code}>
            <span class="small quiet" aria-hidden="true">
              {w.value.edit[code]}
            </span>
            {long ? (
              <textarea
                data-kept
                {...common}
                rows={2}
                onInput={event => write(event.currentTarget.value)}
              />
            ) : (
              <input {...common} onInput={event => write(event.currentTarget.value)} />
            )}
          </label>
        );
      })}
      <Complaints draft={draft} path={path} id={id} />
    </fieldset>
  );
}

export function Whole({
  draft,
  path,
  label,
  hint,
  value,
  most,
  onChange,
}: {
  draft: Draft;
  path: string;
  label: string;
  hint?: string;
  value: number | undefined;
  most: number;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <Spot draft={draft} path={path}>
      <label class="labelled whole">
        <span>{label}</span>
        <input
          type="number"
          min={0}
          max={most}
          step={1}
          value={value ?? ''}
          onInput={event => {
            const typed = event.currentTarget.value;
            onChange(typed === '' ? undefined : Math.trunc(Number(typed)));
          }}
        />
        {hint && <span class="hint">{hint}</span>}
      </label>
    </Spot>
  );
}

export function Tick({
  label,
  on,
  onChange,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={on}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

/** Some of a few: ticks side by side under one heading. */
export function Some({
  draft,
  path,
  label,
  hint,
  all,
  chosen,
  onChange,
}: {
  draft: Draft;
  path: string;
  label: string;
  hint?: string;
  all: [id: string, name: string][];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset class="some" data-path={path}>
      <legend>{label}</legend>
      {hint && <p class="small quiet">{hint}</p>}
      <div class="btns">
        {all.map(([id, name]) => (
          <Tick
            key={id}
            label={name}
            on={chosen.includes(id)}
            onChange={on =>
              onChange(
                all.map(([one]) => one).filter(one => (one === id ? on : chosen.includes(one))),
              )
            }
          />
        ))}
      </div>
      <Complaints draft={draft} path={path} />
    </fieldset>
  );
}
