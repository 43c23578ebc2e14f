// SPDX-License-Identifier: Apache-2.0
// An agreement is in force by two signatures, each in its signer's own session, and by nothing else; which was in
// force stays what it was; notice ends it. What an administrator alone puts forward binds nobody.
import { Site, check, finish } from './site.mjs';

const DAY = 86_400_000;
const site = new Site();
for (const [login, role] of [['adam', 'admin'], ['karin', 'quality'], ['ulla', 'union'], ['ulf', 'union'], ['disa', 'dpo']]) site.user(login, role, null);
const [call] = (site.user('anna', 'agent', 'A'), site.user('maria', 'coach', 'A'), site.calls('anna', 'A', 1, 5000));
await site.start();
for (const login of ['adam', 'karin', 'ulla', 'ulf', 'disa', 'anna', 'maria']) await site.signIn(login);
const ask = (as, method, path, json) => site.ask(method, `/api/v1/${path}`, { as, json });
const propose = (as, title, fields = {}, body = { purpose: 'Att lära av samtal' }) => ask(as, 'POST', 'agreements', { title, body, ...fields });
const sign = (as, id, side) => ask(as, 'POST', `proposals/${id}/sign/${side}`, {});
const notice = (as, id, side, fields = {}) => ask(as, 'POST', `agreements/${id}/notice/${side}`, { reason: 'Den följs inte', ...fields });
const versions = async () => (await ask('adam', 'GET', 'agreements')).json.rows.sort((a, b) => a.version - b.version);
const proposal = async id => (await ask('anna', 'GET', 'proposals')).json.rows.find(one => one.id === id);
const inForce = async () => (await ask('adam', 'GET', 'health')).json.agreement?.version;
const told = event => JSON.parse(site.sql(`SELECT detail FROM audit_detail JOIN audit USING (seq) WHERE event = '${event}' ORDER BY seq DESC LIMIT 1`));
const says = (what, r, status, word) => check(what, r.status === status && word.test(r.json.text), `${r.status} ${r.bytes}`);
const hears = () => ask('maria', 'POST', 'listenings', { interaction: call, reason: 'review' });

const demo = (await versions())[0];
says('a version is not put forward for yesterday', await propose('adam', 'Nej', { from_ms: Date.now() - DAY }), 422, /from_ms/);
says('an agreement has a purpose', await propose('adam', 'Nej', {}, {}), 422, /purpose/);
says('which says something', await propose('adam', 'Nej', {}, { purpose: '  ' }), 422, /purpose/);
says('in every language it is said in', await propose('adam', 'Nej', {}, { purpose: { sv: 'Att lära', en: '' } }), 422, /purpose/);
says('nobody writes who signed', await propose('adam', 'Nej', { signed_by: 'Facket' }), 422, /signed_by/);
check('what was refused has changed nothing', JSON.stringify(await versions()) === JSON.stringify([demo]));

// ---- two sides ----------------------------------------------------------------------------------
const first = (await propose('adam', 'Ny', {}, { purpose: 'Att lära', listeners: ['agent'], notice_days: 30 })).json.id;
check('put forward, it is not in force', (await versions()).length === 1 && (await inForce()) === 1 && (await hears()).status === 200);
for (const [login, side] of [['adam', 'employees'], ['karin', 'employees'], ['disa', 'employees'], ['disa', 'employer'], ['ulla', 'employer'], ['anna', 'employees'], ['maria', 'employer']])
  check(`${login} does not sign for the ${side}`, (await sign(login, first, side)).status === 403);
check('the administrator signs for the employer', (await sign('adam', first, 'employer')).status === 204);
check('signed by one it is not in force', (await versions()).length === 1 && (await inForce()) === 1 && (await hears()).status === 200);
check('and everybody reads who has signed', (await proposal(first)).signatures.map(s => `${s.side}: ${s.person.name}`).join() === 'employer: adam', JSON.stringify(await proposal(first)));
says('one side signs once', await sign('karin', first, 'employer'), 409, /signed already/);
const now = Date.now();
check('the union signs in her own session', (await sign('ulla', first, 'employees')).status === 204);
let all = await versions();
check('then it is in force, from now', (await inForce()) === 2 && all[1].from_ms >= now && all[1].signed_by === 'adam, ulla', JSON.stringify(all[1]));
check('and the former ends as it begins, and is otherwise what it was', all[0].to_ms === all[1].from_ms && all[0].signed_by === demo.signed_by && all[0].from_ms === demo.from_ms, JSON.stringify(all[0]));
says('what it does not let is refused in its words', await hears(), 403, /“Ny”, version 2, .*these roles: agent$/);
says('nobody signs what is in force', await sign('ulf', first, 'employees'), 409, /both sides/);
says('nor withdraws it', await ask('adam', 'POST', `proposals/${first}/withdraw`, {}), 409, /both sides/);
check('its line says which, from when, and what it closes', JSON.stringify(told('agreement.added')) === JSON.stringify({ version: 2, from_ms: all[1].from_ms, closed: [1], withdrawn: [] }), JSON.stringify(told('agreement.added')));
check('and each signature is a line of its own', site.sql("SELECT count(*) FROM audit WHERE event = 'agreement.signed'").trim() === '2' && told('agreement.signed').side === 'employees');

// ---- who is on both sides is on none ------------------------------------------------------------
const doubled = (await propose('disa', 'Dubbel')).json.id;
await ask('adam', 'POST', `people/${(await ask('ulf', 'GET', 'me')).json.id}/grants`, { role: 'admin', team: null });
says('who could sign for both signs for none', await sign('ulf', doubled, 'employees'), 403, /both sides/);
says('on either side', await sign('ulf', doubled, 'employer'), 403, /both sides/);
const named = (await propose('disa', 'Namngiven', {}, { purpose: 'Att lära', employer: 'quality' })).json.id;
says('the text says who signs for the employer', await sign('adam', named, 'employer'), 403, /signed by the role quality/);
check('and she does', (await sign('karin', named, 'employer')).status === 204);
says('a role that cannot sign is not named', await propose('disa', 'Nej', {}, { purpose: 'Att lära', employer: 'coach' }), 422, /employer/);
check('what is put forward is withdrawn', (await ask('disa', 'POST', `proposals/${named}/withdraw`, {})).status === 204);
says('and is not signed then', await sign('ulla', named, 'employees'), 409, /withdrawn/);
check('it says so', (await proposal(named)).closed_ms > 0 && (await proposal(named)).version === null);

// ---- later, overtaken ---------------------------------------------------------------------------
const both = async id => { await sign('karin', id, 'employer'); return sign('ulla', id, 'employees'); };
const later = Date.now() + 30 * DAY;
check('one is signed for next month', (await both((await propose('adam', 'Planerad', { from_ms: later })).json.id)).status === 204);
all = await versions();
check('until then the one in force goes on', all[1].to_ms === later && all[2].from_ms === later && all[2].to_ms === null, JSON.stringify(all));
check('a newer one is signed, from now on', (await both((await propose('adam', 'Nyare')).json.id)).status === 204);
all = await versions();
check('the planned one is withdrawn, and says so', all[2].from_ms === later && all[2].to_ms === later, JSON.stringify(all[2]));
check('in the log too', JSON.stringify(told('agreement.added').withdrawn) === '[3]', JSON.stringify(told('agreement.added')));
check('no version ends before it begins', all.every(a => a.to_ms === null || a.to_ms >= a.from_ms));

// ---- notice -------------------------------------------------------------------------------------
check('what has ended is not given notice of', (await notice('ulla', all[1].id, 'employees')).status === 409);
const long = (await propose('adam', 'Med uppsägningstid', {}, { purpose: 'Att lära', notice_days: 30 })).json.id;
await both(long);
let last = (await versions()).at(-1);
for (const [login, side] of [['adam', 'employees'], ['ulla', 'employer'], ['disa', 'employees'], ['anna', 'employees']])
  check(`${login} gives no notice for the ${side}`, (await notice(login, last.id, side)).status === 403);
const given = Date.now();
check('the union gives notice', (await notice('ulla', last.id, 'employees', { ends_ms: given + DAY })).status === 204);
last = (await versions()).at(-1);
check('it ends when the notice is out, not before', last.to_ms >= given + 30 * DAY && last.notice.ends_ms === last.to_ms && last.notice.side === 'employees' && last.notice.person.name === 'ulla', JSON.stringify(last));
check('and is in force until then', (await inForce()) === last.version);
check('notice is given once', (await notice('karin', last.id, 'employer')).status === 409);
await both((await propose('adam', 'Utan')).json.id);
last = (await versions()).at(-1);
check('the employer gives notice of one without a time', (await notice('karin', last.id, 'employer')).status === 204);
says('then nothing of others is heard', await hears(), 403, /has ended/);
check('and nothing is in force', (await inForce()) === undefined);

const refuses = text => { try { site.sql(text); return false; } catch { return true; } };
check('no program ends one before it begins', refuses('UPDATE agreement SET to_ms = from_ms - 1 WHERE version = 4'));
check('nor lets one begin at another time', refuses('UPDATE agreement SET from_ms = 1 WHERE version = 4'));
check('nor prolongs one', refuses(`UPDATE agreement SET to_ms = ${later} WHERE version = 1`));
check('nor signs what is closed', refuses(`INSERT INTO signature SELECT id, 'employees', author, 1 FROM proposal WHERE title = 'Namngiven'`));
check('nor changes a signature', refuses("UPDATE signature SET side = 'employer'") && refuses('DELETE FROM signature'));
check('nor what was signed', refuses("UPDATE proposal SET body = '{}'") && refuses('DELETE FROM proposal') && refuses("UPDATE notice SET reason = ''"));
const whole = () => site.verify().split('\n').filter(line => line && !line.includes('no Ogg page')).join('\n'); // the made-up call's bytes
check('and the house is whole', !whole(), whole());
site.sql('DROP TRIGGER signature_stays');
site.sql("UPDATE signature SET person = (SELECT id FROM person WHERE login = 'adam') WHERE side = 'employees'");
check('a signature written by hand is found', /proposed agreement/.test(site.verify()), site.verify());
await finish(site);
