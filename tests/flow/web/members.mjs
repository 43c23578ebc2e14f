// SPDX-License-Identifier: Apache-2.0
// Every route of docs/openapi.json: what stands after '?' is a member it knows, once, and fits; else it is
// refused by name and nothing is done. A body comes as what the route takes (415 otherwise), with the members
// it knows; of what a client may expect, 100-continue alone is known (417).
import { readFileSync } from 'node:fs';
import { Site, check, finish, PASSWORD } from './site.mjs';

const site = new Site();
const roles = [...readFileSync('schemas/roles.def', 'utf8').matchAll(/^ROLE\((\w+)/gm)].map(([, role]) => role);
const one = site.user('everything', 'admin', null);
await site.start();
await site.signIn('everything');
for (const role of roles) await site.ask('POST', `/api/v1/people/${one}/grants`, { as: 'everything', json: { role, team: null } });

// What another system asks, it asks by a key.
const { key } = (await site.ask('POST', '/api/v1/keys', { as: 'everything', json: { name: 'PBX', scopes: 'calls events', days: 1 } })).json;

const NONE = '019de000-0000-7000-8000-000000000000';
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const routes = Object.entries(paths).flatMap(([path, ways]) => Object.entries(ways).map(([method, way]) => ({
  method: method.toUpperCase(), path: path.replace('{id}', NONE).replace('{token}', 'A'.repeat(43)), name: `${method.toUpperCase()} ${path}`,
  body: way.requestBody && Object.keys(way.requestBody.content)[0], keyed: way.security?.[0]?.key && { authorization: `Bearer ${key}` },
  members: (way.parameters ?? []).filter(p => p.in === 'query'),
})));
check('members: the routes are all of them', routes.length === readFileSync('schemas/routes.def', 'utf8').match(/^[A-Z]+\((GET|POST|PUT|PATCH|DELETE),/gm).length, String(routes.length));

const ask = (route, query, more = {}) => site.ask(route.method, route.path + query, { as: 'everything', ...more, headers: { ...more.headers, ...route.keyed } });
const says = r => { try { return JSON.parse(r.bytes).text ?? ''; } catch { return ''; } };
const refused = (r, name) => (r.status === 400 || r.status === 422) && says(r).includes(name);
const done = () => site.sql("SELECT count(*) FROM audit WHERE event NOT IN ('audit.read', 'listenings.read', 'listenings.exported')"); // a fit member of those routes reads them
const before = done();

// ---- what stands after '?' ----------------------------------------------------------------------
const misfits = ({ schema: s }) => s.enum ? ['nosuch'] : s.type === 'integer' ? ['x', '-1', '1.5', ...(s.maximum ? [String(s.maximum + 1)] : [])]
  : s.format === 'uuid' ? ['x', NONE.slice(1)] : ['%zz', '%00', '%E5', 'a'.repeat(s.maxLength + 1)];
const fit = ({ name, schema: s }) => s.enum?.[0] ?? (name === 'after' && s.type === 'string' ? `1.${NONE}` : null) ?? (s.type === 'integer' ? String(s.minimum) : s.format === 'uuid' ? NONE : 'a');

for (const route of routes) {
  const body = route.body && { body: '{}', headers: { 'content-type': route.body } };
  const stranger = await ask(route, '?nosuch=1', body);
  check(`members: ${route.name} refuses one it does not know, by name`, refused(stranger, 'nosuch'), `${stranger.status} ${stranger.bytes}`);
  for (const member of route.members) {
    for (const value of misfits(member)) {
      const r = await ask(route, `?${member.name}=${value}`, body);
      check(`members: ${route.name} refuses ${member.name}=${value.slice(0, 20)}`, refused(r, member.name), `${r.status} ${r.bytes}`);
    }
    const twice = await ask(route, `?${member.name}=${fit(member)}&${member.name}=${fit(member)}`, body);
    check(`members: ${route.name} takes ${member.name} once`, refused(twice, member.name), `${twice.status} ${twice.bytes}`);
    const good = await ask(route, `?${member.name}=${fit(member)}`, body);
    check(`members: ${route.name} takes ${member.name}=${fit(member)}`, good.status === 200 || good.status === 404 || !says(good).startsWith(member.name), `${good.status} ${good.bytes}`);
  }
}

// ---- how a body is sent ---------------------------------------------------------------------------
for (const route of routes.filter(r => r.body)) {
  const other = route.body === 'text/csv' ? 'application/json' : 'text/csv';
  for (const type of [other, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', undefined]) {
    const r = await ask(route, '', { body: '{}', headers: type ? { 'content-type': type } : {} });
    check(`members: ${route.name} takes no ${type ?? 'body without its type'}`, r.status === 415 && says(r).includes(route.body), `${r.status} ${r.bytes}`);
  }
  const coded = await ask(route, '', { body: '{}', headers: { 'content-type': route.body, 'content-encoding': 'gzip' } });
  check(`members: ${route.name} takes no coded body`, coded.status === 415 && says(coded).length > 10, `${coded.status} ${coded.bytes}`);
}
for (const route of routes.filter(r => r.body === 'application/json' && !r.path.includes(NONE))) { // the others: authz.mjs
  const r = await ask(route, '', { json: { nosuch: 1 } });
  check(`members: ${route.name} refuses a field it does not know, by name`, refused(r, 'nosuch'), `${r.status} ${r.bytes}`);
}
const ODD_PREFS = { rate: [0, 5, '1'], skip: [1], pan: ['left'], agent: [-1], caller: [5], backoff_ms: [1.5, 60001], keys_where: ['x'],
  keys: [[], { a: 1 }, { a: '' }, { a: 'x'.repeat(41) }], read: [['x'], 'x'], speed: [1] };
for (const [name, values] of Object.entries(ODD_PREFS)) for (const value of values) {
  const r = await ask(routes.find(one => one.name === 'PUT /api/v1/me/prefs'), '', { json: { [name]: value } });
  check(`members: of what a person chose, ${name}=${JSON.stringify(value).slice(0, 20)} is refused by name`, refused(r, name), `${r.status} ${r.bytes}`);
}
for (const route of routes.filter(r => r.method !== 'GET')) {
  const r = await ask(route, '', { headers: { expect: 'a-miracle', ...(route.body && { 'content-type': route.body }) }, ...(route.body && { body: '{}' }) });
  check(`members: ${route.name} does no miracle`, r.status === 417 && says(r).length > 10, `${r.status} ${r.bytes}`);
}
check('members: nothing of it was done', done() === before);
check('members: the person is as she was', site.sql(`SELECT count(*) FROM session WHERE person = x'${one.replaceAll('-', '')}'`).trim() === '1');
await finish(site);
