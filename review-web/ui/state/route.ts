// SPDX-License-Identifier: Apache-2.0
// The address is the state: every page and filter can be bookmarked, sent and stepped back to.
import { signal } from '@preact/signals';

export type Route = { path: string; query: URLSearchParams; hash: string };

const read = (): Route => ({
  path: location.pathname.replace(/(?<=.)\/+$/, ''),
  query: new URLSearchParams(location.search),
  hash: location.hash,
});

export const route = signal<Route>(read());

const loaded = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming;

/** What the press that led here also asked for; not in the address, so a reload does not play. back: one has
    been here before, and is again by the browser's way back or a reload. */
export const arrival = signal({ play: false, back: loaded?.type !== 'navigate' });

let moved = () => {};
/** What to do when another page is shown: set once, by what is told to the reader. */
export function whenMoved(run: () => void) {
  moved = run;
}

let leave = () => true;
let was = location.href; // the page that is shown, when the browser has already stepped to another

/** Whether the page may be left: set once, by what knows of words that would be lost. */
export function beforeLeaving(run: () => boolean) {
  leave = run;
}

export const mayLeave = () => leave();

export function go(to: string, options: { replace?: boolean; play?: boolean } = {}) {
  if (new URL(to, location.href).pathname !== location.pathname && !leave()) return;
  const change = options.replace ? 'replaceState' : 'pushState';
  history[change](null, '', to);
  was = location.href;
  arrival.value = { play: options.play ?? false, back: false };
  const before = route.value.path;
  route.value = read();
  if (before === route.value.path) return;
  moved();
  scrollTo(0, 0);
}

/** Changes some fields of the query and keeps the rest; an empty value leaves the address. */
export function setQuery(fields: Record<string, string>) {
  const query = new URLSearchParams(route.value.query);
  for (const [key, value] of Object.entries(fields)) {
    if (value) query.set(key, value);
    else query.delete(key);
  }
  const text = query.toString();
  go(route.value.path + (text ? `?${text}` : ''), { replace: true });
}

/** A place on this page has the focus as well as the eye. */
function stepTo(id: string) {
  const place = document.getElementById(id);
  if (place && !place.matches('a, button, input, select, textarea')) place.tabIndex = -1;
  place?.focus();
}

function plainLeftClick(event: MouseEvent) {
  return (
    event.button === 0 &&
    !event.defaultPrevented &&
    !event.metaKey &&
    !event.ctrlKey &&
    !event.shiftKey &&
    !event.altKey
  );
}

export function startRouting() {
  addEventListener('popstate', () => {
    const { path } = route.value;
    if (read().path !== path && !leave()) return history.pushState(null, '', was);
    was = location.href;
    arrival.value = { play: false, back: true };
    route.value = read();
    moved();
  });
  document.addEventListener('click', event => {
    const link = (event.target as Element).closest('a');
    if (!link || !plainLeftClick(event) || link.origin !== location.origin || link.target) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search)
      return stepTo(link.hash.slice(1));
    event.preventDefault();
    go(link.pathname + link.search + link.hash, { play: 'play' in link.dataset });
  });
}
