// SPDX-License-Identifier: Apache-2.0
import { Title } from '../parts/bits';
import { Door } from '../parts/door';
import { words } from '../words';

export function SignInPage() {
  const w = words.value.signin;
  return (
    <div class="door">
      <Title>{w.title}</Title>
      <p class="quiet">{w.about}</p>
      <Door />
      <p>
        <a class="hit" href="/code">
          {w.haveCode}
        </a>
      </p>
    </div>
  );
}
