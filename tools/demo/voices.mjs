// SPDX-License-Identifier: Apache-2.0
// Speaks and plays: each utterance a WAV file by espeak-ng, the hold music by sox. Made once a run.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Length in seconds from a WAV's own head (16-bit mono, as espeak-ng and sox write it).
const wavSeconds = (path) => {
  const b = readFileSync(path);
  const bytesPerSecond = b.readUInt32LE(28);
  return (b.length - 44) / bytesPerSecond;
};

export class Voices {
  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  async say(voice, text) {
    const name = createHash('sha256').update(`${voice}\n${text}`).digest('hex').slice(0, 20);
    const path = join(this.folder, `${name}.wav`);
    const [speaker, pitch, speed] = voice.split(' ');
    if (!existsSync(path))
      await run('espeak-ng', ['-v', speaker, '-p', pitch, '-s', speed, '-a', '90', '-w', path, text]);
    return { wav: path, seconds: wavSeconds(path) };
  }

  // Plucked strings, four bars over and over: nobody's melody.
  async music() {
    const path = join(this.folder, 'hold.wav');
    if (existsSync(path)) return { wav: path, seconds: wavSeconds(path) };
    const notes = ['C4', 'E4', 'G4', 'B4', 'A4', 'G4', 'E4', 'D4'];
    const bars = notes.flatMap((note, i) => [...(i ? [':'] : []), 'synth', '0.5', 'pluck', note]);
    await run('sox', ['-q', '-n', '-r', '16000', '-c', '1', '-b', '16', join(this.folder, 'bar.wav'),
      ...bars, 'gain', '-16']).catch(() => this.plainMusic());
    await run('sox', ['-q', join(this.folder, 'bar.wav'), path, 'repeat', '20']);
    return { wav: path, seconds: wavSeconds(path) };
  }

  async plainMusic() {
    await run('sox', ['-q', '-n', '-r', '16000', '-c', '1', '-b', '16',
      join(this.folder, 'bar.wav'), 'synth', '4', 'pluck', 'C4', 'gain', '-16']);
  }
}

// At most `width` at once, results in order.
export const inParallel = async (width, items, work) => {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i], i);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
};
