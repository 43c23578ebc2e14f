// SPDX-License-Identifier: Apache-2.0
// Where the focus goes when what held it leaves the page: never to the body, where the next letters
// would be shortcuts. One place for all pages. In this order: where the part that left says
// (data-then), to what was put in its stead (a form's first field, the gentler of two buttons), back
// to what opened the form it was in, to the same thing made anew, to its neighbour, to the page's
// heading. A button that rests while it works gets the focus back when it is done. Fields that a press
// brings have the focus wherever they come, whether the button stays or not: who opened them will type.

const FIELDS = 'input:not([type=hidden]), textarea, select';
const TAKES = `a[href], button, ${FIELDS}, summary, [tabindex="0"], .q[id], .reasonbar`;
const ITEM = 'li, tr, form, fieldset, article, dialog, section';
const STILL = { preventScroll: true };
const KEPT = 12; // places one came from

type Held = { el: HTMLElement; name: string; trail: HTMLElement[]; order: HTMLElement[] };
type Found = HTMLElement | null | undefined;

const held: Held[] = []; // the newest first
let resting: { button: HTMLElement; part: HTMLElement } | null = null;
let wished: (() => Found) | null = null;
let before: Set<HTMLElement> | null = null; // the fields there were, while a press is answered

const usable = (el: Element | null | undefined): el is HTMLElement =>
  el instanceof HTMLElement && el.isConnected && !el.matches(':disabled') && el.checkVisibility();

const all = (what: string, root: ParentNode = document) => [
  ...root.querySelectorAll<HTMLElement>(what),
];

const nameOf = (el: HTMLElement) =>
  [el.tagName, el.id, el.getAttribute('name'), el.ariaLabel ?? el.textContent]
    .join('|')
    .slice(0, 120);

function above(el: HTMLElement): HTMLElement[] {
  const up = el.parentElement;
  return up ? [up, ...above(up)] : [];
}

function keep({ target }: FocusEvent) {
  if (!(target instanceof HTMLElement) || !target.matches(TAKES)) return; // a heading is no work
  held.unshift({ el: target, name: nameOf(target), trail: above(target), order: all(TAKES) });
  held.length = Math.min(held.length, KEPT);
}

const near = ({ trail }: Held) => trail.find(one => one.isConnected) ?? document.body;

function said(last: Held): Found {
  const then = last.trail.find(one => !one.isConnected && one.dataset['then'])?.dataset['then'];
  return then ? document.querySelector<HTMLElement>(then) : null;
}

function inStead(last: Held, added: Element[]): Found {
  const place = near(last);
  const item = last.trail.find(one => one.matches(ITEM));
  const of = (what: string, root: Element) =>
    added
      .filter(one => root.contains(one))
      .flatMap(one => (one.matches(what) ? [one] : all(what, one)))
      .filter(usable);
  const gentle = item?.isConnected ? of('button:not(.grave)', item) : [];
  return of(FIELDS, place)[0] ?? gentle[0];
}

/** The same thing under the same name, unless the row it stood in is gone: then it is another's. */
function again(one: Held): Found {
  const item = one.trail.find(up => up.matches(ITEM));
  if (item && !item.isConnected) return null;
  return all(TAKES, near(one)).find(other => nameOf(other) === one.name && usable(other));
}

function camefrom(): Found {
  for (const one of held) {
    const found = usable(one.el) ? one.el : again(one);
    if (found) return found;
  }
  return null;
}

function neighbour(last: Held): Found {
  const at = last.order.indexOf(last.el);
  const there = (el: HTMLElement) => near(last).contains(el) && usable(el);
  return last.order.slice(at + 1).find(there) ?? last.order.slice(0, at).findLast(there);
}

/** While a button rests its part of the page holds the focus for it. */
function rest(button: HTMLElement) {
  const part = button.closest<HTMLElement>(`${ITEM}, main`) ?? document.body;
  resting = { button, part };
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus(STILL);
}

function rested(at: Element | null): boolean {
  if (!resting || resting.button.matches(':disabled:not([hidden])')) return false;
  const { button, part } = resting;
  resting = null;
  if (at !== part || !usable(button)) return at === part;
  button.focus();
  return false;
}

/** The first field that the press brought, where the focus is in none of them. */
function opened(added: Element[]): Found {
  if (!before || !added.length) return null;
  const came = all(FIELDS).filter(one => !before?.has(one) && usable(one));
  return came.some(one => one === document.activeElement) ? null : came[0];
}

/** As long as the page draws what a press asks for at once; what is fetched for it comes later. */
function answering(event: MouseEvent) {
  const button = (event.target as Element).closest('button');
  if (!button || (button.form && button.type === 'submit')) return;
  before = new Set(all(FIELDS));
  requestAnimationFrame(() => requestAnimationFrame(() => (before = null)));
}

function settle(added: Element[] = []) {
  const sought = wished?.() ?? opened(added);
  if (usable(sought)) {
    wished = before = null;
    return sought.focus();
  }
  const [last] = held;
  const at = document.activeElement;
  if (!last && at === document.body && added.length)
    document.querySelector<HTMLElement>('main h1[tabindex]')?.focus(STILL); // a heading drawn anew
  const lost = rested(at) || at === document.body || at === last?.el;
  if (!last || !lost || [last.el].some(usable)) return;
  if (last.el.isConnected && last.el.matches(':disabled')) return rest(last.el);
  const inForm = last.trail.some(one => one.matches('form, dialog') && !usable(one));
  const to =
    said(last) ??
    (inForm ? camefrom() : (inStead(last, added) ?? again(last))) ??
    neighbour(last) ??
    document.querySelector<HTMLElement>('main h1') ??
    document.getElementById('main');
  to?.focus();
}

/** As soon as it is there, unless the person has gone elsewhere meanwhile. */
export function focusOn(find: string | (() => Found)) {
  wished = typeof find === 'string' ? () => document.querySelector<HTMLElement>(find) : find;
  settle();
}

export function startFocus() {
  const moved = () => {
    wished = null;
  };
  document.addEventListener('focusin', keep);
  document.addEventListener('pointerdown', moved, { capture: true });
  document.addEventListener('click', answering, { capture: true });
  document.addEventListener(
    'keydown',
    event => {
      settle(); // a letter that comes now goes to where the focus is, not to the keys
      if (event.key === 'Tab') moved();
    },
    { capture: true },
  );
  document.addEventListener('focusout', () => requestAnimationFrame(() => settle()));
  new MutationObserver(records =>
    settle(records.flatMap(one => [...one.addedNodes].filter(node => node instanceof Element))),
  ).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled', 'hidden', 'open'],
  });
}
