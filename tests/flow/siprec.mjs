// A recording client (RFC 7866) of the test's own: SIP over UDP or TCP, two lines of PCMA, a tone on
// each, and what the server answered, told as JSON. Shares no code with the server.
//   node tests/flow/siprec.mjs ADDRESS:PORT WISH…    wishes: key=value, see `how` below
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const how = {
  transport: 'udp', seconds: 3, tones: '440,880', agent: '1001', agent_name: 'Åsa Agent', customer: '0701234567',
  customer_name: 'Kalle Kund', labels: 'a_leg,16777227', require: 'siprec', delayed: '', ack: 'yes', sound: 'yes', bye: 'yes', hold: '', deaf: '',
  expires: '', refreshed: '', stranger: '', canary: '', ca: '', id: `c${process.pid}-${Date.now()}`, pad: '0', from: '',
};
const [where, ...wishes] = process.argv.slice(2);
for (const wish of wishes) how[wish.slice(0, wish.indexOf('='))] = wish.slice(wish.indexOf('=') + 1);
const [host, port] = [where.slice(0, where.lastIndexOf(':')), Number(where.slice(where.lastIndexOf(':') + 1))];
const sleep = ms => new Promise(done => setTimeout(done, ms));
const [labelA, labelB] = how.labels.split(',');

// ---- transport ------------------------------------------------------------------------------
const answers = [];
let wake = () => {};
let send, close, own;
const said = {};
const heard = text => {
  if (text.startsWith('SIP/2.0')) return answers.push(text), wake();
  said.asked = text.slice(0, text.indexOf(' ')); // the server's own request: a refresh
  said.expires = /^Session-Expires: (.*?)\r?$/im.exec(text)?.[1];
  const kept = text.split('\r\n').filter(line => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
  send(`SIP/2.0 200 OK\r\n${kept.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`);
};
if (how.transport === 'udp') {
  const socket = createSocket('udp4');
  await new Promise(done => socket.bind(0, how.from || host, done));
  own = socket.address().port;
  socket.on('message', bytes => heard(bytes.toString()));
  send = text => socket.send(text, port, host);
  close = () => socket.close();
} else {
  const socket = how.transport === 'tls' ? connectTls({ port, host, ca: readFileSync(how.ca), checkServerIdentity: () => {} }) : connect(port, host);
  await new Promise(done => socket.once(how.transport === 'tls' ? 'secureConnect' : 'connect', done));
  own = socket.localPort;
  let bytes = '';
  socket.on('data', more => {
    for (bytes += more.toString('latin1'); ; ) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) break;
      const n = end + 4 + Number(/Content-Length: (\d+)/i.exec(bytes)?.[1] ?? 0);
      if (bytes.length < n) break;
      heard(bytes.slice(0, n));
      bytes = bytes.slice(n);
    }
  });
  socket.on('error', () => {});
  // in two pieces: a stream keeps no messages apart
  send = text => (socket.write(text.slice(0, 40)), setTimeout(() => socket.write(text.slice(40)), 20));
  close = () => socket.end();
}
const answer = async (method, ms = 3000) => {
  const until = Date.now() + ms;
  for (;;) {
    const at = answers.findIndex(text => new RegExp(`^CSeq: \\d+ ${method}`, 'im').test(text) && !text.startsWith('SIP/2.0 100'));
    if (at >= 0) return answers.splice(at, 1)[0];
    if (Date.now() > until) return '';
    await new Promise(done => ((wake = done), setTimeout(done, 50)));
  }
};

// ---- messages -------------------------------------------------------------------------------
let cseq = 0;
let toTag = '';
const request = (method, body = '', type = '', more = '', number = ++cseq) =>
  `${method} sip:srs@${where} SIP/2.0\r\nVia: SIP/2.0/${how.transport.toUpperCase()} ${host}:${own};branch=z9hG4bK${how.id}${method}${number};rport\r\n` +
  `Max-Forwards: 70\r\nFrom: <sip:src@${host}>;tag=src${how.id}\r\nTo: <sip:srs@${where}>${toTag}\r\nCall-ID: ${how.id}\r\nCSeq: ${number} ${method}\r\n` +
  `Contact: <sip:src@${host}:${own};transport=${how.transport}>;+sip.src\r\n${more}${type && `Content-Type: ${type}\r\n`}` +
  `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const sdp = (direction = 'sendonly', version = 1) =>
  `v=0\r\no=src 1 ${version} IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\n` +
  [[19000, labelA], [19002, labelB]]
    .map(([at, label]) => `m=audio ${at} RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=label:${label}\r\na=${direction}\r\n`)
    .join('');
const person = (id, number, name) =>
  `<participant participant_id="${id}"><nameID aor="sip:${number}@example.com"><name xml:lang="sv">${name}</name></nameID></participant>`;
const metadata = () =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>complete</datamode>` +
  `<session session_id="s1"/>${person('p1', how.agent, how.agent_name)}${person('p2', how.customer, how.customer_name)}` +
  `<stream stream_id="t1" session_id="s1"><label>${labelA}</label></stream><stream stream_id="t2" session_id="s1"><label>${labelB}</label></stream>` +
  `<participantstreamassoc participant_id="p1"><send>t1</send><recv>t2</recv></participantstreamassoc>` +
  `<participantstreamassoc participant_id="p2"><send>t2</send><recv>t1</recv></participantstreamassoc>` +
  `<!--${'x'.repeat(Number(how.pad))}--></recording>\r\n`;
const multipart = () =>
  `--foo\r\nContent-Type: application/sdp\r\n\r\n${sdp()}\r\n--foo\r\nContent-Type: application/rs-metadata+xml\r\n` +
  `Content-Disposition: recording-session\r\n\r\n${metadata()}\r\n--foo--\r\n`;

// ---- sound ----------------------------------------------------------------------------------
const alaw = sample => {
  let sign = 0x80;
  if (sample < 0) (sample = -sample - 1), (sign = 0);
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && !(sample & mask); mask >>= 1) exponent--;
  const mantissa = exponent ? (sample >> (exponent + 3)) & 15 : sample >> 4;
  return (sign | (exponent << 4) | (mantissa & 15)) ^ 0x55;
};
const sent = [0, 0];
// "1700:0-3,1900:4-8": what the second line says when, in seconds of the call; else its one tone.
const canary = how.canary.split(',').filter(Boolean).map(part => part.split(/[:-]/).map(Number));
const toneOf = side =>
  side && canary.length ? (canary.find(([, from, to]) => sent[1] / 50 >= from && sent[1] / 50 < to)?.[0] ?? 0) : Number(how.tones.split(',')[side]);
async function speak(ports, seconds) {
  const socket = createSocket('udp4');
  const other = createSocket('udp4'); // who was never agreed on, and speaks first
  if (how.stranger) await new Promise(done => other.bind(0, how.stranger, done));
  const began = performance.now();
  for (let n = 0; n < seconds * 50; n++) {
    for (const side of [0, 1]) {
      const packet = Buffer.alloc(172);
      packet[0] = 0x80;
      packet[1] = 8;
      packet.writeUInt16BE((1000 + sent[side]) & 0xffff, 2);
      packet.writeUInt32BE(sent[side] * 160, 4);
      packet.writeUInt32BE(0x1111 * (side + 1), 8);
      const tone = toneOf(side);
      for (let i = 0; i < 160; i++)
        packet[12 + i] = alaw(Math.round(8000 * Math.sin((2 * Math.PI * tone * (sent[side] * 160 + i)) / 8000)));
      if (how.stranger) other.send(packet, ports[side], host);
      if (ports[side]) socket.send(packet, ports[side], host);
      sent[side]++;
    }
    const wait = began + (n + 1) * 20 - performance.now();
    if (wait > 0) await sleep(wait);
  }
  await sleep(100); // what was sent last is on its way
  socket.close();
  other.close();
}

// ---- the call -------------------------------------------------------------------------------
const status = text => Number(/^SIP\/2.0 (\d+)/.exec(text)?.[1] ?? 0);
const ports = text => [...text.matchAll(/^m=audio (\d+)/gm)].map(line => Number(line[1]));
const more = (how.require && `Require: ${how.require}\r\n`) + (how.expires && `Session-Expires: ${how.expires}\r\nSupported: timer\r\n`);
send(how.delayed ? request('INVITE', '', '', more) : request('INVITE', multipart(), 'multipart/mixed;boundary=foo', more));
const ok = await answer('INVITE', Number(how.wait ?? 3000));
said.invite = status(ok);
if (said.invite === 200) {
  said.labels = [...ok.matchAll(/^a=label:(.*?)\r?$/gm)].map(line => line[1]);
  said.ports = ports(ok);
  said.reached = /^Contact: <(.*?)>/im.exec(ok)?.[1];
  said.type = /^Content-Type: (.*?)\r?$/im.exec(ok)?.[1];
  said.contact = /^Contact: .*\+sip\.srs/im.test(ok);
  toTag = `;tag=${/^To: .*;tag=([^\s;]+)/im.exec(ok)[1]}`;
  if (how.ack === 'no') said.again = status(await answer('INVITE', 2000));
  if (how.ack !== 'no') send(how.delayed ? request('ACK', sdp(), 'application/sdp', '', cseq) : request('ACK', '', '', '', cseq));
  if (how.sound === 'yes') await speak(said.ports, Number(how.seconds));
  else await sleep(500);
  for (let n = 0; how.refreshed && !said.asked && n < Number(how.refreshed) * 10; n++) await sleep(100);
  if (how.hold) {
    send(request('INVITE', sdp('inactive', 2), 'application/sdp'));
    said.hold = ports(await answer('INVITE'));
    send(request('ACK', '', '', '', cseq));
    if (how.deaf) await speak(said.ports, Number(how.hold)); // it says that it pauses, and sends
    else await sleep(Number(how.hold) * 1000);
    send(request('UPDATE', sdp('sendonly', 3), 'application/sdp'));
    said.resume = status(await answer('UPDATE'));
    await speak(said.ports, Number(how.seconds));
  }
  if (how.bye === 'yes') {
    send(request('BYE'));
    said.bye = status(await answer('BYE'));
    send(request('BYE', '', '', '', cseq + 1));
    said.bye_again = status(await answer('BYE'));
  }
  said.sent = sent;
} else said.unsupported = /^Unsupported: (.*?)\r?$/im.exec(ok)?.[1];
send(request('OPTIONS'));
said.options = status(await answer('OPTIONS', 1000));
console.log(JSON.stringify(said));
close();
