// SPDX-License-Identifier: Apache-2.0
// A site of a test's own: a data folder, people, calls, a running medlyss-web; gone afterwards.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import net from 'node:net';
import http from 'node:http';
import { unlike } from './answers.mjs';

export const bin = process.env.BIN ?? fileURLToPath(new URL(`../../../build/${process.env.MODE ?? 'release'}/bin`, import.meta.url));
export const PASSWORD = 'ett-langt-losenord';

export class Site {
  constructor({ demo = true, at } = {}) { // at: a house that is there already
    this.data = at ?? mkdtempSync(join(tmpdir(), 'medlyss-web-'));
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    this.cookies = {};
    if (at) return;
    writeFileSync(join(this.data, 'pw'), PASSWORD);
    this.run('medlyss', 'init', '--data', this.data, ...(demo ? ['--demo'] : []));
  }
  run(program, ...args) {
    return execFileSync(join(bin, program), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
  verify() { // one JSON object a line of what is wrong; what is merely told is left out
    const said = spawnSync(join(bin, 'medlyss'), ['verify', '--data', this.data, '--json'], { encoding: 'utf8' }).stdout;
    return said.split('\n').filter(line => !line.startsWith('{"note"')).join('\n');
  }
  user(login, role, team, line) {
    const id = this.run('medlyss', 'user', 'add', '--data', this.data, '--name', login, '--role', role,
      ...(team ? ['--team', team] : []), ...(line ? ['--line', line] : []), '--password-file', join(this.data, 'pw')).trim();
    return id;
  }
  calls(agent, team, n, bytes = 0) {
    return this.run('seed', '--data', this.data, '--agent', agent, ...(team ? ['--team', team] : []), '-n', n,
      ...(bytes ? ['--bytes', bytes] : [])).trim().split('\n');
  }
  sql(text) {
    return execFileSync('sqlite3', ['-cmd', '.timeout 5000', join(this.data, 'catalogue.db'), text], { encoding: 'utf8' });
  }
  async start() {
    this.process = spawn(join(bin, 'medlyss-web'), ['--data', this.data, '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => this.process.kill('SIGKILL')); // whatever a test dies of
    this.ended = new Promise(done => this.process.on('exit', (code, signal) => done({ code, signal })));
    this.port = await new Promise((done, failed) => {
      this.process.stdout.on('data', text => {
        const said = /listening on .*:(\d+)/.exec(text);
        if (said) done(Number(said[1]));
      });
      this.process.on('exit', code => failed(new Error(`medlyss-web ended with ${code}`)));
    });
    return this;
  }
  // {status, headers, body}; `json` is sent as a JSON body.
  ask(method, path, { as, json, body, headers = {} } = {}) {
    const data = json === undefined ? body : JSON.stringify(json);
    const all = { ...headers };
    if (json !== undefined) all['content-type'] ??= 'application/json';
    if (data !== undefined) all['content-length'] = Buffer.byteLength(data);
    if (as && this.cookies[as]) all.cookie = this.cookies[as];
    return new Promise((done, failed) => {
      const req = http.request({ port: this.port, method, path, headers: all, agent: this.agent }, res => {
        const chunks = [];
        res.on('data', c => chunks.push(c));
        res.on('end', () => {
          const why = unlike(method, path, res, Buffer.concat(chunks));
          if (why) check(`${method} ${path} answers as openapi.json says`, false, why);
          done({ status: res.statusCode, headers: res.headers, bytes: Buffer.concat(chunks),
            get json() { return JSON.parse(this.bytes.toString() || 'null'); } });
        });
        res.on('error', failed);
      });
      req.on('error', failed);
      req.end(data);
    });
  }
  async signIn(login, password = PASSWORD) {
    const r = await this.ask('POST', '/api/v1/session', { json: { login, password } });
    if (r.status !== 204) throw new Error(`${login} cannot sign in: ${r.status} ${r.bytes}`);
    this.cookies[login] = r.headers['set-cookie'][0].split(';')[0];
  }
  // A version in force: put forward by an administrator, signed by her and by somebody of the union's. What stops it is
  // its answer.
  async agree(as, fields) {
    if (!this.cookies.facket) {
      this.user('facket', 'union', null);
      await this.signIn('facket');
    }
    const put = await this.ask('POST', '/api/v1/agreements', { as, json: { title: 'Avtal', ...fields } });
    if (put.status !== 200) return put;
    for (const [who, side] of [[as, 'employer'], ['facket', 'employees']]) {
      const r = await this.ask('POST', `/api/v1/proposals/${put.json.id}/sign/${side}`, { as: who, json: {} });
      if (r.status !== 204) return r;
    }
    return put;
  }
  // Bytes in, bytes out, as they are; ends when the other side closes or after `ms`.
  // `dial`: another way there than straight to the service.
  raw(pieces, { ms = 1500, gap = 0, until = null, dial = () => net.connect(this.port, '127.0.0.1') } = {}) {
    return new Promise(done => {
      const socket = dial();
      const got = [];
      let closed = false;
      const finish = () => { socket.destroy(); done({ text: Buffer.concat(got).toString('latin1'), closed }); };
      const timer = setTimeout(finish, ms);
      socket.on('data', c => {
        got.push(c);
        if (until && Buffer.concat(got).includes(until)) socket.destroy(); // heard enough
      });
      socket.on('error', () => {});
      socket.on('close', () => { closed = true; clearTimeout(timer); finish(); });
      (async () => {
        for (const piece of [].concat(pieces)) {
          if (socket.destroyed) return;
          socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
          if (gap) await new Promise(r => setTimeout(r, gap));
        }
      })();
    });
  }
  cpuMs() {
    const stat = execFileSync('cat', [`/proc/${this.process.pid}/stat`], { encoding: 'utf8' }).split(') ')[1].split(' ');
    return (Number(stat[11]) + Number(stat[12])) * 10;
  }
  async stop() {
    this.agent.destroy();
    this.process?.kill('SIGTERM');
    const end = this.process ? await this.ended : { code: 0 };
    rmSync(this.data, { recursive: true, force: true });
    return end;
  }
}

let bad = 0;
export function check(name, good, detail = '') {
  if (!good) bad++;
  console.log(`${good ? 'ok' : 'not ok'} ${name}${good || !detail ? '' : `: ${detail}`}`);
}
export async function finish(site) {
  const end = await site.stop();
  check('the service ends when it is told to', end.code === 0, JSON.stringify(end));
  process.exit(bad ? 1 : 0);
}
