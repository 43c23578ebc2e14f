// SPDX-License-Identifier: Apache-2.0
// What is done with scores in the demo: a fair sample for the coach's morning, an agent who scored
// herself first, one who disagrees, a calibration with two of four in.
import { teams } from './people.mjs';

const DAY_MS = 86400000;
const CRITICAL = ['c_identity', 'c_harm', 'c_dignity', 'c_promise'];

const coreForm = async (person) => (await person.get('/api/v1/rubrics')).rows.find((form) => form.key === 'core').id;

// Scores a call: what stands out by hand, the rest by one key, the critical points one by one.
const score = async (person, path, { says, kind }) => {
  const made = await person.post(path, kind);
  const put = (answer) => person.put(`/api/v1/evaluations/${made.id}/answers`, answer);
  for (const [question, option, comment, at_ms] of says) await put({ question, option, comment, at_ms, len_ms: 0 });
  await person.post(`/api/v1/evaluations/${made.id}/rest`);
  for (const question of CRITICAL) await put({ question, option: 'ok' });
  await person.post(`/api/v1/evaluations/${made.id}/submit`, {});
  return made.id;
};

const evaluate = async (person, play, kind, says) => {
  const form = { rubric_version: await coreForm(person), kind, selection: kind === 'self' ? 'agent_request' : 'targeted' };
  return score(person, `/api/v1/interactions/${play.id}/evaluations`, { says, kind: form });
};

const samplePlan = async (centre) => {
  const tove = centre.as('tove.bergqvist');
  const people = (await centre.admin.get('/api/v1/people')).rows;
  const team = (await centre.admin.get('/api/v1/teams')).rows.find((t) => t.name === teams[0]).id;
  const evaluators = people.filter((p) => ['maria.ekstrom', 'aino.makela'].includes(p.login)).map((p) => p.id);
  await tove.post('/api/v1/sample_plans', {
    title: `Stickprov ${teams[0]}`, team, rubric_key: 'core', period: 'month', per_agent: true, take: 2,
    min_ms: 20000, lengths_ms: [60000, 240000], parts_min: [720, 900], evaluators,
  });
};

// The agent scores herself, Maria scores her: they agree on all but two.
const selfFirst = async (centre, play) => {
  const agent = centre.as(play.script.agent), maria = centre.as('maria.ekstrom');
  await evaluate(agent, play, 'self', [
    ['verify', 'partly', 'Jag läste inte tillbaka datumet.', 12000], ['ease', 'clear', 'Hon visste vad som händer nu.', 20000]]);
  const hers = await evaluate(maria, play, 'standard', [
    ['verify', 'clear', 'Du sade tillbaka vad det gällde, lugnt.', 12000], ['ease', 'partly', 'Vem ringer, och när?', 21000]]);
  await maria.post(`/api/v1/evaluations/${hers}/release`);
};

const disagree = async (centre, play) => {
  const agent = centre.as(play.script.agent), maria = centre.as('maria.ekstrom');
  const id = await evaluate(maria, play, 'standard', [['wait', 'not_yet', 'Hon fick vänta utan att veta varför.', 9000]]);
  await maria.post(`/api/v1/evaluations/${id}/release`);
  await agent.post(`/api/v1/evaluations/${id}/dispute`, {
    question: 'wait', reason: 'Jag sade att jag letade i registret, precis innan det blev tyst.', proposed: 'partly' });
};

const calibration = async (centre, play) => {
  const tove = centre.as('tove.bergqvist');
  const people = (await centre.admin.get('/api/v1/people')).rows;
  const raters = ['maria.ekstrom', 'lars.hellgren', 'aino.makela', 'tove.bergqvist'];
  const session = await tove.post('/api/v1/calibrations', {
    title: 'Två som inte delar språk', rubric_version: await coreForm(tove), method: 'blind', due_ms: Date.now() + 7 * DAY_MS,
    interactions: [play.id], raters: raters.map((login) => people.find((p) => p.login === login).id),
  });
  const begin = { kind: { interaction: play.id } };
  const path = `/api/v1/calibrations/${session.id}/evaluations`;
  await score(centre.as('maria.ekstrom'), path, { ...begin, says: [['serious', 'clear', 'Du väntade in varje mening.', 15000]] });
  await score(centre.as('lars.hellgren'), path, { ...begin, says: [['serious', 'partly', 'Bekräftelsen kom sent.', 30000]] });
};

/** Each stands alone: what is refused is told, and the rest goes on. */
export const useScores = (centre, plays) => {
  const play = (nr) => plays.find((p) => p.nr === nr && p.id);
  return [
    () => samplePlan(centre),
    () => play('03') && selfFirst(centre, play('03')),
    () => play('12') && disagree(centre, play('12')),
    () => play('05') && calibration(centre, play('05')),
  ];
};
