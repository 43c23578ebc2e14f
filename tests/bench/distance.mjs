// SPDX-License-Identifier: Apache-2.0
// distance.mjs REFERENCE.raw HEARD.raw: how far one mono sound (16 bit, 8 kHz) is from another.
// {"distance": log-spectral distance in dB, "active": frames with voice, "gated": those of them that
// are silent in HEARD}. Frames of 32 ms, half overlapping, Hann window, 300–3400 Hz in 20 bands of equal
// width on the mel scale; per frame the root mean square over the bands of the level difference in dB,
// then the mean over the active frames (reference within 35 dB of its loudest frame and above −50 dBFS).
// HEARD is first moved (±120 ms) and scaled to where it fits best, for a decoder's delay is no fault.
import { readFileSync } from 'node:fs';

const RATE = 8000, N = 256, HOP = 128, BANDS = 20, SLACK = 960;
const read = file => {
  const b = readFileSync(file);
  return Float64Array.from(new Int16Array(b.buffer, b.byteOffset, b.length >> 1), v => v / 32768);
};
const [ref, out] = process.argv.slice(2, 4).map(read);

function shift() { // of HEARD against the reference, by the sum of products over a stretch of both
  let best = 0, most = -Infinity;
  const from = SLACK, n = Math.min(ref.length, out.length, 60000) - 2 * SLACK;
  for (let lag = -SLACK; lag <= SLACK; lag++) {
    let sum = 0;
    for (let i = 0; i < n; i += 3) sum += ref[from + i] * out[from + i + lag];
    if (sum > most) [most, best] = [sum, lag];
  }
  return best;
}

const window = Float64Array.from({ length: N }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / N));
const cos = Float64Array.from({ length: N }, (_, i) => Math.cos((2 * Math.PI * i) / N));
const sin = Float64Array.from({ length: N }, (_, i) => Math.sin((2 * Math.PI * i) / N));
const mel = hz => 2595 * Math.log10(1 + hz / 700);
const edges = Array.from({ length: BANDS + 1 }, (_, i) => {
  const m = mel(300) + ((mel(3400) - mel(300)) * i) / BANDS;
  return Math.round(((700 * (10 ** (m / 2595) - 1)) / RATE) * N);
});
function bands(x, at) {
  const power = k => {
    let re = 0, im = 0;
    for (let i = 0; i < N; i++) {
      const v = x[at + i] * window[i];
      re += v * cos[(i * k) % N];
      im -= v * sin[(i * k) % N];
    }
    return re * re + im * im;
  };
  return edges.slice(1).map((to, i) => {
    let sum = 0, n = 0;
    for (let k = edges[i]; k < Math.max(to, edges[i] + 1); k++, n++) sum += power(k);
    return 10 * Math.log10(sum / n + 1e-9);
  });
}
const level = (x, at) => {
  let sum = 0;
  for (let i = 0; i < N; i++) sum += x[at + i] ** 2;
  return 10 * Math.log10(sum / N + 1e-12);
};

const lag = shift();
let cross = 0, own = 0;
for (let i = SLACK; i < Math.min(ref.length, out.length) - SLACK; i++) {
  cross += ref[i] * out[i + lag];
  own += out[i + lag] ** 2;
}
const gain = own > 0 ? 20 * Math.log10(cross / own) : 0;
const frames = [];
for (let at = SLACK; at + N + SLACK < Math.min(ref.length, out.length); at += HOP) frames.push(at);
const loudest = Math.max(...frames.map(at => level(ref, at)));
const active = frames.filter(at => level(ref, at) > Math.max(loudest - 35, -50));
let sum = 0, gated = 0;
for (const at of active) {
  if (level(out, at + lag) < -70) gated++;
  const a = bands(ref, at), b = bands(out, at + lag);
  sum += Math.sqrt(a.reduce((s, v, i) => s + (v - b[i] - gain) ** 2, 0) / BANDS);
}
console.log(JSON.stringify({ distance: Number((sum / active.length).toFixed(2)), active: active.length, gated,
  lag_ms: (lag * 1000) / RATE, gain_db: Number(gain.toFixed(2)) }));
