// SPDX-License-Identifier: Apache-2.0
// T6: the table of shapes against the service itself, and slow senders. Prints what was sent and what
// came back.
import { H, answers, direct, notOurs, shapes, status } from './shapetable.mjs';
import { Site, check, finish, PASSWORD } from './site.mjs';

const site = new Site();
site.user('anna', 'agent', 'A');
await site.start();

for (const [name, bytes, want] of [...shapes, ...direct]) {
  const { text, closed } = await site.raw(bytes, { ms: want.includes('cut') ? 2500 : 700, gap: Array.isArray(bytes) ? 2 : 0 });
  const got = status(text);
  const cut = closed && !text;
  const good = want === '400 or cut' ? cut || got === '400'
    : want === '4xx' ? got.startsWith('4') || cut
    : want === '4xx or 505' ? got.startsWith('4') || got === '505' || cut
    : want === '200 or cut' ? got === '200' || cut
    : want === '400 once' ? got === '400' && answers(text) === 1 && closed
    : want === '400' ? got === '400' && closed : got === want;
  console.log(`  ${name.padEnd(44)} → ${got}${closed ? ', closed' : ''}`);
  const foreign = !text ? '' : notOurs(text) || (answers(text) > 1 && !bytes.includes('GET /healthz HTTP/1.1\r\nHost: x') ? 'is answered twice' : '');
  check(`it is answered in our way: ${name}`, !foreign, `${foreign}: ${text.slice(0, 60)} … ${text.slice(-160)}`);
  check(`shape: ${name}`, good, `wanted ${want}, got ${got} (${answers(text)} answers)`);
}

// Two good requests on one connection are answered in order.
const two = await site.raw(`GET /healthz HTTP/1.1\r\n${H}\r\nGET /healthz HTTP/1.1\r\n${H}\r\n`, { ms: 500 });
check('two requests on one connection', two.text.match(/HTTP\/1\.1 200/g)?.length === 2);

// Slow senders end at their deadline while others are served at once.
const slowHead = site.raw([...`GET /healthz HTTP/1.1\r\nX: ${'s'.repeat(200)}`], { ms: 16000, gap: 100 });
const slowBody = site.raw([`POST /api/v1/session HTTP/1.1\r\n${H}Content-Type: application/json\r\nContent-Length: 900\r\n\r\n`,
  ...'{'.repeat(500)], { ms: 36000, gap: 100 });
const started = Date.now();
let worst = 0;
while (Date.now() - started < 3000) {
  const from = Date.now();
  const r = await site.ask('GET', '/healthz');
  worst = Math.max(worst, Date.now() - from);
  if (r.status !== 200) check('others are served beside slow senders', false, String(r.status));
}
check('others are served beside slow senders', worst < 1000, `${worst} ms`);
const head = await slowHead;
check('a slow head is cut at 10 s', head.closed && Date.now() - started < 15000, `${Date.now() - started} ms, closed ${head.closed}`);

// At most two passwords at once, and the others wait without stopping anybody.
const tries = Array.from({ length: 12 }, (_, i) => site.ask('POST', '/api/v1/session', { json: { login: `u${i}`, password: PASSWORD } }));
const from = Date.now();
await site.ask('GET', '/healthz');
check('passwords do not stop others', Date.now() - from < 1000, `${Date.now() - from} ms`);
check('wrong names are refused', (await Promise.all(tries)).every(r => r.status === 401));

const body = await slowBody;
check('a slow body is cut at 30 s', body.closed && Date.now() - started < 36000, `${Date.now() - started} ms`);
await finish(site);
