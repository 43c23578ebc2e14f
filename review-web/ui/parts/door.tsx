// SPDX-License-Identifier: Apache-2.0
// Name and password: at the door, and again over a page whose session has ended.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiError } from '../api/client';
import { signIn } from '../state/me';
import { sentence } from '../state/say';
import { words } from '../words';
import { fields, Labelled } from './bits';

/** login: who it was, where that is known; she may still be somebody else. */
export function Door({ login: was = '' }: { login?: string }) {
  const w = words.value;
  const complaint = useSignal('');
  const busy = useSignal(false);
  const login = useRef<HTMLInputElement>(null);
  useEffect(() => {
    login.current?.focus();
  }, []);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const given = fields(event.currentTarget as HTMLFormElement);
    busy.value = true;
    complaint.value = '';
    try {
      await signIn(given.login ?? '', given.password ?? '');
    } catch (cause) {
      const wrong = cause instanceof ApiError && [400, 401, 403].includes(cause.status);
      complaint.value = wrong ? w.signin.wrong : sentence(cause);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form onSubmit={send}>
      <Labelled label={w.signin.login}>
        <input
          ref={login}
          class="field"
          name="login"
          maxLength={100}
          defaultValue={was}
          autocomplete="username"
          autocapitalize="none"
          required
        />
      </Labelled>
      <Labelled label={w.signin.password}>
        <input
          class="field"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
      </Labelled>
      <p class="complaint" role="alert">
        {complaint.value}
      </p>
      <button class="btn main" disabled={busy.value}>
        {w.signin.submit}
      </button>
    </form>
  );
}
