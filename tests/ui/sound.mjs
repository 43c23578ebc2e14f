// SPDX-License-Identifier: Apache-2.0
// Sound for the tests: two voices by the table of their turns, coded as Ogg Opus, with the peaks the
// recorder would have made of the very same samples. Kept in build/ so that it is made once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './paths.mjs';

const HZ = 8000,
  PER_SECOND = 25;
const SPP = HZ / PER_SECOND;
const folder = join(build, 'ui-sound');

export function random(seed) {
  // mulberry32: small, and equal everywhere
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One voice as samples: turns hold phrases with breaths between, phrases hold syllables. */
function speak(out, side, turns, seed, pitch) {
  const next = random(seed);
  for (const [from, to, level] of turns) {
    for (let at = from; at < to;) {
      const end = Math.min(to, at + 1.1 + next() * 2.2);
      for (let s = at; s < end;) {
        const long = 0.12 + next() * 0.16;
        syllable(
          out,
          side,
          s,
          Math.min(end, s + long),
          level * (0.3 + 0.6 * next()),
          pitch * (0.9 + next() * 0.25),
        );
        s += long;
      }
      at = end + 0.14 + next() * 0.34;
    }
  }
}

function syllable(out, side, from, to, level, pitch) {
  const last = Math.min(out.length / 2, Math.floor(to * HZ));
  const first = Math.floor(from * HZ);
  for (let i = first; i < last; i++) {
    const shape = Math.sin((Math.PI * (i - first + 1)) / (last - first + 1));
    const phase = (2 * Math.PI * pitch * i) / HZ;
    const wave = Math.sin(phase) * 0.6 + Math.sin(2 * phase) * 0.25 + Math.sin(5 * phase) * 0.15;
    out[i * 2 + side] = 28000 * level * shape * wave;
  }
}

function peaksOf(pcm) {
  const length = Math.floor(pcm.length / 2 / SPP);
  const bytes = Buffer.alloc(24 + length * 4);
  [2, 1, HZ, SPP, length, 2].forEach((value, at) => bytes.writeInt32LE(value, at * 4));
  for (let i = 0; i < length; i++) {
    for (const side of [0, 1]) {
      let low = 0,
        high = 0;
      for (let s = i * SPP; s < (i + 1) * SPP; s++) {
        const value = pcm[s * 2 + side] >> 8;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      bytes.writeInt8(low, 24 + i * 4 + side * 2);
      bytes.writeInt8(high, 24 + i * 4 + side * 2 + 1);
    }
  }
  return bytes;
}

const OPUS = [
  '-c:a',
  'libopus',
  '-b:a',
  '40k',
  '-compression_level',
  '0',
  '-page_duration',
  '200000',
  '-f',
  'ogg',
];

async function encode(pcm, path) {
  const child = spawn(
    'ffmpeg',
    ['-v', 'error', '-y', '-f', 's16le', '-ar', String(HZ), '-ac', '2', '-i', '-', ...OPUS, path],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  child.stdin.end(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

const making = new Map();

/** { name, seconds, agent: [[from, to, level]…], caller: […] } → paths of sound and peaks. */
export function sound(call) {
  if (!making.has(call.name)) making.set(call.name, make(call));
  return making.get(call.name);
}

function samples({ seconds, agent, caller }) {
  const pcm = new Int16Array(seconds * HZ * 2);
  speak(pcm, 0, agent, 4711, 120);
  speak(pcm, 1, caller, 2026, 205);
  return pcm;
}

/** Stereo samples as a WAV. */
export function waved(pcm, hz = HZ) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + pcm.byteLength, 4);
  head.write('WAVEfmt ', 8);
  [16, 0x00020001, hz, hz * 4, 0x00100004].forEach((value, at) => head.writeUInt32LE(value, 16 + at * 4));
  head.write('data', 36);
  head.writeUInt32LE(pcm.byteLength, 40);
  return Buffer.concat([head, Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)]);
}

/** The same call as a file a PBX would leave: a stereo WAV. */
export const wav = (call, path) => writeFile(path, waved(samples(call)));

async function make(call) {
  const { name } = call;
  const audio = join(folder, `${name}.opus`),
    peaks = join(folder, `${name}.dat`);
  if (!existsSync(peaks)) {
    await mkdir(folder, { recursive: true });
    const pcm = samples(call);
    await encode(pcm, `${audio}.part`);
    await rename(`${audio}.part`, audio);
    await writeFile(peaks, peaksOf(pcm));
  }
  return { audio, peaks };
}

/** A call of any length that just goes on: by turns, with now and then a word over the other's. */
export function conversation(seconds, seed) {
  const next = random(seed);
  const agent = [],
    caller = [];
  for (let at = 0.5, turn = 0; at < seconds - 2; turn++) {
    const long = Math.min(seconds - 1 - at, 2 + next() * 9);
    (turn % 2 ? caller : agent).push([at, at + long, 0.55 + next() * 0.4]);
    at += long + (next() < 0.15 ? -0.4 : 0.2 + next() * 1.1) + (next() < 0.06 ? 5 : 0);
  }
  return { agent, caller };
}

/** Short bursts in both lanes at known seconds, and nothing else: for measuring drift. */
export function bursts(seconds, every) {
  const turns = [];
  for (let at = every; at < seconds - 1; at += every) turns.push([at, at + 0.2, 1]);
  return { agent: turns, caller: turns };
}
