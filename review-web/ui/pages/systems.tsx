// SPDX-License-Identifier: Apache-2.0
// Other systems that send calls in: a key for each, shown once, and what has come of it.
import { useSignal } from '@preact/signals';
import { systems } from '../api/systems';
import type { Key } from '../api/types';
import { fields, Labelled, Nothing, Select, Show, Title } from '../parts/bits';
import { Sure } from '../parts/sure';
import { useLoad } from '../state/load';
import { attempt, say } from '../state/say';
import { area } from '../words/area';
import { now } from '../words/clock';
import { day, when } from '../words/format';
import { enSystems, svSystems } from '../words/systems';

const w = area(svSystems, enSystems);
const SCOPES = ['calls', 'events'];
const LIVES_DAYS = [30, 90, 365, 730];

type Made = { name: string; key: string };

function KeyBox({ made }: { made: Made }) {
  const copy = () =>
    navigator.clipboard
      .writeText(made.key)
      .then(() => say(w.value.copied))
      .catch(() => say(w.value.copyFailed));
  return (
    <div class="codebox" role="status">
      <strong>{w.value.made(made.name)}</strong>
      <code>{made.key}</code>
      <p>{w.value.once}</p>
      <button type="button" class="btn" onClick={() => void copy()}>
        {w.value.copy}
      </button>
    </div>
  );
}

function Make({ changed }: { changed: () => Promise<void> }) {
  const made = useSignal<Made | null>(null);
  const life = useSignal('365');
  const scopes = useSignal<string[]>(['calls']);
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { name = '' } = fields(form);
    void attempt(async () => {
      const { key } = await systems.make(name, Number(life.value), scopes.value.join(' '));
      made.value = { name, key };
      form.reset();
      await changed();
    });
  };
  return (
    <>
      <details class="after">
        <summary>{w.value.add}</summary>
        <form class="fields after" onSubmit={send}>
          <Labelled label={w.value.name} hint={w.value.nameHint}>
            <input name="name" required maxLength={100} />
          </Labelled>
          <div class="labelled" role="group" aria-label={w.value.opens}>
            <span>{w.value.opens}</span>
            {SCOPES.map(scope => (
              <label key={scope} class="tick">
                <input
                  type="checkbox"
                  checked={scopes.value.includes(scope)}
                  onChange={() => {
                    scopes.value = SCOPES.filter(
                      one => (one === scope) !== scopes.value.includes(one),
                    );
                  }}
                />
                {w.value.scopes[scope]}
              </label>
            ))}
          </div>
          <Select
            label={w.value.life}
            value={life.value}
            options={LIVES_DAYS.map(days => [String(days), w.value.days(days)])}
            onChange={days => {
              life.value = days;
            }}
          />
          <p>
            <button class="btn main" disabled={!scopes.value.length}>
              {w.value.make}
            </button>
          </p>
        </form>
      </details>
      {made.value && <KeyBox made={made.value} />}
    </>
  );
}

function lasts(one: Key): string {
  if (one.revoked_ms !== null) return w.value.revokedAt(when(one.revoked_ms));
  const until = day(one.expires_ms, true);
  return one.expires_ms > now() ? w.value.until(until) : w.value.ended(until);
}

function Line({ one, changed }: { one: Key; changed: () => Promise<void> }) {
  const revoke = () =>
    attempt(async () => {
      await systems.revoke(one.id);
      await changed();
    }, w.value.revoked);
  return (
    <li>
      <div>
        <h2>{one.name}</h2>
        <p>
          {one.scopes.split(' ').map(scope => `${w.value.may(w.value.scopes[scope] ?? scope)} `)}
          {lasts(one)} {one.used_ms === null ? w.value.unused : w.value.used(when(one.used_ms))}
        </p>
        <p class="quiet">
          {w.value.by(one.made_by.name, when(one.created_ms))}{' '}
          {one.taken_n + one.refused_n > 0 && w.value.sent(one.taken_n, one.refused_n)}
        </p>
      </div>
      {one.revoked_ms === null && one.expires_ms > now() && (
        <div class="btns">
          <Sure
            press={
              <>
                {w.value.revoke}
                <span class="sr">: {one.name}</span>
              </>
            }
            asks={w.value.sure(one.name)}
            act={w.value.revoke}
            then={revoke}
          />
        </div>
      )}
    </li>
  );
}

export function SystemsPage() {
  const keys = useLoad(systems.keys, []);
  return (
    <>
      <Title>{w.value.title}</Title>
      <p class="empty">{w.value.help}</p>
      <Make changed={keys.again} />
      <Show of={keys}>
        {rows =>
          rows.length === 0 ? (
            <Nothing whole={w.value.none} />
          ) : (
            <ul class="asks after">
              {rows.map(one => (
                <Line key={one.id} one={one} changed={keys.again} />
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
}
