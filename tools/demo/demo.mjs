// SPDX-License-Identifier: Apache-2.0
// make demo: Ekbacka kommun, kundcenter. Voices are made, sent as SIP and RTP by tests/peer with the
// timestamps of the last days, and go through the real recorder; then people say what they think.
//   node tools/demo/demo.mjs BUILD-FOLDER [--fresh]
// Everything lies in build/demo; a second run starts what is there while it is less than a day old.
import { randomInt } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Centre } from './centre.mjs';
import { agents, callers } from './people.mjs';
import { makeProgramme } from './learn.mjs';
import { logins, makeList, sayAbout } from './say.mjs';
import { useScores } from './quality.mjs';
import { scenarioOf } from './scenario.mjs';
import { readScripts } from './script.mjs';
import { run, start, staysUp, stopAll } from './stage.mjs';
import { pastTime } from './times.mjs';
import { inParallel, Voices } from './voices.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const build = resolve(process.argv[2] ?? 'build/release/bin');
const home = resolve(here, '../../build/demo');
const paths = {
  data: join(home, 'data'), work: join(home, 'work'), ready: join(home, 'ready.json'),
  log: join(home, 'medlyss.log'), medlyss: join(build, 'medlyss'), callmaker: join(build, 'callmaker'),
};
const SETTINGS = ['site_name = Ekbacka kommun, kundcenter', 'caller_word = den som ringer',
  'caller_word_en = caller', 'record_wishes = erase', ''].join('\n');
const FILLERS = 20, DAY_MS = 86400000, SINCE_MS = 215 * DAY_MS; // half a year, and the thirty days of sound
const began = Date.now();
const say = (text) => console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);
const pause = (ms) => new Promise((r) => setTimeout(r, ms));

const freePort = () => new Promise((done) => {
  const wanted = Number(process.env.DEMO_PORT ?? 8080);
  const probe = (port) => {
    const server = createServer();
    server.once('error', () => probe(0));
    server.listen(port, '127.0.0.1', () => { const got = server.address().port; server.close(() => done(got)); });
  };
  probe(wanted);
});

const password = () => {
  const words = ['bjork', 'granit', 'snodroppe', 'lykta', 'hjortron', 'vante', 'tallkotte', 'kajka'];
  const pick = () => words[randomInt(words.length)];
  return `${pick()}-${pick()}-${randomInt(1000, 10000)}`;
};

const LIVE = ['--interface', 'lo', '--port', '5060'];
let live = false; // may we listen to the loopback interface?

const startHouse = async (port) => {
  const listen = `127.0.0.1:${port}`;
  live = await staysUp(join(build, 'medlyss-capture'), ['--data', paths.data, ...LIVE], 700);
  start(paths.medlyss, ['run', '--data', paths.data, '--listen', listen, ...(live ? LIVE : [])], paths.log, (why) => {
    console.error(`medlyss run has ended (${why}); its words are in ${paths.log}`);
    stopAll().then(() => process.exit(1));
  });
  for (let i = 0; i < 300; i++) {
    const up = await fetch(`http://${listen}/healthz`).then((r) => r.ok, () => false);
    if (up) return;
    await pause(100);
  }
  throw new Error(`no answer at ${listen}; see ${paths.log}`);
};

// ---- the calls -------------------------------------------------------------------------------
const scripted = (now) =>
  readdirSync(join(here, 'calls')).filter((f) => /^\d\d-/.test(f)).sort().map((file) => {
    const [script] = readScripts(join(here, 'calls', file));
    const [days, clock] = script.at.split(' ');
    return { nr: file.slice(0, 2), script, startedMs: pastTime(now, Number(days), clock) };
  });

const fillers = (now) => {
  const templates = readScripts(join(here, 'calls', 'fillers.txt'));
  return Array.from({ length: FILLERS }, (_, i) => {
    const bygg = templates[i % templates.length].topics.startsWith('Bygglov');
    const agent = bygg ? agents[8 + (i % 6)] : agents[[0, 1, 2, 3, 4, 6, 7, 15][i % 8]];
    const script = { ...templates[i % templates.length], agent: agent.login, caller: callers[i % callers.length].join(', '),
      codec: ['agent PCMA, caller PCMA', 'agent G722, caller PCMU', 'agent PCMU, caller GSM'][i % 3] };
    const clock = `${String(8 + (i * 3) % 8).padStart(2, '0')}:${String((i * 17) % 60).padStart(2, '0')}`;
    return { nr: `f${i}`, script, startedMs: pastTime(now, Math.floor(i / 5) + 1, clock) };
  });
};

const send = async (plays, name) => {
  const scenario = join(paths.work, `${name}.json`), capture = join(paths.work, `${name}.pcap`);
  writeFileSync(scenario, JSON.stringify({ calls: plays.map((p) => p.call) }));
  await run(paths.callmaker, [scenario, '-o', capture]);
  await run(paths.medlyss, ['replay', '--data', paths.data, capture]);
  rmSync(capture);
};

// What is said about a call is worth less than the next call: a refusal is told, and on it goes.
const orSay = (work) => work.catch((e) => say(`  ${e.message}`));

const discuss = async (centre, play) => {
  const row = await centre.find(play.script.agent ?? 'maria.ekstrom', play);
  if (!row) return say(`  not found in the catalogue: ${play.script.title}`);
  play.id = row.id;
  await orSay(sayAbout(centre, play, row.id));
};

const playAll = async (centre, now, onFirst) => {
  const voices = new Voices(join(paths.work, 'voices'));
  await voices.music();
  const all = [...scripted(now), ...fillers(now)];
  const ready = async (p, i) => Object.assign(p, await scenarioOf(p.script, p.startedMs, 7001 + i, voices));
  const first = all.find((p) => p.nr === '02');
  await ready(first, all.indexOf(first));
  await send([first], 'first');
  await discuss(centre, first);
  onFirst();
  const rest = all.filter((p) => p !== first);
  for (let i = 0; i < rest.length; i += 8) {
    const batch = rest.slice(i, i + 8);
    await inParallel(2, batch, (p) => ready(p, all.indexOf(p)));
    await send(batch, `batch${i}`);
    for (const play of batch) await discuss(centre, play);
    say(`${Math.min(i + 9, all.length)} of ${all.length} calls are in`);
  }
  await orSay(makeList(centre, all));
  await orSay(makeProgramme(centre, all));
  for (const use of useScores(centre, all)) await orSay(use() ?? Promise.resolve());
  if (live) await orSay(callNow(centre, voices));
};

// Really sent, in real time, to the recorder that listens to the loopback interface.
const callNow = async (centre, voices) => {
  const [script] = readScripts(join(here, 'calls', 'live.txt'));
  const play = await scenarioOf(script, Date.now(), 7999, voices);
  play.call.at = 0;
  const scenario = join(paths.work, 'live.json');
  writeFileSync(scenario, JSON.stringify({ calls: [play.call] }));
  say(`a call is being made right now over loopback; it can be heard in ${Math.ceil(play.seconds) + 3} s`);
  play.startedMs = Date.now() + 1000;
  await run(paths.callmaker, [scenario, '--live']);
  await pause(3000);
  await discuss(centre, play);
  say('it is over and can be heard');
};

// ---- the run ---------------------------------------------------------------------------------
const remembered = async () => {
  if (process.argv.includes('--fresh') || !existsSync(paths.ready)) return null;
  if (Date.now() - statSync(paths.ready).mtimeMs > DAY_MS) return null;
  const readable = await run(paths.medlyss, ['list', '--data', paths.data]).then(() => true, () => false);
  return readable ? JSON.parse(readFileSync(paths.ready, 'utf8')) : null; // not by these programs: made anew
};

const openNew = async (port) => {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(paths.work, { recursive: true });
  const word = password();
  const centre = new Centre({ ...paths, base: `http://127.0.0.1:${port}`, password: word });
  await run(paths.medlyss, ['init', '--data', paths.data, '--demo', '--since-ms', String(began - SINCE_MS)]);
  appendFileSync(join(paths.data, 'medlyss.ini'), SETTINGS);
  await centre.hire();
  say('26 people have come to work');
  await run(join(build, 'history'), ['--data', paths.data]);
  say('half a year of calls and evaluations lies behind them; the sound of those is erased by the thirty-day rule');
  await startHouse(port);
  await centre.furnish(began);
  await playAll(centre, began, () => {
    say('the first call is recorded, sealed and ready to be heard; the others follow\n');
    console.log(`${logins(centre.base, word)}\n`);
  });
  writeFileSync(paths.ready, JSON.stringify({ password: word }), { mode: 0o600 });
  say('all calls are in. Ctrl+C stops everything.');
};

const again = async (port, kept) => {
  await startHouse(port);
  console.log(`${logins(`http://127.0.0.1:${port}`, kept.password)}\n`);
  say('the centre of the earlier run is open again (make demo FRESH=1 makes a new one). Ctrl+C stops everything.');
};

let stopping = false;
const stop = async (code) => {
  if (stopping) return;
  stopping = true;
  await stopAll();
  process.exit(code);
};
process.on('SIGINT', () => { console.log('\nstopping …'); stop(0); });
process.on('SIGTERM', () => stop(0));

try {
  const port = await freePort();
  const kept = await remembered();
  await (kept ? again(port, kept) : openNew(port));
  if (process.argv.includes('--once')) await stop(0);
} catch (e) {
  if (!stopping) console.error(e.message);
  await stop(stopping ? 0 : 1);
}
