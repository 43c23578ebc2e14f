// SPDX-License-Identifier: Apache-2.0
// What is sent for the routes of what was begun and what the business is asked, by ownership: cases of authz.mjs.
import { blob, uuid } from './authztable.mjs';

export function roomCases({ site, id, must, onCall, promised, mark, call, plain, NONE }) {
  const half = { at_ms: 1, len_ms: 0, kind: 'note', aspect: null, body: 'Hon bad om' };
  // A colleague of team A keeps it, where one has handed it over.
  const handed = async (from, to) => {
    const one = await promised(from);
    site.sql(`INSERT INTO promise_handed VALUES (${blob(one)}, ${blob(id[to])}, 'x', 1)`);
    return one;
  };
  const matter = async (by, owner = null, answered = false) => {
    const one = uuid();
    site.sql(`INSERT INTO matter (id, kind, title, opener, opened_ms, owner, answer, answered_by, answered_ms) VALUES (${blob(one)}, 'no_answer', 'x',
      ${blob(id[by])}, 1, ${owner ? blob(id[owner]) : 'NULL'}, ${answered ? `'x', ${blob(id[by])}, ${Date.now()}` : 'NULL, NULL, NULL'})`);
    return one;
  };
  // A mark of hers that was asked, and answered; by SQL, for not every role may set one.
  const asked = async who => {
    const k = uuid(), m = await matter('lead', null, true);
    site.sql(`INSERT INTO mark (id, interaction, author, kind, at_ms, created_ms, started_ms) VALUES (${blob(k)}, ${blob(call[who])}, ${blob(id[who])}, 'no_answer', 1, 1, 1);
      INSERT INTO matter_ask (marked, matter) VALUES (${blob(k)}, ${blob(m)})`);
    return m;
  };
  const one = json => ({
    own: async role => ({ id: await matter('lead', role ?? 'mate'), json }),
    other: async () => ({ id: await matter('lead'), json }),
    none: () => ({ id: NONE, json }),
  });
  return {
    'GET /api/v1/me/live': plain(),
    ...Object.fromEntries(['pause', 'resume', 'erase', 'marks'].map(verb => // one's own: tests/flow/web/live.mjs
      [`POST /api/v1/live/{id}/${verb}`, { none: () => ({ id: NONE, json: verb === 'marks' ? { kind: 'threat' } : {} }) }])),
    'GET /api/v1/me/drafts': plain(), 'GET /api/v1/me/colleagues': plain(), 'GET /api/v1/me/matters': plain(), 'GET /api/v1/me/answers': plain(),
    'PUT /api/v1/interactions/{id}/draft': onCall(half),
    'POST /api/v1/promises/{id}/hand': {
      own: async role => ({ id: await promised(role), json: { to: id.mate, words: 'Ring om altanen' } }),
      given: async role => ({ id: await handed('mate', role), json: { to: id.mate, words: 'Ring' } }),
      other: async () => ({ id: await promised('mate'), json: { to: id.mate, words: 'Ring' } }),
      none: () => ({ id: NONE, json: { to: id.mate, words: 'Ring' } }),
    },
    'POST /api/v1/promises/{id}/back': {
      own: async role => ({ id: await handed(role, 'mate'), json: {} }),
      given: async role => ({ id: await handed('mate', role), json: {} }),
      other: async () => ({ id: await handed('mate', 'stranger'), json: {} }),
      none: () => ({ id: NONE, json: {} }),
    },
    'GET /api/v1/matters': plain(), 'GET /api/v1/matters/export': plain(),
    'POST /api/v1/matters': plain(async () => ({ json: { title: 'Vad gäller?', marks: [await mark('stranger', call.stranger)] } })),
    'PUT /api/v1/matters/{id}': one({ title: 'Vad gäller nu?' }),
    'POST /api/v1/matters/{id}/answer': one({ answer: 'Så här.' }),
    'POST /api/v1/matters/{id}/read': {
      own: async role => ({ id: await asked(role ?? 'mate'), json: {} }),
      other: async () => ({ id: await asked('stranger'), json: {} }),
      none: () => ({ id: NONE, json: {} }),
    },
  };
}
