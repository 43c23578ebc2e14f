// SPDX-License-Identifier: Apache-2.0
// Fills the centre: people (by the command), lines, shifts and topics (by the administrator, through
// the web service), and afterwards what was said about the calls.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Person } from './api.mjs';
import { agents, dutyLine, extraGrants, others, sharedLine, teams } from './people.mjs';
import { run } from './stage.mjs';
import { localTime } from './times.mjs';

const DAYS = 7;

export class Centre {
  constructor({ medlyss, data, base, password, work }) {
    Object.assign(this, { medlyss, data, base, password, work });
    this.people = new Map();
  }

  as(login) {
    if (!this.people.has(login)) this.people.set(login, new Person(this.base, login, this.password));
    return this.people.get(login);
  }

  get admin() { return this.as('kim.sandell'); }

  async hire() {
    const file = join(this.work, 'password');
    writeFileSync(file, this.password, { mode: 0o600 });
    for (const p of [...others, ...agents]) {
      const team = p.team === undefined ? [] : ['--team', teams[p.team]];
      const languages = p.languages ? ['--languages', p.languages] : [];
      await run(this.medlyss, ['user', 'add', '--data', this.data, '--name', p.name, '--login', p.login,
        '--role', p.role, ...team, ...languages, '--password-file', file]);
    }
  }

  async furnish(now) {
    const teamRows = (await this.admin.get('/api/v1/teams')).rows;
    const teamId = (i) => teamRows.find((t) => t.name === teams[i])?.id ?? null;
    for (const a of agents)
      await this.admin.post('/api/v1/lines', { name: `Anknytning ${a.line}`, address: a.line, team: teamId(a.team) });
    for (const l of [sharedLine, dutyLine])
      await this.admin.post('/api/v1/lines', { name: l.name, address: l.address, team: teamId(l.team) });
    await this.admin.ask('POST', '/api/v1/shifts', shiftsCsv(now), 'text/csv');
    const rows = (await this.admin.get('/api/v1/people')).rows;
    for (const g of extraGrants) {
      const person = rows.find((p) => p.login === g.login);
      if (person) await this.admin.post(`/api/v1/people/${person.id}/grants`, { role: g.role, team: teamId(g.team) });
    }
  }

  // The interaction that began then on that line.
  async find(who, play) {
    const near = 5000;
    const q = `from=${play.startedMs - near}&to=${play.startedMs + near + 1000}`;
    const rows = (await this.as(who).get(`/api/v1/interactions?${q}`)).rows;
    return rows.length === 1 ? rows[0] : null;
  }
}

// Early and late shifts by turns, so that both morning and evening have somebody on every line.
const shiftsCsv = (now) => {
  const lines = ['login,line,from,to,duty'];
  const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');
  for (let day = DAYS; day >= 0; day--)
    for (const a of agents) {
      const late = a.login === 'marcus.nystrom';
      const from = localTime(now, day, late ? '13:30' : '06:45');
      const to = localTime(now, day, late ? '23:15' : '17:00');
      lines.push(`${a.login},${a.line},${iso(from)},${iso(to)},phone`);
    }
  lines.push(`${dutyLine.login},${dutyLine.address},${iso(now - 3600000)},${iso(now + 12 * 3600000)},phone`);
  return `${lines.join('\n')}\n`;
};
