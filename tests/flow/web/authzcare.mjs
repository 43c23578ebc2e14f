// SPDX-License-Identifier: Apache-2.0
// Support tasks by whose they are: the cases of tests/flow/web/authz.mjs.
import { blob } from './authztable.mjs';

export function careCases({ site, id, must, or, caredTask, NONE }) {
  const support = async (who, team) => {
    const on = site.calls(who, team, 1)[0];
    await must(who, 'POST', `/api/v1/interactions/${on}/marks`, { kind: 'tough', at_ms: 0 });
    const task = (await must(who, 'GET', '/api/v1/me/care')).mine.find(one => one.interaction === on).id;
    site.sql(`UPDATE care SET holder = NULL, asked_ms = NULL WHERE id = ${blob(task)}`);
    return task;
  };
  const careCase = then => ({
    own: async role => ({ id: await or(support(role, 'A'), NONE), json: {} }),
    team: async role => { const task = await support('mate', 'A'); if (then) await then(role, task); return { id: task, json: {} }; },
    other: async () => ({ id: await support('stranger', 'B'), json: {} }),
    cared: async () => ({ id: caredTask, json: {} }),
    none: () => ({ id: NONE, json: {} }),
  });

  const talkCase = json => ({
    own: async role => { const task = await or(support(role, 'A'), NONE); site.sql(`UPDATE care SET holder = ${blob(id.duty)}, asked_ms = 1, taken_ms = 1 WHERE id = ${blob(task)}`); return { id: task, json }; },
    team: async role => { const task = await support('mate', 'A'); if (role) await must(role, 'POST', `/api/v1/care/${task}/take`, {}).catch(() => null); return { id: task, json }; },
    cared: async () => ({ id: caredTask, json }),
    none: () => ({ id: NONE, json }),
  });
  return { careCase, talkCase };
}
