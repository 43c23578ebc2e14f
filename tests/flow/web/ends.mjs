// SPDX-License-Identifier: Apache-2.0
// What lets somebody in or hear, against what ends it: for each pair the answer within a second, by
// the table below. "gone": refused; "stays": as before; a thing an event does not name stays.
import http from 'node:http';
import { Site, check, finish, PASSWORD } from './site.mjs';

const PATIENCE = Number(process.env.PATIENCE ?? 1); // slow machines: 3
const sleep = ms => new Promise(r => setTimeout(r, ms));
const site = new Site();
const id = { adam: site.user('adam', 'admin', null) };
await site.start();
await site.signIn('adam');

const must = async (as, method, path, json) => {
  const r = await site.ask(method, `/api/v1/${path}`, { as, json });
  if (r.status >= 300) throw new Error(`${as} ${method} ${path}: ${r.status} ${r.bytes}`);
  return r.status === 204 ? null : r.json;
};
const status = async (as, method, path, json) => (await site.ask(method, `/api/v1/${path}`, { as, json })).status;
const teams = async () => (await must('adam', 'GET', 'teams')).rows;
const team = async name => (await teams()).find(t => t.name === name)?.id ?? (await must('adam', 'POST', 'teams', { name })).id;
const blob = text => `x'${text.replaceAll('-', '')}'`;

// Whoever is made with a password costs its reckoning: one is made so, the others take its hash.
function person(login, role, of) {
  id[login] = site.run('medlyss', 'user', 'add', '--data', site.data, '--name', login, '--role', role, '--team', of).trim();
  site.sql(`UPDATE person SET state = 'active', password = (SELECT password FROM person WHERE login = 'adam') WHERE login = '${login}'`);
}
function stream(as) {
  const s = { text: '', ended: false };
  const req = http.request({ port: site.port, path: '/api/v1/events', headers: { cookie: site.cookies[as] }, agent: false }, res => {
    res.setEncoding('utf8');
    res.on('data', t => { s.text += t; });
    res.on('close', () => { s.ended = true; });
    res.on('error', () => {});
  });
  req.on('error', () => { s.ended = true; });
  req.end();
  s.close = () => req.destroy();
  return s;
}
const form = site.sql("SELECT hex(id) FROM rubric_version WHERE key = 'core'").trim().toLowerCase()
  .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const code = async (as, whom, purpose = 'recover') => (await must(as, 'POST', `people/${whom}/codes`, { purpose })).code;

// ---- a small world of its own for each event ----------------------------------------------------
async function world(k) {
  const of = `T${k}`, coach = `coach${k}`, agent = `agent${k}`, reader = `reader${k}`;
  person(coach, 'coach', of);
  person(agent, 'agent', of);
  person(reader, 'newhire', of);
  const [call, other] = site.calls(agent, of, 2, 60_000);
  for (const login of [coach, agent, reader]) await site.signIn(login);
  const w = { coach, agent, reader, call, team: await team(of), events: stream(coach) };
  w.listening = await must(coach, 'POST', 'listenings', { interaction: call, reason: 'review' });
  w.plan = (await must(coach, 'POST', 'coaching', { agent: id[agent], focus: 'Sammanfatta' })).id;
  w.draft = (await must(coach, 'POST', `interactions/${other}/evaluations`, { rubric_version: form, kind: 'standard', selection: 'targeted' })).id;
  w.list = (await must(coach, 'POST', 'lists', { title: 'L', why: '' })).id;
  await must(coach, 'POST', `lists/${w.list}/items`, { items: [{ interaction: call, from_ms: 0, to_ms: 0, why: '' }] });
  await must(coach, 'POST', `lists/${w.list}/readers`, { person: id[reader] });
  w.item = (await must(coach, 'GET', `lists/${w.list}`)).items[0].id;
  await must(agent, 'PUT', `list_items/${w.item}/consent`, { consent: 'yes' });
  w.shared = await must(reader, 'POST', 'listenings', { interaction: call, reason: 'programme' });
  w.own = await must(agent, 'POST', 'listenings', { interaction: call, reason: 'own' });
  w.forAgent = await code(coach, id[agent]);
  w.forCoach = await code('adam', id[coach]);
  return w;
}

// Each thing: whether it still lets. Codes are asked last, for a good one changes what it is for.
const range = (as, l) => site.ask('GET', l.audio, { as, headers: { range: 'bytes=0-99' } }).then(r => r.status === 206);
const uses = c => site.ask('POST', '/api/v1/codes/use', { json: { code: c, password: `${PASSWORD}-2` } }).then(r => r.status === 204);
const things = {
  session: async w => await status(w.coach, 'GET', 'me') === 200,
  events: async w => !w.events.ended,
  sound: w => range(w.coach, w.listening),
  'sound anew': async w => await status(w.coach, 'POST', 'listenings', { interaction: w.call, reason: 'review' }) === 200,
  page: async w => await status(w.coach, 'GET', `interactions/${w.call}`) === 200,
  lists: async w => ((await site.ask('GET', '/api/v1/interactions', { as: w.coach })).json.rows ?? []).some(r => r.id === w.call),
  plan: async w => await status(w.coach, 'GET', `coaching/${w.plan}`) === 200,
  draft: async w => await status(w.coach, 'PUT', `evaluations/${w.draft}/answers`, { question: 'greet', option: 'clear' }) === 200,
  shared: w => range(w.reader, w.shared),
  'own sound': w => range(w.agent, w.own),
  'code for the agent': w => uses(w.forAgent),
  'code for the coach': w => uses(w.forCoach),
};
const of_coach = ['session', 'events', 'sound', 'sound anew', 'page', 'lists', 'plan', 'draft'];
const of_role = ['sound', 'sound anew', 'page', 'lists', 'plan', 'draft', 'shared', 'code for the agent'];
const grant = login => `(SELECT id FROM role_grant WHERE person = ${blob(id[login])})`;
const events = {
  'nothing': { does: async () => {}, gone: [] },
  'the coach leaves': { does: w => must('adam', 'PUT', `people/${id[w.coach]}`, { state: 'left' }),
    gone: [...of_coach, 'shared', 'code for the agent', 'code for the coach'] },
  'the coach leaves and comes back': { does: async w => {
    await must('adam', 'PUT', `people/${id[w.coach]}`, { state: 'left' });
    await must('adam', 'PUT', `people/${id[w.coach]}`, { state: 'active' });
  }, gone: [...of_coach, 'shared', 'code for the agent', 'code for the coach'] },
  "the coach's role is taken back": { does: async w => {
    const { roles } = (await must('adam', 'GET', 'people')).rows.find(p => p.id === id[w.coach]);
    await must('adam', 'DELETE', `grants/${roles[0].id}`);
  }, gone: of_role },
  "the coach's role runs out": { does: async w => {
    site.sql(`UPDATE role_grant SET to_ms = ${Date.now() + 400} WHERE id = ${grant(w.coach)}`);
    await sleep(400);
  }, gone: of_role },
  'the agent goes to another team': { does: async w => must('adam', 'PUT', `people/${id[w.agent]}`, { team: await team('elsewhere') }),
    gone: ['plan', 'code for the agent'] },
  'the agent leaves': { does: w => must('adam', 'PUT', `people/${id[w.agent]}`, { state: 'left' }),
    gone: ['plan', 'shared', 'own sound', 'code for the agent'] },
  'the coach signs out': { does: w => must(w.coach, 'DELETE', 'session'), gone: of_coach },
  "the coach's password is changed": { does: w => must(null, 'POST', 'codes/use', { code: w.forCoach, password: `${PASSWORD}-3` }),
    gone: [...of_coach, 'code for the coach'] },
  'her session grows old': { does: async w => site.sql(`UPDATE session SET created_ms = 1 WHERE person = ${blob(id[w.coach])}`), gone: of_coach },
  'her session idles': { does: async w => site.sql(`UPDATE session SET seen_ms = 1 WHERE person = ${blob(id[w.coach])}`), gone: of_coach },
  'the sound rests a quarter of an hour': { does: async w => site.sql(`UPDATE listening SET used_ms = ${Date.now() - 901_000} WHERE id = ${blob(w.listening.id)}`),
    gone: ['sound'] },
  'the agent takes back her yes': { does: w => must(w.agent, 'PUT', `list_items/${w.item}/consent`, { consent: 'no' }), gone: ['shared'] },
  'the agent says no to the call': { does: w => must(w.agent, 'POST', `interactions/${w.call}/marks`, { kind: 'withdrawn' }), gone: ['shared'] },
  'the list is put away': { does: w => must(w.coach, 'DELETE', `lists/${w.list}`), gone: ['shared'] },
  'the call becomes another\'s': { does: async w => {
    person(`mate-${w.agent}`, 'agent', (await teams()).find(t => t.id === w.team).name);
    await must(w.coach, 'POST', `interactions/${w.call}/assign`, { agent: id[`mate-${w.agent}`] });
  }, gone: ['shared', 'own sound'] },
  'the recording is erased': { does: async w => site.sql(`UPDATE recording SET state = 'erased' WHERE interaction = ${blob(w.call)}`),
    gone: ['sound', 'sound anew', 'shared', 'own sound'] },
  'the agreement lets agents alone': { does: () => site.agree('adam', { title: 'Bara agenten', body: { purpose: 'Att lära', listeners: ['agent'] } }),
    gone: ['sound', 'sound anew', 'shared'] },
  'the agreement ends': { does: async () => site.sql(`UPDATE agreement SET to_ms = ${Date.now()} WHERE to_ms IS NULL`), gone: ['sound', 'sound anew', 'shared'] },
};

async function within(what, ms) {
  for (const from = Date.now(); ;) {
    if (await what()) return true;
    if (Date.now() - from > ms) return false;
    await sleep(50);
  }
}
let k = 0;
for (const [event, { does, gone }] of Object.entries(events)) {
  const w = await world(++k);
  for (const thing of ['sound', 'shared', 'own sound']) // a player in the middle of it: what it knows is a second old at most
    check(`before ${event}: ${thing}`, await things[thing](w));
  await does(w);
  const end = Date.now() + 1000 * PATIENCE;
  for (const thing of gone.filter(t => !t.startsWith('code')))
    check(`${event}: ${thing} is gone`, await within(async () => !await things[thing](w), Math.max(end - Date.now(), 50)));
  for (const thing of Object.keys(things).filter(t => !t.startsWith('code') && !gone.includes(t)))
    check(`${event}: ${thing} stays`, await things[thing](w));
  for (const thing of gone.filter(t => t.startsWith('code'))) check(`${event}: ${thing} is gone`, !await things[thing](w));
  if (event === 'nothing' || event.includes('role is')) check(`${event}: code for the coach stays`, await things['code for the coach'](w));
  w.events.close();
  if (event.startsWith('the agreement lets')) await site.agree('adam', { title: 'Alla', body: { purpose: 'Att lära' } });
}

// ---- then and now -------------------------------------------------------------------------------
await site.agree('adam', { title: 'Alla', body: { purpose: 'Att lära' } });
const w = await world(++k);
person('newcoach', 'coach', 'beyond');
await site.signIn('newcoach');
await must('adam', 'PUT', `people/${id[w.agent]}`, { team: await team('beyond') });
await sleep(20);
const [later] = site.calls(w.agent, 'beyond', 1, 5000);
site.sql(`UPDATE interaction SET started_ms = ${Date.now()} WHERE id = ${blob(later)}; UPDATE segment SET started_ms = ${Date.now()} WHERE interaction = ${blob(later)}`);
const sees = async (as, call) => (await site.ask('GET', '/api/v1/interactions', { as })).json.rows.some(r => r.id === call);
const opens = (as, call) => status(as, 'POST', 'listenings', { interaction: call, reason: 'review' });
check('what she takes in another team is not the former coach\'s', await opens(w.coach, later) === 404 && !await sees(w.coach, later));
check('nor by her name', !(await must(w.coach, 'GET', `interactions?person=${id[w.agent]}`)).rows.some(r => r.id === later));
check('what she took before still is', await opens(w.coach, w.call) === 200 && await sees(w.coach, w.call));
check('and is not the new coach\'s', await opens('newcoach', w.call) === 404 && !await sees('newcoach', w.call));
check('who hears what is taken from now on', await opens('newcoach', later) === 200 && await sees('newcoach', later));
check('a code for her is the new coach\'s to make', await status(w.coach, 'POST', `people/${id[w.agent]}/codes`, { purpose: 'recover' }) === 404 &&
  await status('newcoach', 'POST', `people/${id[w.agent]}/codes`, { purpose: 'recover' }) === 200);

// ---- ended is a state ----------------------------------------------------------------------------
const back = await world(++k);
const { roles } = (await must('adam', 'GET', 'people')).rows.find(p => p.id === id[back.coach]);
await must('adam', 'DELETE', `grants/${roles[0].id}`);
check('a listening ends with the role', await within(async () => !await things.sound(back), 1000 * PATIENCE));
await must('adam', 'POST', `people/${id[back.coach]}/grants`, { role: 'coach', team: back.team });
check('who has it again hears anew', await within(() => things['sound anew'](back), 1000 * PATIENCE));
check('and not by what had ended', !await things.sound(back));

// ---- seats --------------------------------------------------------------------------------------
const line = { name: 'L', address: '7001', team: await team('beyond') };
const made = await must('adam', 'POST', 'lines', line);
const sit = csv => site.ask('POST', '/api/v1/shifts', { as: 'newcoach', body: csv, headers: { 'content-type': 'text/csv' } });
const now = Date.now() + 5e6;
person('newmate', 'agent', 'beyond');
const said = await sit(`login,line,from,to,duty\n${w.agent},7001,2026-01-01T00:00:00Z,${now},phone\n${w.agent},7001,${Date.now() + 1e7},,phone\n`);
check('a coach seats her own agent at her own line', said.json.added === 2, String(said.bytes));
const twice = await sit(`\ufefflogin;line;from;to;duty\r\n${w.agent};7001;2026-01-01T00:00:00Z;${now};phone\r\n`);
check('the same once more, from Excel, adds nothing', twice.json.added === 0 && twice.json.known === 1 && !twice.json.refused.length, String(twice.bytes));
const odd = await sit([`${w.agent},7001,2027-02-31T08:00:00+01:00,2027-02-31T16:00:00+01:00,phone`, `${w.agent},7001,2027-04-01T08:00:00+99:99,,phone`,
  `${w.agent},7001,1795985432,,phone`, `newmate,7001,2026-02-01T08:00:00Z,2026-02-01T09:00:00Z,phone`, `${w.agent},7001,2026-02-01T08:00:00Z,2026-02-01T09:00:00Z,phone`].join('\n'));
const whys = odd.json.refused.map(r => `${r.line} ${r.why}`);
check('each line that cannot be is refused by its number and reason', odd.json.added === 0 && whys.length === 5 && /^1 no calendar/.test(whys[0]) &&
  /^2 .*offset/.test(whys[1]) && /^3 .*milliseconds/.test(whys[2]) && /^4 somebody else/.test(whys[3]) && /^5 another shift/.test(whys[4]), JSON.stringify(whys));
const listed = (await must('newcoach', 'GET', `shifts?from=${Date.now()}&to=${Date.now() + 2e7}`)).rows.find(s => s.to_ms === null);
check('a shift is listed with what a row of the file says', listed.login === w.agent && listed.address === '7001', JSON.stringify(listed));
const early = await sit(`${w.agent},7001,,${Date.now()},`);
check('which does not end before it begins', early.json.ended === 0 && /ends after it begins/.test(early.json.refused[0].why), String(early.bytes));
const over = await sit(`${w.agent},7001,,${Date.now() + 2e7},`);
check('a row without from ends the shift that is open', over.json.ended === 1 && !over.json.added && !over.json.refused.length &&
  site.sql(`SELECT count(*) FROM shift WHERE line = ${blob(made.id)} AND to_ms IS NULL`).trim() === '0', String(over.bytes));
check('and once', /no shift until further notice/.test((await sit(`${w.agent},7001,,${Date.now() + 2e7},`)).json.refused[0].why));
await must('adam', 'PUT', `people/${id[w.agent]}`, { state: 'left' });
const seats = site.sql(`SELECT count(*), sum(to_ms IS NULL) FROM shift WHERE line = ${blob(made.id)}`).trim();
check('whoever leaves sits nowhere from then on', seats === '1|0', seats);
check('and has no password', site.sql(`SELECT password IS NULL FROM person WHERE id = ${blob(id[w.agent])}`).trim() === '1');
check('the old sign-in is refused after she comes back', await must('adam', 'PUT', `people/${id[w.agent]}`, { state: 'active' }) === null &&
  await status(null, 'POST', 'session', { login: w.agent, password: PASSWORD }) === 401);
await finish(site);
