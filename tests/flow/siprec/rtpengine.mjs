// SPDX-License-Identifier: Apache-2.0
// A real call through a real media relay: two baresip phones, rtpengine between them, and what it gives a
// subscriber handed on to the recording server. Only the signalling is ours: a proxy between the phones that
// asks rtpengine (its ng protocol, bencode over UDP), and a recording client.
//   node rtpengine.mjs SRS-PORT BASE-PORT FOLDER SECONDS CUSTOMER [locked|plain]    one JSON line: what was answered wrongly
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import dgram from 'node:dgram';
import { mkdirSync, writeFileSync } from 'node:fs';
import { people, rfc } from './dialects.mjs';
import { header, media, Session, sleep, status } from './session.mjs';

const [, , srs, base, folder, seconds, customer, keys = 'plain'] = process.argv;
const [PROXY, NG, CALLER, AGENT] = [0, 1, 2, 4].map(i => Number(base) + i);
const HOST = '127.0.0.1';
const procs = [];
const program = (command, args) => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.told = '';
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', more => (child.told += String(more).replace(/\r.*/g, '')));
  procs.push(child);
  return child;
};

// ---- rtpengine ------------------------------------------------------------------------------------
const encode = it =>
  typeof it === 'number' ? `i${it}e`
  : Array.isArray(it) ? `l${it.map(encode).join('')}e`
  : typeof it === 'object' ? `d${Object.keys(it).sort().map(key => encode(key) + encode(it[key])).join('')}e`
  : `${Buffer.byteLength(it, 'latin1')}:${it}`;
function decode(text) {
  let at = 0;
  const until = end => {
    const out = [];
    for (at++; text[at] !== end; ) out.push(one());
    at++;
    return out;
  };
  function one() {
    if (text[at] === 'i') {
      const end = text.indexOf('e', at), value = Number(text.slice(at + 1, end));
      at = end + 1;
      return value;
    }
    if (text[at] === 'l') return until('e');
    if (text[at] === 'd') {
      const all = until('e');
      return Object.fromEntries(all.flatMap((key, i) => (i % 2 ? [] : [[key, all[i + 1]]])));
    }
    const colon = text.indexOf(':', at), n = Number(text.slice(at, colon));
    at = colon + 1 + n;
    return text.slice(colon + 1, at);
  }
  return one();
}
const ng = dgram.createSocket('udp4');
let cookie = 0;
async function relay(command, what = {}) {
  const mine = `c${++cookie}`, words = Buffer.from(`${mine} ${encode({ command, ...what })}`, 'latin1');
  for (let tries = 0; tries < 20; tries++) {
    ng.send(words, NG, HOST);
    const heard = await Promise.race([
      new Promise(done => ng.on('message', function take(bytes) {
        const text = bytes.toString('latin1');
        if (!text.startsWith(`${mine} `)) return;
        ng.off('message', take);
        done(decode(text.slice(mine.length + 1)));
      })),
      sleep(500),
    ]);
    if (heard?.result === 'error') throw new Error(`${command}: ${heard['error-reason']}`);
    if (heard) return heard;
  }
  throw new Error(`rtpengine does not answer: ${procs[0].told.slice(-500)}`);
}

// ---- the proxy between the phones -----------------------------------------------------------------
const call = { established: null };
call.up = new Promise(done => (call.established = done));
const tagOf = (text, name) => /;tag=([^;>\s]+)/.exec(header(text, name))?.[1];
const withBody = (text, body) => `${text.slice(0, text.indexOf('\r\n\r\n')).replace(/^content-length:.*$/im, `Content-Length: ${body.length}`)}\r\n\r\n${body}`;
const bodyOf = text => text.slice(text.indexOf('\r\n\r\n') + 4);
async function proxy() {
  const socket = dgram.createSocket('udp4');
  socket.bind(PROXY, HOST);
  await once(socket, 'listening');
  const known = { 'replace': ['origin', 'session-connection'], ICE: 'remove' };
  const asked = new Map(); // what was asked once is not asked again for a repetition
  const once_ = (key, ask) => (asked.has(key) || asked.set(key, ask()), asked.get(key));
  socket.on('message', async (bytes, from) => {
    let text = bytes.toString('latin1');
    if (text.startsWith('SIP/2.0')) {
      const method = header(text, 'CSeq').split(' ')[1];
      text = text.replace(/^Via:.*\r\n/im, '');
      if (method === 'INVITE' && status(text) === 200) {
        const ids = { 'call-id': header(text, 'Call-ID'), 'from-tag': tagOf(text, 'From'), 'to-tag': tagOf(text, 'To') };
        const { sdp } = await once_('answer', () => relay('answer', { ...known, ...ids, sdp: bodyOf(text) }));
        text = withBody(text, sdp);
        call.established(ids);
      }
      return socket.send(Buffer.from(text, 'latin1'), CALLER, HOST);
    }
    const to = from.port === CALLER ? AGENT : CALLER;
    if (text.startsWith('INVITE')) {
      const { sdp } = await once_('offer', () => relay('offer', { ...known, 'call-id': header(text, 'Call-ID'), 'from-tag': tagOf(text, 'From'), sdp: bodyOf(text) }));
      text = withBody(text, sdp);
    }
    text = text.replace('\r\n', `\r\nVia: SIP/2.0/UDP ${HOST}:${PROXY};branch=z9hG4bKproxy${header(text, 'CSeq').replace(/\W/g, '')}\r\n`);
    socket.send(Buffer.from(text, 'latin1'), to, HOST);
  });
}

// ---- the phones -----------------------------------------------------------------------------------
function phone(user, port, more, ...words) {
  const at = `${folder}/${user}`;
  mkdirSync(at, { recursive: true });
  writeFileSync(`${at}/config`, `sip_listen ${HOST}:${port}
audio_player aubridge,none${user}
audio_source aufile,${at}/voice.wav
audio_alert aubridge,alert${user}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports ${port + 20}-${port + 60}
net_interface ${HOST}
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module aubridge.so
module_app account.so
module_app menu.so
`);
  execFileSync('sox', ['-q', '-n', '-r', '8000', '-c', '1', '-b', '16', `${at}/voice.wav`, 'synth', '60', 'sine', user === 'agent' ? '700' : '1100', 'vol', '-12dB']);
  writeFileSync(`${at}/accounts`, `<sip:${user}@${HOST};transport=udp>;regint=0;audio_codecs=pcmu${more}\n`);
  writeFileSync(`${at}/contacts`, '');
  return program('baresip', ['-f', at, ...words]);
}

async function record(ids) {
  const offered = await relay('subscribe request', { 'call-id': ids['call-id'], flags: ['all', 'SIPREC'], ...(keys === 'locked' ? { 'transport-protocol': 'RTP/SAVP' } : {}) });
  const labels = media(offered.sdp).map(one => one.label);
  const whose = label => (offered['media-labels'][label].tag === ids['from-tag'] ? 'pA' : 'pB');
  const s = await Session.open(srs, `rtpengine-${keys}`);
  await s.invite({ sdp: offered.sdp, xml: rfc(people(customer), labels.map((label, i) => [`t${i}`, label, whose(label)])) });
  await relay('subscribe answer', { 'call-id': ids['call-id'], 'to-tag': offered['to-tag'], sdp: bodyOf(s.ok) });
  await sleep(seconds * 1000);
  const counted = await relay('query', { 'call-id': ids['call-id'] });
  await relay('unsubscribe', { 'call-id': ids['call-id'], 'to-tag': offered['to-tag'] });
  await s.bye();
  await relay('delete', { 'call-id': ids['call-id'] });
  s.close();
  return { wrong: s.wrong, lines: labels.length, transport: media(offered.sdp)[0].transport, totals: counted.totals?.RTP };
}

const limit = setTimeout(() => {
  console.log(JSON.stringify({ wrong: ['it takes too long'], told: procs.map(one => one.told.slice(-1500)) }));
  procs.forEach(one => one.kill('SIGKILL'));
  process.exit(1);
}, (Number(seconds) + 25) * 1000);
program('rtpengine', ['--config-file=none', '-f', '-E', '--no-log-timestamps', '--table=-1', `--interface=${HOST}`, `--listen-ng=${HOST}:${NG}`,
  `--port-min=${Number(base) + 200}`, `--port-max=${Number(base) + 299}`, '--log-level=4', '--num-threads=2']);
await relay('ping');
await proxy();
phone('agent', AGENT, ';answermode=auto');
await sleep(1000);
phone('caller', CALLER, '', '-e', `/dial sip:agent@${HOST}:${PROXY}`);
const said = await record(await call.up).catch(cause => ({ wrong: [String(cause.stack)], told: procs.map(one => one.told.slice(-1500)) }));
clearTimeout(limit);
console.log(JSON.stringify(said));
procs.forEach(one => one.kill('SIGTERM'));
await Promise.race([Promise.all(procs.map(one => one.exitCode ?? once(one, 'exit'))), sleep(3000)]);
procs.forEach(one => one.kill('SIGKILL'));
process.exit(said.wrong.length ? 1 : 0);
