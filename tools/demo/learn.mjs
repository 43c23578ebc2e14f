// SPDX-License-Identifier: Apache-2.0
// Elin's introduction: Maria's programme of two weeks, with a question in a silence, a call to score before its
// key, and Anna as her mentor.
const WEEKS = [{ title: 'Lyssna in dig' }, { title: 'Säga det och veta det' }];
const WORDS = [
  { week: 1, kind: 'text', title: 'Så går programmet till',
    body: 'Tryck på spela, så kommer nästa sak av sig själv. När ljudet stannar och frågar: skriv vad du tänker, innan du hör hur det gick.' },
  { week: 2, kind: 'talk', title: 'Prata med Anna om pauser', body: 'Vad gör du när det blir tyst? Vad gör Anna?' },
];
const CALLS = [
  { nr: '03', week: 1, kind: 'clip', title: 'Nio sekunder', why: 'En av få gånger då det är rätt att inte säga något.' },
  { nr: '01', week: 1, kind: 'call', title: 'Ilskan som vände', why: 'Hör när den vänder, och på vad.' },
  { nr: '05', week: 2, kind: 'form', title: 'Bedöm själv: två som inte delar språk', why: 'Du bedömer först. Sedan ser du hur Maria bedömde.' },
];

const noteIn = async (person, call, body) => (await person.get(`/api/v1/interactions/${call}`)).notes.find((n) => n.body.startsWith(body));

const edited = (item, more) => ({ title: item.title, why: item.why, body: item.body, from_ms: item.from_ms, to_ms: item.to_ms, ...more });

const change = async (maria, id, title, more) => {
  const item = (await maria.get(`/api/v1/programmes/${id}`)).items.find((one) => one.title === title);
  if (item) await maria.put(`/api/v1/programme_items/${item.id}`, edited(item, more));
};

// The silence of nine seconds, what led to it and how it ended.
const around = async (maria, play) => {
  const waited = await noteIn(maria, play.id, 'Du väntade');
  return { from_ms: Math.max(0, waited.at_ms - 12_000), to_ms: waited.at_ms + 15_000 };
};

// What stops, what is asked there, what is said afterwards, and the key.
const teach = async (maria, id, plays) => {
  const waited = plays[0]?.id && (await noteIn(maria, plays[0].id, 'Du väntade'));
  const stop = waited ? [{ at_ms: waited.at_ms, question: 'Han har tystnat. Vad säger du?' }] : [];
  await change(maria, id, 'Nio sekunder', { stops: stop, annotation: 'Leila väntade i nio sekunder. Det var rätt: han letade efter orden.', due_day: 3 });
  await change(maria, id, 'Ilskan som vände', { due_day: 5, annotation: 'Det vände när hon fick veta vem som kommer, och när.' });
  const form = (await maria.get('/api/v1/programme_forms')).rows.find((one) => one.key === 'core');
  await change(maria, id, 'Bedöm själv: två som inte delar språk', { due_day: 5, form: form.id, key: { greet: 'clear', verify: 'clear', ease: 'partly' },
    annotation: 'Omtagningarna är lugna och korta. Men vem som hör av sig, och när, sades aldrig.' });
};

export const makeProgramme = async (centre, plays) => {
  const maria = centre.as('maria.ekstrom');
  const { id } = await maria.post('/api/v1/programmes', { title: 'Introduktion, kundcenter', why: 'De två första veckorna, med öronen.', weeks: WEEKS });
  const chosen = CALLS.map((call) => ({ ...call, play: plays.find((p) => p.nr === call.nr) })).filter((call) => call.play?.id);
  const heard = await Promise.all(chosen.map(async ({ play, nr, ...item }) =>
    ({ ...item, interaction: play.id, ...(item.kind === 'clip' ? await around(maria, play) : { from_ms: 0, to_ms: 0 }) })));
  await maria.post(`/api/v1/programmes/${id}/items`, { items: [WORDS[0], ...heard, WORDS[1]] });
  await teach(maria, id, chosen.map((call) => call.play));
  for (const { play } of chosen)
    for (const asked of (await centre.as(play.script.agent).get('/api/v1/me/consents')).rows.filter((one) => one.interaction.id === play.id))
      await centre.as(play.script.agent).put(`/api/v1/list_items/${asked.id}/consent`, { consent: 'yes' });
  const people = (await centre.admin.get('/api/v1/people')).rows;
  const [elin, anna] = ['elin.dahl', 'anna.lind'].map((login) => people.find((p) => p.login === login).id);
  const monday = new Date();
  monday.setHours(12, 0, 0, 0);
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
  const { id: cohort } = await maria.post(`/api/v1/programmes/${id}/cohorts`, { title: 'Våren', starts_ms: monday.getTime() });
  await maria.put(`/api/v1/programmes/${id}/members`, { cohort, person: elin, mentor: anna });
};
