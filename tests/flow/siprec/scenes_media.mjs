// SPDX-License-Identifier: Apache-2.0
// Recording clients' ways with SDP: which lines there are, what they carry, and what becomes of them.
import { KEYS, locked, people, rfc, sdp, streams } from './dialects.mjs';
import { both, whole } from './scenes_sip.mjs';
import { media, sleep } from './session.mjs';
import { locks } from './wire.mjs';

const VOICES = [1100, 700];
const head = 'v=0\r\no=src 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n';
const line = (label, { port = 20000, proto = 'RTP/AVP', pts = '0', more = '', way = 'a=sendonly\r\n' } = {}) =>
  `m=audio ${port} ${proto} ${pts}\r\n${more}${way}${label === null ? '' : `a=label:${label}\r\n`}`;
const two = (how = {}, of = [1, 2]) => head + line(of[0], how) + line(of[1], { port: 20002, ...how });
const of = (n, labels) => both(n, labels).xml;
const playing = (description, refused) => ({ play: (s, n) => whole(s, { sdp: description, xml: of(n), refused }) });
const way = (name) => two({ way: name && `a=${name}\r\n` });
// the customer's voice on the first line, the agent's on the last
const spreading = (text) => ({ play: async (s, n) => {
  await s.invite({ sdp: head + line(1) + text + line(2, { port: 20008 }), xml: of(n), refused: [1] });
  await s.talk([1100, 0, 700]);
  await s.bye();
} });

export const scenes = {
  sendrecv: playing(way('sendrecv')),
  no_direction: playing(way('')),
  direction_of_the_session: playing(head.replace('t=0 0', 't=0 0\r\na=sendonly') + line(1, { way: '' }) + line(2, { way: '' })),
  static_types: playing(two({ pts: '18 8 0 4 3' })),
  dynamic_g711: { play: async (s, n) => { // G.711 under a number of its own
    await s.invite({ sdp: two({ pts: '105', more: 'a=rtpmap:105 PCMU/8000/1\r\n' }), xml: of(n) });
    await s.talk(VOICES, 1.5, { pt: 105 });
    await s.bye();
  } },
  many_codecs: { play: async (s, n) => { // what is sent need not be what was chosen first
    await s.invite({ sdp: two({ pts: '111 9 8 0 96 13 101', more: 'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:96 telephone-event/48000\r\na=rtpmap:101 telephone-event/8000\r\na=maxptime:60\r\na=ptime:20\r\n' }), xml: of(n) });
    await s.talk(VOICES);
    await s.bye();
  } },
  avpf: playing(two({ proto: 'RTP/AVPF', more: 'a=rtcp-fb:* nack\r\na=rtcp-fb:0 ccm fir\r\n' })),
  savp: { how: { locks: KEYS.map((key) => locks(key)) }, play: (s, n) => whole(s, { sdp: locked(two()), xml: of(n) }) },
  savpf: { how: { locks: KEYS.map((key) => locks(key)) }, play: (s, n) => whole(s, { sdp: locked(two()).replace(/SAVP/g, 'SAVPF'), xml: of(n) }) },
  best_effort: { how: { locks: KEYS.map((key) => locks(key)) }, play: (s, n) => whole(s, { sdp: locked(two()).replace(/SAVP/g, 'AVP'), xml: of(n) }) },
  best_effort_in_clear: { play: (s, n) => whole(s, { sdp: locked(two()).replace(/SAVP/g, 'AVP').replace(/AES_CM_128_HMAC_SHA1_80/g, 'F8_128_HMAC_SHA1_80'), xml: of(n) }) },
  many_keys: { how: { locks: KEYS.map((key) => locks(key)) }, play: (s, n) => whole(s, { sdp: locked(two()).replace(/a=crypto:1/g, `a=crypto:7 AEAD_FOO inline:${KEYS[0]}\r\na=crypto:1`).replace(/(inline:\S{40})\r\n(a=l)/g, '$1|2^31\r\n$2'), xml: of(n) }) },
  dtls_only: { wants: [], play: async (s) => { await s.refused(488, 'INVITE', { body: two({ proto: 'UDP/TLS/RTP/SAVPF', more: 'a=fingerprint:sha-256 AA:BB\r\na=setup:actpass\r\n' }) }); } },
  no_codec: { wants: [], play: async (s) => { await s.refused(488, 'INVITE', { body: two({ pts: '96', more: 'a=rtpmap:96 EVS/16000\r\n' }) }); } },
  webrtc_words: playing(`${head.replace('t=0 0', 't=0 0\r\na=ice-lite\r\na=group:BUNDLE 0 1\r\na=msid-semantic: WMS *')}${line(1, { proto: 'RTP/AVPF', more: 'a=mid:0\r\na=rtcp-mux\r\na=ice-ufrag:x\r\na=ice-pwd:yyyyyyyyyyyyyyyyyyyyyy\r\na=candidate:1 1 UDP 1 127.0.0.1 20000 typ host\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=ssrc:1 cname:x\r\n' })}${line(2, { port: 20002, proto: 'RTP/AVPF', more: 'a=mid:1\r\na=rtcp-mux\r\n' })}`),
  rtcp_elsewhere: playing(two({ more: 'a=rtcp:20055 IN IP4 127.0.0.1\r\n' })),
  video: spreading('m=video 20004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=label:3\r\na=sendonly\r\n'),
  text: spreading('m=text 20004 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\na=label:3\r\n'),
  messages: spreading('m=message 20004 TCP/MSRP *\r\na=path:msrp://x:1/y;tcp\r\n'),
  fax: spreading('m=image 20004 udptl t38\r\n'),
  events_only: spreading('m=audio 20004 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\na=label:3\r\n'),
  closed_between: spreading('m=audio 0 RTP/AVP 0\r\na=inactive\r\na=label:3\r\n'),
  bundle_only: spreading('m=audio 0 RTP/AVP 0\r\na=bundle-only\r\na=mid:9\r\na=label:9\r\n'),
  two_ports: playing(two().replace(/m=audio (\d+)/g, 'm=audio $1/2')),
  blanks: playing(two().replace(/m=audio (\d+) RTP\/AVP 0/g, 'm=audio  $1  RTP/AVP  0 ').replace(/a=label:/g, 'a=label: ').replace(/a=sendonly/g, 'a=sendonly ')),
  no_session_address: playing(two().replace('c=IN IP4 127.0.0.1\r\n', '').replace(/(m=.*\r\n)/g, '$1c=IN IP4 127.0.0.1\r\n')),
  address_by_name: playing(two().replace('c=IN IP4 127.0.0.1', 'c=IN IP4 media.client.example')),
  lines_by_line_feed: playing(two().replace(/\r\n/g, '\n')),
  no_newline_at_end: playing(two().replace(/\r\n$/, '')),
  more_lines: { play: (s, n) => whole(s, { sdp: head.replace('s=-', 's=-\r\ni=a call\r\nu=http://x\r\ne=a@b\r\np=+1\r\nb=AS:64\r\nb=TIAS:64000').replace('t=0 0', 't=0 0\r\nr=7d 1h 0\r\nz=0 0\r\nk=clear:x\r\na=recvinfo\r\na=tool:x') + line(1, { more: 'i=customer\r\nb=AS:64\r\na=silenceSupp:off - - - -\r\na=quality:10\r\n' }) + line(2), xml: of(n) }) },
  no_label: { play: (s, n) => whole(s, { sdp: two({}, [null, null]), xml: of(n) }) },
  one_label: { play: (s, n) => whole(s, { sdp: two({}, [1, null]), xml: of(n) }) },
  same_label: { play: (s, n) => whole(s, { sdp: two({}, [1, 1]), xml: of(n) }) },
  other_labels: { play: (s, n) => whole(s, { sdp: two({}, ['x', 'y']), xml: of(n) }) },
  label_of_the_other: { play: async (s, n) => { // the labels decide, not the order
    await s.invite({ sdp: two({}, ['one', 'two']), xml: rfc(people(n), streams('two', 'one'), { session: `session-${n}` }) });
    await s.talk([700, 1100]);
    await s.bye();
  } },
  hold_and_resume: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: two({ way: 'a=inactive\r\n' }) });
    await sleep(300);
    await s.again({ sdp: two() });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  hold_recvonly: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.update({ sdp: two({ way: 'a=recvonly\r\n' }) });
    await s.update({ sdp: two({ way: 'a=sendonly\r\n' }) });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  resumed_by_our_offer: { play: async (s, n) => { // RFC 6337, 5.3: our offer is not the hold once more
    await s.invite(both(n));
    await s.again({ sdp: two({ way: 'a=inactive\r\n' }) });
    const ok = await s.again({ ack: false });
    s.expect('we would receive', media(ok).length === 2 && media(ok).every((m) => m.way === 'recvonly' && m.port));
    await s.ack(two());
    await s.talk(VOICES);
    await s.bye();
  } },
  begins_inactive: { play: async (s, n) => {
    await s.invite({ sdp: two({ way: 'a=inactive\r\n' }), xml: of(n) });
    await sleep(300);
    await s.again({ sdp: two() });
    await s.talk(VOICES);
    await s.bye();
  } },
  one_on_hold: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: head + line(1) + line(2, { way: 'a=inactive\r\n' }) });
    await s.talk([1100, 0], 0.5);
    await s.again({ sdp: two() });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  removed_and_added: { play: async (s, n) => {
    const ok = await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: head + line(1) + line(2, { port: 0 }) });
    s.expect('the other keeps its port', s.lines[0].port === media(ok)[0].port);
    await s.talk([1100, 0], 0.5);
    await s.again({ sdp: two() });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  a_line_later: { play: async (s, n) => { // begins with one; the agent's comes when she answers
    await s.invite({ sdp: head + line(1), xml: rfc([people(n)[0]], [streams(1, 2)[0]], { session: `session-${n}` }) });
    await s.talk([1100], 1);
    await s.again(both(n));
    await s.talk(VOICES, 1.5);
    await s.bye();
  } },
  all_removed_and_added: { play: async (s, n) => {
    await s.invite({ sdp: head + line(1, { port: 0 }) + line(2, { port: 0 }), xml: of(n) });
    await s.again({ sdp: two() });
    await s.talk(VOICES);
    await s.bye();
  } },
  refused_later_stands: { play: async (s, n) => { // a re-offer of no use is refused, and what stood stands
    await s.invite(both(n));
    await s.refused(488, 'INVITE', { body: two({ pts: '96', more: 'a=rtpmap:96 EVS/16000\r\n' }) });
    await s.talk(VOICES);
    await s.bye();
  } },
  another_codec: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: two({ pts: '100', more: 'a=rtpmap:100 PCMU/8000\r\n' }) });
    await s.talk(VOICES, 1, { pt: 100 });
    await s.bye();
  } },
  sends_from_elsewhere: { play: async (s, n) => { // another machine of the client's, as its re-offer says
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: two().replace('c=IN IP4 127.0.0.1', 'c=IN IP4 127.0.0.9') });
    await s.talk(VOICES, 1, { host: '127.0.0.9', from: 'moved' });
    await s.bye();
  } },
  another_port_at_once: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: head + line(1, { port: 20100 }) + line(2, { port: 20102 }) });
    await s.talk(VOICES, 1, { from: 'moved' });
    await s.bye();
  } },
  early: { play: async (s, n) => { // sound before the ACK
    await s.invite({ ...both(n), ack: false });
    await s.talk(VOICES, 0.6);
    await s.ack();
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  thirteen_lines: { play: async (s, n) => {
    await s.invite({ sdp: two() + 'm=audio 20004 RTP/AVP 0\r\na=inactive\r\n'.repeat(11), xml: of(n), refused: [12] });
    await s.talk(VOICES);
    await s.bye();
  } },
};
