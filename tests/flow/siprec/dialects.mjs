// SPDX-License-Identifier: Apache-2.0
// What recording clients of each make say, in few lines: the order of their parts, their ids, their
// names for things, and when they say it. The agent is 1002, the customer +46700000NN.
const AGENT = [700];
const CUSTOMER = [1100];
const crlf = (text) => text.trim().replace(/\n */g, '\r\n');

export const sdp = (labels, { attributes = 'a=sendonly', codecs = '0 101', connection = '127.0.0.1' } = {}) =>
  `${crlf(`v=0
  o=src 20076 ${Math.floor(Math.random() * 1e6)} IN IP4 127.0.0.1
  s=-
  c=IN IP4 ${connection}
  t=0 0`)}\r\n${labels
    .map((label, i) =>
      `m=audio ${20000 + 2 * i} RTP/AVP ${codecs}\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n` +
      `${attributes}\r\n${label === null ? '' : `a=label:${label}\r\n`}`)
    .join('')}`;

export const SDP = 'application/sdp';
export const XML = 'application/rs-metadata+xml';
export const SESSION = 'Content-Disposition: recording-session\r\n';
export const xml = (inside, root = "recording xmlns='urn:ietf:params:xml:ns:recording:1'") =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<${root}>${inside.replace(/\n\s*/g, '')}</${root.split(' ')[0]}>`;

// RFC 7865: rows, and what ties them. `streams`: [id, label, id of who sends it]
export const rfc = (people, streams, { mode = 'complete', session = 's1', more = '' } = {}) => xml(`
  <datamode>${mode}</datamode>${more}
  <session session_id="${session}"><start-time>2026-11-30T08:00:00Z</start-time></session>
  ${people.map(([id, aor, name]) => `<participant participant_id="${id}"><nameID aor="${aor}"><name xml:lang="sv">${name}</name></nameID></participant>
    <participantsessionassoc participant_id="${id}" session_id="${session}"/>`).join('')}
  ${streams.map(([id, label, who]) => `<stream stream_id="${id}" session_id="${session}"><label>${label}</label></stream>
    <participantstreamassoc participant_id="${who}"><send>${id}</send></participantstreamassoc>`).join('')}`);
export const people = (number) => [['pA', `sip:${number}@pbx.example`, 'Kund'], ['pB', 'sip:1002@pbx.example', 'Agent']];
export const streams = (a, b) => [['tA', a, 'pA'], ['tB', b, 'pB']];

const oracle = (number, a, b) => xml(`
  <datamode>complete</datamode>
  <session id="AavRXwII=="><associate-time>2026-11-30T08:00:00</associate-time>
    <extensiondata xmlns:apkt="http://acmepacket.com/siprec/extensiondata"><apkt:ucid>00FA08${a};encoding=hex</apkt:ucid></extensiondata></session>
  <participant id="fSD3==" session="AavRXwII=="><nameID aor="sip:${number}@192.0.2.1"><name>${number}</name></nameID><send>Q4O8==</send>
    <extensiondata xmlns:apkt="http://acmepacket.com/siprec/extensiondata"><apkt:callingParty>true</apkt:callingParty></extensiondata></participant>
  <participant id="Ebcc==" session="AavRXwII=="><nameID aor="sip:1002@192.0.2.2"><name>1002</name></nameID><send>l1Ny==</send>
    <extensiondata xmlns:apkt="http://acmepacket.com/siprec/extensiondata"><apkt:callingParty>false</apkt:callingParty></extensiondata></participant>
  <stream id="Q4O8==" session="AavRXwII=="><label>${a}</label><mode>separate</mode></stream>
  <stream id="l1Ny==" session="AavRXwII=="><label>${b}</label><mode>separate</mode></stream>`,
  "recording xmlns='urn:ietf:params:xml:ns:recording'");

export const prefixed = (text) => text.replace(/<(\/?)(?!\?)(\w)/g, '<$1tns:$2').replace('xmlns=', 'xmlns:tns=');

export const KEYS = ['WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz', 'PS1uQCVeeCFCanVmcjkpPywjNWhcYDJ+cXxpeTBx'];
export const locked = (text) => {
  let i = 0;
  return text.replace(/RTP\/AVP/g, 'RTP/SAVP').replace(/a=label/g, () => `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEYS[i++]}\r\na=label`);
};

export const multipart = (parts, boundary) =>
  parts.map(([type, body, more = '']) => `--${boundary}\r\nContent-Type: ${type}\r\n${more}\r\n${body}\r\n`).join('') +
  `--${boundary}--\r\n`;

export const dialects = {
  srtp: {
    voices: [CUSTOMER, AGENT], keys: KEYS, transport: 'TCP',
    parts: [[SDP, locked(sdp([1, 2]))], [XML, rfc(people('+4670000016'), streams(1, 2)), SESSION]],
  },
  oracle: {
    voices: [CUSTOMER, AGENT],
    parts: [[SDP, sdp([16777227, 16777228])], [XML, oracle('+4670000001', 16777227, 16777228), SESSION]],
    later: [{ method: 'UPDATE', parts: [[XML, oracle('+4670000001', 16777227, 16777228), SESSION]] }],
  },
  cube: { // three parts, the agent's line first, hold and resume by re-INVITE
    voices: [AGENT, CUSTOMER], quoted: true, transport: 'TCP', boundary: 'uniqueBoundary',
    parts: [
      [SDP, sdp([1, 2]), 'Content-Disposition: session;handling=required\r\n'],
      [XML, rfc(people('+4670000002'), streams(2, 1)), SESSION],
      ['application/gtd', 'IAM,\r\nGCI,91036128'],
    ],
    later: [
      { method: 'INVITE', silent: 0.5, sdp: sdp([1, 2], { attributes: 'a=inactive' }) },
      { method: 'INVITE', sdp: sdp([1, 2]) },
    ],
  },
  nbr: { // CUBE's network-based recording: no metadata at all
    voices: [CUSTOMER, AGENT], require: false, sdp: sdp([null, null]),
    headers: 'X-Cisco-Recording-Participant: sip:+4670000003@h;media-index="0"\r\n' +
      'X-Cisco-Recording-Participant: sip:1002@h;media-index="1"\r\nCisco-GUID: 1234567890-0-1-2\r\n',
  },
  broadworks: { // metadata first, pauses with c=0.0.0.0
    voices: [CUSTOMER, AGENT], boundary: 'UniqueBroadWorksBoundary',
    parts: [[XML, xml(`<dataMode>complete</dataMode><session id="urn:uuid:e76f"><start-time>2026-11-30T08:00:00-05:00</start-time></session>
      <participant id="sip:a" session="urn:uuid:e76f"><aor>sip:+4670000004@h;user=phone</aor><send>1</send></participant>
      <participant id="sip:b" session="urn:uuid:e76f"><aor>sip:1002@h;user=phone</aor><name>Agent</name><send>2</send></participant>
      <stream id="1" session="urn:uuid:e76f"><label>1</label></stream><stream id="2" session="urn:uuid:e76f"><label>2</label></stream>`,
      'recording_metadata xmlns="urn:ietf:params:xml:ns:siprec"'), SESSION], [SDP, sdp([1, 2])]],
    later: [
      { method: 'INVITE', silent: 0.5, sdp: sdp([1, 2], { connection: '0.0.0.0' }) },
      { method: 'INVITE', sdp: sdp([1, 2]) },
    ],
  },
  metaswitch: { // one stream of both
    voices: [[700, 1100]],
    parts: [[SDP, sdp([1])], [XML, rfc(people('+4670000005'), [['t', 1, 'pA']], { more: '<!-- mono -->' })
      .replace('</recording>', '<participantstreamassoc participant_id="pB"><send>t</send></participantstreamassoc></recording>'), SESSION]],
  },
  sonus: { // each element prefixed
    voices: [CUSTOMER, AGENT], boundary: 'sonus-content-delim',
    parts: [[SDP, sdp([1, 2])], [XML, prefixed(rfc(people('+4670000006'), streams(1, 2), { more: '<group group_id="g=="><gcid>241205267</gcid></group>' })), SESSION]],
  },
  avaya: { // who really speaks comes in an UPDATE
    voices: [CUSTOMER, AGENT], headers: 'X-Avaya-UCID: 00001000051480\r\n',
    parts: [[SDP, sdp([1, 2])], ['application/rs-metadata', rfc([], []), SESSION]],
    later: [{ method: 'UPDATE', parts: [[XML, rfc(people('+4670000007'), streams(1, 2), { mode: 'partial' }), SESSION]] }],
  },
  audiocodes: {
    voices: [CUSTOMER, AGENT], boundary: 'boundary_ac1fffff85b', transport: 'TCP',
    parts: [[SDP, sdp([1, 2], { codecs: '0' })], [XML, rfc([['p+A=', 'sip:+4670000008@10.33.8.52', ''], ['p+B=', 'sip:1002@10.33.8.53', '']],
      [['t+A=', 1, 'p+A='], ['t+B=', 2, 'p+B=']]).replace(/recording:1/, 'recording'), SESSION]],
  },
  opensips: {
    voices: [CUSTOMER, AGENT], boundary: 'OSS-unique-boundary-42',
    parts: [[SDP, sdp([0, 1])], [XML, rfc(people('+4670000009'), streams(0, 1)), SESSION]],
  },
  twilio: { // a prefix of letters, labels that are words
    voices: [CUSTOMER, AGENT], headers: 'X-Twilio-CallSid: CA0123456789\r\n',
    parts: [[SDP, sdp(['inbound', 'outbound'])], [XML, rfc(people('+4670000010'), streams('inbound', 'outbound')), SESSION]],
  },
  jambonz: {
    voices: [CUSTOMER, AGENT], boundary: 'uniqueBoundary',
    parts: [[SDP, sdp(['a_leg', 'b_leg'])], [XML, rfc(people('+4670000011'), streams('a_leg', 'b_leg')), SESSION]],
  },
  ims: { // base64 ids, parameters in nameID, streams without a type, an empty stream id
    voices: [CUSTOMER, AGENT], headers: 'User-Agent: EXAMPLE-IMS (SipREC)\r\n',
    parts: [[SDP, sdp([0, 1])], [XML, rfc([['cGFB==', 'sip:+4670000012@ims.example;noa=international;srvattri=national', ''],
      ['cGFC==', 'sip:1002@ims.example;noa=national', '']], [['c3RB==', 0, 'cGFB=='], ['c3RC==', 1, 'cGFC==']])
      .replace('</recording>', '<stream stream_id=""><label>7</label></stream></recording>'), SESSION]],
  },
  video: { // what is no sound is refused in its place
    voices: [CUSTOMER, AGENT],
    parts: [[SDP, sdp([1, 2]).replace('m=audio', 'm=video 6000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio')],
      [XML, rfc(people('+4670000013'), streams(1, 2)), SESSION]],
  },
  broken: { // a document that is none: recorded first, understood later
    voices: [CUSTOMER, AGENT], from: '"Kund" <sip:+4670000014@pbx.example>',
    parts: [[SDP, sdp([1, 2])], [XML, '<recording><participant id="', SESSION]],
  },
  cucm_near: { // a phone's own fork: two dialogs, each of one voice, the offer left to us
    voices: [AGENT], require: false, from: '<sip:1002@ucm1;x-nearend;x-refci=2;x-farendrefci=1;x-farendaddr=+4670000015>',
    answer: sdp([null]) + 'm=audio 0 RTP/AVP 0\r\n',
  },
  active: { // a pair of border controllers: this one dies within the call …
    voices: [CUSTOMER, AGENT], gone: true, session: 'redundant',
    parts: [[SDP, sdp([1, 2])], [XML, rfc(people('+4670000017'), streams(1, 2)), SESSION]],
  },
  standby: { // … and the other one, which had the session without sound, goes on with it
    voices: [CUSTOMER, AGENT], quiet: 5.5, session: 'redundant',
    parts: [[SDP, sdp([1, 2])], [XML, rfc(people('+4670000017'), streams(1, 2)), SESSION]],
    later: [{ method: 'INVITE', parts: [[SDP, sdp([1, 2])], [XML, rfc(people('+4670000017'), streams(1, 2)), SESSION]] }],
  },
  handed: { // an agent hands the caller over, and her session ends when her colleague's has begun
    voices: [CUSTOMER, AGENT], rest: 5,
    parts: [[SDP, sdp([1, 2])], [XML, rfc(people('+4670000018'), streams(1, 2), { more: '<group group_id="g-the-same-caller"/>' }), SESSION]],
  },
  taken: {
    voices: [CUSTOMER, [900]], begin: 4,
    parts: [[SDP, sdp([1, 2])], [XML, rfc(people('+4670000018').map((p) => p.map((t) => t.replace('1002', '1003'))), streams(1, 2),
      { more: '<group group_id="g-the-same-caller"/>' }), SESSION]],
  },
  cucm_far: {
    voices: [CUSTOMER], require: false, from: '<sip:1002@ucm1;x-farend;x-refci=2;x-farendrefci=1;x-farendaddr=+4670000015>',
    answer: sdp([null]) + 'm=audio 0 RTP/AVP 0\r\n',
  },
};
