// SPDX-License-Identifier: Apache-2.0
// T13: a word of its own is written into every text a call can have, and it comes from a number of its own. Once
// the call is due and erased, the raw bytes of every file of the house hold none of them: database, its log,
// free pages, spool, audit. The same words of another call stay. The web service runs all the while.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { Site, bin, check, finish } from './site.mjs';

const site = new Site();
const id = {};
for (const [login, role, team, line] of [['anna', 'agent', 'A', '1001'], ['maria', 'coach', 'A'], ['eva', 'coach', 'A'], ['kim', 'quality', null]])
  id[login] = site.user(login, role, team, line);
const plan = join(site.data, 'plan.json'), pcap = join(site.data, 'calls.pcap');
const one = number => ({ length: 6, caller: { number, sounds: [{ speech: 1 }] }, callee: { number: '1001', sounds: [{ speech: 2 }] } });
writeFileSync(plan, JSON.stringify({ calls: [{ at: 0, ...one('0708123987') }, { at: 30, ...one('0708555111') }] }));
execFileSync(join(bin, 'callmaker'), [plan, '-o', pcap], { stdio: 'ignore' });
execFileSync(join(bin, 'medlyss'), ['replay', '--data', site.data, pcap], { stdio: 'ignore' });
for (const file of [plan, pcap]) execFileSync('rm', [file]); // the captures are whose they were
await site.start();
for (const login of Object.keys(id)) await site.signIn(login);
const must = async (as, method, path, json) => {
  const r = await site.ask(method, `/api/v1/${path}`, { as, json });
  if (r.status >= 300) throw new Error(`${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
const calls = (await must('kim', 'GET', 'interactions')).rows.sort((a, b) => a.started_ms - b.started_ms).map(c => c.id);
check('two calls', calls.length === 2);
const form = (await must('maria', 'GET', 'rubrics')).rows.find(f => f.key === 'core').id;

// Every word said of one call; what is made of it is read in no case, and small letters (the words a call is found by).
const said = [];
async function talk(call, k) {
  const word = what => { said.push(`${what}zq${k}`.toLowerCase()); return `${what}zq${k} was said`; };
  await must('anna', 'PUT', `interactions/${call}/title`, { title: word('Titel') });
  for (const kind of ['note', 'private', 'keep'])
    await must(kind === 'private' ? 'anna' : 'maria', 'POST', `interactions/${call}/notes`, { at_ms: 1000, len_ms: 0, kind, aspect: null, body: word(`Note${kind}`).repeat(kind === 'keep' ? 200 : 1), reply_to: null });
  const changed = await must('maria', 'POST', `interactions/${call}/notes`, { at_ms: 1500, len_ms: 0, kind: 'note', aspect: null, body: word('Before'), reply_to: null });
  await must('maria', 'PUT', `notes/${changed.id}`, { at_ms: 1500, len_ms: 0, kind: 'note', aspect: null, body: word('After') });
  await must('anna', 'POST', `interactions/${call}/marks`, { kind: 'thanks', at_ms: 0, detail: word('Mark') });
  await must('maria', 'POST', 'listenings', { interaction: call, reason: 'other', reason_text: word('Reason') });
  const list = (await must('maria', 'POST', 'lists', { title: 'L', why: '' })).id;
  await must('maria', 'POST', `lists/${list}/items`, { items: [{ interaction: call, from_ms: 0, to_ms: 0, why: word('Item') }] });
  const score = async (as, kind, what) => {
    const e = (await must(as, 'POST', `interactions/${call}/evaluations`, { rubric_version: form, kind, selection: 'targeted' })).id;
    await must(as, 'PUT', `evaluations/${e}/answers`, { question: 'verify', option: 'not_yet', comment: word(what), at_ms: 500 });
    await must(as, 'POST', `evaluations/${e}/rest`, {});
    for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await must(as, 'PUT', `evaluations/${e}/answers`, { question, option: 'ok' });
    await must(as, 'POST', `evaluations/${e}/submit`, {});
    return e;
  };
  const first = await score('maria', 'standard', 'Comment');
  await must('maria', 'POST', `evaluations/${first}/release`, {});
  await must('anna', 'PUT', `evaluations/${first}/reflections`, { prompt: 'see', body: word('Reflection') });
  const disputed = await must('anna', 'POST', `evaluations/${first}/dispute`, { question: 'verify', reason: word('Dispute'), proposed: 'clear', at_ms: 700 });
  await must('eva', 'POST', `disputes/${disputed.disputes[0].id}/decide`, { decision: 'upheld', why: word('Decided') });
  const second = await score('eva', 'standard', 'Second');
  await must('eva', 'POST', `evaluations/${second}/void`, { reason: word('Void') });
  const session = (await must('kim', 'POST', 'calibrations', { title: 'C', rubric_version: form, method: 'blind', due_ms: Date.now(), interactions: [call], raters: [id.eva, id.kim] })).id;
  const rated = (await must('kim', 'POST', `calibrations/${session}/evaluations`, { interaction: call })).id;
  await must('kim', 'POST', `evaluations/${rated}/rest`, {});
  for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise']) await must('kim', 'PUT', `evaluations/${rated}/answers`, { question, option: 'ok' });
  await must('kim', 'POST', `evaluations/${rated}/submit`, {});
  await must('kim', 'POST', `calibrations/${session}/reveal`, {});
  await must('kim', 'POST', `calibrations/${session}/precedents`, { interaction: call, question: 'balance', option: 'partly', why: word('Precedent'), at_ms: 500, len_ms: 0 });
  const plans = (await must('maria', 'GET', 'coaching')).rows.find(p => !p.ended_ms);
  const coaching = plans?.id ?? (await must('maria', 'POST', 'coaching', { agent: id.anna, focus: 'Sammanfatta' })).id;
  await must('maria', 'POST', `coaching/${coaching}/calls`, { interaction: call, at_ms: 5, why: word('Attached') });
  await must('maria', 'POST', `coaching/${coaching}/sessions`, { at_ms: Date.now(), body: word('Meeting'), follow_up_ms: Date.now() + 1000 });
  await must('maria', 'POST', `coaching/${coaching}/end`, { why: 'reached' });
}
await talk(calls[0], 'gone');
await talk(calls[1], 'stays');

const files = dir => readdirSync(dir).flatMap(name => {
  const path = join(dir, name);
  return statSync(path).isDirectory() ? files(path) : statSync(path).isFile() ? [path] : [];
});
// Which words some file holds, as they are and as UTF-16.
function found(words) {
  const hits = new Map();
  for (const path of files(site.data)) {
    const bytes = readFileSync(path).toString('latin1').toLowerCase();
    for (const word of words)
      if (bytes.includes(word) || bytes.includes([...word].join('\0'))) hits.set(word, [...(hits.get(word) ?? []), path.slice(site.data.length + 1)]);
  }
  return hits;
}
// what was agreed on about a question, and what two people said when they met, is not the call's
const outlives = word => /^(precedent|meeting)/.test(word);
const gone = said.filter(word => word.endsWith('gone') && !outlives(word)), stay = said.filter(word => word.endsWith('stays') || outlives(word));
check('every word lies somewhere before', found(said).size === said.length, said.filter(word => !found(said).has(word)).join());
check('the numbers lie nowhere, even before', found(['0708123987', '0708555111']).size === 0, JSON.stringify([...found(['0708123987', '0708555111'])]));

const blob = `x'${calls[0].replaceAll('-', '')}'`, old = Date.now() - 40 * 86400000;
site.sql(`UPDATE interaction SET started_ms = ${old} WHERE id = ${blob}; UPDATE recording SET sealed_ms = ${old} WHERE interaction = ${blob}`);
site.sql(`INSERT INTO span (id, interaction, kind, side, from_ms, to_ms, detail) VALUES (randomblob(16), ${blob}, 'dtmf', 'caller', 1, 2, '7')`);
site.run('medlyss-keeper', '--data', site.data, '--once');
check('the call is erased', site.sql(`SELECT state FROM recording WHERE interaction = ${blob}`).trim() === 'erased');
const left = found(gone);
check('no word of it is left in any file', left.size === 0, [...left].map(([word, where]) => `${word} in ${where}`).join('; '));
check('nor a digit that was pressed in it', site.sql(`SELECT count(*) FROM span WHERE interaction = ${blob} AND detail IS NOT NULL`).trim() === '0');
const still = found(stay);
const lost = stay.filter(word => !still.has(word));
check('what was said of another call is all there, but what its author wrote over', lost.join() === 'beforezqstays' || !lost.length, lost.join());
site.agent = new http.Agent({ keepAlive: true }); // what it held may have been closed meanwhile
check('what was agreed on outlives the call', (await must('eva', 'GET', 'precedents?rubric=core')).rows.length === 2);

// A house where they were left, by a release that did not erase them.
const trigger = site.sql("SELECT sql FROM sqlite_schema WHERE name = 'dispute_stays'");
site.sql(`DROP TRIGGER dispute_stays; UPDATE dispute SET reason = 'leftzqgone' WHERE evaluation IN (SELECT id FROM evaluation WHERE interaction = ${blob}); ${trigger}`);
check('(one is left)', found(['leftzqgone']).size === 1);
site.run('medlyss-keeper', '--data', site.data, '--once');
check('the keeper ends what was left, as it starts', found(['leftzqgone']).size === 0);
await finish(site);
