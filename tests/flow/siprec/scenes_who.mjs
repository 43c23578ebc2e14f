// SPDX-License-Identifier: Apache-2.0
// Recording clients' ways with metadata: how it is written, when it comes, who comes and goes.
import { people, prefixed, rfc, sdp, SDP, SESSION, streams, xml, XML } from './dialects.mjs';
import { both, whole } from './scenes_sip.mjs';
import { bytes, sleep, status } from './session.mjs';

const VOICES = [1100, 700];
const writing = (change, more = {}) => ({ ...more, play: (s, n) => whole(s, { sdp: sdp([1, 2]), xml: change(both(n).xml, n) }) });
const encoded = (as, mark = '') => ({ play: (s, n) => whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])], [XML, bytes(mark + both(n).xml.replace('UTF-8', as), 'utf16le'), SESSION]] }) });
const swapped = (text) => text.replace(/(.)(.)/gs, '$2$1');
const session = (n) => `session-${n}`;
const customer = (n) => ['pA', `sip:${n}@pbx.example`, 'Kund'];
const agent = (line, id = 'pB') => [id, `sip:${line}@pbx.example`, 'Agent'];
const assoc = (who, text) => `<participantstreamassoc participant_id="${who}">${text}</participantstreamassoc>`;

// Two calls in one recording session, the second with whoever is `agent2`.
const beside = async (s, n, agent2, number, seconds = 1.5) => {
  const second = rfc([['qA', `sip:${number}@x`, 'Annan'], agent2], [['uA', 3, 'qA'], ['uB', 4, agent2[0]]], { session: `${session(n)}-other` }).replace(/^.*?<\/datamode>/s, '');
  await s.invite({ sdp: sdp([1, 2, 3, 4]), xml: both(n).xml.replace('</recording>', second) });
  await s.talk([1100, 700, 900, 500], seconds);
  await s.bye();
};

// RFC 7865, 11.1 in its own words, with names of ours.
const example = (n) => `<?xml version="1.0" encoding="UTF-8"?>
<recording xmlns='urn:ietf:params:xml:ns:recording:1'>
  <datamode>complete</datamode>
  <group group_id="7+OTCyoxTmqmqyA/1weDAg==">
    <associate-time>2010-12-16T23:41:07Z</associate-time>
    <!-- Standardized extension -->
    <call-center xmlns='urn:ietf:params:xml:ns:callcenter'><supervisor>sip:alice@atlanta.com</supervisor></call-center>
    <mydata xmlns='http://example.com/my'><structure>FOO!</structure><whatever>bar</whatever></mydata>
  </group>
  <session session_id="hVpd7YQgRW2nD22h7q60${n.slice(-2)}==">
    <sipSessionID>ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2</sipSessionID>
    <group-ref>7+OTCyoxTmqmqyA/1weDAg==</group-ref>
    <mydata xmlns='http://example.com/my'><structure>FOO!</structure><whatever>bar</whatever></mydata>
  </session>
  <participant participant_id="srfBElmCRp2QB23b7Mpk0w==">
    <nameID aor="sip:${n}@biloxi.com"><name xml:lang="it">Kund</name></nameID>
    <mydata xmlns='http://example.com/my'><structure>FOO!</structure><whatever>bar</whatever></mydata>
  </participant>
  <participant participant_id="zSfPoSvdSDCmU3A3TRDxAw==">
    <nameID aor="sip:1002@biloxi.com"><name xml:lang="it">Agent</name></nameID>
  </participant>
  <stream stream_id="UAAMm5GRQKSCMVvLyl4rFw==" session_id="hVpd7YQgRW2nD22h7q60${n.slice(-2)}=="><label>96</label></stream>
  <stream stream_id="i1Pz3to5hGk8fuXl+PbwCw==" session_id="hVpd7YQgRW2nD22h7q60${n.slice(-2)}=="><label>97</label></stream>
  <sessionrecordingassoc session_id="hVpd7YQgRW2nD22h7q60${n.slice(-2)}=="><associate-time>2010-12-16T23:41:07Z</associate-time></sessionrecordingassoc>
  <participantsessionassoc participant_id="srfBElmCRp2QB23b7Mpk0w==" session_id="hVpd7YQgRW2nD22h7q60${n.slice(-2)}=="><associate-time>2010-12-16T23:41:07Z</associate-time></participantsessionassoc>
  <participantsessionassoc participant_id="zSfPoSvdSDCmU3A3TRDxAw==" session_id="hVpd7YQgRW2nD22h7q60${n.slice(-2)}=="><associate-time>2010-12-16T23:41:07Z</associate-time></participantsessionassoc>
  <participantstreamassoc participant_id="srfBElmCRp2QB23b7Mpk0w=="><send>UAAMm5GRQKSCMVvLyl4rFw==</send><recv>i1Pz3to5hGk8fuXl+PbwCw==</recv></participantstreamassoc>
  <participantstreamassoc participant_id="zSfPoSvdSDCmU3A3TRDxAw=="><send>i1Pz3to5hGk8fuXl+PbwCw==</send><recv>UAAMm5GRQKSCMVvLyl4rFw==</recv></participantstreamassoc>
</recording>`;

export const scenes = {
  utf16_le: encoded('UTF-16', '\ufeff'),
  utf16_be: { play: (s, n) => whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])], [XML, swapped(bytes('\ufeff' + both(n).xml.replace('UTF-8', 'UTF-16'), 'utf16le')), SESSION]] }) },
  utf16_unmarked: encoded('UTF-16'),
  utf16_said_only: writing((t) => t.replace('UTF-8', 'utf-16')), // what a .NET string writes of itself
  utf8_marked: writing((t) => `\ufeff${t}`),
  latin1: { name: 'Åsa Öst', play: (s, n) => whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])], [XML, both(n).xml.replace('UTF-8', 'ISO-8859-1').replace('Kund', 'Åsa Öst'), SESSION]] }) },
  windows1252: { name: 'Åsa', play: (s, n) => whole(s, { sdp: sdp([1, 2]), parts: [[SDP, sdp([1, 2])], [XML, both(n).xml.replace('UTF-8', 'windows-1252').replace('Kund', 'Åsa'), SESSION]] }) },
  no_declaration: writing((t) => t.replace(/<\?xml.*?\?>\s*/, '')),
  line_before: writing((t) => `\r\n\r\n${t}`),
  prefixed: writing((t) => prefixed(t).replace(/tns/g, 'rec-1')),
  prefix_of_nobody: writing((t) => prefixed(t).replace(/xmlns:tns='.*?'/, '')),
  no_namespace: writing((t) => t.replace(/ xmlns='.*?'/, '')),
  cdata: { name: 'Kund & "Co" <x>', ...writing((t) => t.replace('>Kund<', '><![CDATA[Kund & "Co" <x>]]><')) },
  references: { name: 'Kund & Ö', ...writing((t) => t.replace('>Kund<', '>Kund &amp; &#214;<')) },
  name_of_utf8: { name: 'Åsa 🙂 Öst', ...writing((t) => t.replace('>Kund<', '>Åsa 🙂 Öst<')) },
  comments: writing((t) => t.replace(/></g, '><!-- <participant> --><?pi x?><')),
  indented: writing((t) => t.replace(/></g, '>\r\n\t  <').replace(/>([^<\s][^<]*)</g, '>\r\n   $1\r\n  <')),
  capitals: writing((t) => t.replace('datamode', 'dataMode').replace('/datamode', '/dataMode').replace(/participantstreamassoc/g, 'participantStreamAssoc').replace(/participant_id/g, 'participantId').replace(/session_id/g, 'sessionID').replace(/stream_id/g, 'streamId')),
  uuid_ids: writing((t) => t.replace(/"p([AB])"/g, '"urn:uuid:79b2fcd8-5c7f-455c-783f-db334e5d57d$1"')),
  braced_ids: writing((t) => t.replace(/"p([AB])"/g, '"{79B2FCD8-5C7F-455C-783F-DB334E5D57D$1}"')),
  some_urn_some_not: writing((t) => t.replace(/participant participant_id="pA"/, 'participant participant_id="urn:uuid:pA"')),
  call_id_ids: writing((t) => t.replace(/"t([AB])"/g, '"1-$1;tag=x@10.0.0.1"').replace(/>t([AB])</g, '>1-$1;tag=x@10.0.0.1<')),
  tel_aor: writing((t) => t.replace(/sip:(\+\d+)@pbx.example/, 'tel:$1')),
  bare_aor: writing((t) => t.replace(/sip:(\S+?)@pbx.example/g, '$1')),
  sips_with_port: writing((t) => t.replace(/sip:(\S+?)@pbx.example/g, 'sips:$1@pbx.example:5061;transport=tls;user=phone')),
  name_addr: writing((t) => t.replace(/aor="sip:(\S+?)@pbx.example"/g, 'aor="&quot;X, Y&quot; &lt;sip:$1@pbx.example&gt;;tag=5"')),
  escaped_aor: writing((t) => t.replace('sip:+', 'sip:%2B')),
  aor_as_element: writing((t) => t.replace(/<nameID aor="(.*?)">(.*?)<\/nameID>/g, '<nameID><aor>$1</aor>$2</nameID>')),
  two_addresses: writing((t) => t.replace(/(<nameID aor="sip:1002)/, '$1').replace('</nameID>', '</nameID><nameID aor="sip:other@elsewhere"/>')),
  extension: writing((t) => t.replace('</participant>', '<extensiondata xmlns:v="http://v.example"><v:participant id="q"><v:aor>sip:999@x</v:aor></v:participant><v:callingParty>true</v:callingParty><v:ucid>0001</v:ucid></extensiondata></participant>')),
  streams_first: writing((t) => t.replace(/(<participant .*?)(<\/recording>)/s, (all, rest, end) => rest.match(/<stream .*?<\/stream>/gs).join('') + rest.replace(/<stream .*?<\/stream>/gs, '') + end)),
  rfc_7865: { play: (s, n) => whole(s, { sdp: sdp([96, 97]), xml: example(n) }) },
  no_datamode: writing((t) => t.replace(/<datamode>.*?<\/datamode>/, '')),
  no_associations: writing((t) => t.replace(/<participantsessionassoc.*?\/>/g, '').replace(/<participantstreamassoc.*?<\/participantstreamassoc>/g, '')),
  receivers_only: writing((t) => t.replace(/<send>tA<\/send>/, '<recv>tB</recv>').replace(/<send>tB<\/send>/, '<recv>tA</recv>')),
  names_what_is_not_there: writing((t) => t.replace('</recording>', `${assoc('pZ', '<send>tZ</send>')}<stream stream_id="tY" session_id="sY"><label>9</label></stream></recording>`)),
  who_in_update: { play: async (s, n) => {
    await s.invite({ sdp: sdp([1, 2]), xml: rfc([], [], { session: session(n) }) });
    await s.talk(VOICES, 1);
    await s.update({ body: bytes(both(n).xml), type: XML });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  who_in_update_multipart: { play: async (s, n) => {
    await s.invite({ sdp: sdp([1, 2]) });
    await s.talk(VOICES, 1);
    await s.update(both(n));
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  who_in_info: { play: async (s, n) => {
    await s.invite({ sdp: sdp([1, 2]) });
    await s.talk(VOICES, 1);
    s.expect('INFO is answered', status(await s.info(both(n).xml)) === 200);
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  who_in_reinvite: { play: async (s, n) => { // metadata alone: our offer, in the lines there are
    await s.invite({ sdp: sdp([1, 2]) });
    const before = s.lines;
    await s.talk(VOICES, 1);
    await s.again({ body: bytes(both(n).xml), type: XML, answer: sdp([1, 2]) });
    s.expect('the same ports', s.lines.every((l, i) => l.port === before[i].port));
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  neither: { play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1);
    await s.update({});
    await s.again({ answer: sdp([1, 2]) });
    await s.talk(VOICES, 1);
    await s.bye();
  } },
  in_parts: { play: async (s, n) => { // one thing after another
    await s.invite({ sdp: sdp([1, 2]), xml: xml(`<datamode>partial</datamode><session session_id="${session(n)}"/>`) });
    for (const more of [rfc([customer(n)], [], { mode: 'partial', session: session(n) }), rfc([agent(1002)], [], { mode: 'partial', session: session(n) }),
      xml(`<datamode>partial</datamode><stream stream_id="tA" session_id="${session(n)}"><label>1</label></stream>${assoc('pA', '<send>tA</send>')}`),
      xml(`<datamode>partial</datamode><stream stream_id="tB" session_id="${session(n)}"><label>2</label></stream>${assoc('pB', '<send>tB</send>')}`)])
      await s.update({ body: bytes(more), type: XML });
    await s.talk(VOICES);
    await s.bye();
  } },
  handed_on: { agents: ['Agent 1002', 'Agent 1003'], play: async (s, n) => { // another agent in the same line, said in part
    await s.invite(both(n));
    await s.talk(VOICES, 1.2);
    await s.update({ body: bytes(xml(`<datamode>partial</datamode>
      <participant participant_id="pC"><nameID aor="sip:1003@pbx.example"><name>Ny</name></nameID></participant>
      <participantsessionassoc participant_id="pC" session_id="${session(n)}"/>
      <participantsessionassoc participant_id="pB" session_id="${session(n)}"><disassociate-time>2026-11-30T08:01:00Z</disassociate-time></participantsessionassoc>
      ${assoc('pC', '<send>tB</send><recv>tA</recv>')}`)), type: XML });
    await s.talk(VOICES, 1.2);
    await s.bye();
  } },
  handed_on_complete: { agents: ['Agent 1002', 'Agent 1003'], play: async (s, n) => {
    await s.invite(both(n));
    await s.talk(VOICES, 1.2);
    await s.again({ sdp: sdp([1, 2]), xml: rfc([customer(n), agent(1003, 'pC')], [['tA', 1, 'pA'], ['tC', 2, 'pC']], { session: session(n) }) });
    await s.talk(VOICES, 1.2);
    await s.bye();
  } },
  one_by_one: { play: async (s, n) => { // IVR first: the agent's part is said when she comes
    await s.invite({ sdp: sdp([1, 2]), xml: rfc([customer(n), ['pI', 'sip:ivr@pbx.example', 'IVR']], [['tA', 1, 'pA'], ['tB', 2, 'pI']], { session: session(n) }) });
    await s.talk([1100, 0], 1);
    await s.update({ body: bytes(both(n).xml), type: XML });
    await s.talk(VOICES, 1.5);
    await s.bye();
  } },
  three: { play: async (s, n) => { // a conference: the agent and two customers
    await s.invite({ sdp: sdp([1, 2, 3]), xml: rfc([customer(n), agent(1002), ['pC', 'sip:+46709999999@x', 'Tredje']], [['tA', 1, 'pA'], ['tB', 2, 'pB'], ['tC', 3, 'pC']], { session: session(n) }) });
    await s.talk([1100, 700, 1500]); // two of one tone would take each other out, or not
    await s.bye();
  } },
  mixed: { left: 0, right: 0, play: async (s, n) => {
    await s.invite({ sdp: sdp([1]), xml: rfc(people(n), [['t', 1, 'pA']], { session: session(n) }).replace('<label>1</label>', '<label>1</label><mode>mixed</mode>') });
    await s.talk([[700, 1100]]);
    await s.bye();
  } },
  mixed_calls_out: { left: 0, right: 0, direction: 'out', play: async (s, n) => { // a hosted PBX's subscriber rings
    const md = `<md xmlns="urn:x"><userID>1002@pbx.example</userID><callType><origCall><callingPartyNumber>sip:1002@h</callingPartyNumber><calledPartyNumber>sip:${n}@h</calledPartyNumber></origCall></callType></md>`;
    await s.invite({ sdp: sdp([1]), xml: rfc(people(n), [['t', 1, 'pA']], { session: session(n) }).replace('<label>1</label>', '<label>1</label><mode>mixed</mode>').replace('</recording>', `<extensiondata>${md}</extensiondata></recording>`) });
    await s.talk([[700, 1100]]);
    await s.bye();
  } },
  two_streams_of_one: { play: async (s, n) => { // both ways of each leg: four lines, two people
    await s.invite({ sdp: sdp([1, 2, 3, 4]), xml: rfc(people(n), [['tA', 1, 'pA'], ['tB', 2, 'pB'], ['tC', 3, 'pA'], ['tD', 4, 'pB']], { session: session(n) }) });
    await s.talk([1100, 700]);
    await s.bye();
  } },
  one_after_another: { calls: 2, play: async (s, n) => { // RFC 6341, use case 4: a session of the agent's whole day
    await s.invite({ sdp: sdp([1, 2]), xml: rfc([customer(n), agent(1002)], streams(1, 2), { session: `${session(n)}-first` }) });
    await s.talk(VOICES, 1.5);
    await s.again({ sdp: sdp([1, 2], { attributes: 'a=inactive' }), xml: xml(`<datamode>partial</datamode><session session_id="${session(n)}-first"><stop-time>2026-11-30T08:01:00Z</stop-time></session>`) });
    await sleep(300);
    await s.again({ sdp: sdp([1, 2]), xml: rfc([customer(n), agent(1002)], [['tC', 1, 'pA'], ['tD', 2, 'pB']], { session: `${session(n)}-second` }) });
    await s.talk(VOICES, 1.5);
    await s.bye();
  } },
  side_by_side: { also: { number: '+46705550001', agents: ['Agent 1003'] }, play: (s, n) => beside(s, n, ['qB', 'sip:1003@x', 'Agent'], '+46705550001') },
  call_waiting: { also: { number: '+46705550002', agents: ['Agent 1002'] }, play: (s, n) => beside(s, n, agent(1002), '+46705550002') },
  side_by_side_killed: { lossy: true, alone: true, also: { number: '+46705550003', agents: ['Agent 1003'] }, play: (s, n) => beside(s, n, ['qB', 'sip:1003@x', 'Agent'], '+46705550003', 8) },
  consulted: { also: { number: '1009', agents: ['Agent 1002'] }, play: async (s, n) => { // she asks somebody meanwhile
    const second = rfc([agent(1002), ['pC', 'sip:1009@pbx.example', 'Kollega']], [['tX', 3, 'pB'], ['tY', 4, 'pC']], { session: `${session(n)}-asked` }).replace(/^.*?<\/datamode>/s, '');
    await s.invite({ sdp: sdp([1, 2, 3, 4]), xml: both(n).xml.replace('</recording>', second) });
    await s.talk([1100, 700, 500, 900]);
    await s.bye();
  } },
};
