// SPDX-License-Identifier: Apache-2.0
// What makers' clients do that no standard asks of them: bodies cut short or padded, ids used in each other's place,
// connections that come anew. Facts of Oracle for Avaya, OpenSIPS, SEMS, Sonus/Ribbon, BroadWorks; texts of our own.
import { multipart, people, rfc, sdp, SDP, SESSION, streams, xml, XML } from './dialects.mjs';
import { both, whole } from './scenes_sip.mjs';
import { bytes, media, sleep } from './session.mjs';
import { connect } from './wire.mjs';

const VOICES = [1100, 700];
const session = (n) => `session-${n}`;
const parts = (n) => [[SDP, sdp([1, 2])], [XML, both(n).xml, SESSION]];
const body = (n, change) => ({ ...both(n), body: change(multipart(parts(n), 'boundary-1')) });
const base64 = (text) => Buffer.from(text, 'latin1').toString('base64').replace(/(.{76})/g, '$1\r\n');
const reconnect = async (s, transport) => { // another connection, the same dialog
  s.how.transport = transport;
  s.line.close();
  s.line = await connect(s.server, { transport, host: s.host, asked: (text, send) => s.answerTo(text, send) });
};
const lines = (codecs, more = '') => `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n${[1, 2].map((label) => `m=audio ${20000 + 2 * label} RTP/AVP ${codecs}\r\n${more}a=sendonly\r\na=label:${label}\r\n`).join('')}`;
const answered = (codecs, more, chosen) => ({ wants: [], play: async (s, n) => {
  const ok = await s.invite({ sdp: lines(codecs, more), xml: both(n).xml });
  s.expect(`${chosen} is chosen, of ${media(ok).map((m) => m.formats)}`, media(ok).every((m) => m.formats[0] === String(chosen)));
  await s.bye();
} });

export const scenes = {
  // ---- bodies
  empty_metadata: { play: (s, n) => { s.from = `"Kund" <sip:${n}@pbx.example>`; return whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])], [XML, '', SESSION]] }); }, agents: [] },
  rows_without_anything: { play: (s, n) => { s.from = `"Kund" <sip:${n}@pbx.example>`; return whole(s, { sdp: sdp([1, 2]), xml: xml('<datamode>complete</datamode>') }); }, agents: [] },
  boundary_unsaid: { play: (s, n) => whole(s, { ...body(n, (t) => t), type: 'multipart/mixed' }) },
  boundary_padded: { play: (s, n) => whole(s, body(n, (t) => t.replace(/--boundary-1\r\n/g, '--boundary-1 \t\r\n'))) },
  no_last_boundary: { play: (s, n) => whole(s, body(n, (t) => t.replace(/\r\n--boundary-1--\r\n$/, ''))) },
  base64_part: { play: (s, n) => whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])], [XML, base64(both(n).xml), `${SESSION}Content-Transfer-Encoding: base64\r\n`]] }) },
  part_lengths: { play: (s, n) => { const b = both(n); return whole(s, { sdp: b.sdp, parts: [['application/ +xml', b.xml, `${SESSION}Content-Length:${b.xml.length}\r\n`], [SDP, b.sdp, `Content-Length: ${b.sdp.length}\r\n`]] }); } },
  small_names: { play: (s, n) => whole(s, both(n), (t) => t.slice(0, t.indexOf('\r\n\r\n')).replace(/^([A-Z][\w-]+):/gm, (name) => name.toLowerCase()) + t.slice(t.indexOf('\r\n\r\n'))) },
  capital_names: { play: (s, n) => whole(s, both(n), (t) => t.slice(0, t.indexOf('\r\n\r\n')).replace(/^([A-Z][\w-]+):/gm, (name) => name.toUpperCase()) + t.slice(t.indexOf('\r\n\r\n'))) },
  // ---- metadata
  xml_11: { play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: both(n).xml.replace('version="1.0"', 'version="1.1" standalone="yes"') }) },
  ended_by_nul: { play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: `${both(n).xml}\0` }) },
  sends_by_label: { play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: both(n).xml.replace(/<send>tA</, '<send>2<').replace(/<send>tB</, '<send>1<').replace('<label>1<', '<label>#<').replace('<label>2<', '<label>1<').replace('<label>#<', '<label>2<').replace(/<send>(\d)</g, (a, d) => `<send>${3 - d}<`) }) },
  no_associations_no_names: { name: '', play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: xml(`<datamode>complete</datamode><session session_id="${session(n)}"><sipSessionID>x@y</sipSessionID></session>
    <participant participant_id="pA=="><nameID aor="sip:${n}@192.0.2.9"/></participant><participant participant_id="pB=="><nameID aor="sip:1002@192.0.2.9"/></participant>
    <stream stream_id="tA==" session_id="${session(n)}"><label>1</label></stream><stream stream_id="tB==" session_id="${session(n)}"><label>2</label></stream>`) }) },
  name_with_parameters: { name: 'kund;lang=sv-SE;id=22', play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: both(n).xml.replace('>Kund<', '>kund;lang=sv-SE;id=22<') }) },
  caller_of_the_session: { play: (s, n) => whole(s, { sdp: sdp([201835599, 201835600]), xml: rfc(people(n), streams(201835599, 201835600), { session: session(n) })
    .replace('</session>', '<extensiondata xmlns:apkt="http://acmepacket.com/siprec/extensiondata"><apkt:ucid>00FA081003B9CF5E7DF7E5;encoding=hex</apkt:ucid><apkt:callerOrig>true</apkt:callerOrig></extensiondata></session>')
    .replace('</participant>', '<extensiondata xmlns:apkt="http://acmepacket.com/siprec/extensiondata"><apkt:callingParty>true</apkt:callingParty><apkt:request-uri>sip:9@h:5060</apkt:request-uri><apkt:realm>R</apkt:realm><apkt:header label="Call-ID"><value>1_2@h</value></apkt:header></extensiondata></participant>') }) },
  // ---- descriptions
  sparse_description: { play: (s, n) => whole(s, { sdp: `v=0\r\no=- 1516628962 0 IN IP4 0.0.0.0\r\ns=-\r\n${[1, 2].map((l) => `m=audio ${20000 + 2 * l} RTP/AVP 0 8 3 101\r\nc=IN IP4 127.0.0.1\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=maxptime:150\r\na=label:${l}\r\na=sendonly\r\n`).join('')}`, xml: both(n).xml }) },
  old_direction: { play: (s, n) => whole(s, { sdp: sdp(['a_leg', 'b_leg'], { attributes: 'a=direction:both\r\na=sendonly' }), xml: rfc(people(n), streams('a_leg', 'b_leg'), { session: session(n) }) }) },
  wide_first: answered('0 8 9 101', 'a=rtpmap:101 telephone-event/8000\r\n', 9),
  amr_wideband: answered('97 96 0', 'a=rtpmap:96 AMR-WB/16000/1\r\na=fmtp:96 octet-align=1; mode-set=0,1,2\r\na=rtpmap:97 AMR/8000\r\na=fmtp:97 octet-align=1\r\n', 96),
  amr_alone: answered('97', 'a=rtpmap:97 amr/8000/1\r\n', 97),
  ilbc: answered('98 101', 'a=rtpmap:98 iLBC/8000\r\na=fmtp:98 mode=20\r\na=rtpmap:101 telephone-event/8000\r\n', 98),
  g729_without_comfort: answered('18 101', 'a=fmtp:18 annexb=no\r\na=rtpmap:101 telephone-event/8000\r\n', 18),
  unknown_beside_known: answered('112 8', 'a=rtpmap:112 EVS/16000\r\na=fmtp:112 br=5.9-24.4\r\n', 8),
  opus_capitals: answered('111 0', 'a=rtpmap:111 OPUS/48000/2\r\n', 111),
  // ---- connections
  reconnected: { how: { transport: 'TCP' }, play: async (s, n) => { // the connection breaks within the call
    await s.invite(both(n));
    await s.talk(VOICES, 0.8);
    await reconnect(s, 'TCP');
    await s.update({ body: bytes(both(n).xml), type: XML });
    await s.again({ sdp: sdp([1, 2]) });
    await s.talk(VOICES, 0.8);
    await reconnect(s, 'TCP');
    await s.bye();
  } },
  from_udp_to_tcp: { play: async (s, n) => { // longer messages go by TCP (RFC 3261, 18.1.1)
    await s.invite(both(n));
    await s.talk(VOICES, 0.8);
    await reconnect(s, 'TCP');
    await s.again(both(n));
    await s.talk(VOICES, 0.8);
    await s.bye();
  } },
  unconfirmed_over_new_connection: { how: { transport: 'TCP' }, play: async (s, n) => {
    await s.invite({ ...both(n), ack: false });
    await reconnect(s, 'TCP');
    await s.ack();
    await s.talk(VOICES);
    await s.bye();
  } },
  // ---- what is required
  requires_what_is_harmless: { play: async (s, n) => {
    await s.invite({ ...both(n), headers: 'Require: siprec, record-aware, replaces, histinfo\r\nSupported: 100rel, replaces, gruu\r\n' });
    await s.talk(VOICES);
    await s.bye();
  } },
  reason_of_a_bye: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES);
    await s.bye({ headers: 'Reason: Q.850;cause=16;text="Normal call clearing"\r\nP-Charging-Vector: icid-value=x1\r\n' });
  } },
  bye_numbered_lower: { how: { cseq: 832544240 }, play: async (s, n) => { // clients are seen that count each method
    await s.invite(both(n));
    await s.talk(VOICES);
    s.cseq = 220767408;
    await s.bye();
  } },
  nobody_requires: { play: async (s, n) => { // a body that is a recording's, and nothing that says so
    await s.invite({ ...both(n), contact: `<sip:src@127.0.0.1:${s.line.port}>`, headers: 'Supported: timer\r\n' }, (t) => t.replace(/;\+sip\.src/g, ''));
    await s.talk(VOICES);
    await sleep(50);
    await s.bye();
  } },
};
