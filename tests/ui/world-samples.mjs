// SPDX-License-Identifier: Apache-2.0
// A centre to draw from: two teams, a quality lead, three weeks of calls (tests/seed makes them).
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Site } from '../flow/web/site.mjs';
import { PASSWORD } from './realserver.mjs';

const PEOPLE = [
  ['Karin Holm', 'karin', 'quality'],
  ['Maria Ek', 'maria', 'coach', 'Lag Norr'],
  ['Timo Virtanen', 'timo', 'coach', 'Lag Norr'],
  ['Anna Lindqvist', 'anna', 'agent', 'Lag Norr', 40],
  ['Johan Berglund', 'johan', 'agent', 'Lag Norr', 30],
  ['Fatima Yusuf', 'fatima', 'agent', 'Lag Norr', 22],
  ['Petra Kallio', 'petra', 'agent', 'Lag Norr', 1],
  ['Sara Öberg', 'sara', 'newhire', 'Lag Norr', 5],
  ['Omar Haddad', 'omar', 'agent', 'Lag Syd', 12],
];

export async function serveSamples() {
  const site = new Site();
  const password = join(site.data, 'secret');
  writeFileSync(password, PASSWORD, { mode: 0o600 });
  for (const [name, login, role, team, calls] of PEOPLE) {
    site.run('medlyss', 'user', 'add', '--data', site.data, '--name', name, '--login', login, '--role', role,
      ...(team ? ['--team', team] : []), '--password-file', password);
    if (calls) site.calls(login, team, calls, 5000);
  }
  await site.start();
  return { url: `http://localhost:${site.port}`, close: () => site.stop() };
}
