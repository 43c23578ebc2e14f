// SPDX-License-Identifier: Apache-2.0
// Plays every scene: node vendors.mjs PORT PORT6 [NAME,…|all], or node vendors.mjs count. One JSON line a scene: what was answered wrongly, how
// much was sent, and what must be in the recording. The customer is +46700100NN (1,100 Hz), the agent 1002 (700 Hz).
import { scenes as make } from './scenes_make.mjs';
import { scenes as media } from './scenes_media.mjs';
import { scenes as more } from './scenes_more.mjs';
import { scenes as sip } from './scenes_sip.mjs';
import { scenes as who } from './scenes_who.mjs';
import { Session } from './session.mjs';

const AT_ONCE = 20;
const [, , port, six, wanted = 'all'] = process.argv;
const all = { ...sip, ...media, ...who, ...more, ...make };
const names = Object.keys(all);

if (port === 'count') {
  console.log(names.length);
  process.exit(0);
}

const play = async (name) => {
  const scene = all[name];
  const n = `+4670010${String(names.indexOf(name)).padStart(4, '0')}`;
  const open = (how, as = name) => Session.open(scene.server === 'six' ? six : port, as, { ...scene.how, ...how });
  const sessions = [];
  const another = async (how, as = `${name}x${sessions.length}`) => {
    const s = await open(how, as);
    s.another = another;
    sessions.push(s);
    return s;
  };
  const s = await another({}, name);
  const limit = new Promise((_, bad) => setTimeout(() => bad(new Error('it takes too long')), 60000).unref());
  try {
    await Promise.race([scene.play(s, n), limit]);
  } catch (e) {
    s.wrong.push(String(e.stack));
  }
  sessions.forEach((one) => one.close());
  const { wants = [n], agents = ['Agent 1002'], left = 700, right = 1100, name: called = 'Kund', calls = 1, also, lossy, gaps, direction, dropped = 0 } = scene;
  return { scene: name, customer: wants[0] ?? '', agents, left, right, called, calls, also, lossy, gaps, direction, wrong: sessions.flatMap((o) => o.wrong), sent: sessions.reduce((sum, o) => sum + o.sent, 0) - dropped };
};
const queue = names.filter((n) => (wanted === 'all' && !all[n].alone) || wanted.split(',').includes(n));
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (let name; (name = queue.shift()); ) console.log(JSON.stringify(await play(name)));
}));
process.exit(0);
