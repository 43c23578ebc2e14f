// SPDX-License-Identifier: Apache-2.0
// The small things every page is made of.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { sentence } from '../state/say';
import type { Loaded } from '../state/load';
import { words } from '../words';
import { Icon } from './icon';

type Kids = { children?: ComponentChildren };

let arrived = false; // the first page keeps the browser's own starting point

/** The page's one heading. Takes the focus when the page has changed, so a reader starts there. */
export function Title({ children, of }: Kids & { of?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = of ?? (typeof children === 'string' ? children : '');
  useEffect(() => {
    document.title = words.value.common.page(name);
  }, [name]);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

export const Empty = ({ children }: Kids) => <p class="empty">{children}</p>;

export const Waiting = () => (
  <p class="waiting" role="status">
    {words.value.common.loading}
  </p>
);

export function Failed({ cause, again }: { cause: unknown; again?: () => void }) {
  const w = words.value;
  return (
    <div class="failure" role="alert">
      <strong>{w.errors.title}</strong>
      <p>{sentence(cause)}</p>
      {again && (
        <button class="btn" type="button" onClick={again}>
          {w.common.retry}
        </button>
      )}
    </div>
  );
}

/** Waits, fails or shows: the three states of whatever comes from the service. */
export function Show<T>({
  of,
  children,
}: {
  of: Loaded<T>;
  children: (data: T) => ComponentChildren;
}) {
  if (of.data !== null) return <>{children(of.data)}</>;
  return of.failure ? <Failed cause={of.failure} again={() => void of.again()} /> : <Waiting />;
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
