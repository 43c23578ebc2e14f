// SPDX-License-Identifier: Apache-2.0
// Who is signed in, what they may do, and what they have chosen.
import { computed, signal } from '@preact/signals';
import { session } from '../api';
import { ApiError, whenSignedOut } from '../api/client';
import { ROLES, type Over, type Right, type Role } from 'gen/api';
import type { Id, Me, Person } from '../api/types';
import { callerWord, language } from '../words';
import { standIn } from '../words/zone';
import { go, mayLeave, route } from './route';
import { forget, hearTabs, rememberLogin, takeTab, tellTabs } from './tab';
import { letGo } from './unsaved';

export const me = signal<Me | null>(null);
export const knowing = signal(true); // not yet told who we are
export const unreachable = signal(false);
/** One was signed in, and is no more: it has run out, or one went out by another tab. */
export const ended = signal<false | 'over' | 'elsewhere'>(false);
/** Somebody is in: what is asked for may be answered. */
export const isIn = computed(() => me.value !== null && !ended.value);

/** By the rights the service tells, not by what a role is thought to carry. */
export const can = (right: Right) => me.value?.rights.includes(`R_${right}`) ?? false;

type Grant = Me['roles'][number];
const carries = (right: Right) => (grant: { role: Role }) =>
  ROLES[grant.role].carries.includes(right);
const over =
  (...some: Over[]) =>
  (grant: { role: Role }) =>
    some.includes(ROLES[grant.role].over);
const grants = (fits: (grant: Grant) => boolean) => me.value?.roles.filter(fits) ?? [];
/** Over the whole site: a grant that leads and names no team. */
export const canAll = (right: Right) =>
  grants(carries(right)).some(
    grant => over('SITE')(grant) || (over('LEADS')(grant) && !grant.team),
  );
/** The team over which one leads with this right, if it is not all of them. */
export const teamLed = (right: Right) =>
  grants(carries(right)).find(grant => over('LEADS')(grant) && grant.team)?.team;
const idOf = (team: Grant['team']) => (typeof team === 'string' ? team : team?.id);
/** What is a team's, by whoever leads it; what is nobody's (null), by whoever is over the site. */
export const canOver = (right: Right, team: Id | null) =>
  canAll(right) ||
  (team !== null &&
    grants(carries(right)).some(grant => over('LEADS')(grant) && idOf(grant.team) === team));
/** Whose: one's own calls, those one leads, nobody's. */
export const holds = (...some: Over[]) => grants(over(...some)).length > 0;

/** Somebody else, of those who still work here. */
export const personCan = (one: Person, right: Right) =>
  one.state !== 'left' && !!one.roles?.some(carries(right));
export const personHolds = (one: Person, whose: Over) =>
  one.state !== 'left' && !!one.roles?.some(over(whose));
/** The first role of its kind, to begin a choice with. */
export const roleOver = (whose: Over) =>
  (Object.keys(ROLES) as Role[]).find(role => ROLES[role].over === whose)!;

export const leads = computed(() => can('LISTS'));
/** An agent and nothing more: the pages speak of "my calls". */
export const onlyOwn = computed(() => can('CLAIM') && !can('PEOPLE'));

const OPEN = ['/signin', '/code'];

/** Somebody else than the page was made for: nothing of the former's stays, on it or in memory. */
function begin(at: string) {
  forget();
  letGo();
  location.assign(at);
}

function welcome(found: Me) {
  const was = me.value;
  if (was && was.id !== found.id) return begin('/');
  if (!takeTab(found.id)) return location.reload();
  me.value = found;
  ended.value = unreachable.value = false;
  language.value = found.ui_language;
  callerWord.value = found.site.caller_word;
  standIn(found.site.time_zone);
}

export async function recognise() {
  try {
    welcome(await session.me());
  } catch (cause) {
    unreachable.value = !me.value && cause instanceof ApiError && cause.status !== 401;
  } finally {
    knowing.value = false;
  }
}

/** Where somebody was at work the page stays as it is, under the question who she is (parts/again.tsx). */
function signedOut(why: 'over' | 'elsewhere' = 'over') {
  if (OPEN.includes(route.value.path)) return;
  if (me.value) {
    if (why === 'elsewhere' || !ended.peek()) ended.value = why;
  } else go(`/signin${backHere()}`, { replace: true });
}

const backHere = () =>
  route.value.path === '/'
    ? ''
    : `?back=${encodeURIComponent(location.pathname + location.search)}`;

/** Another tab of this browser has signed in or out, and with it this one. */
function elsewhere(person: Id | null) {
  if (!person) return signedOut('elsewhere');
  if (me.value && me.value.id !== person) return begin('/');
  void recognise().then(goBack);
}

/** From the door to where one was going. */
function goBack() {
  if (route.value.path !== '/signin') return;
  const back = route.value.query.get('back');
  go(back?.startsWith('/') && !back.startsWith('//') ? back : '/', { replace: true });
}

export function startSession() {
  whenSignedOut(() => signedOut());
  hearTabs(elsewhere);
  return recognise();
}

export async function signIn(login: string, password: string) {
  await session.open(login, password);
  await recognise();
  if (!me.value) return;
  rememberLogin(login);
  tellTabs(me.value.id);
  goBack();
}

export async function signOut() {
  if (!mayLeave()) return;
  await session.close().catch(() => {});
  tellTabs(null);
  begin('/signin');
}

export async function speak(choice: 'sv' | 'en') {
  language.value = choice;
  if (me.value) await session.language(choice);
}
