// SPDX-License-Identifier: Apache-2.0
// Where each voice is heard. The file keeps agent left and caller right; headphones all day want both
// voices in both ears, softly apart. Four gains between a splitter and a merger do every choice.

export type Pan = 'soft' | 'mono' | 'wide';
export type Solo = 'both' | 'agent' | 'caller';
export type Mix = { pan: Pan; solo: Solo; agent: number; caller: number }; // levels 0–2

// [own ear, other ear]. Soft keeps the sum of powers that wide has, so nothing gets louder.
const EARS: Record<Pan, [number, number]> = { soft: [0.88, 0.47], mono: [0.7, 0.7], wide: [1, 0] };
const GLIDE_S = 0.015; // a gain set at once is heard as a click

export class Graph {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  private readonly gains: [GainNode, GainNode, GainNode, GainNode];
  private readonly straight: GainNode;
  private mix: Mix = { pan: 'soft', solo: 'both', agent: 1, caller: 1 };
  private channels = 2;

  constructor(audio: HTMLAudioElement) {
    const { context } = this;
    const source = context.createMediaElementSource(audio);
    const splitter = context.createChannelSplitter(2);
    const merger = context.createChannelMerger(2);
    const limiter = context.createDynamicsCompressor(); // a raised level must never clip an ear
    limiter.threshold.value = -3;
    limiter.knee.value = 0;
    limiter.ratio.value = 20;
    limiter.attack.value = 0.002;
    const gain = (from: number, to: number) => {
      const node = context.createGain();
      splitter.connect(node, from);
      node.connect(merger, 0, to);
      return node;
    };
    this.gains = [gain(0, 0), gain(0, 1), gain(1, 0), gain(1, 1)];
    this.straight = context.createGain();
    source.connect(splitter);
    source.connect(this.straight).connect(limiter);
    merger.connect(limiter).connect(context.destination);
    this.apply();
  }

  set(mix: Mix, channels: number) {
    this.mix = mix;
    this.channels = channels;
    this.apply();
  }

  wake() {
    return this.context.state === 'suspended' ? this.context.resume() : Promise.resolve();
  }

  private apply() {
    const { pan, solo, agent, caller } = this.mix;
    const [own, other] = solo === 'both' ? EARS[pan] : EARS.mono; // alone, a voice is in both ears
    const mono = this.channels < 2;
    const a = mono || solo === 'caller' ? 0 : agent;
    const c = mono || solo === 'agent' ? 0 : caller;
    const wanted = [a * own, a * other, c * other, c * own];
    this.gains.forEach((node, at) => this.glide(node, wanted[at]!));
    this.glide(this.straight, mono ? 1 : 0);
  }

  private glide(node: GainNode, value: number) {
    node.gain.setTargetAtTime(value, this.context.currentTime, GLIDE_S);
  }
}
