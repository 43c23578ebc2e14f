// SPDX-License-Identifier: Apache-2.0
// The player as its help describes it, in seconds, and nothing else of it: what each key does to where
// the sound is. Written from the words a person reads, not from the player, so that both may be wrong
// only in different places.
import { CALL, NOTES } from './world-player.mjs';

const END = CALL.seconds;
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const KEPT = 0.3; // of a silence, at both its ends
const SKIPS = CALL.silent.map(([from, to]) => [from + KEPT, to - KEPT]);
const MARKS = NOTES.map(([at]) => ({ at, start: Math.max(0, at - 2) }));
const OVERTALK = CALL.overtalk.map(at => ({ at, start: at - 1 }));
const PACE = 0.004; // of the walk through time

export const fresh = () => ({
  at: 0, on: true, rate: 1, skip: false, from: null, loop: null, solo: 'both', asked: null, mark: -1, over: -1, turns: 0,
});

const clamp = at => Math.min(END, Math.max(0, at));
const silence = (m, at = m.at) => SKIPS.find(([from, to]) => at >= from && at < to - 0.06);
/** Somebody went to a moment there: it is heard. */
const wished = (m, [from, to]) => m.asked && m.asked[0] < to && m.asked[1] >= from;

/** A jump; one past what repeats leaves it. */
function jump(m, to, asked = null) {
  const at = clamp(to);
  const out = m.loop && at >= m.loop[1];
  return { ...m, at, asked: asked && [at, asked], loop: out ? null : m.loop };
}

/** A step counts what is heard. */
function step(m, by) {
  if (!m.skip || !m.on) return jump(m, m.at + by);
  let at = m.at;
  for (let left = Math.abs(by); left > 0; left -= 0.001) {
    at += 0.001 * Math.sign(by);
    const hole = SKIPS.find(([from, to]) => at > from && at < to);
    if (hole) at = by > 0 ? hole[1] : hole[0];
  }
  return jump(m, at);
}

function stop(m, list, way, stood) {
  const here = list[stood];
  const there = here && m.at >= here.start - 0.001 && m.at <= here.at + 0.5;
  const found = there
    ? stood + way
    : way > 0
      ? list.findIndex(one => one.at > m.at)
      : list.findLastIndex(one => one.at <= m.at);
  return list[found] ? found : -1;
}

function mark(m, way) {
  const to = stop(m, MARKS, way, m.mark);
  return to < 0 ? m : { ...jump(m, MARKS[to].start, MARKS[to].at), mark: to };
}

function over(m, way) {
  const to = stop(m, OVERTALK, way, m.over);
  return to < 0 ? m : { ...jump(m, OVERTALK[to].start), over: to };
}

const faster = (m, way) => ({
  ...m,
  rate: RATES[Math.min(RATES.length - 1, Math.max(0, RATES.indexOf(m.rate) + way))],
});

function play(m) {
  if (m.on || m.at < END - 0.02) return { ...m, on: !m.on };
  return { ...m, on: true, at: m.loop ? m.loop[0] : 0 };
}

function repeat(m) {
  if (m.loop) return { ...m, loop: null, from: null };
  if (m.from === null) return { ...m, from: m.at };
  if (Math.abs(m.at - m.from) <= 0.3) return m; // too short: A stays
  return { ...m, from: null, loop: [Math.min(m.from, m.at), Math.max(m.from, m.at)] };
}

const tenth = n => m => jump(m, (END * n) / 10);
const same = m => m;
const solo = who => m => ({ ...m, solo: who });

/** What is pressed one after the other, and what comes of it. */
export const KEYS = {
  k: play,
  Space: play,
  r: m => ({ ...step({ ...m, rate: 1 }, -4), on: true }),
  '<': m => faster(m, -1),
  '>': m => faster(m, 1),
  x: m => ({ ...m, skip: !m.skip, asked: m.skip ? m.asked : null }),
  b: repeat,
  j: m => step(m, -5),
  l: m => step(m, 5),
  ',': m => step(m, -1),
  '.': m => step(m, 1),
  ArrowLeft: m => step(m, -5),
  ArrowRight: m => step(m, 5),
  PageUp: m => step(m, 30),
  PageDown: m => step(m, -30),
  Home: m => step(m, -1000),
  End: m => step(m, 1000),
  'Shift+Digit0': tenth(0),
  'Shift+Digit3': tenth(3),
  'Shift+Digit4': tenth(4),
  'Shift+Digit7': tenth(7),
  'Shift+Digit9': tenth(9),
  n: m => mark(m, 1),
  p: m => mark(m, -1),
  o: m => over(m, 1),
  'Shift+O': m => over(m, -1),
  q: solo('agent'),
  w: solo('both'),
  e: solo('caller'),
  i: same,
  u: same,
  '+': same,
  '-': same,
  'm kjlx Escape': same,
  'h Escape': same,
  't Escape': same,
  'v Escape': same,
  'g 0:22 Enter': m => jump(m, 22),
  'g 0:44 Enter': m => jump(m, 44),
  'g 0:58 Enter': m => jump(m, 58),
  'g nu Enter Escape': same,
};

/** So many milliseconds of playing later. */
export function later(m, ms) {
  let now = { ...m, turns: 0 };
  for (let left = ms / 1000; left > 0 && now.on; left -= PACE) now = onward(now, Math.min(PACE, left));
  return now;
}

function onward(m, dt) {
  const hole = m.skip && silence(m);
  if (m.loop && m.at >= m.loop[1]) return { ...m, at: m.loop[0], turns: m.turns + 1 };
  if (hole && !wished(m, hole)) {
    const inLoop = m.loop && m.at >= m.loop[0] && hole[1] >= m.loop[1];
    if (!inLoop) return { ...m, at: hole[1] };
    if (hole[0] > m.loop[0]) return { ...m, at: m.loop[0], turns: m.turns + 1 };
  }
  const at = m.at + dt * m.rate;
  if (at < END) return { ...m, at };
  return m.loop ? { ...m, at: m.loop[0], turns: m.turns + 1 } : { ...m, at: END, on: false };
}

/** How far apart a place is from where the model is; within what repeats, the shorter way round. */
export function apart(m, at) {
  const straight = Math.abs(at - m.at);
  if (!m.loop) return straight;
  const long = m.loop[1] - m.loop[0];
  const inside = at >= m.loop[0] - 0.25 && at <= m.loop[1] + 0.25;
  if (inside && m.turns > 1) return 0; // each turn costs a breath: only that it repeats is known
  return Math.min(straight, Math.abs(straight - long));
}

/** Who is to be heard there, or null near an edge, where it may be either. */
export function voicesAt(m) {
  const speaks = turns => {
    const near = 0.35 * Math.max(1, m.rate);
    if (turns.some(([from, to]) => [from, to].some(edge => Math.abs(m.at - edge) < near))) return null;
    return turns.some(([from, to]) => m.at > from && m.at < to);
  };
  const [agent, caller] = [speaks(CALL.agent), speaks(CALL.caller)];
  if (agent === null || caller === null) return null;
  return { agent: agent && m.solo !== 'caller', caller: caller && m.solo !== 'agent' };
}
