// SPDX-License-Identifier: Apache-2.0
// What every recording client of the tests does: messages over UDP or TCP, and voices as RTP. Shares no code with
// the recorder.
import { createCipheriv, createHmac } from 'node:crypto';
import dgram from 'node:dgram';
import net from 'node:net';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const ulaw = (sample) => {
  const sign = sample < 0 ? 0x80 : 0;
  const x = Math.min(Math.abs(sample), 32635) + 132;
  const exponent = 31 - Math.clz32(x) - 7;
  return ~(sign | (exponent << 4) | ((x >> (exponent + 3)) & 15)) & 255;
};
const sample = (hz, at) => (hz ? Math.round(8000 * Math.sin((2 * Math.PI * hz * at) / 8000)) : 0);

// ---- a connection: what is sent, and the answers as they come --------------------------------
const messages = (buffer) => {
  const out = [];
  for (;;) {
    while (buffer.startsWith('\r\n')) buffer = buffer.slice(2); // a pong
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return [out, buffer];
    const length = Number(/^content-length:\s*(\d+)/im.exec(buffer.slice(0, end))?.[1] ?? 0);
    if (buffer.length < end + 4 + length) return [out, buffer];
    out.push(buffer.slice(0, end + 4 + length));
    buffer = buffer.slice(end + 4 + length);
  }
};

export const connect = async (server, { transport = 'UDP', host = '127.0.0.1', asked } = {}) => {
  const heard = [];
  let wake = () => {};
  const take = (text) => {
    if (!text.startsWith('SIP/2.0') && asked) return asked(text, send);
    heard.push(text);
    wake();
  };
  let send, close, port, raw;
  if (transport === 'TCP') {
    const socket = net.connect(Number(server), host);
    await new Promise((done, bad) => socket.once('connect', done).once('error', bad));
    let rest = '';
    socket.on('data', (data) => {
      const [whole, left] = messages(rest + data.toString('latin1'));
      rest = left;
      whole.forEach(take);
    });
    port = socket.localPort;
    raw = socket;
    send = (text) => socket.write(Buffer.from(text, 'latin1'));
    close = () => socket.destroy();
  } else {
    const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise((done) => socket.bind(0, host, done));
    socket.on('message', (data) => take(data.toString('latin1')));
    port = socket.address().port;
    send = (text) => socket.send(Buffer.from(text, 'latin1'), Number(server), host);
    close = () => socket.close();
  }
  const answer = async (cseq, method) => {
    for (const until = Date.now() + 5000; Date.now() < until; ) {
      const at = heard.findIndex(
        (m) => /^SIP\/2\.0 [2-6]/.test(m) && new RegExp(`^cseq:\\s*${cseq} ${method}`, 'im').test(m),
      );
      if (at >= 0) return heard.splice(at, 1)[0];
      await Promise.race([new Promise((done) => (wake = done)), sleep(100)]);
    }
    return '';
  };
  return { send, close, port, answer, heard, raw };
};

// ---- a voice on a port -----------------------------------------------------------------------
// AES_CM_128_HMAC_SHA1_80 (RFC 3711, 4.1, 4.2, 4.3) of a master key and salt in base64.
const keystream = (key, iv, n) => createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(n));
export const locks = (inline) => {
  const master = Buffer.from(inline, 'base64');
  const derived = (label, n) => {
    const iv = Buffer.alloc(16);
    master.copy(iv, 0, 16, 30);
    iv[7] ^= label;
    return keystream(master.subarray(0, 16), iv, n);
  };
  const [key, auth, salt] = [derived(0, 16), derived(1, 20), derived(2, 14)];
  return (packet) => {
    const iv = Buffer.alloc(16);
    salt.copy(iv);
    for (let i = 0; i < 4; i++) iv[4 + i] ^= packet[8 + i];
    for (let i = 0; i < 2; i++) iv[12 + i] ^= packet[2 + i];
    const stream = keystream(key, iv, packet.length - 12);
    const locked = Buffer.from(packet.map((byte, i) => (i < 12 ? byte : byte ^ stream[i - 12])));
    const tag = createHmac('sha1', auth).update(locked).update(Buffer.alloc(4)).digest();
    return Buffer.concat([locked, tag.subarray(0, 10)]);
  };
};
export const speak = async (socket, voice, to, from, seconds) => {
  const begin = Date.now();
  for (let i = 0; i < seconds * 50; i++) {
    const packet = Buffer.alloc(172);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(voice.pt ?? 0, 1);
    packet.writeUInt16BE(voice.sequence++ & 65535, 2);
    packet.writeUInt32BE(voice.at >>> 0, 4);
    packet.writeUInt32BE(voice.ssrc, 8);
    for (let k = 0; k < 160; k++)
      packet[12 + k] = ulaw(voice.hz.reduce((sum, hz) => sum + sample(hz, voice.at + k), 0));
    voice.at += 160;
    socket.send(voice.lock ? voice.lock(packet) : packet, to, from);
    voice.packets++;
    await sleep(Math.max(0, begin + (i + 1) * 20 - Date.now()));
  }
};
