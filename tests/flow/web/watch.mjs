// SPDX-License-Identifier: Apache-2.0
// "Who heard Lena's calls this week": the data-protection officer asks by agent, by listener, by call, by
// reason and by day, and takes it out. Both leave their line in the log; nobody else may.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
site.user('lena', 'agent', 'A', '1001');
site.user('omar', 'agent', 'A', '1002');
site.user('maria', 'coach', 'A');
site.user('dan', 'dpo', null);
const plan = join(site.data, 'plan.json'), pcap = join(site.data, 'calls.pcap');
const to = number => ({ length: 4, caller: { sounds: [{ tone: 700 }] }, callee: { number, sounds: [{ tone: 1100 }] } });
writeFileSync(plan, JSON.stringify({ calls: [to('1001'), to('1002')] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });
await site.start();
for (const login of ['lena', 'omar', 'maria', 'dan']) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const rows = async (as, path) => (await ask(as, 'GET', path)).json.rows;
const id = {};
for (const login of ['lena', 'omar', 'maria']) id[login] = (await ask(login, 'GET', 'me')).json.id;
const call = {};
for (const one of await rows('maria', 'interactions')) call[one.agent.name.toLowerCase().includes('lena') ? 'lena' : 'omar'] = one.id;
const open = (as, whose, reason) => ask(as, 'POST', 'listenings', { interaction: call[whose], reason });
await open('maria', 'lena', 'review');
await open('maria', 'lena', 'review');
await open('maria', 'omar', 'complaint');
await open('lena', 'lena', 'own');

const log = (more = '') => rows('dan', `audit/listenings${more}`);
const told = list => list.map(one => `${one.person.id === id.maria ? 'maria' : 'lena'}:${one.interaction.agent.id === id.lena ? 'lena' : 'omar'}:${one.reason}:${one.times}`).sort().join(' ');
check('all, a row for a sitting', told(await log()) === 'lena:lena:own:1 maria:lena:review:2 maria:omar:complaint:1', told(await log()));
check('whose calls', told(await log(`?agent=${id.lena}`)) === 'lena:lena:own:1 maria:lena:review:2');
check('who listened', told(await log(`?person=${id.lena}`)) === 'lena:lena:own:1');
check('for what', told(await log('?reason=complaint')) === 'maria:omar:complaint:1');
check('of one call', told(await log(`?call=${call.omar}`)) === 'maria:omar:complaint:1');
check('after today nothing', (await log(`?from=${Date.now() + 60_000}`)).length === 0);
check('until yesterday nothing', (await log(`?to=${Date.now() - 86_400_000}`)).length === 0);
check('all asked at once', told(await log(`?agent=${id.lena}&person=${id.maria}&reason=review&from=${Date.now() - 60_000}`)) === 'maria:lena:review:2');
const lines = event => Number(site.sql(`SELECT count(*) FROM audit WHERE event = '${event}'`));
check('each reading is in the log', lines('listenings.read') >= 8, lines('listenings.read'));
check('taken out', told(await rows('dan', `audit/listenings/export?agent=${id.omar}`)) === 'maria:omar:complaint:1');
check('taking it out is a line of its own', lines('listenings.exported') === 1);
for (const login of ['lena', 'maria'])
  for (const path of ['audit/listenings', 'audit/listenings/export'])
    check(`${login} reads no ${path}`, (await ask(login, 'GET', path)).status === 403);
await finish(site);
