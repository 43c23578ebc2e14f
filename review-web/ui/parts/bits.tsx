// SPDX-License-Identifier: Apache-2.0
// The small things every page is made of.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { ApiError } from '../api/client';
import type { Seen } from '../api/types';
import { sentence } from '../state/say';
import type { Loaded } from '../state/load';
import { words } from '../words';
import { absent, type Absence } from '../words/absence';
import { Icon } from './icon';

type Kids = { children?: ComponentChildren };

/** The page's one heading. Takes the focus when the page is there, so a reader starts at it. */
export function Title({ children, of }: Kids & { of?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = of ?? (typeof children === 'string' ? children : '');
  useEffect(() => {
    document.title = words.value.common.page(name);
  }, [name]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** A word of guidance. Never that something is not there: that is Nothing's to say. */
export const Hint = ({ children }: Kids) => <p class="empty">{children}</p>;

/** What an empty list means. `whole`: its reader sees all there is, whoever she is (her own things,
    what everybody may read). Otherwise the sentence follows what she may see (words/absence.ts). */
export const Nothing = (of: { whole: string } | { what: Absence; seen: Seen }) => (
  <p class="empty">{'whole' in of ? of.whole : absent(of.what, of.seen)}</p>
);

export const Waiting = () => (
  <p class="waiting" role="status">
    {words.value.common.loading}
  </p>
);

const Homeward = ({ children }: Kids) => (
  <p class="read after">
    {children} <a href="/">{words.value.nav.home}</a>
  </p>
);

/** Instead of a page that there is none of; or, where the address names a thing, of one that is not there or
    is hidden from the reader, which is not told apart. */
export const NoPage = ({ names }: { names?: boolean }) => (
  <>
    <Title>{words.value.errors.noPage}</Title>
    <Homeward>{names ? words.value.errors.missing : words.value.errors.noPageHelp}</Homeward>
  </>
);

/** Instead of what is there and is another's. */
export const NotYours = () => (
  <>
    <Title>{words.value.common.notYours}</Title>
    <Homeward />
  </>
);

/** whole: it is all that the page has come to, so it has the page's name and heading. */
export function Failed({
  cause,
  again,
  whole,
}: {
  cause: unknown;
  again?: () => void;
  whole?: boolean;
}) {
  const w = words.value;
  return (
    <div class="failure" role="alert">
      {whole ? <Title>{w.errors.title}</Title> : <strong>{w.errors.title}</strong>}
      <p>{sentence(cause)}</p>
      {again && (
        <button class="btn" type="button" onClick={again}>
          {w.common.retry}
        </button>
      )}
    </div>
  );
}

/** What the address names is not there, or is no name at all. */
const isNowhere = (cause: unknown) =>
  cause instanceof ApiError && [400, 404, 410].includes(cause.status);

/** A house without a single evaluation form: nothing failed, and there is nothing to show yet. */
const isUnmade = (cause: unknown) =>
  cause instanceof ApiError &&
  cause.status === 404 &&
  cause.message.startsWith('no evaluation form');

const TYPED = 'main textarea, main input:not([type]), main input[type=text]';
const typed = () =>
  [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(TYPED)]
    .filter(field => field.value.trim() && field.value !== field.defaultValue)
    .map(field => field.value);

/** It was here and is hers to see no longer: taken back, erased, given to another. What she was writing stays. */
function Gone({ wrote }: { wrote: string[] }) {
  const w = words.value.errors;
  return (
    <div role="alert" data-kept>
      <Title>{w.gone}</Title>
      <Homeward>{w.goneNow}</Homeward>
      {wrote.length > 0 && <p class="read after">{w.goneKept}</p>}
      {wrote.map(text => (
        <textarea key={text} class="field" readOnly value={text} aria-label={w.goneKept} />
      ))}
    </div>
  );
}

/** Waits, fails, is not the reader's, or shows: the states of whatever comes from the service. `whole`:
    there is nothing else on the page, whose name it then gives. */
export function Show<T>({
  of,
  whole,
  children,
}: {
  of: Loaded<T>;
  whole?: boolean;
  children: (data: T) => ComponentChildren;
}) {
  const wrote = useRef<string[]>([]);
  const { status } = of.failure instanceof ApiError ? of.failure : {};
  if (whole && of.data !== null && [403, 404, 410].includes(status ?? 0)) {
    if (!wrote.current.length) wrote.current = typed();
    return <Gone wrote={wrote.current} />;
  }
  if (of.data !== null) return <>{children(of.data)}</>;
  if (whole && isNowhere(of.failure)) return <NoPage names />;
  if (of.failure instanceof ApiError && of.failure.status === 403)
    return whole ? <NotYours /> : <Nothing whole={words.value.common.notYours} />;
  if (isUnmade(of.failure)) return <Nothing whole={words.value.errors.noForm} />;
  if (!of.failure) return <Waiting />;
  return <Failed cause={of.failure} again={() => void of.again()} {...(whole ? { whole } : {})} />;
}

/** For a part that is there only when it holds something: it says when nobody knows whether it does. */
export function Missed<T>({ of, title }: { of: Loaded<T>; title: string }) {
  const hers = of.failure instanceof ApiError && of.failure.status === 403; // her role has no such part
  if (!of.failure || of.data !== null || hers) return null;
  return (
    <Section title={title}>
      {isUnmade(of.failure) ? (
        <Nothing whole={words.value.errors.noForm} />
      ) : (
        <Failed cause={of.failure} again={() => void of.again()} />
      )}
    </Section>
  );
}

export function Section({
  title,
  children,
  extra,
  id,
}: Kids & { title: string; extra?: ComponentChildren; id?: string }) {
  const own = useId();
  const name = id ?? own;
  return (
    <section class="section" aria-labelledby={name}>
      <div class="head">
        <h2 id={name}>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

export function Labelled({ label, hint, children }: Kids & { label: string; hint?: string }) {
  return (
    <label class="labelled">
      <span>{label}</span>
      {children}
      {hint && <span class="hint">{hint}</span>}
    </label>
  );
}

type Option<T extends string> = { value: T; label: string; class?: string };

/** A few exclusive choices side by side. */
export function Choice<T extends string>({
  legend,
  name,
  options,
  value,
  onChange,
  small,
}: {
  legend: string;
  name: string;
  options: Option<T>[];
  value: T | null;
  onChange: (value: T) => void;
  small?: boolean;
}) {
  return (
    <fieldset class={small ? 'choice small' : 'choice'}>
      <legend class="sr">{legend}</legend>
      {options.map(option => (
        <label key={option.value} class={option.class ?? ''}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  any,
}: {
  label: string;
  value: string;
  options: [T, string][];
  onChange: (value: string) => void;
  any?: string;
}) {
  return (
    <Labelled label={label}>
      <select value={value} onChange={event => onChange(event.currentTarget.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** name: where the words on the button are too few for one who only hears them. */
export function Toggle({
  on,
  onChange,
  children,
  name,
}: Kids & { on: boolean; onChange: (on: boolean) => void; name?: string }) {
  return (
    <button
      type="button"
      class="btn"
      aria-pressed={on}
      aria-label={name}
      title={name}
      onClick={() => onChange(!on)}
    >
      {children}
    </button>
  );
}

export const Square = ({
  icon,
  name,
  onClick,
  disabled,
}: {
  icon: Parameters<typeof Icon>[0]['name'];
  name: string;
  onClick: () => void;
  disabled?: boolean;
}) => (
  <button
    type="button"
    class="btn square"
    aria-label={name}
    title={name}
    onClick={onClick}
    disabled={disabled}
  >
    <Icon name={icon} />
  </button>
);

export const Pin = ({ shape }: { shape: string }) => (
  <i class="pin" data-kind={shape} aria-hidden="true" />
);

/** What was typed into a form, by name, trimmed. */
export function fields(form: HTMLFormElement): Record<string, string> {
  const data = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return Object.fromEntries(
    data.map(([key, value]) => [key, key === 'password' ? value : value.trim()]),
  );
}
