// Every table and column is under the audit chain, or says in schemas/kept_not.def why not; and what
// is changed in a row behind the programs' back is found, table by table, column by column.
//   kept.mjs DATA MEDLYSS
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';

const [house, medlyss] = process.argv.slice(2), copy = `${house}.copy`;
const sql = (text, data = house) => {
  const said = spawnSync('sqlite3', ['-bail', `${data}/catalogue.db`, text], { encoding: 'utf8' });
  if (said.status) throw new Error(`${text.slice(0, 60)} … ${said.stderr.slice(0, 200)}`);
  return said.stdout.trim();
};
let failures = 0;
const check = (what, good, more = '') => { console.log(`${good ? 'ok' : 'not ok'} ${what}${good ? '' : `: ${more}`}`); failures += !good; };

const off = readFileSync('schemas/kept_not.def', 'utf8');
const tables_off = new Set([...off.matchAll(/^NOT_KEPT\((\w+),\s+"[^"]+"\)/gm)].map(m => m[1]));
const columns_off = new Set([...off.matchAll(/^NOT_KEPT_COLUMN\((\w+), (\w+),\s+"[^"]+"\)/gm)].map(m => `${m[1]}.${m[2]}`));
const noticed = new Set([...readFileSync('schemas/kept.sql', 'utf8').matchAll(/\bON (\w+)/g)].map(m => m[1]));
const statements = readFileSync('schemas/queries/kept.sql', 'utf8').split(';').filter(s => /-- kept_\w+ :many :json/.test(s))
  .map(s => s.replace(/^--.*$/gm, ''));
const words = table => new Set(statements.filter(s => new RegExp(`(FROM|JOIN) ${table}\\b`).test(s)).flatMap(s => s.match(/\w+/g)));

const tables = sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").split('\n');
check('every table is under the chain or has its reason', tables.every(t => noticed.has(t) !== tables_off.has(t)),
  tables.filter(t => noticed.has(t) === tables_off.has(t)).join(' '));
check('no reason is of a table that is gone', [...tables_off].every(t => tables.includes(t)));
const columns = tables.filter(t => noticed.has(t))
  .flatMap(t => sql(`SELECT name FROM pragma_table_xinfo('${t}')`).split('\n').map(c => [t, c]));
const odd = columns.filter(([t, c]) => words(t).has(c) === columns_off.has(`${t}.${c}`)
  && !(columns_off.has(`${t}.${c}`) && !statements.some(s => new RegExp(`FROM ${t}\\b`).test(s) && new RegExp(`\\b${c}\\b`).test(s))));
check('every column of theirs is, or has its reason', !odd.length, odd.map(o => o.join('.')).join(' '));

const verify = () => spawnSync(medlyss, ['verify', '--data', copy], { encoding: 'utf8' });
const triggers = sql("SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger'");
const drop = sql("SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'");
// One row of each table with rows is changed: its last column that is kept, and the row is taken away.
const missed = [];
cpSync(house, copy, { recursive: true });
const afresh = () => ['catalogue.db', 'catalogue.db-wal', 'catalogue.db-shm'].forEach(f => {
  rmSync(`${copy}/${f}`, { force: true });
  if (existsSync(`${house}/${f}`)) cpSync(`${house}/${f}`, `${copy}/${f}`);
});
// The token that makes the first administrator is nobody's yet.
const rows = t => sql(`SELECT count(*) FROM ${t} ${t === 'one_time_code' ? 'WHERE person IS NOT NULL' : ''}`);
for (const t of tables.filter(t => noticed.has(t) && rows(t) !== '0')) {
  const last = columns.filter(([table, c]) => table === t && !columns_off.has(`${t}.${c}`)).map(([, c]) => c).pop();
  const kind = sql(`SELECT type FROM pragma_table_xinfo('${t}') WHERE name = '${last}'`);
  const other = /INT/.test(kind) ? `coalesce(${last}, 0) = 0` : /TEXT/.test(kind) ? `coalesce(${last}, '') || 'x'` : 'randomblob(16)';
  for (const tamper of [`UPDATE ${t} SET ${last} = ${other}`, `DELETE FROM ${t}`]) {
    afresh();
    sql(`PRAGMA foreign_keys = OFF; ${drop} ${tamper}; ${triggers}`, copy);
    const said = verify();
    if (said.status !== 1) missed.push(`${tamper.slice(0, 40)} (${said.status} ${said.stderr.slice(-80)})`);
  }
}
check('what is changed or taken away behind the back is found, in every table that has rows', !missed.length, missed.join(' | '));
const forged = ['UPDATE counted SET total_ppm = 1000000', 'DELETE FROM counted WHERE total_ppm < 900000',
  'UPDATE counted_last SET ppm = n * 1000000', 'UPDATE counted_month SET clean = judged', 'UPDATE counted_answer SET n = n + 1',
  'UPDATE counted_cell SET n = n + 1', 'UPDATE resolved_day SET at_once = calls', 'UPDATE resolved SET at_once = 1',
  "INSERT INTO scope SELECT (SELECT max(person) FROM role_grant WHERE role = 'agent'), person, 1, 2 FROM role_grant LIMIT 3",
].filter(one => {
  afresh();
  sql(`PRAGMA foreign_keys = OFF; ${drop} ${one}; ${triggers}`, copy);
  return verify().status !== 1;
});
check('and in what is derived', !forged.length, forged.join(' | '));
rmSync(copy, { recursive: true, force: true });
process.exit(failures ? 1 : 0);
