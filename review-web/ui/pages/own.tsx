// SPDX-License-Identifier: Apache-2.0
// One's own page: the password, where one is signed in, what was done to the account, one's choices.
import { useSignal } from '@preact/signals';
import { ApiError } from '../api/client';
import { own } from '../api/own';
import type { SessionOpen } from '../api/types';
import { fields, Labelled, Section, Show, Title } from '../parts/bits';
import { Choices } from '../parts/choices';
import { useLoad } from '../state/load';
import { can, me } from '../state/me';
import { attempt, say, sentence } from '../state/say';
import { area } from '../words/area';
import { when } from '../words/format';
import { enOwn, svOwn } from '../words/own';
import { Account } from './home/account';

const w = area(svOwn, enOwn);
const SHORTEST = 12;

// ---- the password -----------------------------------------------------------------------------

function complaintOf(cause: unknown): string {
  if (!(cause instanceof ApiError)) return sentence(cause);
  if (cause.status === 403) return w.value.wrong;
  return [400, 422].includes(cause.status) ? w.value.weak : sentence(cause);
}

function Password({ done }: { done: () => void }) {
  const complaint = useSignal('');
  const busy = useSignal(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { password = '' } = fields(form);
    const old = String(new FormData(form).get('old') ?? '');
    complaint.value = [...password].length < SHORTEST ? w.value.short : '';
    if (complaint.value || busy.value) return;
    busy.value = true;
    try {
      await own.password(old, password);
      form.reset();
      say(w.value.changed);
      done();
    } catch (cause) {
      complaint.value = complaintOf(cause);
      form.querySelector<HTMLElement>('[name=old]')?.focus();
    } finally {
      busy.value = false;
    }
  };
  return (
    <Section title={w.value.password}>
      <p class="small quiet">{w.value.ends}</p>
      <form class="form after" onSubmit={send}>
        <input type="text" name="login" autocomplete="username" value={me.value?.name} hidden />
        <Labelled label={w.value.old}>
          <input
            class="field"
            name="old"
            type="password"
            autocomplete="current-password"
            required
          />
        </Labelled>
        <Labelled label={w.value.next} hint={w.value.hint}>
          <input
            class="field"
            name="password"
            type="password"
            autocomplete="new-password"
            required
          />
        </Labelled>
        <p class="complaint" role="alert">
          {complaint.value}
        </p>
        <button class="btn main" disabled={busy.value}>
          {w.value.change}
        </button>
      </form>
    </Section>
  );
}

// ---- where one is signed in -------------------------------------------------------------------

const BROWSERS: Record<string, string> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  opera: 'Opera',
  safari: 'Safari',
};
const MACHINES: Record<string, string> = {
  android: 'Android',
  chromeos: 'ChromeOS',
  linux: 'Linux',
  mac: 'Mac',
  windows: 'Windows',
};

/** As the service named it (review-web/http/browser.c). */
function browserOf({ browser }: SessionOpen): string {
  const [which = '', machine = ''] = browser?.split(' ') ?? [];
  const on = machine === 'ios' ? w.value.phone : MACHINES[machine];
  return w.value.on(BROWSERS[which] ?? w.value.otherBrowser, on ?? w.value.otherMachine);
}

function SessionRow({ one, again }: { one: SessionOpen; again: () => void }) {
  const name = browserOf(one);
  const end = async () => {
    if (await attempt(() => own.end(one.id), w.value.ended)) again();
  };
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span class="quiet block">
          {w.value.since(when(one.created_ms))}, {w.value.seen(when(one.seen_ms))}
        </span>
      </span>
      {one.this ? (
        <span class="quiet">{w.value.here}</span>
      ) : (
        <button type="button" class="btn" aria-label={w.value.endOf(name)} onClick={end}>
          {w.value.end}
        </button>
      )}
    </li>
  );
}

export function OwnPage() {
  const sessions = useLoad(own.sessions, []);
  const again = () => void sessions.again();
  return (
    <>
      <Title>{w.value.title}</Title>
      <div class="split">
        <div>
          {can('CLAIM') && (
            <p>
              <a href="/live">{w.value.live}</a>
            </p>
          )}
          <Choices />
        </div>
        <div>
          <Section title={w.value.sessions}>
            <p class="small quiet">{w.value.sessionsHelp}</p>
            <Show of={sessions}>
              {rows => (
                <ul class="rows signedin">
                  {rows.map(one => (
                    <SessionRow key={one.id} one={one} again={again} />
                  ))}
                </ul>
              )}
            </Show>
          </Section>
          <Password done={again} />
          <Account />
        </div>
      </div>
    </>
  );
}
