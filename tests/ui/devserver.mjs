// SPDX-License-Identifier: Apache-2.0
// A stand-in for the service, for working on the pages and for the stories that need a known centre.
// In memory, one process, every password accepted but "fel"; never shipped.
import { createServer } from 'node:http';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { routes } from './devroutes.mjs';
import { by } from './fixtures.mjs';
import { dist } from './paths.mjs';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; trusted-types 'none'; require-trusted-types-for 'script'";
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};

const body = async request => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};

function who(request) {
  const login = /(?:^|; )dev=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  return login ? by(login) : undefined;
}

async function statics(request, response, path) {
  const file = path.startsWith('/assets/') ? path.slice(1) : 'index.html';
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(await readFile(join(dist, file)));
}

/** Sound with ranges: without them a browser cannot know the length. */
async function ranged(request, response, path) {
  const { size } = await stat(path);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const first = Number(from ?? 0),
    last = Math.min(size - 1, to ? Number(to) : size - 1);
  response.writeHead(from === undefined ? 200 : 206, {
    'Content-Type': 'audio/ogg',
    'Accept-Ranges': 'bytes',
    'Content-Length': last - first + 1,
    ...(from === undefined ? {} : { 'Content-Range': `bytes ${first}-${last}/${size}` }),
  });
  createReadStream(path, { start: first, end: last }).pipe(response);
}

function answer(response, status, value, headers = {}) {
  const text = value === undefined ? '' : JSON.stringify(value);
  response.writeHead(text ? status : 204, { 'Content-Type': 'application/json', ...headers });
  response.end(text);
}

const OPEN = ['POST /session', 'POST /codes/use'];

async function api(request, response, url) {
  const path = url.pathname.slice('/api/v1'.length);
  const me = who(request);
  if (!me && !OPEN.includes(`${request.method} ${path}`))
    return answer(response, 401, { error: 'SIGNED_OUT', text: '' });
  for (const [method, pattern, run] of routes) {
    const found = method === request.method && pattern.exec(path);
    if (!found) continue;
    const text = await body(request);
    const json =
      request.headers['content-type'] === 'application/json' && text ? JSON.parse(text) : {};
    const made = await run({
      me,
      args: found.slice(1),
      query: url.searchParams,
      json,
      text,
      response,
    });
    if (made?.file) return ranged(request, response, made.file);
    if (made?.held) return undefined;
    return answer(response, made?.status ?? 200, made?.body, made?.headers);
  }
  return answer(response, 404, { error: 'NOT_FOUND', text: '' });
}

export async function serve(port = 0) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const run = url.pathname.startsWith('/api/')
      ? api(request, response, url)
      : statics(request, response, url.pathname);
    run.catch(cause => {
      console.error(cause);
      if (!response.headersSent) answer(response, 500, { error: 'BROKEN', text: '' });
    });
  });
  await new Promise(done => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise(done => server.close(done));
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log((await serve(8391)).url);
