// SPDX-License-Identifier: Apache-2.0
// Several clips heard as one: each is opened (an act with its own receipt) when its turn comes,
// and the next begins by itself. Used by listening lists and by the digest of new feedback.
import type { Deck } from './deck';

export type Clip = { call: string; channels: number; from: number; to: number };
export type Watch = {
  changed(index: number | null): void;
  failed(cause: unknown): void;
  ended(): void;
};

export class Sequence {
  index: number | null = null;
  private off: () => void;
  private turn = 0; // a later start makes an earlier one's answer stale

  /** open gives the address of a clip's sound; it may ask the service. */
  constructor(
    private deck: Deck,
    readonly clips: Clip[],
    private open: (clip: Clip) => Promise<string>,
    private watch: Watch,
  ) {
    this.off = deck.on('ended', () => {
      if (this.index !== null) void this.next();
    });
  }

  async start(index: number, at?: number) {
    const clip = this.clips[index];
    if (!clip) return this.finish();
    const turn = ++this.turn;
    this.deck.pause();
    this.index = index;
    this.watch.changed(index);
    try {
      const url = await this.open(clip);
      if (turn !== this.turn) return;
      this.deck.load(url, clip.channels, at ?? clip.from);
      this.deck.stopAt = clip.to;
      await this.deck.play();
    } catch (cause) {
      if (turn === this.turn) {
        this.index = null;
        this.watch.failed(cause);
      }
    }
  }

  next() {
    return this.start((this.index ?? -1) + 1);
  }

  /** Plays on from a place in the clip that is loaded, and stops at its end as before. */
  resume(at?: number) {
    const clip = this.index === null ? undefined : this.clips[this.index];
    if (!clip) return;
    this.deck.stopAt = clip.to;
    if (at !== undefined) this.deck.seek(at);
    void this.deck.play();
  }

  close() {
    this.turn++;
    this.index = null;
    this.off();
    this.deck.unload();
  }

  private finish() {
    this.index = null;
    this.deck.pause();
    this.watch.changed(null);
    this.watch.ended();
  }
}
