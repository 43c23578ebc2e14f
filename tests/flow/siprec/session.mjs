// SPDX-License-Identifier: Apache-2.0
// One dialog of a recording client, step by step: what is asked, what is answered and whether that is right by
// RFC 3264, who speaks on which line.
import dgram from 'node:dgram';
import { multipart, SDP, SESSION, XML } from './dialects.mjs';
import { connect, sleep, speak } from './wire.mjs';

export const bytes = (text, as = 'utf8') => Buffer.from(text, as).toString('latin1'); // as it goes out
export const status = (text) => Number(/^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? 0);
export const header = (text, name) => new RegExp(`^${name}:\\s*(.*?)\\r?$`, 'im').exec(text)?.[1];

// The m= sections of a description, wherever in a message it stands.
export const media = (text) => {
  const lines = (text ?? '').split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith('v='));
  const out = [];
  let all = 'sendrecv';
  for (const line of at < 0 ? [] : lines.slice(at)) {
    if (line.startsWith('--')) break;
    const [, kind, port, transport, formats] = /^m=(\w+)\s+(\d+)\S*\s+(\S+)\s*(.*)$/.exec(line) ?? [];
    const way = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/.exec(line)?.[1];
    if (kind) out.push({ kind, port: Number(port), transport, formats: formats.trim().split(/\s+/), way: all, text: '' });
    else if (way && out.length) out.at(-1).way = way;
    else if (way) all = way;
    else if (out.length) out.at(-1).text += `${line}\n`;
    if (out.length) out.at(-1).label ??= /^a=label:\s*(.*?)\s*$/.exec(line)?.[1];
  }
  return out;
};

// What RFC 3264 (6) and 7866 (7.1.2) ask of an answer, line by line.
export const wrongs = (offer, answer, refused = []) => {
  const [o, a] = [media(offer), media(answer)];
  const wrong = [];
  if (o.length !== a.length) return [`${a.length} lines to ${o.length}`];
  o.forEach((from, i) => {
    const to = a[i];
    const say = (what, holds) => holds || wrong.push(`line ${i}: ${what}`);
    say('the kind', from.kind === to.kind);
    say('the transport', from.transport === to.transport);
    say(`label ${from.label}`, from.label === undefined || from.label === to.label);
    if (!from.port || refused.includes(i)) return say('refused', to.port === 0);
    if (from.kind !== 'audio') return say('refused', to.port === 0);
    say('taken', to.port > 0);
    say('an even port', to.port % 2 === 0);
    say('formats of the offer', to.formats.every((f) => from.formats.includes(f)));
    say(`direction ${to.way} to ${from.way}`, to.way === ({ recvonly: 'inactive', inactive: 'inactive' }[from.way] ?? 'recvonly'));
    say('mux', to.text.includes('a=rtcp-mux') === from.text.includes('a=rtcp-mux'));
    for (const f of to.formats) say(`rtpmap of ${f}`, Number(f) < 96 || new RegExp(`^a=rtpmap:${f} `, 'm').test(to.text));
    say('a key', !/SAVP/.test(to.transport) || /^a=crypto:\d+ \S+ inline:\S+/m.test(to.text));
    say('nothing of ICE, BUNDLE or DTLS', !/a=(candidate|ice-|fingerprint|group|bundle-only)/.test(to.text));
  });
  return wrong;
};

export class Session {
  static async open(server, name, how = {}) {
    const s = new Session();
    Object.assign(s, { server, name, how, cseq: how.cseq ?? 0, sent: 0, asked: [], voices: {}, wrong: [] });
    s.host = how.host ?? '127.0.0.1';
    s.where = s.host.includes(':') ? `[${s.host}]` : s.host;
    s.line = await connect(server, { transport: how.transport, host: s.host, asked: (text, send) => s.answerTo(text, send) });
    s.id = how.id ?? `${name}-${process.pid}@client.example`;
    s.from = how.from ?? '<sip:src@client.example>';
    s.to = '<sip:srs@medlyss.example>';
    return s;
  }
  expect(what, holds) {
    if (!holds) this.wrong.push(what);
  }
  answerTo(text, send) { // a request of the server's own
    this.asked.push(text);
    if (text.startsWith('ACK')) return;
    const said = this.how.answers?.(text) ?? { status: '200 OK' };
    const kept = text.split('\r\n').filter((l) => /^(Via|From|To|Call-ID|CSeq):/i.test(l)).join('\r\n');
    send(`SIP/2.0 ${said.status}\r\n${kept}\r\nContact: <sip:src@${this.where}:${this.line.port}>\r\n` +
      (said.body ? `Content-Type: application/sdp\r\n` : '') + `Content-Length: ${(said.body ?? '').length}\r\n\r\n${said.body ?? ''}`);
  }
  text(method, { body = '', type = SDP, headers = '', number, branch, uri, via, contact } = {}) {
    const n = number ?? (method === 'ACK' || method === 'CANCEL' ? this.cseq : ++this.cseq);
    const tcp = this.how.transport === 'TCP';
    this.number = n;
    return (
      `${method} ${uri ?? `sip:srs@${this.where}:${this.server}`} SIP/2.0\r\n` +
      (via ?? `Via: SIP/2.0/${tcp ? 'TCP' : 'UDP'} ${this.where}:${this.line.port};branch=${branch ?? `z9hG4bK${this.name}${method}${n}`};rport\r\n`) +
      `Max-Forwards: 70\r\nFrom: ${this.from};tag=t${this.name}\r\nTo: ${this.to}\r\nCall-ID: ${this.id}\r\nCSeq: ${n} ${method}\r\n` +
      `Contact: ${contact ?? `<sip:src@${this.where}:${this.line.port}${tcp ? ';transport=tcp' : ''}>`};+sip.src\r\n${headers}` +
      (body ? `Content-Type: ${type}\r\n` : '') + `Content-Length: ${body.length}\r\n\r\n${body}`
    );
  }
  async ask(method, what = {}, change = (text) => text) {
    const text = this.text(method, what);
    const number = this.number;
    this.line.send(change(text));
    return method === 'ACK' ? '' : this.line.answer(number, method);
  }
  // An INVITE and what must be true of its answer; `parts`: [type, body, more headers]…, or a body and its type.
  async invite(what = {}, change) {
    const boundary = what.boundary ?? 'boundary-1';
    const parts = what.parts ?? (what.xml ? [[SDP, what.sdp], [XML, bytes(what.xml), SESSION]] : undefined);
    const body = what.body ?? (parts ? multipart(parts, boundary) : what.sdp);
    const type = what.type ?? (parts ? `multipart/mixed;boundary=${boundary}` : SDP);
    const offer = what.sdp ?? parts?.find(([t]) => t === SDP)?.[1];
    const ok = await this.ask(what.method ?? 'INVITE', { ...what, body, type }, change);
    this.expect(`${what.method ?? 'INVITE'} is answered 200 (${ok.split('\r\n')[0] || 'nothing'})`, status(ok) === 200);
    if (status(ok) !== 200) return ok;
    this.ok = ok;
    this.to = header(ok, 'To');
    this.expect('a Contact with +sip.srs', /\+sip\.srs/.test(header(ok, 'Contact') ?? ''));
    if (offer) wrongs(offer, ok, what.refused).forEach((w) => this.wrong.push(w));
    if (media(ok).length) {
      this.lines = media(ok);
      this.expect('a plain description', header(ok, 'Content-Type') === SDP);
      const version = Number(/^o=\S+ \S+ (\d+)/m.exec(ok)?.[1]);
      this.expect('its version raised', !(this.version >= version));
      this.version = version;
    }
    if ((what.method ?? 'INVITE') === 'INVITE' && what.ack !== false) await this.ack(what.answer);
    return ok;
  }
  ack(body = '', type = SDP) {
    return this.ask('ACK', { body, type });
  }
  again(what, change) {
    return this.invite({ method: 'INVITE', ...what }, change);
  }
  update(what, change) {
    return this.invite({ method: 'UPDATE', ...what }, change);
  }
  info(xml, type = XML) {
    return this.ask('INFO', { body: bytes(xml), type });
  }
  // hz[i] on line i (0: nobody there); `from`: another socket, or address
  async talk(hz, seconds = 1.5, { from = '', host = this.host, pt = 0, at = [] } = {}) {
    await Promise.all(hz.map(async (tone, i) => {
      const port = this.lines?.[i]?.port;
      if (!tone || !port) return;
      const key = `${i}${from}${host}`;
      if (!this.voices[key]) {
        const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4');
        await new Promise((done) => socket.bind(at[i] ?? 0, host, done));
        this.voices[key] = { socket, packets: 0, sequence: 1000 * i, at: 40000 * i, ssrc: (Math.random() * 2 ** 32) >>> 0 };
      }
      const v = this.voices[key];
      Object.assign(v, { hz: [tone].flat(), lock: this.how.locks?.[i], pt });
      const before = v.packets;
      await speak(v.socket, v, port, this.host, seconds);
      this.sent += v.packets - before;
    }));
  }
  async bye(what = {}) {
    const said = await this.ask('BYE', what);
    this.expect(`BYE is answered (${said.split('\r\n')[0]})`, status(said) === 200);
  }
  async refused(code, method, what, change) {
    const said = await this.ask(method, what, change);
    this.expect(`${method} is answered ${code} (${said.split('\r\n')[0] || 'nothing'})`, status(said) === code);
    if (method === 'INVITE') await this.ask('ACK', { branch: `z9hG4bK${this.name}INVITE${this.cseq}` });
    return said;
  }
  close() {
    Object.values(this.voices).forEach((v) => v.socket.close());
    this.line.close();
  }
}
export { sleep };
