// SPDX-License-Identifier: Apache-2.0
// What this tab keeps from page to page (a reason, a round, half a note) is one person's. It is gone when
// she signs out, and before anybody else sees a page in the same tab. Other tabs of the browser share the
// way in: they are told who came in by it, and that nobody is in any more.
import type { Id } from '../api/types';

const WHOSE = 'medlyss-whose';
const SHARED = 'medlyss-session';

const LOGIN = 'medlyss-login';

/** What she signed in with, for when she is asked again over what she was doing. */
export const rememberLogin = (login: string) => sessionStorage.setItem(LOGIN, login);
export const knownLogin = () => sessionStorage.getItem(LOGIN) ?? '';

let gone = false;

/** Until the next load, which always follows, nothing of hers is kept anew. */
export function forget() {
  gone = true;
  sessionStorage.clear();
}
export function keepInTab(key: string, value: string) {
  if (!gone) sessionStorage.setItem(key, value);
}

/** Takes the tab for her. False: it was another's, whose things are forgotten; what of them the page has
    read already goes with the next load. */
export function takeTab(person: Id): boolean {
  const whose = sessionStorage.getItem(WHOSE);
  const free = whose === null || whose === person;
  if (!free) forget();
  sessionStorage.setItem(WHOSE, person);
  return free;
}

const tabs = new BroadcastChannel(SHARED);

/** null: signed out. */
export const tellTabs = (person: Id | null) => tabs.postMessage(person);
export const hearTabs = (hear: (person: Id | null) => void) => {
  tabs.onmessage = ({ data }) => hear(data as Id | null);
};
