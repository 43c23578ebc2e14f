// SPDX-License-Identifier: Apache-2.0
// Recording clients' ways with SIP itself: how a message is written, what it requires, in which order things come.
import { multipart, people, rfc, sdp, SDP, SESSION, streams, XML } from './dialects.mjs';
import { bytes, header, media, sleep, status } from './session.mjs';

export const both = (n, labels = [1, 2], more = {}) => ({
  sdp: sdp(labels), xml: rfc(people(n), streams(...labels), { session: `session-${n}`, ...more }),
});
const VOICES = [1100, 700]; // the customer's line, then the agent's
export const whole = async (s, what, change) => {
  await s.invite(what, change);
  await s.talk(VOICES);
  await s.bye();
};
const compact = (text) => {
  const names = { Via: 'v', From: 'f', To: 't', 'Call-ID': 'i', Contact: 'm', 'Content-Type': 'c', 'Content-Length': 'l' };
  const end = text.indexOf('\r\n\r\n');
  return text.slice(0, end).replace(/^([A-Z][\w-]+):/gm, (all, name) => (names[name] ? `${names[name]} :` : all)) + text.slice(end);
};
const bare = (text) => text.replace(/\r\n/g, '\n');
const lengthen = (text) => text.replace(/Content-Length: \d+/, () => `Content-Length: ${text.length - text.indexOf('\r\n\r\n') - 4}`);

export const scenes = {
  compact_names: { play: (s, n) => whole(s, both(n), compact) },
  folded_type: { play: (s, n) => whole(s, { ...both(n), type: 'multipart/mixed;\r\n boundary="boundary-1"\r\n ;x=y' }) },
  odd_boundary: { play: (s, n) => whole(s, { ...both(n), boundary: "a;b=_?:,+('/).c", type: `Multipart/Mixed; BOUNDARY = "a;b=_?:,+('/).c"; start="<x@y>"` }) },
  boundary_within_boundary: { play: (s, n) => whole(s, { ...both(n), boundary: 'foo', body: multipart([[SDP, sdp([1, 2])], ['text/plain', '--foobar\r\nno boundary\r\n--foo-bar--'], [XML, both(n).xml]], 'foo') }) },
  preamble: { play: (s, n) => { const b = both(n); return whole(s, { ...b, body: `This is MIME.\r\n\r\n${multipart([[SDP, b.sdp], [XML, b.xml, SESSION]], 'boundary-1')}\r\nand an epilogue` }); } },
  line_feeds_in_body: { play: (s, n) => { const b = both(n); return whole(s, { ...b, body: bare(multipart([[SDP, b.sdp], [XML, b.xml, SESSION]], 'boundary-1')) }); } },
  line_feeds: { play: (s, n) => whole(s, both(n), (t) => bare(t).replace(/Content-Length: \d+/, () => `Content-Length: ${bare(t).length - bare(t).indexOf('\n\n') - 2}`)) },
  line_feeds_tcp: { how: { transport: 'TCP' }, play: (s, n) => whole(s, both(n), (t) => bare(t).replace(/Content-Length: \d+/, () => `Content-Length: ${bare(t).length - bare(t).indexOf('\n\n') - 2}`)) },
  no_disposition_metadata_first: { play: (s, n) => { const b = both(n); return whole(s, { sdp: b.sdp, parts: [[XML, b.xml], [SDP, b.sdp]] }); } },
  part_without_header: { play: (s, n) => { const b = both(n); return whole(s, { ...b, body: `--boundary-1\r\n\r\n${b.sdp}\r\n--boundary-1\r\nContent-Type: ${XML}\r\n\r\n${b.xml}\r\n--boundary-1--\r\n` }); } },
  nested: { play: (s, n) => { const b = both(n); return whole(s, { ...b, body: `--boundary-1\r\nContent-Type: multipart/related; boundary=inner\r\n\r\n${multipart([[SDP, b.sdp], [XML, b.xml]], 'inner')}\r\n--boundary-1--\r\n` }); } },
  other_xml_first: { play: (s, n) => { const b = both(n); return whole(s, { sdp: b.sdp, parts: [
    ['application/vnd.example.callinfo+xml', `<?xml version="1.0"?><callInfo><participant id="x"><aor>sip:9999@nowhere</aor></participant></callInfo>`],
    [SDP, b.sdp], ['application/pidf+xml', '<presence/>'], [XML, b.xml, SESSION]] }); } },
  metadata_as_plain_xml: { play: (s, n) => { const b = both(n); return whole(s, { sdp: b.sdp, parts: [[SDP, b.sdp], ['text/xml; charset=utf-8', b.xml]] }); } },
  metadata_in_two_parts: { play: (s, n) => { const p = people(n); return whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])],
    [XML, rfc([p[0]], [['tA', 1, 'pA']], { session: `s-${n}`, mode: 'partial' }), SESSION], [XML, rfc([p[1]], [['tB', 2, 'pB']], { session: `s-${n}`, mode: 'partial' }), SESSION]] }); } },
  type_with_parameters: { play: (s, n) => { const b = both(n); return whole(s, { sdp: b.sdp, parts: [[`${SDP} ; charset="utf-8"`, b.sdp, 'Content-ID: <1@x>\r\nContent-Transfer-Encoding: binary\r\n'], ['APPLICATION/RS-METADATA+XML;version=1', b.xml, 'content-disposition:recording-session ;handling=optional\r\n']] }); } },
  long_datagram: { play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: both(n).xml.replace('</recording>', `<!-- ${'x'.repeat(40000)} --></recording>`) }) },
  byte_by_byte: { how: { transport: 'TCP' }, play: async (s, n) => {
    const send = s.line.send;
    s.line.raw.setNoDelay(true);
    s.line.send = async (text) => { for (let i = 0; i < text.length; i += 97) { send(text.slice(i, i + 97)); await sleep(1); } };
    await whole(s, both(n));
  } },
  two_in_one_segment: { how: { transport: 'TCP' }, play: async (s, n) => { // an ACK and what follows it; blank lines between
    await s.invite({ ...both(n), ack: false });
    s.line.send(s.text('ACK') + '\r\n\r\n' + s.text('OPTIONS') + '\r\n\r\n');
    s.expect('the second of two is heard', status(await s.line.answer(s.cseq, 'OPTIONS')) === 200);
    await s.talk(VOICES);
    await s.bye();
  } },
  keepalive: { how: { transport: 'TCP' }, play: async (s, n) => { // RFC 5626, 3.5.1: a ping of two blank lines wants one
    let pong = '';
    s.line.raw.on('data', (data) => (pong += data.toString('latin1')));
    s.line.send('\r\n\r\n');
    await sleep(300);
    s.expect('a pong', pong === '\r\n');
    s.line.close();
    const t = await s.another({ transport: 'TCP' });
    await whole(t, both(n));
  } },
  supported_100rel: { play: (s, n) => whole(s, { ...both(n), headers: 'Require: siprec, 100rel\r\nSupported: timer,replaces,100rel,record-aware\r\nRequire: timer\r\n' }) },
  required_unknown: { play: async (s, n) => {
    const no = await s.refused(420, 'INVITE', { body: sdp([1, 2]), headers: 'Require: siprec, foo, bar\r\nRequire: baz\r\n' });
    s.expect(`all are named (${header(no, 'Unsupported')})`, header(no, 'Unsupported')?.replace(/\s/g, '') === 'foo,bar,baz');
    await whole(s, both(n));
  } },
  required_unknown_later: { play: async (s, n) => { // and the call goes on
    await s.invite(both(n));
    await s.refused(420, 'INVITE', { body: sdp([1, 2]), headers: 'Require: foo\r\n' });
    await s.refused(420, 'UPDATE', { headers: 'Require: foo\r\n' });
    await s.refused(420, 'INFO', { headers: 'Require: foo\r\n' });
    await s.talk(VOICES);
    await s.bye();
  } },
  proxy_require: { play: (s, n) => whole(s, { ...both(n), headers: 'Proxy-Require: foo\r\nRequire: siprec\r\n' }) },
  options: { play: async (s, n) => {
    const able = (text) => ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'UPDATE', 'INFO'].every((m) => header(text, 'Allow')?.includes(m)) &&
      header(text, 'Accept')?.includes(SDP) && header(text, 'Supported')?.includes('siprec');
    s.expect('what it can do, without a call', able(await s.ask('OPTIONS')));
    await s.invite(both(n));
    s.expect('and within one', able(await s.ask('OPTIONS')));
    await s.talk(VOICES);
    await s.bye();
  } },
  unknown_methods: { play: async (s, n) => {
    await s.invite(both(n));
    for (const method of ['REFER', 'SUBSCRIBE', 'MESSAGE', 'PUBLISH', 'FROB']) {
      const no = await s.refused(405, method);
      s.expect(`${method}: what is allowed is said`, header(no, 'Allow')?.includes('INVITE'));
    }
    await s.talk(VOICES);
    await s.bye();
  } },
  compressed: { play: async (s, n) => { // refused so that it comes again as it is
    const no = await s.refused(415, 'INVITE', { body: '\x1f\x8b\x08\x00nonsense', type: SDP, headers: 'Content-Encoding: gzip\r\n' });
    s.expect('which encoding is taken is said', header(no, 'Accept-Encoding') === 'gzip, deflate, identity');
    await whole(s, { ...both(n), headers: 'Content-Encoding: identity\r\n' });
  } },
  foreign_body: { play: async (s, n) => { // it is no offer: ours is in the answer
    const ok = await s.invite({ body: 'GCI,91036128', type: 'application/gtd', ack: false });
    s.expect('an offer of ours', media(ok).length === 2);
    await s.ack(sdp([1, 2]));
    await s.info(both(n).xml);
    await s.talk(VOICES);
    await s.bye();
  } },
  cancel: { play: async (s, n) => {
    await s.invite({ ...both(n), ack: false });
    const branch = `z9hG4bK${s.name}INVITE${s.cseq}`;
    s.expect('a CANCEL too late is answered 200', status(await s.ask('CANCEL', { branch })) === 200);
    await s.ack();
    await s.talk(VOICES);
    await s.bye();
    s.expect('one of nothing 481', status(await s.ask('CANCEL', { branch: 'z9hG4bKnone' })) === 481);
  } },
  again_in_flight: { play: async (s, n) => { // a re-INVITE before the ACK to the first
    await s.invite({ ...both(n), ack: false });
    await s.again(both(n));
    await s.talk(VOICES);
    await s.bye();
  } },
  glare: { play: async (s, n) => { // our offer is out: another one has to wait
    await s.invite(both(n));
    await s.ask('INVITE', {});
    const number = s.cseq;
    await s.refused(491, 'UPDATE', { body: sdp([1, 2]) });
    s.line.send(s.text('INVITE', { body: sdp([1, 2]) }));
    s.expect('491', status(await s.line.answer(s.cseq, 'INVITE')) === 491);
    await s.ask('ACK', { branch: `z9hG4bK${s.name}INVITE${s.cseq}` });
    await s.ask('ACK', { number, body: sdp([1, 2]) });
    await s.again({ sdp: sdp([1, 2]) });
    await s.talk(VOICES);
    await s.bye();
  } },
  out_of_order: { play: async (s, n) => {
    await s.invite(both(n));
    await s.again({ sdp: sdp([1, 2]) });
    const said = await s.ask('INFO', { number: 1 });
    s.expect(`an older request is 500 (${status(said)})`, status(said) === 500);
    await s.talk(VOICES);
    await s.bye();
  } },
  sent_again: { play: async (s, n) => { // and by another way: the same call
    const text = s.text('INVITE', { ...both(n), body: multipart([[SDP, sdp([1, 2])], [XML, both(n).xml]], 'b'), type: 'multipart/mixed;boundary=b' });
    s.line.send(text);
    s.line.send(text);
    const [a, b] = [await s.line.answer(1, 'INVITE'), await s.line.answer(1, 'INVITE')];
    s.expect('the same answer', a && a === b);
    s.to = header(a, 'To');
    s.lines = media(a);
    await s.ack();
    await s.talk(VOICES);
    await s.bye();
  } },
  record_route: { play: async (s, n) => {
    const routes = ['<sip:p3.example;lr;ftag=1>', '<sip:p2.example:5070;transport=tcp;lr>, <sip:p1.example;lr>'];
    const ok = await s.invite({ ...both(n), headers: routes.map((r) => `Record-Route: ${r}\r\n`).join('') });
    s.expect('the routes are said again', [...ok.matchAll(/^Record-Route: (.*)\r$/gm)].map((m) => m[1]).join() === routes.join());
    await s.talk(VOICES);
    await s.bye({ headers: 'Route: <sip:p1.example;lr>\r\n' });
  } },
  vias: { play: async (s, n) => {
    const via = (number) => `Via: SIP/2.0/UDP 127.0.0.1:${s.line.port};rport;branch=z9hG4bKv${s.name}${number};keep\r\nv: SIP/2.0/TCP [2001:db8::9]:5060;branch=z9hG4bK2, SIP/2.0/TLS a.example;branch=z9hG4bK3\r\n`;
    const ok = await s.invite({ ...both(n), via: via(1) });
    s.expect('all are there in their order', ok.indexOf('2001:db8::9') < ok.indexOf('a.example') && ok.indexOf('a.example') > 0);
    s.expect('rport and received', new RegExp(`;rport=${s.line.port}`).test(ok) && /;received=127\.0\.0\.1/.test(ok));
    await s.talk(VOICES);
    await s.bye();
  } },
  tel_request: { play: (s, n) => whole(s, { ...both(n), uri: 'tel:+46700000000;phone-context=example.com' }) },
  sips_and_parameters: { how: { from: '"Rec\\"order, \\\\ client" <sips:src@client.example;x=y?h=1>' }, play: (s, n) => whole(s, { ...both(n), uri: `sip:record;x=1@127.0.0.1;transport=udp;lr`, contact: '"S,B;C" <sip:src%20x@127.0.0.1;x-id="a,b">;q=1' }) },
  many_headers: { play: (s, n) => whole(s, { ...both(n), headers: Array.from({ length: 200 }, (_, i) => `X-Vendor-${i}: ${i}\r\n`).join('') }) },
  long_ids: { how: { id: `${'c'.repeat(230)}-${process.pid}@h` }, play: (s, n) => whole(s, both(n)) },
  bye_with_metadata: { play: async (s, n) => { // who spoke is said at the end
    await s.invite({ sdp: sdp([1, 2]), xml: rfc([], [], { session: `session-${n}` }) });
    await s.talk(VOICES);
    await s.bye({ body: bytes(both(n).xml), type: XML });
  } },
  bye_overtakes: { alone: true, play: async (s, n) => { // a server that was busy meanwhile (SERVER: its process) has all of the sound first
    await s.invite(both(n));
    await s.talk(VOICES, 0.5);
    process.kill(Number(process.env.SERVER), 'SIGSTOP');
    await s.talk(VOICES, 2);
    s.line.send(s.text('BYE'));
    await sleep(100);
    process.kill(Number(process.env.SERVER), 'SIGCONT');
    s.expect('BYE is answered', status(await s.line.answer(s.cseq, 'BYE')) === 200);
  } },
  hold_overtakes: { alone: true, play: async (s, n) => { // as the BYE does
    await s.invite(both(n));
    await s.talk(VOICES, 0.5);
    process.kill(Number(process.env.SERVER), 'SIGSTOP');
    await s.talk(VOICES, 1);
    setTimeout(() => process.kill(Number(process.env.SERVER), 'SIGCONT'), 100);
    await s.again({ sdp: sdp([1, 2], { attributes: 'a=inactive' }) });
    await sleep(300);
    await s.again({ sdp: sdp([1, 2]) });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  bye_with_a_description: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES);
    await s.bye({ body: sdp([1, 2]), type: SDP, headers: 'Reason: Q.850;cause=16\r\n' });
  } },
  info_of_others: { play: async (s, n) => { // what is no metadata changes nothing
    await s.invite(both(n));
    s.expect('DTMF', status(await s.ask('INFO', { body: 'Signal=5\r\nDuration=160\r\n', type: 'application/dtmf-relay' })) === 200);
    s.expect('a description', status(await s.ask('INFO', { body: sdp([1]), type: SDP })) === 200);
    s.expect('nothing', status(await s.ask('INFO')) === 200);
    await s.talk(VOICES);
    await s.bye();
  } },
  timer_of_theirs: { play: async (s, n) => { // RFC 4028, 9
    const few = await s.refused(422, 'INVITE', { body: sdp([1, 2]), headers: 'Session-Expires: 30\r\nSupported: timer\r\n' });
    s.expect('the least is said', Number(header(few, 'Min-SE')) >= 90);
    const ok = await s.invite({ ...both(n), headers: 'x: 120;refresher=uac\r\nk: timer\r\nMin-SE: 90\r\n' });
    s.expect('they refresh', /^120;refresher=uac$/.test(header(ok, 'Session-Expires')) && /timer/.test(header(ok, 'Require')));
    const again = await s.update({ headers: 'Session-Expires: 120;refresher=uac\r\nSupported: timer\r\n' });
    s.expect('again', /refresher=uac/.test(header(again, 'Session-Expires')));
    await s.refused(422, 'INVITE', { body: sdp([1, 2]), headers: 'Session-Expires: 30\r\nSupported: timer\r\n' });
    await s.talk(VOICES);
    await s.bye();
  } },
  timer_of_a_proxy: { play: async (s, n) => { // the client knows none: it cannot refresh, nor come again with a longer one
    const ok = await s.invite({ ...both(n), headers: 'Session-Expires: 60\r\nSupported: siprec\r\n' });
    s.expect(`we refresh (${header(ok, 'Session-Expires')})`, /;refresher=uas$/.test(header(ok, 'Session-Expires') ?? ''));
    s.expect('it need not know', !/timer/.test(header(ok, 'Require') ?? ''));
    await s.talk(VOICES);
    await s.bye();
  } },
  timer_of_ours_spelt: { play: async (s, n) => {
    const ok = await s.invite({ ...both(n), headers: 'Session-Expires: 1800 ; Refresher = UAS\r\nSupported: timer\r\n' });
    s.expect(`we refresh (${header(ok, 'Session-Expires')})`, /;refresher=uas$/.test(header(ok, 'Session-Expires') ?? ''));
    await s.talk(VOICES);
    await s.bye();
  } },
  metadata_in_ack: { play: async (s, n) => {
    await s.invite({ ack: false });
    await s.ask('ACK', { body: multipart([[SDP, sdp([1, 2])], [XML, both(n).xml]], 'b'), type: 'multipart/mixed;boundary=b' });
    await s.talk(VOICES);
    await s.bye();
  } },
  metadata_alone: { play: async (s, n) => { // the offer is left to us
    const ok = await s.invite({ body: bytes(both(n).xml), type: XML, ack: false });
    s.expect('an offer of ours', media(ok).length === 2 && media(ok).every((m) => m.way === 'recvonly'));
    await s.ack(sdp([1, 2]));
    await s.talk(VOICES);
    await s.bye();
  } },
  six: { how: { host: '::1' }, server: 'six', play: async (s, n) => {
    const b = both(n);
    const six = (text) => text.replace(/IN IP4 127\.0\.0\.1/g, 'IN IP6 ::1');
    const ok = await s.invite({ sdp: six(b.sdp), xml: b.xml });
    s.expect('IPv6 in the answer', /^c=IN IP6 ::1\r$/m.test(ok) && /^Contact: <sip:\[::1\]/m.test(ok));
    await s.talk(VOICES);
    await s.bye();
  } },
  without_length: { play: (s, n) => whole(s, both(n), (t) => t.replace(/Content-Length: \d+\r\n/, '')) },
  longer_than_said: { play: (s, n) => whole(s, both(n), (t) => `${lengthen(t)}\r\n\r\n\r\n`) },
};
