// SPDX-License-Identifier: Apache-2.0
// What the player is given of a call beside its sound: whose side, what is missing and why, and what
// the recorder heard. The service's rows have these and more.
export type Side = 'agent' | 'caller' | 'both' | 'mix';
export type GapReason =
  | 'lost'
  | 'hold'
  | 'pause'
  | 'dtx'
  | 'not_seen'
  | 'restart'
  | 'unknown_codec'
  | 'decoder_failed'
  | 'cut'
  | 'encrypted';
export type SpanKind =
  | 'overtalk'
  | 'silence'
  | 'dead_air'
  | 'interruption'
  | 'monologue'
  | 'dtmf'
  | 'voice'
  | 'clock';

type Stretch = { side: Side; from_ms: number; to_ms: number };
export type Gap = Stretch & { reason: GapReason };
export type Span = Stretch & { kind: SpanKind };
