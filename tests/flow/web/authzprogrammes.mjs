// SPDX-License-Identifier: Apache-2.0
// What is sent for the routes of programmes, by ownership: the cases of tests/flow/web/authz.mjs.
import { blob, uuid } from './authztable.mjs';

export function programmeCases({ site, must, id, call, core, began, listers, plain, NONE }) {
  // Programmes: one's own where one may make them, else another coach's; given: by the site's lead, with one of each.
  const lessonItem = { week: 1, kind: 'text', title: 'Läs', why: '', body: 'Läs detta.' };
  async function programme(maker) {
    const one = (await must(maker, 'POST', '/api/v1/programmes', { title: 'P', why: '' })).id;
    await must(maker, 'POST', `/api/v1/programmes/${one}/items`, { items: [lessonItem] });
    return { programme: one, item: (await must(maker, 'GET', `/api/v1/programmes/${one}`)).items[0].id };
  }
  const programmeFor = (role, owner) => programme(owner === 'own' && listers.includes(role) ? role : 'coachB');
  async function walked(role, mentor) {
    const p = await programme('lead');
    const cohort = (await must('lead', 'POST', `/api/v1/programmes/${p.programme}/cohorts`, { title: 'C', starts_ms: began })).id;
    await must('lead', 'PUT', `/api/v1/programmes/${p.programme}/members`, { cohort, person: id[role], ...(mentor ? { mentor: id[mentor] } : {}) });
    const stop = uuid();
    site.sql(`INSERT INTO programme_stop (id, item, at_ms, question) VALUES (${blob(stop)}, ${blob(p.item)}, 5, 'Vad nu?');
      UPDATE programme_item SET kind = 'form', form = ${blob(core)}, key = '{"greet":"clear"}' WHERE id = ${blob(p.item)}`);
    return { ...p, cohort, stop, after: () => must('lead', 'DELETE', `/api/v1/programmes/${p.programme}`) };
  }
  const programmeCase = json => ({
    own: async role => { const p = await programmeFor(role, 'own'); return { id: p.programme, json: json?.(p) }; },
    given: async role => { const p = await walked(role); return { id: p.programme, json: json?.(p), after: p.after }; },
    other: async role => { const p = await programmeFor(role, 'other'); return { id: p.programme, json: json?.(p) }; },
    none: () => ({ id: NONE, json: json?.({ item: NONE }) }),
  });
  const programmeItemCase = json => ({
    own: async role => ({ id: (await programmeFor(role, 'own')).item, json }),
    given: async role => { const p = await walked(role); return { id: p.item, json, after: p.after }; },
    other: async role => ({ id: (await programmeFor(role, 'other')).item, json }),
    none: () => ({ id: NONE, json }),
  });
  // Somebody's place in a programme, and what she did not understand.
  async function trainee(role, owner) {
    const maker = owner === 'own' && listers.includes(role) ? role : 'coachB', p = await programme(maker);
    const cohort = (await must(maker, 'POST', `/api/v1/programmes/${p.programme}/cohorts`, { title: 'C', starts_ms: began })).id;
    await must(maker, 'PUT', `/api/v1/programmes/${p.programme}/members`, { cohort, person: maker === 'coachB' ? id.stranger : id.mate });
    return { ...p, cohort, member: (await must(maker, 'GET', `/api/v1/programmes/${p.programme}`)).members[0].id };
  }
  async function askedOf(mentor) {
    const p = await walked('mate', mentor);
    await must('mate', 'POST', `/api/v1/programme_items/${p.item}/ask`, { words: 'Varför?' });
    return { id: (await must(mentor, 'GET', '/api/v1/me/agenda')).asks.at(-1).id, json: {}, after: p.after };
  }

  return {
    'GET /api/v1/programmes': plain(), 'GET /api/v1/programme_forms': plain(), 'GET /api/v1/me/agreement': plain(), 'GET /api/v1/me/agenda': plain(),
    'POST /api/v1/programmes': plain(() => ({ json: { title: 'P', why: '', weeks: [{ title: 'Växeln' }] } })),
    'GET /api/v1/programmes/{id}': programmeCase(),
    'PUT /api/v1/programmes/{id}': programmeCase(() => ({ title: 'Q', why: 'x', weeks: [{ title: 'En' }, { title: 'Två' }] })),
    'DELETE /api/v1/programmes/{id}': programmeCase(),
    'POST /api/v1/programmes/{id}/items': {
      own: async role => ({ id: (await programmeFor(role, 'own')).programme, json: { items: [{ week: 1, kind: 'call', title: 'S', interaction: call.mate }] } }),
      unseen: async role => ({ id: (await programmeFor(role, 'own')).programme, json: { items: [{ week: 1, kind: 'call', title: 'S', interaction: call.stranger }] } }),
      given: async role => { const p = await walked(role); return { id: p.programme, json: { items: [lessonItem] }, after: p.after }; },
      other: async role => ({ id: (await programmeFor(role, 'other')).programme, json: { items: [lessonItem] } }),
      none: () => ({ id: NONE, json: { items: [lessonItem] } }),
    },
    'PUT /api/v1/programmes/{id}/order': programmeCase(p => ({ items: [{ id: p.item, week: 1 }] })),
    'PUT /api/v1/programme_items/{id}': programmeItemCase({ title: 'L', why: '', body: 'x', due_day: 5 }),
    'DELETE /api/v1/programme_items/{id}': programmeItemCase(),
    'POST /api/v1/programmes/{id}/cohorts': programmeCase(() => ({ title: 'Våren', starts_ms: began })),
    'PUT /api/v1/programmes/{id}/members': {
      own: async role => { const t = await trainee(role, 'own'); return { id: t.programme, json: { cohort: t.cohort, person: id.newhire } }; },
      unseen: async role => { const t = await trainee(role, 'own'); return { id: t.programme, json: { cohort: t.cohort, person: id.stranger } }; },
      given: async role => { const p = await walked(role); return { id: p.programme, json: { cohort: p.cohort, person: id.newhire }, after: p.after }; },
      other: async role => { const t = await trainee(role, 'other'); return { id: t.programme, json: { cohort: t.cohort, person: id.newhire } }; },
      none: () => ({ id: NONE, json: { cohort: NONE, person: id.newhire } }),
    },
    'DELETE /api/v1/programme_members/{id}': {
      own: async role => ({ id: (await trainee(role, 'own')).member }), other: async role => ({ id: (await trainee(role, 'other')).member }), none: () => ({ id: NONE }),
    },
    'GET /api/v1/programmes/{id}/lesson': programmeCase(),
    'PUT /api/v1/programmes/{id}/place': programmeCase(p => ({ item: p.item, item_at_ms: 5 })),
    'POST /api/v1/programme_items/{id}/done': programmeItemCase({}),
    'POST /api/v1/programme_items/{id}/guess': programmeItemCase({ answers: { greet: 'clear' } }),
    'POST /api/v1/programme_items/{id}/ask': programmeItemCase({ words: 'Varför?', at_ms: 5 }),
    'PUT /api/v1/programme_stops/{id}/answer': {
      given: async role => { const p = await walked(role); return { id: p.stop, json: { body: 'Hon väntar', send: true }, after: p.after }; },
      other: async () => { const p = await walked('mate'); return { id: p.stop, json: { body: 'x' }, after: p.after }; },
      none: () => ({ id: NONE, json: { body: 'x' } }),
    },
    'POST /api/v1/programme_asks/{id}/met': {
      own: role => askedOf(role ?? 'coach'), other: () => askedOf('coachB'), none: () => ({ id: NONE, json: {} }),
    },
  };
}
