// SPDX-License-Identifier: Apache-2.0
// Recording clients' ways with a call's life: colleagues who join, lines that close, who rang, pauses, refreshes.
import { deflateSync, gzipSync } from 'node:zlib';
import { multipart, people, rfc, sdp, SDP, SESSION, streams, xml, XML } from './dialects.mjs';
import { both, whole } from './scenes_sip.mjs';
import { bytes, header, media, sleep, status } from './session.mjs';

const VOICES = [1100, 700];
const session = (n) => `session-${n}`;
const customer = (n) => ['pA', `sip:${n}@pbx.example`, 'Kund'];
const agent = (line, id = 'pB') => [id, `sip:${line}@pbx.example`, 'Agent'];
const closed = (text) => text.replace('m=audio 20002', 'm=audio 0');
const role = (text, id, as) => text.replace(new RegExp(`(<participant participant_id="${id}">.*?)(</participant>)`), `$1<extensiondata xmlns:v="http://v.example"><v:role>${as}</v:role></extensiondata>$2`);
const three = (n, order) => ({ sdp: sdp([1, 2, 3]), xml: rfc(order, order.map(([id], i) => [`t${id}`, i + 1, id]), { session: session(n) }) });

const assoc = (who, inside) => `<participantstreamassoc participant_id="${who}">${inside}</participantstreamassoc>`;
const tied = (who, what) => assoc(who, `<send>${what}</send><associate-time>2026-11-30T08:01:00Z</associate-time>`);
const untied = (who, what) => assoc(who, `<send>${what}</send><disassociate-time>2026-11-30T08:01:00Z</disassociate-time>`);
const record = (s, word) => s.ask('INFO', { headers: `Record: ${word}\r\n` });
const pausing = async (s, n, pause, resume) => { // what is said meanwhile is another voice
  await s.invite(both(n));
  await s.talk(VOICES, 1);
  await pause();
  await sleep(200); // what was on its way
  await s.talk([700, 1100], 1);
  await resume();
  await s.talk(VOICES, 1);
  await s.bye();
};
const packed = (what, how, as) => ({ sdp: what.sdp, body: bytes(how(Buffer.from(multipart([[SDP, what.sdp], [XML, bytes(what.xml), SESSION]], 'boundary-1'), 'latin1')), 'latin1'),
  type: 'multipart/mixed;boundary=boundary-1', headers: `Content-Encoding: ${as}\r\n` });
// Answers to the server's own requests: these first, then 200 with an answer to what it offers.
const answering = (first) => {
  const left = [...first];
  return (text) => ({ status: left.shift() ?? '200 OK', body: left.length ? '' : text.startsWith('INVITE') ? sdp([1, 2]) : '' });
};
const refreshed = async (s, n, headers, wants) => {
  await s.invite({ ...both(n), headers: `${headers}Supported: timer\r\nSession-Expires: 90;refresher=uas\r\n` });
  await s.talk(VOICES, 1);
  for (let i = 0; i < 550 && s.asked.length < wants.length; i++) await sleep(100);
  const asked = s.asked.map((text) => text.split(' ')[0]);
  s.expect(`asked ${asked}, not ${wants}`, asked.join() === wants.join());
  const invites = s.asked.filter((text) => text.startsWith('INVITE'));
  for (const text of invites) s.expect('with what stands', media(text).length === 2 && media(text).every((m, i) => m.port === s.lines[i].port && m.label === s.lines[i].label));
  await s.talk(VOICES, 0.5);
  await s.bye();
};

export const scenes = {
  // ---- a third who is of the house
  colleague_joins: { agents: ['Agent 1002', 'Agent 1003'], play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1.2);
    await s.again({ sdp: sdp([1, 2, 3]), xml: rfc([customer(n), agent(1002), agent(1003, 'pC')], [['tA', 1, 'pA'], ['tB', 2, 'pB'], ['tC', 3, 'pC']], { session: session(n) }) });
    await s.talk([1100, 700, 700], 1.2);
    await s.bye();
  } },
  colleague_named_later: { agents: ['Agent 1002', 'Agent 1003'], play: async (s, n) => { // his line first, who he is in an UPDATE
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: sdp([1, 2, 3]) });
    await s.update({ body: bytes(rfc([agent(1003, 'pC')], [['tC', 3, 'pC']], { mode: 'partial', session: session(n) })), type: XML });
    await s.talk([1100, 700, 700], 1.2);
    await s.bye();
  } },
  supervisor_by_role: { play: async (s, n) => { // his number is no line of the house; the client says what he is
    const what = three(n, [customer(n), agent(1002), agent(1009, 'pC')]);
    await s.invite({ ...what, xml: role(what.xml, 'pC', 'Supervisor') });
    await s.talk([1100, 700, 700]);
    await s.bye();
  } },
  agents_first: { agents: ['Agent 1002', 'Agent 1003'], play: async (s, n) => {
    await s.invite(three(n, [agent(1002), agent(1003, 'pC'), customer(n)]));
    await s.talk([700, 0, 0], 0.4);
    await s.talk([700, 700, 1100]);
    await s.bye();
  } },
  // ---- a line that closes
  closed_later: { gaps: ['hold', 'dtx'], play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: closed(sdp([1, 2])) });
    await s.talk([1100, 0], 1.2);
    await s.again({ sdp: sdp([1, 2]) });
    await s.talk(VOICES, 0.8);
    await s.bye();
  } },
  closed_to_the_end: { gaps: ['hold', 'dtx'], play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: closed(sdp([1, 2])) });
    await s.talk([1100, 0], 1.2);
    await s.bye();
  } },
  // ---- who rang
  agents_line_first: { direction: 'in', play: async (s, n) => {
    await s.invite({ sdp: sdp([1, 2]), xml: rfc(people(n), streams(2, 1), { session: session(n) }) });
    await s.talk([700, 1100]);
    await s.bye();
  } },
  agent_rang: { direction: 'out', play: async (s, n) => {
    await s.invite({ sdp: sdp([1, 2]), xml: rfc([agent(1002), customer(n)], streams(1, 2), { session: session(n) }) });
    await s.talk(VOICES);
    await s.bye();
  } },
  from_header_kept: { direction: 'out', play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: both(n).xml.replace('<session ', `<group group_id="g-${n}"><callData xmlns="urn:ietf:params:xml:ns:callData"><fromhdr>"Agent" &lt;sip:1002@h&gt;;tag=x</fromhdr><tohdr>&lt;sip:${n}@h&gt;</tohdr></callData></group><session `) }) },
  nobody_said_who_rang: { name: '', direction: 'unknown', play: async (s, n) => { // network-based recording
    await s.invite({ sdp: sdp([null, null]), headers: `X-Cisco-Recording-Participant: sip:1002@h;media-index="0"\r\nX-Cisco-Recording-Participant: sip:${n}@h;media-index="1"\r\n` });
    await s.talk([700, 1100]);
    await s.bye();
  } },
  // ---- pause: of what is sent all the same no sample is kept
  paused_by_info: { dropped: 100, gaps: ['pause', 'dtx'], play: (s, n) => pausing(s, n, () => record(s, 'pause'), () => record(s, 'resume')) },
  stopped_by_info: { dropped: 100, gaps: ['pause', 'dtx'], play: (s, n) => pausing(s, n, () => record(s, 'off'), () => record(s, 'on')) },
  paused_by_info_body: { dropped: 100, gaps: ['pause', 'dtx'], play: (s, n) => pausing(s, n, () => s.ask('INFO', { body: 'Record: Pause\r\n', type: 'text/plain' }), () => s.ask('INFO', { body: 'record=resume\r\n', type: 'text/plain' })) },
  paused_inactive: { dropped: 100, gaps: ['hold', 'dtx'], play: (s, n) => pausing(s, n, () => s.again({ sdp: sdp([1, 2], { attributes: 'a=inactive' }) }), () => s.again({ sdp: sdp([1, 2]) })) },
  paused_nowhere: { dropped: 100, gaps: ['hold', 'dtx'], play: (s, n) => pausing(s, n, () => s.again({ sdp: sdp([1, 2], { connection: '0.0.0.0' }) }), () => s.again({ sdp: sdp([1, 2]) })) },
  paused_by_metadata: { dropped: 100, gaps: ['hold', 'dtx'], play: (s, n) => pausing(s, n,
    () => s.update({ body: bytes(xml(`<datamode>partial</datamode>${untied('pA', 'tA')}${untied('pB', 'tB')}`)), type: XML }),
    () => s.update({ body: bytes(xml(`<datamode>partial</datamode>${tied('pA', 'tA')}${tied('pB', 'tB')}`)), type: XML })) },
  left_is_no_pause: { play: async (s, n) => { // who sent it is gone from the call: whoever comes next is heard
    await s.invite(both(n));
    await s.talk(VOICES, 0.8);
    await s.update({ body: bytes(xml(`<datamode>partial</datamode>${untied('pB', 'tB')}<participantsessionassoc participant_id="pB" session_id="${session(n)}"><disassociate-time>2026-11-30T08:01:00Z</disassociate-time></participantsessionassoc>`)), type: XML });
    await s.talk(VOICES, 0.8);
    await s.bye();
  } },
  handed_on_untied: { agents: ['Agent 1002', 'Agent 1003'], play: async (s, n) => { // one begins before the other is said to stop
    await s.invite(both(n));
    await s.talk(VOICES, 1.2);
    await s.update({ body: bytes(xml(`<datamode>partial</datamode><participant participant_id="pC"><nameID aor="sip:1003@x"/></participant><participantsessionassoc participant_id="pC" session_id="${session(n)}"/>
      ${tied('pC', 'tB')}${untied('pB', 'tB')}`)), type: XML });
    await s.talk(VOICES, 1.2);
    await s.bye();
  } },
  sends_from_nowhere: { play: (s, n) => whole(s, { ...both(n), sdp: sdp([1, 2], { connection: '0.0.0.0' }) }) }, // it only sends: that is no pause
  // ---- packed bodies
  gzipped: { play: (s, n) => whole(s, packed(both(n), gzipSync, 'gzip')) },
  gzipped_tcp: { how: { transport: 'TCP' }, play: (s, n) => whole(s, packed(both(n), gzipSync, 'X-GZIP')) },
  deflated: { play: (s, n) => whole(s, packed(both(n), deflateSync, 'deflate')) },
  packed_without_end: { wants: [], play: async (s) => { // more than anybody says of a call
    const said = await s.refused(415, 'INVITE', { body: bytes(gzipSync(Buffer.alloc(3 << 20)), 'latin1'), headers: 'Content-Encoding: gzip\r\n' });
    s.expect('how it may come', /gzip.*identity/.test(header(said, 'Accept-Encoding')));
  } },
  packed_otherwise: { play: async (s, n) => {
    await s.refused(415, 'INVITE', { body: 'xyz', headers: 'Content-Encoding: br\r\n' });
    await whole(s, both(n));
  } },
  // ---- our refresh, of a client that knows no UPDATE
  refreshed_by_reinvite: { how: { answers: answering([]) }, play: (s, n) => refreshed(s, n, 'Allow: INVITE, ACK, CANCEL, BYE\r\n', ['INVITE', 'ACK']) },
  refreshed_update_refused: { how: { answers: answering(['405 Method Not Allowed', '491 Request Pending']) }, play: (s, n) => refreshed(s, n, '', ['UPDATE', 'INVITE', 'ACK', 'INVITE', 'ACK']) },
  refreshed_too_small: { how: { answers: answering(['422 Session Interval Too Small\r\nMin-SE: 120']) }, play: (s, n) => refreshed(s, n, '', ['UPDATE', 'UPDATE']) },
  // ---- what is no call is no refused one
  not_calls: { alone: true, wants: [], play: async (s) => {
    for (const method of ['REGISTER', 'MESSAGE', 'SUBSCRIBE', 'INFO', 'PUBLISH']) s.expect(`${method} is answered`, status(await s.ask(method)) >= 400);
    s.expect('OPTIONS', status(await s.ask('OPTIONS')) === 200);
  } },
};
