// SPDX-License-Identifier: Apache-2.0
// The messages that RFC 4475 describes to try a SIP parser with, in our own words after its sections:
// what is odd and right, what is wrong, and what only an application can know. `answer`: what a
// recording server may say to it; null: whatever it says, it goes on.
const crlf = (text) => text.replace(/^\n/, '').replace(/\n/g, '\r\n');
const HEAD = 'Via: SIP/2.0/UDP HOST:PORT;branch=z9hG4bK@@;rport\nMax-Forwards: 70\nFrom: <sip:caller@example.net>;tag=@@\nTo: <sip:user@example.com>\nCall-ID: @@.4475@example.net\n';
const SDP = 'v=0\r\no=mhandley 29739 7272939 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49217 RTP/AVP 0 12\r\nm=video 3227 RTP/AVP 31\r\na=rtpmap:31 LPC\r\n';
const say = (method, more = '', body = '', { uri = 'sip:user@example.com', head = HEAD, cseq = `1 ${method}`, length = body.length } = {}) =>
  crlf(`${method} ${uri} SIP/2.0\n${head}CSeq: ${cseq}\n${more}${body && !/content-type/i.test(more) ? 'Content-Type: application/sdp\n' : ''}${length === null ? '' : `Content-Length: ${length}\n`}\n`) + body;
const invite = (more, options) => say('INVITE', `Contact: <sip:caller@HOST:PORT>\n${more ?? ''}`, SDP, options);
const without = (name) => HEAD.replace(new RegExp(`^${name}:.*\\n`, 'm'), '');

export const messages = {
  // 3.1.1 odd, and right
  wsinv: { answer: [200], text: crlf(`INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.@@@192.0.2.1
Content-Length   : ${SDP.length}
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    HOST:PORT;rport;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

`).replace(' ;   tag    = 1918181833n', '') + SDP },
  intmeth: { answer: [405, 481, 501, 200], text: say("!interesting-Method0123456789_*+`.%indeed'~", '', '', {
    uri: 'sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn\'t-it)@example.com' }) },
  esc01: { answer: [200], text: invite('', { uri: 'sip:sips%3Auser%40example.com@example.net' }) },
  escnull: { answer: null, text: say('REGISTER', 'Contact: <sip:%00@host5.example.com>\nContact: <sip:%00%00@host5.example.com>\n', '', { uri: 'sip:example.com' }) },
  esc02: { answer: null, text: say('RE%47IST%45R', 'Contact: <sip:alias1@host1.example.com>\n', '', { uri: 'sip:registrar.example.com' }) },
  lwsdisp: { answer: [200], text: say('OPTIONS', '', '', { head: HEAD.replace('From: <', 'From: caller<') }) },
  longreq: { answer: [200], text: invite(`Via: SIP/2.0/TCP sip33.example.com\n`.repeat(30) + `Unknown-${'Long'.repeat(20)}-Name: ${'unknown-value '.repeat(400)}\n`,
    { head: HEAD.replace('From: ', `From: "${'I have a user name of extreme proportion'.repeat(20)}" `) }) },
  dblreq: { answer: null, text: say('REGISTER', '', '') + say('INVITE', '', SDP, { head: HEAD.replaceAll('@@', 'dbl2') }) },
  semiuri: { answer: [200], text: say('OPTIONS', '', '', { uri: 'sip:user;par=u%40example.net@example.com' }) },
  transports: { answer: [200], text: say('OPTIONS', '', '', { head: HEAD.replace('Max-F', 'Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKkdj\nVia: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKkdu\nMax-F') }) },
  mpart01: { answer: null, text: say('MESSAGE', 'Content-Type: multipart/mixed;boundary=7a9cbec02ceef655\n', '--7a9cbec02ceef655\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n\r\nHello\r\n--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\n\r\n\x00\x01\xff\xfe\x30\x82\r\n--7a9cbec02ceef655--\r\n') },
  unreason: { answer: null, text: say('INVITE').replace(/^INVITE .*\r\n/, 'SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe\r\n') },
  noreason: { answer: null, text: say('INVITE').replace(/^INVITE .*\r\n/, 'SIP/2.0 100 \r\n') },
  // 3.1.2 wrong
  badinv01: { answer: null, text: invite('', { head: HEAD.replace('branch=', ';;,branch=') .replace('From: <', 'From: "J<') }) },
  clerr: { answer: null, text: invite('', { length: 9999 }) },
  ncl: { answer: null, text: invite('', { length: -999 }) },
  scalar02: { answer: null, text: say('REGISTER', 'Expires: 10000000000000000000000000000000\nContact: <sip:u@h>;expires=280297596632815\n', '', { cseq: '36893488147419103232 REGISTER', head: HEAD.replace('70', '300') }) },
  scalarlg: { answer: null, text: say('OPTIONS').replace(/^OPTIONS .*\r\n/, 'SIP/2.0 503 Service Unavailable\r\nRetry-After: 949302838503028349304023988\r\nWarning: 1812 overture "In Progress"\r\n').replace('CSeq: 1', 'CSeq: 9292394834772304023312') },
  quotbal: { answer: null, text: invite('', { head: HEAD.replace('To: <', 'To: "Mr. J. User <') }) },
  ltgtruri: { answer: null, text: invite('', { uri: '<sip:user@example.com>' }) },
  lwsruri: { answer: null, text: invite('', { uri: 'sip:user@example.com; lr' }) },
  lwsstart: { answer: null, text: invite().replace('INVITE sip', 'INVITE  sip').replace('com SIP', 'com  SIP') },
  trws: { answer: null, text: say('OPTIONS').replace('SIP/2.0\r\n', 'SIP/2.0  \r\n') },
  escruri: { answer: null, text: invite('', { uri: 'sip:user@example.com?Route=%3Csip:example.com%3E' }) },
  baddate: { answer: [200], text: invite('Date: Fri, 01 Jan 2010 16:00:00 EST\n') },
  regbadct: { answer: null, text: say('REGISTER', 'Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E\n') },
  badaspec: { answer: null, text: say('OPTIONS', '', '', { head: HEAD.replace('To: <sip:user@example.com>', 'To: "Watson, Thomas" < sip:t.watson@example.org >') }) },
  baddn: { answer: null, text: say('OPTIONS', '', '', { head: HEAD.replace('From: <', 'From: Bell, Alexander <') }) },
  badvers: { answer: null, text: say('OPTIONS').replace('SIP/2.0\r\n', 'SIP/7.0\r\n') },
  mismatch01: { answer: null, text: say('OPTIONS', '', '', { cseq: '8 INVITE' }) },
  mismatch02: { answer: null, text: say('NEWMETHOD', '', '', { cseq: '8 INVITE' }) },
  bigcode: { answer: null, text: say('OPTIONS').replace(/^OPTIONS .*\r\n/, 'SIP/2.0 4294967301 better not break the receiver\r\n') },
  // 3.2 and 3.3: of transactions and applications
  badbranch: { answer: [200], text: say('OPTIONS', '', '', { head: HEAD.replace('z9hG4bK@@', 'z9hG4bK') }) },
  insuf: { answer: null, text: say('INVITE', '', '', { head: without('Call-ID').replace(/^From.*\n/m, '') }) },
  unkscm: { answer: [200], text: say('OPTIONS', '', '', { uri: 'nobodyKnowsThisScheme:totallyopaquecontent' }) },
  novelsc: { answer: [200], text: say('OPTIONS', '', '', { uri: 'soap.beep://192.0.2.103:3002' }) },
  unksm2: { answer: null, text: say('REGISTER', 'Contact: <name:John_Smith>\n', '', { head: HEAD.replace('To: <sip:user@example.com>', 'To: isbn:2983792873') }) },
  bext01: { answer: [420], text: invite('Require: nothingSupportsThis, nothingSupportsThisEither\nProxy-Require: noProxiesSupportThis\n') },
  invut: { answer: [200, 415, 488], text: say('INVITE', 'Contact: <sip:caller@HOST:PORT>\nContent-Type: application/unknownformat\n', '<audio>\r\n <pcmu port="443"/>\r\n</audio>\r\n') },
  regaut01: { answer: null, text: say('REGISTER', 'Authorization: NoOneKnowsThisScheme opaque-data=here\n') },
  multi01: { answer: null, text: invite('CSeq: 2 INVITE\nCall-ID: other.@@@example.net\nFrom: <sip:other@example.net>;tag=o\nMax-Forwards: 5\n') },
  mcl01: { answer: null, text: say('OPTIONS', 'Content-Length: 15\n', 'There are some more bytes here') },
  bcast: { answer: null, text: say('INVITE').replace(/^INVITE .*\r\n/, 'SIP/2.0 200 OK\r\n').replace('HOST:PORT', '192.0.2.198;received=255.255.255.255') },
  zeromf: { answer: [200, 483], text: say('OPTIONS', '', '', { head: HEAD.replace('70', '0') }) },
  cparam01: { answer: null, text: say('REGISTER', 'Contact: sip:+19725552222@gw1.example.net;unknownparam\n') },
  cparam02: { answer: null, text: say('REGISTER', 'Contact: <sip:+19725552222@gw1.example.net;unknownparam>\n') },
  regescrt: { answer: null, text: say('REGISTER', 'Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>\n') },
  sdp01: { answer: [200, 406], text: say('INVITE', 'Contact: <sip:caller@HOST:PORT>\nAccept: text/nobodyKnowsThis\n', SDP) },
  inv2543: { answer: [200], text: invite('', { head: HEAD.replace(';branch=z9hG4bK@@', '').replace(/^Max.*\n/m, '').replace(/;tag=@@/, '') }) },
};
