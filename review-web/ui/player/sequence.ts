// SPDX-License-Identifier: Apache-2.0
// Several clips heard as one: each is opened (an act with its own receipt) when its turn comes,
// and the next begins by itself. Used by listening lists and by the digest of new feedback.
import type { Deck, Sound } from './deck';

export type Clip = { call: string; channels: number; from: number; to: number };
export type Watch = {
  changed(index: number | null): void;
  failed(cause: unknown): void;
  ended(): void;
};

export class Sequence {
  index: number | null = null;
  private offs: (() => void)[];
  private turn = 0; // a later start makes an earlier one's answer stale
  private wish = false; // while a clip is being opened: whether it is to sound then

  /** open gives a clip's sound; it may ask the service. */
  constructor(
    private deck: Deck,
    readonly clips: Clip[],
    private open: (clip: Clip) => Promise<Sound>,
    private watch: Watch,
  ) {
    this.offs = [
      deck.on('ended', () => {
        if (this.index !== null) void this.next();
      }),
      deck.on('state', () => {
        if (deck.state === 'failed' && this.index !== null) this.fail(deck.failure);
      }),
    ];
  }

  get playing() {
    return this.index !== null && (this.opening ? this.wish : this.deck.playing);
  }
  private get opening() {
    return this.deck.state === 'empty';
  }

  async start(index: number, at?: number) {
    const clip = this.clips[index];
    if (!clip) return this.finish();
    const turn = ++this.turn;
    this.deck.unload(); // what sounds until the next is there is not the next
    this.index = index;
    this.wish = true;
    this.watch.changed(index);
    try {
      const sound = await this.open(clip);
      if (turn !== this.turn) return;
      this.deck.load(sound, at ?? clip.from, [clip.from, clip.to]);
      if (this.wish) void this.deck.play();
    } catch (cause) {
      if (turn === this.turn) this.fail(cause);
    }
  }

  next() {
    return this.start((this.index ?? -1) + 1);
  }

  /** Plays on where it stands, or stops there. */
  toggle() {
    if (!this.opening) return this.deck.toggle();
    this.wish = !this.wish;
    this.watch.changed(this.index);
  }

  /** Nothing of it sounds any more. */
  stop() {
    this.turn++;
    this.index = null;
    this.deck.unload();
    this.watch.changed(null);
  }

  close() {
    this.turn++;
    this.index = null;
    for (const off of this.offs) off();
    this.deck.unload();
  }

  private fail(cause: unknown) {
    this.index = null;
    this.watch.changed(null);
    this.watch.failed(cause);
  }

  private finish() {
    this.index = null;
    this.deck.pause();
    this.watch.changed(null);
    this.watch.ended();
  }
}
