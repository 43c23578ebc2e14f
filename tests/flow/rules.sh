#!/bin/sh
# rules.sh: recording rules, end to end: what a rule excludes at its start reaches no file, what it
# excludes at its end is gone from every one; of the mirror and of SIPREC. The call stays, and says
# by which rule (docs/adr/0062).
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
at=127.0.0.1:$((16100 + $$ % 200))
low=$((57000 + $$ % 100 * 20))
recorder=
finish() {
  [ -z "$recorder" ] || kill "$recorder" 2>/dev/null
  rm -rf "$lib_home"
}
trap finish EXIT
rules() { word=$1; shift; "$b/medlyss" rules "$word" --data "$data" "$@"; }
# The spool is sealed to encode alone: how much lies there tells whether samples do. Two seconds of two
# sides of PCMA are 32,000 bytes; what a call says without any is a few hundred.
lies() { find "$data/spool" -name '*.spool' -exec cat {} + | wc -c; }
sounds() { find "$data/audio" -type f ! -name '.*' -size +0; }
told() { sqlite3 "$data/catalogue.db" "SELECT coalesce(i.no_recording, 'sound'), coalesce(r.rule, '-'), coalesce(r.version, 0) FROM interaction i LEFT JOIN ruled_call r ON r.interaction = i.id ORDER BY i.started_ms, i.id"; }
encode() { quiet "$b/medlyss-encode" --data "$data" --once; }
policy() { quiet "$b/medlyss-keeper" --data "$data" --once; }

# ---- SIPREC -----------------------------------------------------------------------------------
begin() {
  : >"$w/log"
  "$b/medlyss-siprec" --data "$data" --listen "$at" --everything 2>>"$w/log" &
  recorder=$!
  for _ in $(seq $((${PATIENCE:-1} * 200))); do grep -q 'recording server at' "$w/log" && return 0; sleep 0.05; done
  cat "$w/log"
  return 1
}
end() {
  kill "$recorder" && wait "$recorder"
  recorder=
}
client() { node tests/flow/siprec.mjs "$at" seconds=2 "$@" >"$w/client"; }
data=$(house siprec 1001 1002) || exit 1
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$data/medlyss.ini"
cat >"$w/rules" <<'END_RULES'
# what this house records
Agent 1002 undantas: none if agent "Agent 1002"
Banken: none if number 0771*
Felringningar: none if shorter 4 number 0709*
END_RULES
check 'rules are set' quiet rules set "$w/rules"
check 'and shown with names' [ "$(rules show | tail -n +2 | head -1)" = 'Agent 1002 undantas: none if agent "Agent 1002"' ]
check 'one that is not understood is not set, and says where' sh -c "printf 'A: all\nB: perhaps\n' >'$w/bad'; ! '$b/medlyss' rules set --data '$data' '$w/bad' 2>'$w/why' && grep -q 'line 2' '$w/why'"
check 'a number refuses' quiet rules refuse '070-888 00 01'
check 'what would become of a call is told' [ "$(rules try --direction in --agent agent1002 --number 0701 | head -1)" = 'not recorded: Agent 1002 undantas' ]
check 'and why it would be recorded' [ "$(rules try --agent agent1001 --number 0701234567 | head -1)" = 'recorded: no rule fits' ]
policy
begin || exit 1
client id=kept
full=$(lies)
check "a call that no rule excludes lies in the spool ($full bytes)" [ "$full" -gt 20000 ]
before=$full
client id=agent agent=1002 customer=0701111111
client id=bank customer=0771223344
client id=refused customer=+46708880001
silent=$(($(lies) - before))
check "of three that rules exclude not one sample lies there ($silent bytes)" [ "$silent" -lt 15000 ]
client id=short customer=0709111111
short=$(($(lies) - before))
check "one that may be short does while it goes on ($short bytes)" [ "$short" -gt 20000 ]
check 'there is a key in its head' [ -n "$(find "$data/spool" -name '*.spool')" ]
end
encode
told >"$w/told"
check 'each stays, and says by which rule' [ "$(tr '\n' ' ' <"$w/told")" = 'sound|-|0 rule|Agent 1002 undantas|1 rule|Banken|1 rule||1 rule|Felringningar|1 ' ] 
check 'one has sound, and of the others nothing is left' [ "$(sounds | wc -l)" = 2 ] 
check 'nor in the spool' [ -z "$(find "$data/spool" -name '*-*-*-*-*.*' -type f)" ]
check 'nor a key' [ "$(sqlite3 "$data/keys.db" 'SELECT count(*) FROM recording_key' 2>/dev/null || echo 1)" = 1 ]
check 'the number that refused stands in no rule, policy or table' sh -c "! grep -raq -e 0708880001 -e 708880001 '$data'"
check 'and the house is whole' quiet "$b/medlyss" verify --data "$data"

# ---- a lot is drawn once: a recorder killed in the call draws the same --------------------------
data=$(house lot 1001) || exit 1
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$data/medlyss.ini"
printf 'Stickprov: share 50\n' >"$w/rules"
quiet rules set "$w/rules"
policy
begin || exit 1
for n in 1 2 3 4; do node tests/flow/siprec.mjs "$at" seconds=5 id=lot$n customer=070123450$n >"$w/client$n" & done
sleep 2.2
kill -9 "$recorder"
wait "$recorder" 2>/dev/null
begin || exit 1
sleep 5
end
encode
told >"$w/told"
check 'four calls, each drawn or not' [ "$(grep -c -e '^sound|-|0$' -e '^rule|Stickprov|1$' "$w/told")" = 4 ] 
sqlite3 "$data/catalogue.db" "SELECT lower(hex(i.id)), r.interaction IS NULL FROM interaction i LEFT JOIN ruled_call r ON r.interaction = i.id" |
  sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/' >"$w/drawn"
same=0
while IFS='|' read -r id kept; do
  quiet rules try --call "$id"
  [ $? = $((1 - kept)) ] && same=$((same + 1))
done <"$w/drawn"
check 'and each as its id says, before and after the kill' [ "$same" = 4 ] 

# ---- the mirror ---------------------------------------------------------------------------------
data=$(house mirror 1001 1002) || exit 1
printf 'Agent 1002 undantas: none if agent agent1002\nFelringningar: none if shorter 3\n' >"$w/rules"
quiet rules set "$w/rules"
policy
cat >"$w/calls.json" <<'END_CALLS'
{"calls": [{"at": 0, "length": 5, "caller": {"number": "0701111111", "sounds": [{"speech": 1}]}, "callee": {"number": "1002", "sounds": [{"speech": 2}]}},
 {"at": 0.5, "length": 5, "caller": {"number": "0702222222", "sounds": [{"speech": 1}]}, "callee": {"number": "1001", "sounds": [{"speech": 2}]}},
 {"at": 1, "length": 2, "caller": {"number": "0703333333", "sounds": [{"speech": 1}]}, "callee": {"number": "1001", "sounds": [{"speech": 2}]}}]}
END_CALLS
: >"$w/live.log"
"$b/medlyss-capture" --data "$data" --interface lo --everything 2>>"$w/live.log" &
recorder=$!
if ! capturing "$recorder" "$w/live.log"; then
  recorder=
  echo "skip rules of the mirror: $(tail -1 "$w/live.log")"
else
  "$b/callmaker" "$w/calls.json" --live >"$w/sent" 2>"$w/log"
  sleep 1
  end
  find "$data/spool" -name '*.spool' -size -8k >"$w/small"
  check 'the mirror: of the call that a rule excludes no sample lies in the spool' [ "$(wc -l <"$w/small")" -ge 1 ]
  encode
  told >"$w/told"
  check 'each says by which rule' [ "$(grep -v no_media "$w/told" | sort | tr '\n' ' ')" = 'rule|Agent 1002 undantas|1 rule|Felringningar|1 sound|-|0 ' ] 
  check 'one has sound' [ "$(sounds | wc -l)" = 2 ] 
  check 'and the house is whole' quiet "$b/medlyss" verify --data "$data"
fi
# ---- files from a PBX -------------------------------------------------------------------------
data=$(house files 1001 1002) || exit 1
printf 'Agent 1002 undantas: none if agent agent1002\nBanken: none if number 0771*\nFelringningar: none if shorter 4 number 0709*\n' >"$w/rules"
quiet rules set "$w/rules"
quiet rules refuse '070-888 00 01'
then=$(date -u -d '+5 seconds' +%Y-%m-%dT%H:%M:%SZ) # a version is in force for what begins after it
file() { # file NAME SECONDS AGENT CALLER
  sox -q -n -r 8000 -c 2 -b 16 "$w/$1.wav" synth "$2" sine 500 sine 900 gain -6
  printf '{"started":"%s","direction":"in","agent":{"number":"%s"},"caller":{"number":"%s"}}' "$then" "$3" "$4" >"$w/$1.json"
  "$b/medlyss" import --data "$data" "$w/$1.wav" "$w/$1.json" >"$w/said" 2>&1 || cat "$w/said"
}
file plain 3 1001 0701234567
file agent 3.1 1002 0701234567
check 'a file that a rule excludes says so' grep -q 'a recording rule leaves this call out' "$w/said"
file refused 3.2 1001 0708880001
file short 2 1001 0709111111
file long 5 1001 0709111111
file bank 3.3 1001 0771123456
check 'of six files the two that no rule excludes have sound' [ "$(told | sort | tr '\n' ' ')" = 'rule|Agent 1002 undantas|1 rule|Banken|1 rule|Felringningar|1 rule||1 sound|-|0 sound|-|0 ' ]
check 'and nothing else lies in the archive' [ "$(sounds | wc -l)" = 4 ] # each its sound and its peaks
quiet "$b/medlyss" import --data "$data" "$w/bank.wav" "$w/bank.json"
check 'the same file again is the same call' [ "$(told | wc -l)" = 6 ]
# the call's own page says by which
printf 'ett-langt-losenord' >"$w/password"
quiet "$b/medlyss" user add --data "$data" --name Kvalitet --login kvalitet --role quality --password-file "$w/password"
"$b/medlyss-web" --data "$data" --listen 127.0.0.1:0 >"$w/web.log" 2>&1 &
recorder=$!
for _ in $(seq $((${PATIENCE:-1} * 200))); do grep -q 'listening on' "$w/web.log" && break; sleep 0.05; done
site=http://$(sed -n 's/listening on //p' "$w/web.log")
curl -sf -c "$w/jar" -H 'content-type: application/json' "$site/api/v1/session" -d '{"login":"kvalitet","password":"ett-langt-losenord"}'
call_of() { sqlite3 "$data/catalogue.db" "SELECT lower(substr(hex(interaction), 1, 8) || '-' || substr(hex(interaction), 9, 4) || '-' || substr(hex(interaction), 13, 4) || '-' || substr(hex(interaction), 17, 4) || '-' || substr(hex(interaction), 21)) FROM ruled_call WHERE rule = '$1'"; }
ruled() { curl -sf -b "$w/jar" "$site/api/v1/interactions/$(call_of "$1")" | jq -c '[.no_recording, .rule, .recording]'; }
check "a call's page has the rule's name" [ "$(ruled Banken)" = '["rule","Banken",null]' ]
check 'and of a number that has refused no rule' [ "$(ruled '')" = '["rule","",null]' ]
kill "$recorder" && wait "$recorder"
recorder=
check 'and the house of files is whole' quiet "$b/medlyss" verify --data "$data"

[ "$failures" = 0 ]
