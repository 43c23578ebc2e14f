// SPDX-License-Identifier: Apache-2.0
import { useSignal } from '@preact/signals';
import { ApiError } from '../api/client';
import { fields, Labelled, Title } from '../parts/bits';
import { signIn } from '../state/me';
import { sentence } from '../state/say';
import { words } from '../words';

export function SignInPage() {
  const w = words.value;
  const complaint = useSignal('');
  const busy = useSignal(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const { login = '', password = '' } = fields(event.currentTarget as HTMLFormElement);
    busy.value = true;
    complaint.value = '';
    try {
      await signIn(login, password);
    } catch (cause) {
      const wrong = cause instanceof ApiError && [400, 401, 403].includes(cause.status);
      complaint.value = wrong ? w.signin.wrong : sentence(cause);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="door" onSubmit={send}>
      <Title>{w.signin.title}</Title>
      <p class="quiet">{w.signin.about}</p>
      <Labelled label={w.signin.login}>
        <input class="field" name="login" autocomplete="username" autocapitalize="none" required />
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
      <p>
        <a class="hit" href="/code">
          {w.signin.haveCode}
        </a>
      </p>
    </form>
  );
}
