// SPDX-License-Identifier: Apache-2.0
// What is answered over every route that reads, by every person of a house that is there (make demo):
//   node tests/flow/web/told.mjs HOUSE FILE [PASSWORD]     with BIN: the programs that serve it
// writes the answers, one a line, to compare two versions of the programs over copies of one house:
// times of this very moment and tokens are left out. Each is checked against docs/openapi.json too.
import { readFileSync, writeFileSync } from 'node:fs';
import { Site } from './site.mjs';

const [data, file, password] = process.argv.slice(2);
const routes = [...readFileSync('schemas/routes.def', 'utf8').matchAll(/^(?:ROUTE|HASHED|LONGER|SHEET|TAKEN)\(GET,\s*"([^"]+)"/gm)]
  .map(([, path]) => path).filter(path => !/events|audio|peaks|healthz/.test(path));
const site = new Site({ at: data });
const logins = site.sql("SELECT login FROM person WHERE login IS NOT NULL AND state = 'active' ORDER BY login").trim().split('\n');
await site.start();

// Ids of everything, so that what may not be seen is asked for too.
const ids = (query, most = 12) => site.sql(`${query} LIMIT ${most}`).trim().split('\n').filter(Boolean)
  .map(hex => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
const of = {
  interactions: [...ids("SELECT hex(id) FROM interaction ORDER BY started_ms DESC", 40), ...ids('SELECT DISTINCT hex(interaction) FROM evaluation ORDER BY interaction', 8)],
  evaluations: [...ids('SELECT hex(id) FROM evaluation ORDER BY created_ms DESC', 12), ...ids('SELECT DISTINCT hex(evaluation) FROM dispute'), ...ids("SELECT hex(id) FROM evaluation WHERE kind = 'self'")],
  rubric_versions: ids('SELECT hex(id) FROM rubric_version'),
  lists: ids('SELECT hex(id) FROM listening_list'),
  coaching: ids('SELECT hex(id) FROM coaching_plan'),
  calibrations: ids('SELECT hex(id) FROM calibration_session'),
  sample_plans: ids('SELECT hex(id) FROM sample_plan'),
  sample_draws: ids('SELECT hex(id) FROM sample_draw', 6),
  teams: ids('SELECT hex(id) FROM team'),
  trends: ids("SELECT hex(person) FROM role_grant WHERE role = 'agent' ORDER BY person", 4),
};
const queries = {
  '/api/v1/precedents': ['?rubric=core'], '/api/v1/disputes': ['?state=waiting', '?state=decided'],
  '/api/v1/severity': ['?rubric=core'], '/api/v1/sample_precision': ['?period=week&take=2&per_agent=1&min_ms=60000&rubric_key=core'],
  '/api/v1/interactions': ['', '?limit=7&outcome=solved', '?q=snö'],
};
function paths(path) {
  if (!path.includes('{id}')) return (queries[path] ?? ['']).map(query => path + query);
  const noun = /trends\/teams/.test(path) ? 'teams' : path.split('/')[3];
  return (of[noun] ?? []).map(id => path.replace('{id}', id));
}
const NOW = /"(since_ms|saved_ms|recording_now_ms|at_now_ms)":\d+/g;
const sorted = v => Array.isArray(v) ? v.map(sorted)
  : v && typeof v === 'object' ? Object.fromEntries(Object.keys(v).sort().map(key => [key, sorted(v[key])])) : v;
const said = [];
for (const login of logins) {
  await site.signIn(login, password);
  for (const route of routes)
    for (const path of paths(route)) {
      const r = await site.ask('GET', path, { as: login });
      let text = r.bytes.toString();
      try { text = JSON.stringify(sorted(JSON.parse(text))); } catch { /* a calendar */ }
      said.push(`${login}\t${path}\t${r.status}\t${text.replace(NOW, '"$1":0').replace(/DTSTAMP:\w+/g, '')}`);
    }
}
writeFileSync(file, said.join('\n'));
console.log(`${said.length} answers, ${said.filter(line => line.split('\t')[2] === '200').length} of them with something`);
site.process.kill('SIGTERM');
await site.ended;
process.exit(0);
