// SPDX-License-Identifier: Apache-2.0
// A recording client of our own: sets up one recording session in a dialect, speaks in it, and says
// what it was answered and what it sent. It shares no code with the recorder.
//   node client.mjs PORT DIALECT|all     one JSON line a dialect; ends with 1 where an answer was wrong
// The agent (1002) is a tone of 700 Hz, the customer one of 1,100.
import dgram from 'node:dgram';
import { dialects, multipart } from './dialects.mjs';
import { connect, locks, sleep, speak } from './wire.mjs';

const [, , server, wanted = 'all'] = process.argv;
const SECONDS = 3;
const HOST = '127.0.0.1';

// ---- a session -------------------------------------------------------------------------------
const media = (answer) =>
  [...answer.matchAll(/^m=(\w+) (\d+) .*$/gm)].map(([, kind, port], i, all) => ({
    kind,
    port: Number(port),
    text: answer.slice(all[i].index, all[i + 1]?.index),
  }));

const session = async (name, d) => {
  if (d.begin) await sleep(d.begin * 1000);
  const wrong = [];
  const expect = (what, holds) => holds || wrong.push(what);
  const line = await connect(server, { transport: d.transport });
  const id = `${name}-${process.pid}@${HOST}`;
  const from = `${d.from ?? '<sip:src@client.example>'};tag=f${name}`;
  let cseq = 0;
  let to = '<sip:rec@medlyss.example>';
  const request = (method, body, type, number = ++cseq) => {
    line.send(
      `${method} sip:rec@${HOST}:${server} SIP/2.0\r\n` +
        `Via: SIP/2.0/${d.transport ?? 'UDP'} ${HOST}:${line.port};branch=z9hG4bK${name}${method}${number};rport\r\n` +
        `Max-Forwards: 70\r\nFrom: ${from}\r\nTo: ${to}\r\nCall-ID: ${id}\r\nCSeq: ${number} ${method}\r\n` +
        `Contact: <sip:src@${HOST}:${line.port}${d.transport ? ';transport=tcp' : ''}>;+sip.src\r\n` +
        (d.headers ?? '') +
        (method === 'INVITE' && d.require !== false ? 'Require: siprec\r\n' : '') +
        (body ? `Content-Type: ${type}\r\n` : '') +
        `Content-Length: ${body ? Buffer.byteLength(body, 'latin1') : 0}\r\n\r\n${body ?? ''}`,
    );
    return line.answer(number, method);
  };
  const boundary = d.boundary ?? 'unique-boundary-1';
  const whole = (parts) => [multipart(parts, boundary).replace(/"s1"/g, `"s-${d.session ?? name}"`), `multipart/mixed;boundary=${d.quoted ? `"${boundary}"` : boundary}`];
  const ok = await request('INVITE', ...(d.parts ? whole(d.parts) : d.sdp ? [d.sdp, 'application/sdp'] : []));
  expect(`a 200 (${ok.split('\r\n')[0]})`, ok.startsWith('SIP/2.0 200'));
  expect('a plain session description', /^content-type:\s*application\/sdp/im.test(ok));
  expect('a Contact that is a recording server', /^contact:.*\+sip\.srs/im.test(ok));
  to = /^to:\s*(.*)$/im.exec(ok)?.[1].trim() ?? to;
  const lines = media(ok);
  const late = !d.parts && !d.sdp;
  const ack = late ? d.answer : undefined;
  void request('ACK', ack, 'application/sdp', cseq);
  const offered = media(d.parts?.map((p) => p[1]).join('\r\n') ?? d.sdp ?? ok);
  expect(`as many lines as offered (${lines.length})`, lines.length === offered.length);
  offered.forEach((o, i) => {
    const label = /^a=label:(.*?)\r?$/m.exec(o.text)?.[1];
    expect(`label ${label} echoed`, !label || lines[i]?.text.includes(`a=label:${label}\r`));
    if (o.port && o.kind === 'audio') expect('recvonly', lines[i]?.port && lines[i].text.includes('a=recvonly'));
    if (d.keys) expect('a key of theirs', /^a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\S{40}\r?$/m.test(lines[i]?.text));
    if (!late && !(o.port && o.kind === 'audio')) expect('refused', lines[i]?.port === 0);
  });
  const sockets = d.voices.map(() => dgram.createSocket('udp4'));
  const voices = d.voices.map((hz, i) => ({
    hz, packets: 0, sequence: 1000, at: 40000 * i, ssrc: (Math.random() * 2 ** 32) >>> 0,
    lock: d.keys && locks(d.keys[i]),
  }));
  const live = lines.filter((l) => l.port);
  const talk = (seconds) =>
    Promise.all(voices.map((v, i) => live[i] && speak(sockets[i], v, live[i].port, HOST, seconds)));
  if (d.quiet) await sleep(d.quiet * 1000); // it stands by
  else await talk(SECONDS / 2);
  for (const step of d.later ?? []) {
    const said = await request(step.method, ...(step.parts ? whole(step.parts) : step.sdp ? [step.sdp, 'application/sdp'] : []));
    expect(`${step.method} answered`, said.startsWith('SIP/2.0 200'));
    if (step.method === 'INVITE') void request('ACK', undefined, '', cseq);
    if (step.sdp || step.parts?.some(([type]) => type === 'application/sdp')) {
      const again = media(said);
      expect('ports kept', again.every((l, i) => !lines[i] || l.port === lines[i].port));
      expect('version raised', Number(/^o=\S+ \S+ (\d+)/m.exec(said)?.[1]) > Number(/^o=\S+ \S+ (\d+)/m.exec(ok)?.[1]));
    }
    if (step.silent) await sleep(step.silent * 1000);
  }
  const close = () => {
    sockets.forEach((s) => s.close());
    line.close();
    return { dialect: name, packets: voices.map((v) => v.packets), wrong };
  };
  if (d.gone) return close(); // its machine died
  if (d.rest) await sleep(d.rest * 1000);
  else await talk(SECONDS / 2);
  const bye = await request('BYE');
  expect('BYE answered', bye.startsWith('SIP/2.0 200'));
  return close();
};

const names = Object.keys(dialects).filter((n) => wanted === 'all' || wanted.split(',').includes(n));
const results = await Promise.all(
  names.map((n) => session(n, dialects[n]).catch((e) => ({ dialect: n, wrong: [String(e.stack)] }))),
);
for (const r of results) console.log(JSON.stringify(r));
process.exit(results.some((r) => r.wrong.length) ? 1 : 0);
