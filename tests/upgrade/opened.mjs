// SPDX-License-Identifier: Apache-2.0
// A house of some release, opened by the programs at hand: the figures it gives.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site } from '../flow/web/site.mjs';

// What a figure of another day is compared by: without what only its own moment knew.
const lasting = (what, names) => Object.fromEntries(names.map(name => [name, what[name]]));

export class Opened extends Site {
  constructor(data) { super({ at: data }); }

  list() {
    return this.run('medlyss', 'list', '--data', this.data, '--json').trim().split('\n').map(row => JSON.parse(row));
  }
  // The packets of each recording, whatever the file says around them.
  sounds() {
    const to = mkdtempSync(join(tmpdir(), 'medlyss-sounds-'));
    this.run('medlyss', 'export', '--data', this.data, '--all', '-o', to);
    const all = Object.fromEntries(readdirSync(to).filter(name => name.endsWith('.opus')).sort().map(name => {
      const packets = execFileSync('ffmpeg', ['-v', 'error', '-i', join(to, name), '-map', '0:a', '-c', 'copy', '-f', 'data', '-']);
      return [name.slice(0, -5), createHash('sha256').update(packets).digest('hex')];
    }));
    rmSync(to, { recursive: true });
    return all;
  }
  trend(at, ...who) {
    const said = JSON.parse(this.run('medlyss', 'trend', '--data', this.data, '--at-ms', String(at), ...who));
    const figure = one => one && lasting(one, ['n', 'estimate']);
    return { n: said.n, now: figure(said.now), correct: figure(said.correct), human: figure(said.human), points: said.points?.map(p => [p.at_ms, p.ppm]) };
  }
  async seen({ evaluations, list }) {
    await this.start();
    for (const login of ['anna', 'omar', 'maria']) await this.signIn(login);
    const get = async (as, path) => (await this.ask('GET', `/api/v1/${path}`, { as })).json;
    const all = { evaluations: [], prefs: (await get('anna', 'me')).prefs, language: (await get('omar', 'me')).ui_language };
    for (const [who, ids] of Object.entries(evaluations))
      for (const one of ids) {
        const e = await get(who, `evaluations/${one}`);
        all.evaluations.push({ ...lasting(e, ['id', 'kind', 'state', 'score']), answers: e.answers.map(a => [a.question, a.value]), disputes: e.disputes?.length });
      }
    all.list = (await get('maria', `lists/${list}`)).items?.map(item => lasting(item, ['from_ms', 'to_ms']));
    all.agreements = (await get('maria', 'agreements')).rows.map(a => lasting(a, ['id', 'version', 'title', 'signed_by']));
    this.agent.destroy();
    this.process.kill('SIGTERM');
    await this.ended;
    return all;
  }
  async figures(said) {
    const { anna, omar } = said.people;
    return {
      calls: this.list(), sounds: this.sounds(), draws: this.run('medlyss', 'sample', 'prove', '--data', this.data),
      audit: createHash('sha256').update(this.sql(`SELECT seq, at_ms, event FROM audit WHERE at_ms < ${said.made_ms} ORDER BY seq`)).digest('hex'),
      trends: [anna, omar].map(who => this.trend(said.made_ms, '--agent', who)), pages: await this.seen(said),
    };
  }
}
