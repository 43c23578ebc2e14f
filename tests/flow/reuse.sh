#!/bin/sh
# reuse.sh: a caller of sipp whose BYE nobody sees, and its next call from the same media port to somebody
# else: two calls, each with its own sound, and the first has ended by port_reused.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
cat >"$w/caller.xml" <<'END'
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="a caller whose BYE is never seen">
  <send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:0700@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:0700@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=u 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200"/>
  <send><![CDATA[
ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:0700@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

  ]]></send>
  <nop><action><exec rtp_stream="SPEECH,1,8,PCMA/8000"/></action></nop>
  <pause milliseconds="3000"/>
</scenario>
END
head -c 24000 /dev/urandom >"$w/speech.alaw" # three seconds
sed -i "s#SPEECH#$w/speech.alaw#" "$w/caller.xml"

data=$(house reuse) || exit 1
"$b/medlyss-capture" --data "$data" --interface lo --everything 2>"$w/capture.log" &
capture=$!
if ! capturing $capture "$w/capture.log"; then
  echo "skip live capture: $(tail -1 "$w/capture.log")"
  exit 0
fi
port=$((12000 + $$ % 2500 * 4)) # below what the kernel hands out
media=$((port + 10000))
answer() { exec sipp -sn uas -i 127.0.0.1 -p $((port + $1)) -mp $((media + 100 * $1)) -nostdin >"$w/callee$1" 2>&1; }
answer 1 &
first=$!
answer 2 &
second=$!
sleep 0.5
for callee in 1 2; do
  check "call $callee is answered" quiet timeout 30 sipp "127.0.0.1:$((port + callee))" -sf "$w/caller.xml" \
    -s "100$callee" -i 127.0.0.1 -p $port -mp $media -m 1 -nostdin
done
sleep 2
kill -9 "$first" "$second" # a callee in a call waits for its end
kill $capture
wait
"$b/medlyss-encode" --data "$data" --once >"$w/log" 2>&1
"$b/medlyss" list --data "$data" --json >"$w/list"
check 'they are two calls' [ "$(wc -l <"$w/list")" = 2 ]
packets=$(jq -s -c '[.[] | [.legs[].packets] | add]' "$w/list") # about 150 each; sipp is not exact
check "each has its own packets and no other's: $packets" \
  [ "$(echo "$packets" | jq 'all(. > 100 and . < 160)')" = true ]
check 'the first has ended by port_reused' [ "$(jq -s -r '[.[].end_reason] | sort | first' "$w/list")" = port_reused ]
[ "$failures" = 0 ]
