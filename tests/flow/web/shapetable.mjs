// SPDX-License-Identifier: Apache-2.0
// T6: request shapes that two readers could read differently, and oversizes. Sent to the service
// itself (shapes.mjs) and through the proxy of deploy/ (proxy.mjs).
export const H = 'Host: localhost\r\n';
export const status = text => /^HTTP\/1\.\d (\d+)/.exec(text)?.[1] ?? '-';
// Whoever answers, the service or the library beneath it: a code and a sentence, kept and guessed by nobody.
export function notOurs(text) {
  const [head, ...rest] = text.split('\r\n\r\n');
  if (/^HTTP\/1\.1 100 /.test(head)) return notOurs(rest.join('\r\n\r\n'));
  for (const field of ['X-Content-Type-Options: nosniff', 'Content-Security-Policy: default-src', 'Cache-Control: '])
    if (!head.includes(`\r\n${field}`)) return `without ${field}`;
  if (Number(status(text)) < 400) return '';
  if (!/\r\nCache-Control: private, no-store(\r\n|$)/.test(head)) return 'may be kept';
  if (!/\r\nContent-Type: application\/json(\r\n|$)/.test(head)) return 'is no JSON';
  if (status(text) === '405' && !/\r\nAllow: [A-Z]/.test(head)) return 'says not what is done there';
  const length = Number(/\r\nContent-Length: (\d+)/.exec(head)?.[1]);
  const body = rest.join('\r\n\r\n').slice(0, length);
  if (/^HEAD/.test(text)) return '';
  try {
    const { error, text: says } = JSON.parse(body);
    return /^[A-Z_]+$/.test(error) && says.length > 5 ? '' : 'without a code and a sentence';
  } catch {
    return 'is no JSON';
  }
}
export const answers = text => text.split(/^HTTP\/1\.\d /m).length - 1;

// name, bytes, what must come back. "cut": closed without an answer.
export const shapes = [
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
  ['NUL in the last header', `GET /healthz HTTP/1.1\r\n${H}X: a\0b\r\n\r\n`, '400'],
  ['NUL at the end of the last header', `GET /healthz HTTP/1.1\r\n${H}X: a\0\r\n\r\n`, '400'],
  ['NULs after the last header', `GET /healthz HTTP/1.1\r\n${H}X: a\0\0\r\n\r\n`, '400'],
  ['NUL for a name in the last header', `GET /healthz HTTP/1.1\r\n${H}\0: a\r\n\r\n`, '400'],
  ['NUL in the last header before a body', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: 2\r\nX: a\0\r\n\r\n{}`, '400'],
  ['NUL in the target', `GET /heal\0thz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['%00 in the path', `GET /healthz%00 HTTP/1.1\r\n${H}\r\n`, '400'],
  ['%2e%2e in the path', `GET /%2e%2e/etc/passwd HTTP/1.1\r\n${H}\r\n`, '400'],
  ['.. in the path', `GET /assets/../../etc/passwd HTTP/1.1\r\n${H}\r\n`, '400'],
  ['two slashes', `GET //healthz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['a backslash', `GET /\\healthz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['an absolute target', `GET http://evil/healthz HTTP/1.1\r\n${H}\r\n`, '400'],
  ['a broken escape in the query', `GET /signin?x=%zz HTTP/1.1\r\n${H}\r\n`, '200'],
  ['a space in the target', `GET /heal thz HTTP/1.1\r\n${H}\r\n`, '400 or cut'],
  ['a Host of somebody else\'s', 'GET /api/v1/me HTTP/1.1\r\nHost: evil.example\r\n\r\n', '421'],
  ['a Host with a user in it', 'GET /api/v1/me HTTP/1.1\r\nHost: localhost:80@evil.example\r\n\r\n', '421'],
  ['a Host whose port is none', 'GET /api/v1/me HTTP/1.1\r\nHost: localhost:8o\r\n\r\n', '421'],
  ['a page by somebody else\'s name', 'GET / HTTP/1.1\r\nHost: rebound.example:8070\r\n\r\n', '421'],
  ['a Host that begins like ours', 'GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n', '421'],
  ['a Host that is empty', 'GET / HTTP/1.1\r\nHost: \r\n\r\n', '421'],
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

// To the service itself alone: a proxy answers most of these by itself.
export const direct = [
  ['Content-Length: +2', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: +2\r\n\r\n{}`, '400'],
  ['Content-Length: +0 where no body is taken', `GET /healthz HTTP/1.1\r\n${H}Content-Length: +0\r\n\r\n`, '400'],
  ['a Content-Length of thirty digits', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: ${'9'.repeat(30)}\r\n\r\n{}`, '4xx'],
  ['an empty Content-Length', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Length: \r\n\r\n{}`, '400'],
  ['a body that is coded', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`, '415'],
  ['two codings', `POST /api/v1/session HTTP/1.1\r\n${H}Content-Encoding: identity, br\r\nContent-Length: 2\r\n\r\n{}`, '415'],
  ['a coding that is none', `GET /healthz HTTP/1.1\r\n${H}Content-Encoding: identity\r\n\r\n`, '200'],
  ['an Expect that nobody knows', `POST /api/v1/session HTTP/1.1\r\n${H}Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}`, '417'],
  ['HTTP/3.0', `GET /healthz HTTP/3.0\r\n${H}\r\n`, '4xx or 505'],
  ['HTTP/1.10', `GET /healthz HTTP/1.10\r\n${H}\r\n`, '4xx or 505'],
  ['http in small letters', `GET /healthz http/1.1\r\n${H}\r\n`, '4xx or 505'],
  ['no version at all', 'GET\r\n\r\n', '4xx or 505'],
  ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${H}\r\n`, '400'],
  ['OPTIONS of a route', `OPTIONS /api/v1/me HTTP/1.1\r\n${H}\r\n`, '405'],
  ['PATCH of a route', `PATCH /api/v1/me HTTP/1.1\r\n${H}\r\n`, '405'],
  ['a page that is posted to', `POST /calls HTTP/1.1\r\n${H}Content-Length: 0\r\n\r\n`, '405'],
  ['a method of 5,000 letters', `${'A'.repeat(5000)} /healthz HTTP/1.1\r\n${H}\r\n`, '4xx'],
  ['a target of 40 KiB', `GET /${'a'.repeat(40960)} HTTP/1.1\r\n${H}\r\n`, '4xx'],
  ['a query of 40 KiB', `GET /api/v1/me?${'a'.repeat(40960)} HTTP/1.1\r\n${H}\r\n`, '4xx'],
  ['one header of 40 KiB', `GET /healthz HTTP/1.1\r\n${H}X: ${'y'.repeat(40960)}\r\n\r\n`, '4xx'],
  ['a thousand small headers', `GET /healthz HTTP/1.1\r\n${H}${'A: b\r\n'.repeat(1000)}\r\n`, '4xx'],
  ['a cookie of 20 KiB', `GET /api/v1/me HTTP/1.1\r\n${H}Cookie: medlyss=${'y'.repeat(20480)}\r\n\r\n`, '4xx'],
  ['something that is no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', '4xx or 505'],
  ['empty lines before a request', `\r\n\r\nGET /healthz HTTP/1.1\r\n${H}\r\n`, '200 or cut'],
];
