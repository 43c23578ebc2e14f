// SPDX-License-Identifier: Apache-2.0
// T6: request shapes that two readers could read differently, oversizes, slow senders. Prints the
// table of what was sent and what came back.
import { Site, check, finish, PASSWORD } from './site.mjs';

const site = new Site();
site.user('anna', 'agent', 'A');
await site.start();
const H = 'Host: x\r\n';
const status = text => /^HTTP\/1\.\d (\d+)/.exec(text)?.[1] ?? '-';

// name, bytes, what must come back. "cut": closed without an answer.
const shapes = [
  ['plain GET', `GET /healthz HTTP/1.1\r\n${H}\r\n`, '200'],
  ['plain GET, byte by byte', [...`GET /healthz HTTP/1.1\r\n${H}\r\n`], '200'],
  ['HTTP/1.0 from a proxy', 'GET /healthz HTTP/1.0\r\n\r\n', '200'],
  ['Content-Length and Transfer-Encoding', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, '400'],
  ['Transfer-Encoding alone', `POST /api/v1/session HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, '400'],
  ['Transfer-Encoding: identity', `GET /healthz HTTP/1.1\r\n${H}Transfer-Encoding: identity\r\n\r\n`, '400 or cut'],
  ['Transfer-Encoding with a tab', `GET /healthz HTTP/1.1\r\n${H}Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n`, '400'],
  ['two Content-Lengths, equal', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, '400'],
  ['two Content-Lengths, different', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 0\r\nContent-Length: 44\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nX: yyyyyyyyy\r\n\r\n`, '400'],
  ['Content-Length: +5', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: +5\r\n\r\nabcde`, '400'],
  ['Content-Length: 5,5', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 5,5\r\n\r\nabcde`, '400'],
  ['Content-Length: 0x5', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 0x5\r\n\r\nabcde`, '400'],
  ['Content-Length: -1', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: -1\r\n\r\n`, '400'],
  ['bare CR between headers', `GET /healthz HTTP/1.1\r\n${H}X: a\rTransfer-Encoding: chunked\r\n\r\n`, '400'],
  ['bare CR after the request line', `GET /healthz HTTP/1.1\r${H}\r\n`, '400'],
  ['bare LF between headers', `GET /healthz HTTP/1.1\r\nHost: x\nX: a\r\n\r\n`, '400'],
  ['a folded header', `GET /healthz HTTP/1.1\r\n${H}X: a\r\n b\r\n\r\n`, '400'],
  ['a space before the colon', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length : 2\r\n\r\n{}`, '400'],
  ['a header without a colon', `GET /healthz HTTP/1.1\r\n${H}Broken\r\n\r\n`, '400'],
  ['a header without a name', `GET /healthz HTTP/1.1\r\n${H}: x\r\n\r\n`, '400'],
  ['NUL in a header value', `GET /healthz HTTP/1.1\r\n${H}X: a\0b\r\nY: c\r\n\r\n`, '400'],
  ['NUL in the target', `GET /heal\0thz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['%00 in the path', `GET /healthz%00 HTTP/1.1\r\n${H}\r\n`, '400'],
  ['%2e%2e in the path', `GET /%2e%2e/etc/passwd HTTP/1.1\r\n${H}\r\n`, '400'],
  ['.. in the path', `GET /assets/../../etc/passwd HTTP/1.1\r\n${H}\r\n`, '400'],
  ['two slashes', `GET //healthz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['a backslash', `GET /\\healthz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['an absolute target', `GET http://evil/healthz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['a broken escape in the query', `GET /signin?x=%zz HTTP/1.1\r\n${H}\r\n`, '200'],
  ['a space in the target', `GET /heal thz HTTP/1.1\r\n${H}\r\n`, '400 or cut'],
  ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', '400'],
  ['two Hosts', 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', '400'],
  ['two Cookies', `GET /api/v1/me HTTP/1.1\r\n${H}Cookie: medlyss=a\r\nCookie: medlyss=b\r\n\r\n`, '400'],
  ['HTTP/0.9', 'GET /healthz\r\n\r\n', '400'],
  ['HTTP/1.2', `GET /healthz HTTP/1.2\r\n${H}\r\n`, '400'],
  ['HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '505'],
  ['an unknown method', `BREW /healthz HTTP/1.1\r\n${H}\r\n`, '405'],
  ['TRACE', `TRACE /healthz HTTP/1.1\r\n${H}\r\n`, '405'],
  ['CONNECT', `CONNECT x:443 HTTP/1.1\r\n${H}\r\n`, '400'],
  ['a target of 3,000 bytes', `GET /${'a'.repeat(3000)} HTTP/1.1\r\n${H}\r\n`, '413'],
  ['100 headers', `GET /healthz HTTP/1.1\r\n${H}${'X: y\r\n'.repeat(100)}\r\n`, '400'],
  ['40 KiB of headers', `GET /healthz HTTP/1.1\r\n${H}${`X: ${'y'.repeat(1000)}\r\n`.repeat(40)}\r\n`, '4xx'],
  ['a body where none is taken', `GET /healthz HTTP/1.1\r\n${H}Content-Length: 3\r\n\r\nabc`, '413'],
  ['a body of 5 GB announced', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 5000000000\r\n\r\n{`, '413'],
  ['a second request hidden in a refused body', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`, '400 once'],
];

for (const [name, bytes, want] of shapes) {
  const { text, closed } = await site.raw(bytes, { ms: want.includes('cut') ? 2500 : 700, gap: Array.isArray(bytes) ? 2 : 0 });
  const got = status(text);
  const answers = text.split(/^HTTP\/1\.\d /m).length - 1;
  const cut = closed && !text;
  const good = want === '400 or cut' ? cut || got === '400'
    : want === '4xx' ? got.startsWith('4') || cut
    : want === '400 once' ? got === '400' && answers === 1 && closed
    : want === '400' ? got === '400' && closed : got === want;
  console.log(`  ${name.padEnd(44)} → ${got}${closed ? ', closed' : ''}`);
  check(`shape: ${name}`, good, `wanted ${want}, got ${got} (${answers} answers)`);
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
