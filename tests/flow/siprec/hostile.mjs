// SPDX-License-Identifier: Apache-2.0
// What no recording client should send, to a server that must go on: each message of RFC 4475 (COUNT is 0),
// or INVITEs of the dialects with bytes changed, cut out, doubled and moved, each from its own
// dialog or the one before.
//   node hostile.mjs PORT COUNT SEED      one JSON line: what was answered, and how often it still lives
import dgram from 'node:dgram';
import { dialects } from './dialects.mjs';
import { messages } from './rfc4475.mjs';

const [, , port, count, seed] = process.argv.map(Number);
const HOST = '127.0.0.1';
const socket = dgram.createSocket('udp4');
await new Promise((done) => socket.bind(0, HOST, done));
const heard = [];
socket.on('message', (data) => heard.push(data.toString('latin1')));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const send = (text) => new Promise((done) => socket.send(Buffer.from(text, 'latin1'), port, HOST, done));

let state = seed || 1; // xorshift: the same seed, the same messages
const drawn = (n) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % n;
};

let pings = 0;
const lives = async () => {
  const id = `alive${pings++}`;
  const ask = `OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP ${HOST};branch=z9hG4bK${id};rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: ${id}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`;
  for (let tries = 0; tries < 200; tries++) {
    if (tries % 20 === 0) await send(ask);
    await sleep(5);
    if (heard.some((m) => m.includes(`Call-ID: ${id}\r`) && m.startsWith('SIP/2.0 200'))) return true;
  }
  return false;
};

const wrong = [];
for (const [name, { text, answer }] of Object.entries(count ? {} : messages)) {
  const id = `${name}x${process.pid}`;
  heard.length = 0;
  await send(text.replaceAll('HOST', HOST).replaceAll('PORT', socket.address().port).replaceAll('@@', id));
  if (!(await lives())) {
    wrong.push(`${name}: it is dead`);
    break;
  }
  const final = heard.find((m) => /^SIP\/2.0 [2-6]/.test(m) && m.includes(id));
  const status = Number(final?.slice(8, 11) ?? 0);
  if (answer && !answer.includes(status)) wrong.push(`${name}: ${status}, not ${answer.join(' or ')}`);
}

const whole = Object.entries(dialects).map(([name, d]) => {
  const body = d.parts
    ? d.parts.map(([type, text, more = '']) => `--b\r\nContent-Type: ${type}\r\n${more}\r\n${text}\r\n`).join('') + '--b--\r\n'
    : (d.sdp ?? '');
  return (method, id, cseq) => [name,
    `${method} sip:rec@${HOST} SIP/2.0\r\nVia: SIP/2.0/UDP ${HOST}:9;branch=z9hG4bK${id}${cseq};rport\r\nMax-Forwards: 70\r\nFrom: <sip:src@c>;tag=${name}\r\n` +
    `To: <sip:rec@m>\r\nCall-ID: ${id}\r\nCSeq: ${cseq} ${method}\r\nContact: <sip:src@${HOST}:9>\r\n${d.headers ?? ''}Content-Type: ${d.parts ? 'multipart/mixed;boundary=b' : 'application/sdp'}\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`];
});
const SPLICES = ['\r\n\r\n', '\0', '"', '<', '>', ';', '&', '%', '\xff\xfe', '99999999999999999999', '-1', 'm=audio 1 RTP/AVP 0\r\n', '--b\r\n', '<participant id="x">', 'urn:uuid:', ' '.repeat(300), 'A'.repeat(2000)];
const mutated = (text) => {
  for (let n = 1 + drawn(6); n > 0; n--) {
    const at = drawn(text.length);
    const to = Math.min(text.length, at + 1 + drawn(60));
    const kind = drawn(5);
    if (kind === 0) text = text.slice(0, at) + String.fromCharCode(drawn(256)) + text.slice(at + 1);
    if (kind === 1) text = text.slice(0, at) + text.slice(to);
    if (kind === 2) text = text.slice(0, at) + text.slice(at, to).repeat(1 + drawn(5)) + text.slice(to);
    if (kind === 3) text = text.slice(0, at) + SPLICES[drawn(SPLICES.length)] + text.slice(at);
    if (kind === 4) {
      const from = drawn(text.length);
      text = text.slice(0, at) + text.slice(from, from + 80) + text.slice(to);
    }
  }
  return text.slice(0, 60000);
};
const METHODS = ['INVITE', 'INVITE', 'INVITE', 'UPDATE', 'INFO', 'BYE', 'ACK'];
const tags = [];
let asked = 0;
let living = 0;
for (let i = 0; i < count && !wrong.length; i++) {
  const make = whole[drawn(whole.length)];
  const method = METHODS[drawn(METHODS.length)];
  const nth = drawn(8) ? Math.max(0, i - drawn(4)) : i;
  const [name, text] = make(method, `m${seed}-${nth}`, 1 + (i % 9));
  tags[nth] ??= name;
  await send(mutated(text));
  if (tags[i - 10]) // what was opened is let go, or the share would soon be full of it
    await send(`BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP ${HOST}:9;branch=z9hG4bKb${i}\r\nFrom: <sip:src@c>;tag=${tags[i - 10]}\r\nTo: <sip:rec@m>\r\nCall-ID: m${seed}-${i - 10}\r\nCSeq: 99 BYE\r\n\r\n`);
  asked++;
  if (i % 500 === 499) {
    heard.length = 0;
    if (!(await lives())) wrong.push(`dead after ${i + 1} mutated messages of seed ${seed}`);
    living++;
  }
}
socket.close();
console.log(JSON.stringify({ rfc4475: Object.keys(messages).length, asked, living, wrong }));
process.exit(wrong.length ? 1 : 0);
