// SPDX-License-Identifier: Apache-2.0
// T6 behind nginx: deploy/nginx/medlyss.conf as it is, on a free port with a certificate of the moment.
// What nginx passes on must reach the service as one request with one meaning: never two answers to a
// shape that is one request, no smuggled second one, nothing served that the service alone refuses
// unless nginx wrote it anew as a well-formed request (the rows below say which, and what came back).
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import net from 'node:net';
import tls from 'node:tls';
import { answers, shapes, status } from './shapetable.mjs';
import { Site, check, finish } from './site.mjs';

const site = new Site();
site.user('anna', 'agent', 'A');
appendFileSync(join(site.data, 'medlyss.ini'), 'public_address = https://medlyss.example\n');
await site.start();

const freePort = () => new Promise(done => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const home = join(site.data, 'nginx');
mkdirSync(home);
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
  '-subj', '/CN=medlyss.example', '-keyout', join(home, 'key.pem'), '-out', join(home, 'fullchain.pem')], { stdio: 'ignore' });
const port = await freePort();
const ours = readFileSync('deploy/nginx/medlyss.conf', 'utf8');
const here = ours.replace(/listen 443 /, `listen 127.0.0.1:${port} `).replace(/.*listen \[::\].*\n/, '')
  .replace(/\/etc\/ssl\/medlyss/g, home).replace('127.0.0.1:8080', `127.0.0.1:${site.port}`);
const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(t => `${t}_temp_path ${home}/${t};`).join(' ');
writeFileSync(join(home, 'nginx.conf'), `worker_processes 1; daemon off; pid ${home}/pid; error_log ${home}/error.log;
events { worker_connections 256; } http { access_log off; ${temps}\n${here}\n}\n`);
for (const dir of [site.data, home]) chmodSync(dir, 0o755);
const nginx = spawn('nginx', ['-c', join(home, 'nginx.conf')], { stdio: 'ignore' });
process.on('exit', () => nginx.kill('SIGTERM'));
const dial = () => tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, servername: 'medlyss.example' });
const up = async () => (await site.raw('GET /healthz HTTP/1.1\r\nHost: medlyss.example\r\nConnection: close\r\n\r\n', { dial, ms: 1000 })).text;
let first = '';
for (const until = Date.now() + 10_000; !first && Date.now() < until;) { // it has to begin first
  first = await up();
  if (!first) await new Promise(done => setTimeout(done, 50));
}
const log = join(home, 'error.log');
check('the shipped configuration serves', first.startsWith('HTTP/1.1 200'), existsSync(log) ? readFileSync(log, 'utf8') : 'nginx wrote nothing');
check('with TLS kept to by browsers', /strict-transport-security: max-age=31536000/i.test(first));

// Where nginx's answer is not the service's own: what it is, and why that is safe.
const behind = {
  'Transfer-Encoding: identity': ['501', 'nginx knows chunked only'],
  'Transfer-Encoding with a tab': ['501', 'the same'],
  'bare LF between headers': ['200', 'nginx reads two lines and passes on two lines'],
  'a header without a colon': ['200', 'nginx leaves the line out'],
  'an absolute target': ['200', 'nginx takes the host from it and passes on the path'],
  'HTTP/0.9': ['-', 'answered as HTTP/0.9 is: a body, no status line'],
  'HTTP/1.2': ['200', 'nginx passes on HTTP/1.1'],
  'a Host that is empty': ['400', 'refused by nginx'],
  'a Host with a user in it': ['401', 'nginx passes on the name alone'],
  'a Host whose port is none': ['401', 'nginx passes on the name alone'],
  'HTTP/2 preface': ['400', 'not negotiated in TLS'],
  '40 KiB of headers': ['400', 'refused by nginx'],
};
for (const [name, bytes, alone] of shapes) {
  const slow = Array.isArray(bytes);
  const { text, closed } = await site.raw(bytes, { dial, ms: 700, gap: slow ? 2 : 0 });
  const got = status(text), n = answers(text);
  const [want, why = ''] = behind[name] ?? [alone.slice(0, 3)];
  console.log(`  ${name.padEnd(44)} → ${`${got}${closed ? ', closed' : ''}`.padEnd(12)} alone ${alone.padEnd(12)} ${why}`.trimEnd());
  check(`behind nginx: ${name}`, got === want && n <= 1, `wanted ${want}, got ${got} (${n} answers)`);
}
nginx.kill('SIGTERM');
await finish(site);
