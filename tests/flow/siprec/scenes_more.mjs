// SPDX-License-Identifier: Apache-2.0
// Recording clients' ways with a call's life: colleagues who join, lines that close, who rang, pauses, refreshes.
import { people, rfc, sdp, SDP, SESSION, streams, XML } from './dialects.mjs';
import { both, whole } from './scenes_sip.mjs';
import { bytes, sleep, status } from './session.mjs';

const VOICES = [1100, 700];
const session = (n) => `session-${n}`;
const customer = (n) => ['pA', `sip:${n}@pbx.example`, 'Kund'];
const agent = (line, id = 'pB') => [id, `sip:${line}@pbx.example`, 'Agent'];
const closed = (text) => text.replace('m=audio 20002', 'm=audio 0');
const role = (text, id, as) => text.replace(new RegExp(`(<participant participant_id="${id}">.*?)(</participant>)`), `$1<extensiondata xmlns:v="http://v.example"><v:role>${as}</v:role></extensiondata>$2`);
const three = (n, order) => ({ sdp: sdp([1, 2, 3]), xml: rfc(order, order.map(([id], i) => [`t${id}`, i + 1, id]), { session: session(n) }) });

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
  closed_later: { gaps: ['hold'], play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.again({ sdp: closed(sdp([1, 2])) });
    await s.talk([1100, 0], 1.2);
    await s.again({ sdp: sdp([1, 2]) });
    await s.talk(VOICES, 0.8);
    await s.bye();
  } },
  closed_to_the_end: { gaps: ['hold'], play: async (s, n) => {
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
  // ---- what is no call is no refused one
  not_calls: { alone: true, wants: [], play: async (s) => {
    for (const method of ['REGISTER', 'MESSAGE', 'SUBSCRIBE', 'INFO', 'PUBLISH']) s.expect(`${method} is answered`, status(await s.ask(method)) >= 400);
    s.expect('OPTIONS', status(await s.ask('OPTIONS')) === 200);
  } },
};
