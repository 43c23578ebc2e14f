// SPDX-License-Identifier: Apache-2.0
// Listening is an act: it is opened with a reason, and what was heard is told while one listens.
// The deck is one for the whole visit, so the browser's leave to play is asked for once; of several
// tabs the one that was last asked to play is the one that sounds.
import { effect, signal } from '@preact/signals';
import { listening } from '../api';
import { whyNot } from '../api/client';
import type { Heard, Id, Opened, Reason } from '../api/types';
import { Deck, type Sound } from '../player/deck';
import type { Solo } from '../player/graph';
import { words } from '../words';
import { prefs } from './prefs';

export const deck = new Deck();
/** Which voice is heard: of the call that is open, and of no later one. */
export const solo = signal<Solo>('both');

const EVERY_MS = 10_000;
let current: { id: Id; told: string } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let turn = 0; // of two that are opened at once the later counts

function tell(leaving = false) {
  clearTimeout(timer);
  timer = undefined;
  if (!current) return;
  const text = JSON.stringify(deck.heard);
  if (text === current.told || deck.heard.length === 0) return;
  current.told = text;
  void listening.heard(current.id, deck.heard, leaving).catch(() => {}); // the next one says it all
}

/** All one has heard of the call that is open, as the service counts it; null where it does not say. */
export async function askHeard(): Promise<Heard | null> {
  if (!current) return null;
  return listening.heard(current.id, deck.heard).then(
    ({ heard }) => heard,
    () => null,
  );
}

export async function openListening(call: Id, reason: Reason, text = ''): Promise<Opened> {
  closeListening();
  const mine = ++turn;
  const opened = await listening.open(call, reason, text);
  if (mine === turn) current = { id: opened.id, told: '' };
  return opened;
}

/** The sound of what was opened. Leave to listen lives for a while only: then it is asked for anew. */
export const soundOf = (
  { audio }: Opened,
  channels: number,
  call: Id,
  reason: Reason,
  text = '',
): Sound => ({
  url: audio,
  channels,
  whyNot,
  renew: async () => (await openListening(call, reason, text)).audio,
});

/** Tells the last of it; the deck still holds what was heard. */
export function closeListening() {
  tell(true);
  turn++;
  current = null;
}

/** The phone's own controls say that it is a call, never whose or about what. */
function nameForPhone() {
  if ('mediaSession' in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: words.value.player.mediaTitle });
  }
}

function oneTabSounds() {
  const tabs = new BroadcastChannel('medlyss-sounds');
  deck.audio.addEventListener('play', () => tabs.postMessage(''));
  tabs.addEventListener('message', () => deck.pause());
}

export function startListening() {
  deck.audio.addEventListener('play', nameForPhone);
  oneTabSounds();
  deck.on('heard', () => {
    timer ??= setTimeout(() => tell(), EVERY_MS);
  });
  deck.on('renewed', () => {
    deck.heard = []; // the listening before was told of it
  });
  deck.audio.addEventListener('pause', () => tell());
  effect(() => {
    const { pan, agent, caller } = prefs.value;
    deck.setMix({ pan, agent, caller, solo: solo.value });
  });
  addEventListener('pagehide', () => tell(true));
  addEventListener('pointerdown', () => deck.warm(), { once: true });
  addEventListener('keydown', () => deck.warm(), { once: true });
}
