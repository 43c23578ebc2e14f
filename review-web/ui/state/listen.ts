// SPDX-License-Identifier: Apache-2.0
// Listening is an act: it is opened with a reason, and what was heard is told while one listens.
// The deck is one for the whole visit, so the browser's leave to play is asked for once.
import { listening } from '../api';
import type { Id, Opened, Reason } from '../api/types';
import { Deck } from '../player/deck';
import { words } from '../words';

export const deck = new Deck();

const EVERY_MS = 10_000;
let current: { id: Id; told: string } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function tell(leaving = false) {
  clearTimeout(timer);
  timer = undefined;
  if (!current) return;
  const text = JSON.stringify(deck.heard);
  if (text === current.told || deck.heard.length === 0) return;
  current.told = text;
  void listening.heard(current.id, deck.heard, leaving).catch(() => {}); // the next one says it all
}

export async function openListening(call: Id, reason: Reason, text = ''): Promise<Opened> {
  closeListening();
  const opened = await listening.open(call, reason, text);
  current = { id: opened.id, told: '' };
  return opened;
}

/** Tells the last of it; the deck still holds what was heard. */
export function closeListening() {
  tell(true);
  current = null;
}

/** The phone's own controls say that it is a call, never whose or about what. */
function nameForPhone() {
  if ('mediaSession' in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: words.value.player.mediaTitle });
  }
}

export function startListening() {
  deck.audio.addEventListener('play', nameForPhone);
  deck.on('heard', () => {
    timer ??= setTimeout(() => tell(), EVERY_MS);
  });
  deck.audio.addEventListener('pause', () => tell());
  addEventListener('pagehide', () => tell(true));
  addEventListener('pointerdown', () => deck.warm(), { once: true });
  addEventListener('keydown', () => deck.warm(), { once: true });
}
