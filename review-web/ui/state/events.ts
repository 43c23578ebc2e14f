// SPDX-License-Identifier: Apache-2.0
// What happens while one looks: a call has arrived, somebody wrote. A browser keeps few connections to
// one house (six, over HTTP/1.1): its tabs share one stream, held by one of them, and by the next when
// that is closed. What happened while nobody listened is told by nobody: all that is shown is then
// asked for anew.
import { signal } from '@preact/signals';
import { told, type Told, type ToldOf } from 'gen/api';
import { session } from '../api';

type Happening = { name: Told | 'missed'; interaction?: string | null };
/** 'note' or 'note.added': what makes something stale. */
export type Stale = ToldOf | Told;

const SHARED = 'medlyss-events';
const REFUSED_MS = 5000; // until one asks again, where somebody answered that there is nothing to hear
export const happened = signal<Happening | null>(null);
let ends: AbortController | null = null;

/** Is what is shown, of this call or of any, stale now? */
export const concerns = (event: Happening, stale: readonly Stale[], call?: string) =>
  event.name === 'missed'
    ? stale.length > 0
    : (!call || !event.interaction || event.interaction === call) &&
      stale.some(one => event.name === one || event.name.startsWith(`${one}.`));

function interactionOf(text: string) {
  try {
    return (JSON.parse(text) as Happening).interaction;
  } catch {
    return null;
  }
}

/** One stream. It comes back by itself when the line breaks; false: it was refused (the service is
    starting behind a proxy, it has too many), which a browser takes for the end. */
function stream(end: AbortSignal, say: (event: Happening) => void, late: boolean) {
  const source = new EventSource('/api/v1/events');
  source.addEventListener('open', () => {
    if (late) say({ name: 'missed' });
    late = true;
  });
  for (const name of told)
    source.addEventListener(name, message =>
      say({ name, interaction: interactionOf((message as MessageEvent<string>).data) }),
    );
  return new Promise<boolean>(done => {
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) done(false);
    });
    end.addEventListener('abort', () => {
      source.close();
      done(true);
    });
  });
}

/** Listens until the end; `late`: something may have happened before. Why it is refused the service
    says to a question: the session may be over. */
async function listen(end: AbortSignal, say: (event: Happening) => void, late: boolean) {
  while (!end.aborted && !(await stream(end, say, late))) {
    late = true;
    await session.me().catch(() => {});
    await new Promise(done => setTimeout(done, REFUSED_MS));
  }
}

async function share(end: AbortSignal) {
  const tabs = new BroadcastChannel(SHARED);
  const hear = (event: Happening) => {
    happened.value = event;
  };
  const say = (event: Happening) => {
    hear(event);
    tabs.postMessage(event);
  };
  tabs.onmessage = message => hear(message.data as Happening);
  end.addEventListener('abort', () => tabs.close());
  if (!navigator.locks) return listen(end, hear, false);
  const first = await navigator.locks.request(SHARED, { ifAvailable: true }, lock =>
    lock ? listen(end, say, false).then(() => true) : false,
  );
  if (!first) await navigator.locks.request(SHARED, { signal: end }, () => listen(end, say, true));
}

let before = false; // it was listened to once: what happened since was heard by nobody

export function listenForEvents(on: boolean) {
  if (on === Boolean(ends)) return;
  ends?.abort();
  ends = on ? new AbortController() : null;
  if (!ends) return;
  if (before) happened.value = { name: 'missed' };
  before = true;
  void share(ends.signal).catch(() => {}); // signed out while it waited
}
