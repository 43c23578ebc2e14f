#!/bin/sh
# siprec.sh: the session recording server as a program, against a recording client of the test's own
# (tests/flow/siprec.mjs) and against sipp: what it answers, and what is recorded of it.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
w=$lib_home
at=127.0.0.1:$((15000 + $$ % 200))
low=$((42000 + $$ % 100 * 20))
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  rm -rf "$lib_home"
}
trap finish EXIT
begin() { # begin DATA MORE...: the server, once it listens
  begin_data=$1
  shift
  "$b/medlyss-siprec" --data "$begin_data" --listen "$at" --everything "$@" 2>>"$w/log" &
  server=$!
  for _ in $(seq 200); do grep -q 'recording server at' "$w/log" && return 0; sleep 0.05; done
  cat "$w/log"
  return 1
}
end() {
  kill "$server" && wait "$server"
  server=
  : >"$w/log"
}
client() { node tests/flow/siprec.mjs "$at" "$@"; }
said() { [ "$(jq -c "$2" "$w/$1")" = "$3" ] || { jq -c . "$w/$1"; return 1; }; }

house=$(house calls 1001)
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$house/medlyss.ini"
begin "$house" || exit 1
client id=timer expires='90;refresher=uas' sound=no refreshed=60 >"$w/timer" &
timer=$!
client id=udp labels=a_leg,16777227 pad=20000 seconds=3 >"$w/udp" &
one=$!
client id=tcp transport=tcp labels=2,1 seconds=3 tones=880,440 customer=0702 >"$w/tcp"
wait $one
check 'UDP, with a message of 20 kB: recorded and let go' said udp '[.invite, .bye, .type, .contact]' '[200,200,"application/sdp",true]'
check 'labels are echoed as they were written' said udp .labels '["a_leg","16777227"]'
check 'TCP, in pieces: recorded and let go' said tcp '[.invite, .bye, .labels]' '[200,200,["2","1"]]'
check 'a BYE that comes again is confirmed again' said udp .bye_again 200
client id=delayed delayed=yes seconds=1 >"$w/delayed"
check 'a client that leaves the offer to us gets one' said delayed '[.invite, .bye, (.ports | length)]' '[200,200,2]'
client id=unacked ack=no seconds=1 customer=0703 >"$w/unacked"
check 'a 200 that is not confirmed is sent again' said unacked '[.again, .bye]' '[200,200]'
client id=odd require=siprec,frobnicate >"$w/odd"
check 'what is required and unknown is refused by its name' said odd '[.invite, .unsupported]' '[420,"frobnicate"]'
client id=standby sound=no >"$w/standby"
check 'a standby session is answered' said standby '[.invite, .bye]' '[200,200]'
client id=held hold=1 seconds=1 customer=0704 >"$w/held"
check 'hold by re-INVITE keeps the ports, UPDATE ends it' said held '[(.hold == .ports), .resume, .bye]' '[true,200,200]'
client id=killed seconds=5 customer=0706 >"$w/killed" &
one=$!
sleep 3
kill -9 "$server"
wait "$server" 2>/dev/null
: >"$w/log"
begin "$house" || exit 1
check 'a server that is killed goes on with its calls' grep -q '1 live calls taken over' "$w/log"
wait $one
check 'and confirms the BYE of one of them' said killed '[.bye, .bye_again]' '[200,200]'
client id=lost bye=no seconds=1 customer=0705 >"$w/lost"
check 'the state tells of one call, and one session without sound' [ "$(sleep 1.2; jq -c '[.open_calls, .recording, .alarms]' "$house/run/siprec.state")" = '[2,1,[]]' ]
check 'and when each client was heard' [ "$(jq -c '[.heard | to_entries[] | [.key, .value > 1700000000000]]' "$house/run/siprec.state")" = '[["127.0.0.1",true]]' ]
wait $timer
check 'a client that wants to be refreshed is, by a server begun anew too' said timer '[.asked, .expires, .bye]' '["UPDATE","90;refresher=uac",200]'
end
quiet "$b/medlyss-encode" --data "$house" --once
"$b/medlyss" list --data "$house" --json >"$w/list"
of() { jq -r "select(.parties | any(.number == \"$1\")) | $2" "$w/list"; }
check 'seven calls are kept, none of the standby session' [ "$(wc -l <"$w/list")" = 7 ]
check 'who took part has a name' [ "$(of 0701234567 '[.agent, (.parties[] | select(.side == "caller") | .name)] | join(" ")' | head -1)" = 'Agent 1001 Kalle Kund' ]
check 'not one packet is lost' [ "$(jq -s '[.[] | select(.parties | any(.number == "0706") | not) | .legs[].lost] | add' "$w/list")" = 0 ]
check 'the killed one is one call, whole but for that second' near "$(of 0706 .duration_ms)" 5000 100
check 'its sound of before and after is there' above "$(of 0706 '[.legs[].packets] | min')" 150
check 'as many as were sent are there' [ "$(of 0702 '[.legs[].packets] | @csv')" = "$(jq -r '.sent | @csv' "$w/tcp")" ]
check 'a call whose client vanished is kept' [ "$(of 0705 .end_reason)" = restart ]
for call in 0702; do
  "$b/medlyss" export --data "$house" "$(of $call .id)" -o "$w/$call.opus" >"$w/export" 2>&1 || cat "$w/export"
  ffmpeg -v error -y -i "$w/$call.opus" "$w/$call.wav"
  check "it is as long as it was ($call)" near "$("$b/ears" "$w/$call.wav" | jq .seconds)" 3 0.1
  ffmpeg -v error -y -i "$w/$call.wav" -filter_complex '[0]pan=mono|c0=c0[l];[0]pan=mono|c0=c1[r]' -map '[l]' "$w/left.wav" -map '[r]' "$w/right.wav"
  check 'the agent is left' above "$("$b/ears" "$w/left.wav" tone 880 0.5 2.5)" -25
  check 'and nowhere else' below "$("$b/ears" "$w/right.wav" tone 880 0.5 2.5)" -45
  check 'the customer is right' above "$("$b/ears" "$w/right.wav" tone 440 0.5 2.5)" -25
done

# ---- who is not among the peers
house=$(house strangers)
printf 'siprec_ports = %s-%s\nsiprec_peers = 192.0.2.0/24\n' "$low" "$((low + 19))" >>"$house/medlyss.ini"
begin "$house" || exit 1
client id=stranger wait=500 >"$w/stranger"
sleep 1.2
check 'a stranger gets no answer' said stranger '[.invite, .options]' '[0,0]'
check 'and leaves no trace but a count' [ "$(jq -c '[.strangers > 0, .dialogs]' "$house/run/siprec.state")" = '[true,0]' ]
end

# ---- who speaks into a call he is no part of
house=$(house listening)
printf 'siprec_ports = %s-%s\nsiprec_peers = 127.0.0.1\n' "$low" "$((low + 19))" >>"$house/medlyss.ini"
begin "$house" || exit 1
client id=spoken stranger=127.0.0.66 seconds=1 >"$w/spoken"
sleep 1.2
check 'of what a stranger sends to its ports nothing is taken' [ "$(jq -c '[.packets, .media_strangers, .alarms]' "$house/run/siprec.state")" = '[100,100,["media_strangers"]]' ]
end

# ---- TLS
tls=127.0.0.1:$((17000 + $$ % 900))
paper() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout "$w/$1.key" -out "$w/$1.pem" 2>"$w/openssl"; }
paper recorder && paper sbc
house=$(house sealed)
printf 'siprec_ports = %s-%s\nsiprec_tls_listen = %s\nsiprec_tls_certificate = %s\nsiprec_tls_key = %s\n' "$low" "$((low + 19))" "$tls" "$w/recorder.pem" "$w/recorder.key" >>"$house/medlyss.ini"
begin "$house" || exit 1
client=$(at=$tls; client id=tls transport=tls ca="$w/recorder.pem" seconds=1)
check 'over TLS a call is set up, recorded and let go' [ "$(echo "$client" | jq -c '[.invite, .bye, .options]')" = '[200,200,200]' ]
check 'and the client is told to come back that way' [ "$(echo "$client" | jq -r .reached)" = "sip:$tls;transport=tls" ]
ask() { printf 'OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TLS h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n'; sleep 1; }
hello() { ask | timeout 10 openssl s_client -connect "$tls" -quiet "$@" 2>"$w/s_client" | head -1 | tr -d '\r'; }
check 'openssl speaks to it, and checks its certificate' [ "$(hello -CAfile "$w/recorder.pem" -verify_return_error)" = 'SIP/2.0 200 OK' ]
check 'TLS 1.1 is too old' [ -z "$(hello -tls1_1 -cipher DEFAULT@SECLEVEL=0)" ]
sleep 1.2
check 'and what was said over TLS is in the recording' [ "$(jq .packets "$house/run/siprec.state")" = 100 ]
end
printf 'siprec_tls_clients = %s\n' "$w/sbc.pem" >>"$house/medlyss.ini"
begin "$house" || exit 1
check 'where clients must show a certificate, one without is not heard' [ -z "$(hello)" ]
check 'nor one with another' [ -z "$(hello -cert "$w/recorder.pem" -key "$w/recorder.key")" ]
check 'and the right one is' [ "$(hello -cert "$w/sbc.pem" -key "$w/sbc.key")" = 'SIP/2.0 200 OK' ]
end

# ---- more than fits
house=$(house full)
printf 'siprec_ports = %s-%s\nsiprec_share = 2\n' "$low" "$((low + 19))" >>"$house/medlyss.ini"
begin "$house" || exit 1
for id in a b; do client id=$id bye=no sound=no >"$w/$id"; done
client id=third sound=no >"$w/third"
check 'beyond its share a client is told to come back' said third .invite 503
end

# ---- a client that must say who it is (digest), asked by sipp's own hand
house=$(house named)
printf 'siprec_ports = %s-%s\nsiprec_clients = %s\n' "$low" "$((low + 19))" "$w/clients" >>"$house/medlyss.ini"
printf 'sbc:Medlyss:%s\n' "$(printf 'sbc:Medlyss:hemligt' | md5sum | cut -d' ' -f1)" >"$w/clients"
begin "$house" || exit 1
client id=nameless sound=no >"$w/nameless"
check 'a client that says nothing of itself is asked who it is' said nameless .invite 401
named() { # named PASSWORD: sipp's own INVITE, asked and answered
  sed "s/NAME/sbc/; s/PASSWORD/$1/" tests/flow/siprec/named.xml >"$w/named.xml"
  timeout 20 sipp "$at" -sf "$w/named.xml" -m 1 -nostdin -i 127.0.0.1 >"$w/sipp" 2>&1
}
check 'one that knows its password is recorded' named hemligt
unnamed() { ! named "$1"; }
check 'one that does not is not' unnamed gissat
sleep 1.2
check 'that is counted, and an alarm' [ "$(jq -c '[.dialogs, .unproven, .alarms]' "$house/run/siprec.state")" = '[1,1,["client_unproven"]]' ]
end
echo 'sbc:Medlyss:hemligt' >"$w/clients"
"$b/medlyss-siprec" --data "$house" --listen "$at" --everything 2>"$w/why" && say_bad 'a password in clear is no hash'
check 'a file that is no htdigest is refused, by its line' grep -q 'siprec_clients: line 1 of .* is no NAME:REALM:HASH' "$w/why"

# ---- sipp as the client: 50 set up a second
if command -v sipp >/dev/null; then
  house=$(house crowd)
  printf 'siprec_ports = %s-%s\n' "$low" "$((low + 199))" >>"$house/medlyss.ini"
  begin "$house" || exit 1
  for transport in u1 t1; do
    timeout 40 sipp "$at" -sf tests/flow/siprec.xml -t $transport -r 50 -m 100 -l 40 -nostdin -i 127.0.0.1 >"$w/sipp" 2>&1
    check "sipp sets up a hundred calls and lets them go ($transport)" [ $? = 0 ]
  done
  sleep 1.2
  check 'no session is left, and no port lent' [ "$(jq -c '[.dialogs, .open_calls, .ports_lent]' "$house/run/siprec.state")" = '[200,0,0]' ]
  end
else
  echo 'skip sipp: it is not here'
fi
exit $failures
