#!/bin/sh
# siprec_dialects.sh: a recording client of each make (tests/flow/siprec/dialects.mjs): what it is
# answered, and of what it sent: whole, the agent left, the customer right, both by their numbers.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
w=$lib_home
port=$((15200 + $$ % 200))
low=$((45000 + $$ % 100 * 20))
house=$(house calls 1002 1003)
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 199))" >>"$house/medlyss.ini"
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  rm -rf "$lib_home"
}
trap finish EXIT
"$b/medlyss-siprec" --data "$house" --listen "127.0.0.1:$port" --everything 2>"$w/log" &
server=$!
for _ in $(seq 200); do grep -q 'recording server at' "$w/log" && break; sleep 0.05; done

node tests/flow/siprec/client.mjs "$port" all >"$w/said"
while read -r said; do
  name=$(echo "$said" | jq -r .dialect)
  wrong=$(echo "$said" | jq -r '.wrong | join("; ")')
  check "$name is answered as it wants to be${wrong:+: $wrong}" [ -z "$wrong" ]
done <"$w/said"
check 'every dialect was played' [ "$(wc -l <"$w/said")" = 21 ]
for transport in u1 t1; do # a client of another make, without sound
  sipp "127.0.0.1:$port" -sf tests/flow/siprec/uac.xml -i 127.0.0.1 -t "$transport" -m 50 -r 50 -timeout 30 -nostdin >"$w/sipp" 2>&1
  check "sipp sets up, holds and lets go fifty times ($transport)" [ $? = 0 ]
done
kill "$server" && wait "$server"
server=
quiet "$b/medlyss-encode" --data "$house" --once
"$b/medlyss" list --data "$house" --json >"$w/list"

of() { jq -r "select(.parties | any(.number == \"+46700000$1\")) | $2" "$w/list"; }
level() { "$b/ears" "$1" tone "$2" 0.5 1.2; }
heard() { # heard NN: the sound of that customer's call, a channel a file
  "$b/medlyss" export --data "$house" "$(of "$1" .id | head -1)" -o "$w/$1.opus" >"$w/export" 2>&1 || return 1
  ffmpeg -v error -y -i "$w/$1.opus" -filter_complex '[0]channelsplit[l][r]' -map '[l]' "$w/left.wav" -map '[r]' "$w/right.wav"
}
for call in '01 oracle' '02 cube' '03 nbr' '04 broadworks' '06 sonus' '07 avaya' '08 audiocodes' '09 opensips' \
  '10 twilio' '11 jambonz' '12 ims' '13 video' '16 srtp'; do
  nn=${call% *} name=${call#* }
  heard "$nn" || { say_bad "$name is recorded"; continue; }
  check "$name: the agent is left" above "$(level "$w/left.wav" 700)" -25
  check "$name: the customer is right" above "$(level "$w/right.wav" 1100)" -25
  check "$name: and neither in the other's" below "$(level "$w/left.wav" 1100)" -45
  check "$name: in the agent's name" [ "$(of "$nn" .agent | head -1)" = 'Agent 1002' ]
  check "$name: one interaction" [ "$(of "$nn" .id | wc -l)" = 1 ]
done
as() { echo "hex(interaction) = upper('$(of "$1" .id | tr -d -)')"; }
# CUCM: each voice is a dialog of its own, and From says whose: one call of both
heard 15
check 'cucm: two dialogs are one interaction' [ "$(of 15 .id | wc -l)" = 1 ]
check 'cucm: the near end is the agent, left, in her name' above "$(level "$w/left.wav" 700)" -25
check 'cucm: the far end is the customer, right' above "$(level "$w/right.wav" 1100)" -25
check 'cucm: of both every packet' [ "$(of 15 '[.legs[].packets] | @csv')" = 150,150 ]
check 'cucm: and her name' [ "$(of 15 .agent)" = 'Agent 1002' ]
# one that dies, and the one that stood by
check 'a standby goes on with the call of the one that died, in one interaction' [ "$(of 17 .id | wc -l)" = 1 ]
check 'and nothing of either is missing' [ "$(of 17 '[.legs[].packets] | @csv')" = 150,150 ]
# taken over: one interaction, a segment of each agent
check 'a call that is taken over is one interaction' [ "$(of 18 .id | wc -l)" = 1 ]
parts=$(sqlite3 "$house/catalogue.db" "SELECT person.name FROM segment JOIN person ON person.id = agent
  WHERE $(as 18) ORDER BY ord" | tr '\n' ';')
check "with a segment of each agent: $parts" [ "$parts" = 'Agent 1002;Agent 1003;' ]
# one stream of both: one track, said as such
check 'metaswitch: one stream of both is one track, and said to be' [ "$(sqlite3 "$house/catalogue.db" "SELECT channels FROM recording
  WHERE $(as 05)")" = 1 ]
check 'metaswitch: and who took part has names all the same' [ "$(of 05 .agent)" = 'Agent 1002' ]
check 'what cannot be understood is recorded all the same' [ "$(of 14 '.recording != null')" = true ]
check 'and of everything that was played nothing is missing' [ "$(jq -s 'map(select(.recording != null)) | length' "$w/list")" = 18 ]
check 'not one packet is lost' [ "$(jq -s '[.[].legs[].lost] | add' "$w/list")" = 0 ]
sent=$(jq -s '[.[].packets[]] | add' "$w/said")
check "as many packets as were sent are there ($sent)" [ "$(jq -s '[.[].legs[].packets] | add' "$w/list")" = "$sent" ]
exit $failures
