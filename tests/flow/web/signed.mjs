// SPDX-License-Identifier: Apache-2.0
// Which agreement was in force stays what it was: versions begin from now on, end after they begin, and a
// planned one that is overtaken is withdrawn openly, with a line that says so.
import { Site, check, finish } from './site.mjs';

const DAY = 86_400_000;
const site = new Site();
site.user('adam', 'admin', null);
await site.start();
await site.signIn('adam');
const sign = async (title, fields = {}, body = { purpose: 'Att lära av samtal' }) =>
  site.ask('POST', '/api/v1/agreements', { as: 'adam', json: { title, signed_by: 'facket', body, ...fields } });
const versions = async () => (await site.ask('GET', '/api/v1/agreements', { as: 'adam' })).json.rows.sort((a, b) => a.version - b.version);
const told = () => JSON.parse(site.sql("SELECT detail FROM audit_detail JOIN audit USING (seq) WHERE event = 'agreement.added' ORDER BY seq DESC LIMIT 1"));
const demo = (await versions())[0];
const refused = async (what, fields, body, word) => {
  const r = await sign('Nej', fields, body);
  check(what, r.status === 422 && word.test(r.json.text), `${r.status} ${r.bytes}`);
};
await refused('nobody signs for yesterday', { from_ms: Date.now() - DAY }, undefined, /from_ms/);
await refused('nor for 1970', { from_ms: 1 }, undefined, /from_ms/);
await refused('an agreement has a purpose', {}, {}, /purpose/);
await refused('which says something', {}, { purpose: '  ' }, /purpose/);
await refused('in every language it is said in', {}, { purpose: { sv: 'Att lära', en: '' } }, /purpose/);
check('what was refused has changed nothing', JSON.stringify(await versions()) === JSON.stringify([demo]));
const later = Date.now() + 30 * DAY;
check('one is signed for next month', (await sign('Planerad', { from_ms: later })).status === 200);
let all = await versions();
check('until then the one in force goes on', all[0].to_ms === later && all[1].from_ms === later && all[1].to_ms === null, JSON.stringify(all));
check('its line says which, from when, and what it closes', JSON.stringify(told()) === JSON.stringify({ version: 2, from_ms: later, closed: [1], withdrawn: [] }), JSON.stringify(told()));
const now = Date.now();
check('a newer one is signed, from now on', (await sign('Ny')).status === 200);
all = await versions();
check('the one in force ends now', all[0].to_ms >= now && all[0].to_ms <= Date.now() && all[0].from_ms === demo.from_ms, JSON.stringify(all));
check('the planned one is withdrawn, and says so', all[1].from_ms === later && all[1].to_ms === later, JSON.stringify(all[1]));
check('in the log too', JSON.stringify(told().closed) === '[1]' && JSON.stringify(told().withdrawn) === '[2]', JSON.stringify(told()));
check('no version ends before it begins', all.every(a => a.to_ms === null || a.to_ms >= a.from_ms));
check('the newest is in force', all[2].to_ms === null && (await site.ask('GET', '/api/v1/health', { as: 'adam' })).json.agreement?.version === 3);
check('and is signed over once', (await sign('Nyare')).status === 200 && (await versions())[1].to_ms === later);
const refuses = text => { try { site.sql(text); return false; } catch { return true; } };
check('no program ends one before it begins', refuses('UPDATE agreement SET to_ms = from_ms - 1 WHERE version = 4'));
check('nor lets one begin at another time', refuses('UPDATE agreement SET from_ms = 1 WHERE version = 4'));
check('nor prolongs one', refuses(`UPDATE agreement SET to_ms = ${later} WHERE version = 1`));
check('and the house is whole', !site.verify(), site.verify());
await finish(site);
