// SPDX-License-Identifier: Apache-2.0
// Who is signed in, what they may do, and what they have chosen.
import { computed, signal } from '@preact/signals';
import { session } from '../api';
import { ApiError, whenSignedOut } from '../api/client';
import type { Me, Role } from '../api/types';
import { callerWord, language } from '../words';
import { go, route } from './route';

export const me = signal<Me | null>(null);
export const knowing = signal(true); // not yet told who we are
export const unreachable = signal(false);

export const roles = computed(() => new Set<Role>(me.value?.roles.map(grant => grant.role) ?? []));
export const has = (...some: Role[]) => some.some(role => roles.value.has(role));
export const leads = computed(() => has('coach', 'trainer', 'quality'));
/** An agent and nothing more: the pages speak of "my calls". */
export const onlyOwn = computed(
  () => has('agent', 'newhire') && !leads.value && !has('admin', 'dpo'),
);

const OPEN = ['/signin', '/code'];

export async function recognise() {
  try {
    const found = await session.me();
    me.value = found;
    language.value = found.ui_language;
    callerWord.value = found.site.caller_word;
    unreachable.value = false;
  } catch (cause) {
    unreachable.value = cause instanceof ApiError && cause.status !== 401;
  } finally {
    knowing.value = false;
  }
}

function toSignIn() {
  me.value = null;
  const { path } = route.value;
  if (OPEN.includes(path)) return;
  const back =
    path === '/' ? '' : `?back=${encodeURIComponent(location.pathname + location.search)}`;
  go(`/signin${back}`, { replace: true });
}

export function startSession() {
  whenSignedOut(toSignIn);
  return recognise();
}

export async function signIn(login: string, password: string) {
  await session.open(login, password);
  await recognise();
  const back = route.value.query.get('back');
  go(back?.startsWith('/') && !back.startsWith('//') ? back : '/', { replace: true });
}

export async function signOut() {
  await session.close().catch(() => {});
  me.value = null;
  go('/signin');
}

export async function speak(choice: 'sv' | 'en') {
  language.value = choice;
  if (me.value) await session.language(choice);
}
