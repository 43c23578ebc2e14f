// SPDX-License-Identifier: Apache-2.0
// First run, invitation and recovery: one form, since all three are a code and a new password.
import { useSignal } from '@preact/signals';
import { session } from '../api';
import { ApiError } from '../api/client';
import { fields, Labelled, Title } from '../parts/bits';
import { go, route } from '../state/route';
import { say, sentence } from '../state/say';
import { words } from '../words';
import { codeWords } from '../words/code';

const SHORTEST = 12;

function FirstFields() {
  const code = codeWords.value;
  return (
    <>
      <Labelled label={code.name}>
        <input class="field" name="name" maxLength={100} autocomplete="name" required />
      </Labelled>
      <Labelled label={code.login}>
        <input
          class="field"
          name="login"
          maxLength={100}
          autocomplete="username"
          autocapitalize="none"
          required
        />
      </Labelled>
    </>
  );
}

export function CodePage() {
  const w = codeWords.value;
  const first = useSignal(route.value.query.has('first'));
  const complaint = useSignal('');
  const busy = useSignal(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const {
      code = '',
      login,
      name,
      password = '',
    } = fields(event.currentTarget as HTMLFormElement);
    if ([...password].length < SHORTEST) {
      complaint.value = w.short;
      return;
    }
    busy.value = true;
    try {
      await session.useCode({
        code,
        password,
        ...(login ? { login } : {}),
        ...(name ? { name } : {}),
      });
      say(w.done);
      go('/signin');
    } catch (cause) {
      const refused = cause instanceof ApiError && [400, 401, 403, 404, 410].includes(cause.status);
      complaint.value = refused ? w.refused : sentence(cause);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="door" onSubmit={send}>
      <Title>{words.value.code.title}</Title>
      <p class="quiet">{w.intro}</p>
      <Labelled label={w.code}>
        <input
          class="field"
          name="code"
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          required
          defaultValue={route.value.query.get('code') ?? ''}
        />
      </Labelled>
      <label class="tick">
        <input
          type="checkbox"
          checked={first.value}
          onChange={event => {
            first.value = event.currentTarget.checked;
          }}
        />
        {w.first}
      </label>
      {first.value && <FirstFields />}
      <Labelled label={w.password} hint={w.passwordHint}>
        <input class="field" name="password" type="password" autocomplete="new-password" required />
      </Labelled>
      <p class="complaint" role="alert">
        {complaint.value}
      </p>
      <button class="btn main" disabled={busy.value}>
        {w.submit}
      </button>
      <p>
        <a class="hit" href="/signin">
          {words.value.signin.title}
        </a>
      </p>
    </form>
  );
}
