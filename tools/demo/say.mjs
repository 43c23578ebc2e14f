// SPDX-License-Identifier: Apache-2.0
// What people said about the calls: notes, replies, marks, topics, outcomes, a listening list.
import { teams } from './people.mjs';

const MEDIA_LEAD_MS = 0; // a recording starts with its first sound, which is the answer

const pinners = {
  async note(centre, id, pin, last) {
    const note = await centre.as(pin.who).post(`/api/v1/interactions/${id}/notes`, {
      at_ms: pin.at_ms + MEDIA_LEAD_MS, len_ms: 0, kind: pin.noteKind, aspect: pin.aspect,
      body: pin.body, reply_to: null,
    });
    last.note = note;
  },
  async reply(centre, id, pin, last) {
    await centre.as(pin.who).post(`/api/v1/interactions/${id}/notes`, {
      at_ms: last.note.at_ms, len_ms: 0, kind: 'note', aspect: null, body: pin.body,
      reply_to: last.note.id,
    });
  },
  async mark(centre, id, pin) {
    await centre.as(pin.who).post(`/api/v1/interactions/${id}/marks`,
      { kind: pin.markKind, at_ms: pin.at_ms + MEDIA_LEAD_MS, detail: null });
  },
};

const topicIds = async (centre, names) => {
  const rows = (await centre.admin.get('/api/v1/topics')).rows;
  return names.map((n) => rows.find((t) => t.name_sv === n)?.id).filter(Boolean);
};

// Everything a script says about its call, by the people who say it.
export const sayAbout = async (centre, play, id) => {
  const { script } = play, agent = script.agent;
  const last = {};
  // A threat closes the call to all but her and the lead on duty (care): what was said about it comes before.
  const inTurn = [...play.pins].sort((a, b) => (a.kind === 'mark') - (b.kind === 'mark'));
  for (const pin of inTurn) await pinners[pin.kind](centre, id, pin, last);
  if (!agent) return;
  const me = centre.as(agent);
  await me.put(`/api/v1/interactions/${id}/title`, { title: script.title });
  if (script.outcome) await me.put(`/api/v1/interactions/${id}/outcome`, { outcome: script.outcome });
  const topics = await topicIds(centre, (script.topics ?? '').split(',').map((x) => x.trim()).filter(Boolean));
  if (topics.length) await me.put(`/api/v1/interactions/${id}/topics`, { topics });
};

// Maria's list for Elin: three calls, asked for, agreed to, given.
export const makeList = async (centre, plays) => {
  const maria = centre.as('maria.ekstrom');
  const list = await maria.post('/api/v1/lists', {
    title: 'Lyssna in dig: när det är svårt', why: 'Tre samtal där någon stannade kvar. Lyssna på pauserna.',
  });
  const why = { '03': 'Nio sekunder tyst. Räkna dem.', '01': 'Ilskan vänder när hon vet vem som kommer.',
    '05': 'Två som inte delar språk, och ändå.' };
  const chosen = Object.keys(why).map((nr) => plays.find((p) => p.nr === nr)).filter((p) => p?.id);
  await maria.post(`/api/v1/lists/${list.id}/items`, {
    items: chosen.map((p) => ({ interaction: p.id, from_ms: 0, to_ms: Math.round(p.seconds * 1000) - 1500, why: why[p.nr] })),
  });
  const full = await maria.get(`/api/v1/lists/${list.id}`);
  for (const item of full.items) {
    const play = chosen.find((p) => p.id === item.interaction.id);
    await centre.as(play.script.agent).put(`/api/v1/list_items/${item.id}/consent`, { consent: 'yes' });
  }
  const rows = (await centre.admin.get('/api/v1/people')).rows;
  const elin = rows.find((p) => p.login === 'elin.dahl');
  await maria.post(`/api/v1/lists/${list.id}/readers`, { person: elin.id });
};

export const logins = (address, password) => [
  `  address    ${address}`,
  `  password   ${password}   (the same for all)`,
  '  agent      anna.lind        her own calls, feedback first; also omar.haddad, eva.sjogren …',
  `  coach      maria.ekstrom    ${teams[0]}; lars.hellgren ${teams[1]}; aino.makela ${teams[2]}`,
  '  new hire   elin.dahl        a programme and a listening list to play',
  '  quality    tove.bergqvist',
  '  data protection officer  gunilla.stark',
  '  union      roger.malm       reads the agreement',
  '  administrator  kim.sandell',
].join('\n');
