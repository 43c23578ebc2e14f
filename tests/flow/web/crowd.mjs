// SPDX-License-Identifier: Apache-2.0
// A crowd: people who read every page at once, write, listen, hang up in the middle of an answer, sign
// out under their own streams; then the service is told to end while they go on. Nothing answers 5xx
// but "busy", it ends by itself, and what was written is whole. CLIENTS=… ROUNDS=… for a longer one.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { Site, check, finish } from './site.mjs';

const CLIENTS = Number(process.env.CLIENTS ?? 24), ROUNDS = Number(process.env.ROUNDS ?? 40);
const seed = Number(process.env.SEED ?? Date.now() % 1e9);
console.log(`seed ${seed}`);
let state = seed || 1;
const chance = below => {
  state = (state * 48271) % 2147483647;
  return Math.floor(state / 2147483647 * below);
};
const site = new Site();
const people = [['anna', 'agent', 'A'], ['omar', 'agent', 'B'], ['maria', 'coach', 'A'], ['kim', 'quality', null],
  ['adam', 'admin', null], ['dan', 'dpo', null]];
const id = {};
for (const [login, role, team] of people) id[login] = site.user(login, role, team);
const calls = [...site.calls('anna', 'A', 4, 400_000), ...site.calls('omar', 'B', 4, 400_000)];
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);

const pages = readFileSync('schemas/routes.def', 'utf8').matchAll(/^\w+\(GET, +"([^"{]+)"/gm);
const reads = [...pages].map(one => one[1]).filter(path => path !== '/api/v1/events');
const any = list => list[chance(list.length)];
const one = call => `/api/v1/interactions/${call}`;
const counts = {}, broken = [];
const seen = (status, what) => {
  counts[status] = (counts[status] ?? 0) + 1;
  if (status >= 500 && status !== 503) broken.push(`${what}: ${status}`);
};

/** Asks, and hangs up after so many ms, whatever has come by then. */
const leave = (as, path, ms) => new Promise(done => {
  const req = http.request({ port: site.port, path, headers: { cookie: site.cookies[as] }, agent: false }, res => res.resume());
  req.on('error', () => {});
  req.on('close', done);
  req.end();
  setTimeout(() => req.destroy(), ms);
});
const ask = async (as, method, path, json) => {
  const got = await site.ask(method, path, { as, json });
  seen(got.status, `${method} ${path} as ${as}`);
  return got;
};
const listen = async as => {
  const { json } = await ask(as, 'POST', '/api/v1/listenings', { interaction: any(calls), reason: 'review' });
  if (!json?.audio) return;
  await Promise.all([ask(as, 'GET', json.peaks), leave(as, json.audio, chance(30)), ask(as, 'GET', json.audio)]);
  await ask(as, 'PUT', `/api/v1/listenings/${json.id}`, { heard: [[0, 1000 + chance(1000)]] });
};
const deeds = [
  as => ask(as, 'GET', any(reads)),
  as => ask(as, 'GET', any(reads)),
  as => ask(as, 'GET', one(any(calls))),
  as => ask(as, 'POST', `${one(any(calls))}/notes`, { at_ms: chance(9000), len_ms: 0, kind: 'keep', aspect: null, body: 'hej', reply_to: null }),
  as => ask(as, 'PUT', `${one(any(calls))}/outcome`, { outcome: any(['solved', 'handed_over', null]) }),
  as => leave(as, '/api/v1/events', 20 + chance(600)),
  as => leave(as, any(reads), chance(6)),
  listen,
];
let ending = false;
async function visitor(n) {
  const as = any(people)[0];
  for (let i = 0; i < ROUNDS && !ending; i++) await any(deeds)(as).catch(cause => ending || broken.push(`${n}: ${cause}`));
}
async function doors() { // out under one's own streams, and in again
  for (let i = 0; i < 3 && !ending; i++) {
    await ask('omar', 'DELETE', '/api/v1/session');
    await site.signIn('omar').catch(cause => ending || broken.push(String(cause)));
  }
}
await Promise.all([doors(), ...Array.from({ length: CLIENTS }, (_, n) => visitor(n))]);
check('a crowd is answered', broken.length === 0 && counts[200] > CLIENTS, broken.slice(0, 5).join('; ') || JSON.stringify(counts));
console.log(`  ${JSON.stringify(counts)}`);

const rest = Array.from({ length: CLIENTS }, (_, n) => visitor(n));
await new Promise(done => setTimeout(done, 150));
ending = true;
site.process.kill('SIGTERM');
const end = await site.ended;
check('told to end among them, it ends by itself', end.code === 0, JSON.stringify(end));
await Promise.all(rest);
const faults = site.verify().split('\n').filter(l => l && !l.includes('"wrong":"recording"') && !l.includes('"note":')); // seed's sound is made up
check('and what was written is whole', faults.length === 0, faults.slice(0, 3).join(' '));
await finish(site);
