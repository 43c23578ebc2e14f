// SPDX-License-Identifier: Apache-2.0
// A script becomes a scenario of tests/peer (what is sent) and a list of pins (what is said of it).
import { agents, sharedLine } from './people.mjs';

const GAP_S = 0.45;
const PBX = '10.20.0.10';

const sideOptions = (script, who) => {
  const side = { A: 'agent', C: 'caller' }[who];
  const find = (key) => script[key]?.split(',').map((x) => x.trim().split(' ')).find((x) => x[0] === side);
  const out = { codec: find('codec')?.[1] ?? 'PCMA', sounds: [{ noise: who === 'A' ? 3 : 5, gain_db: -66 }] };
  const loss = find('loss'), missing = find('missing');
  if (loss) out.loss = Number(loss[1]);
  if (missing) out.missing = [{ from: Number(missing[1]), to: Number(missing[2]), how: 'lost' }];
  if (out.codec === 'opus') out.fec = true;
  out.jitter_ms = who === 'A' ? 3 : 9;
  return out;
};

const findAgent = (login) => {
  const found = agents.find((x) => x.login === login);
  if (!found) throw new Error(`no agent ${login}`);
  return found;
};

class Stage {
  constructor(script) {
    const [name, number, voice] = script.caller.split(',').map((x) => x.trim());
    const agent = script.agent ? findAgent(script.agent) : null;
    this.agentName = agent?.name ?? sharedLine.name;
    this.voice = { A: agent?.voice ?? script.voice, C: voice };
    this.side = { A: sideOptions(script, 'A'), C: sideOptions(script, 'C') };
    Object.assign(this.side.A, { number: script.line ?? agent?.line, name: this.agentName, host: PBX });
    Object.assign(this.side.C, { number, name, host: '10.20.1.5' });
    this.changes = [];
    this.pins = [];
    this.now = 0.3;
    this.began = 0.3;
  }

  sound(who, wav, at) {
    this.side[who].sounds.push({ wav, at });
  }
}

const play = {
  async say(stage, step, voices) {
    const text = step.text.replaceAll('{agent}', stage.agentName.split(' ')[0]);
    const spoken = await voices.say(step.voice ?? stage.voice[step.who], text);
    stage.began = stage.now;
    stage.sound(step.who, spoken.wav, stage.now);
    stage.now += spoken.seconds + GAP_S;
  },
  async silence(stage, step) {
    stage.began = stage.now;
    stage.now += step.seconds;
  },
  async overlap(stage, step) { stage.now -= step.seconds + GAP_S; },
  async hold(stage, step, voices) {
    const music = await voices.music();
    stage.changes.push({ hold: 'sendonly', at: stage.now, by: 'callee' });
    for (let at = 0.1; at + music.seconds < step.seconds || at === 0.1; at += music.seconds)
      stage.side.A.sounds.push({ wav: music.wav, at: stage.now + at, gain_db: -6, to: stage.now + step.seconds });
    stage.now += step.seconds;
    stage.changes.push({ resume: true, at: stage.now, by: 'callee' });
    stage.now += GAP_S;
  },
  async party(stage, step) {
    const agent = findAgent(step.login);
    stage.voice.A = agent.voice;
    stage.agentName = agent.name;
    stage.changes.push({ party: agent.line, name: agent.name, at: stage.now, by: 'callee' });
    stage.now += GAP_S;
  },
  async record(stage, step) {
    stage.changes.push({ record: step.how, at: stage.now - GAP_S / 2, by: 'callee' });
  },
  async dtmf(stage, step) {
    (stage.side[step.who].dtmf ??= []).push({ at: stage.now, digits: step.digits });
    stage.now += step.digits.length * 0.24 + GAP_S;
  },
  async note(stage, step) { stage.pins.push({ ...step, at_ms: Math.round(stage.began * 1000) }); },
  async reply(stage, step) { stage.pins.push(step); },
  async mark(stage, step) { stage.pins.push({ ...step, at_ms: Math.round(stage.began * 1000) }); },
};

// `started_ms`: wall clock of the INVITE. Returns {call, script, pins, started_ms, seconds}.
export const scenarioOf = async (script, startedMs, seed, voices) => {
  const stage = new Stage(script);
  for (const step of script.steps) await play[step.kind](stage, step, voices);
  const seconds = stage.now + 0.5;
  const port = 20000 + (seed % 5000) * 4;
  const call = {
    what: script.title, at: new Date(startedMs).toISOString().replace(/\.\d+Z/, 'Z'), seed,
    ring: 1, length: seconds, end_by: seed % 2 ? 'caller' : 'callee',
    caller: { ...stage.side.C, port }, callee: { ...stage.side.A, port: port + 2 }, changes: stage.changes,
  };
  return { call, script, pins: stage.pins, startedMs, seconds };
};
