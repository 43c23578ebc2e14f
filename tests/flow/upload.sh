#!/bin/sh
# Another system sends calls in over HTTP: wav, mp3, Opus and vCon arrive, in one piece and in parts; what is
# bad is refused with a sentence; the same thing twice is one call; nothing is lost when either program is
# killed in between; a key opens what it is for and nothing of another's. docs/import.md's own lines are run.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home/files
mkdir "$w"
data=$(house data 1003) || { say_bad house; exit 1; }
printf 'ett-langt-losenord' >"$w/pw"
"$b/medlyss" user add --data "$data" --name Adam --login adam --role admin --password-file "$w/pw" >"$lib_home/log" 2>&1 || { cat "$lib_home/log"; exit 1; }
printf 'retention_days = 36500\nuploads_at_once = 3\nupload_mb = 2\n' >>"$data/medlyss.ini"

web_start() {
  "$b/medlyss-web" --data "$data" --listen 127.0.0.1:0 >"$lib_home/web.out" 2>>"$lib_home/web.log" &
  web=$!
  for _ in $(seq 400); do grep -q 'listening on' "$lib_home/web.out" && break; sleep 0.05; done
  MEDLYSS=http://$(sed -n 's/^listening on //p' "$lib_home/web.out")
}
import_start() {
  "$b/medlyss-import" --data "$data" --watch 2>>"$lib_home/import.log" &
  import=$!
}
# shellcheck disable=SC2317 # by trap
all_end() { kill "$web" "$import" 2>/dev/null; wait; rm -rf "$lib_home"; }
web_start
import_start
trap all_end EXIT
curl -s -c "$w/jar" -H 'Content-Type: application/json' --data '{"login":"adam","password":"ett-langt-losenord"}' "$MEDLYSS/api/v1/session"
adam() { curl -s -b "$w/jar" "$@"; }
key() { # key NAME [SCOPES]: makes one, and prints it
  adam -H 'Content-Type: application/json' --data "{\"name\":\"$1\",\"scopes\":\"${2:-calls}\",\"days\":30}" "$MEDLYSS/api/v1/keys" | tee "$w/$1.made" | jq -r .key
}
KEY=$(key pbx)
other=$(key other)
check 'a key is shown when it is made' [ "${#KEY}" = 51 ]
check 'and kept as its hash alone' sh -c "! grep -q '${KEY#medlyss_}' '$data/catalogue.db' '$data/catalogue.db-wal'"

send() { # send FILE TYPE [HEADER...]: its answer to $w/said, prints the status
  send_file=$1 send_type=$2
  shift 2
  for send_more; do set -- "$@" -H "$send_more"; shift; done
  curl -s -o "$w/said" -D "$w/head" -w '%{http_code}' -H "Authorization: Bearer $KEY" -H "Content-Type: $send_type" "$@" --data-binary "@$send_file" "$MEDLYSS/api/v1/interactions"
}
as() { # as KEY METHOD PATH [CURL...]: the same for anything else
  as_key=$1 as_method=$2 as_path=$3
  shift 3
  curl -s -o "$w/said" -D "$w/head" -w '%{http_code}' -X "$as_method" -H "Authorization: Bearer $as_key" "$@" "$MEDLYSS$as_path"
}
said() { jq -r "$1" <"$w/said"; }
became() { # became ID: waits until import has ended with it; its answer in $w/said
  for _ in $(seq $((${PATIENCE:-1} * 300))); do
    as "$KEY" GET "/api/v1/uploads/$1" >"$lib_home/code"
    case $(said .state) in in | refused) return 0 ;; esac
    sleep 0.1
  done
  return 1
}
calls() { "$b/medlyss" list --data "$data" --json | wc -l; }
told() { printf 'Upload-Metadata: filename %s,call %s' "$(printf %s "$1" | base64 -w0)" "$(base64 -w0 "$2")"; }

# ---- kinds, in one piece ----
tone() { sox -q -n -r 16000 -c 1 -b 16 "$2" synth 3 sine "$1" gain -6 2>/dev/null; }
tone 500 "$w/call.wav"
tone 610 "$w/a.wav"
ffmpeg -v error -y -i "$w/a.wav" -ar 44100 "$w/a.mp3"
tone 720 "$w/b.wav"
ffmpeg -v error -y -i "$w/b.wav" -c:a libopus "$w/b.ogg"
tone 830 "$w/c.wav"
ffmpeg -v error -y -i "$w/c.wav" -f mulaw -ar 8000 "$w/c.ulaw"
start=$(date -u -d '-2 days' +%Y-%m-%dT%H:%M:%SZ)
echo "{\"started\":\"$start\",\"direction\":\"in\",\"title\":\"Bygglov\",\"external_id\":\"pbx-1\",\"agent\":{\"number\":\"1003\"},\"caller\":{\"number\":\"0701740606\"}}" >"$w/call.json"
for one in call.wav:audio/wav a.mp3:audio/mpeg b.ogg:audio/ogg; do
  check "${one%%:*} is taken down" [ "$(send "$w/${one%%:*}" "${one#*:}")" = 201 ]
  check "and becomes a call: $(became "$(said .id)"; said '[.state,.why]|join(" ")')" [ "$(said .state)" = in ]
done
check 'raw sound is known by its filename' [ "$(send "$w/c.ulaw" application/octet-stream "Upload-Metadata: filename $(printf c.ulaw | base64 -w0)")" = 201 ]
became "$(said .id)"
check 'and becomes a call' [ "$(said .state)" = in ]
check 'there are four' [ "$(calls)" = 4 ]

# ---- who, and the lines of the documentation ----
tone 940 "$w/d.wav"
body=$(base64 -w0 "$w/d.wav" | tr '+/' '-_' | tr -d =)
cat >"$w/inline.vcon" <<END
{"vcon":"0.4.0","uuid":"019f15a6-0000-8000-8000-000000000001","subject":"Faktura",
"parties":[{"tel":"+46701234567","role":"customer"},{"sip":"sip:1003@example.org","role":"agent"}],
"dialog":[{"type":"recording","start":"$start","parties":[0,1],"originator":0,"mediatype":"audio/x-wav","filename":"d.wav","encoding":"base64url","body":"$body"}]}
END
jq -c '.uuid="019f15a6-0000-8000-8000-000000000002" | .dialog[0] |= (del(.body,.encoding) | .url="https://qa.example.org/audio")' "$w/inline.vcon" >"$w/detached.vcon"
tone 1050 "$w/e.wav"
ffmpeg -v error -y -i "$w/e.wav" -ar 44100 "$w/detached.mp3"
tone 1160 "$w/call.wav"
sed -n '/^## Over HTTP/,$p' docs/import.md | awk '/^```sh/{on=1;next} /^```/{on=0} on' >"$w/lines.sh"
check 'the documentation has lines to run' [ "$(grep -c curl "$w/lines.sh")" -ge 5 ]
(cd "$w" && MEDLYSS=$MEDLYSS KEY=$KEY KEY_EVENTS=$(key events events) sh -e lines.sh >"$w/lines.out" 2>"$w/lines.err") || say_bad "the documentation's lines run: $(cat "$w/lines.err")"
became "$(jq -r .id <"$w/sent.json")"
check "the documentation's call is in" [ "$(said .state)" = in ]
call=$(said .interaction)
row() { "$b/medlyss" list --data "$data" --json | jq -c "select(.id == \"$1\")"; }
check 'its sidecar tells whose it was, and which way' [ "$(row "$call" | jq -r '[.agent, .direction] | join(" ")')" = 'Agent 1003 in' ]
inline=$(grep -o '"id":"[^"]*"' "$w/lines.out" | sed -n 2p | cut -d'"' -f4)
detached=$(sed -n 's/^[Ll]ocation: *\/api\/v1\/uploads\/\([^ \r]*\).*/\1/p' "$w/head.txt")
became "$inline"
check "a vCon with its sound in it is in, its agent's: $(said .why)" [ "$(row "$(said .interaction)" | jq -r .agent)" = 'Agent 1003' ]
became "$detached"
check "a vCon whose sound came after it is in, its agent's: $(said .why)" [ "$(row "$(said .interaction)" | jq -r .agent)" = 'Agent 1003' ]
check 'the documentation asks how much is here' grep -q "here: $(stat -c %s "$w/detached.mp3")" "$w/lines.out"

# ---- the same thing twice is one call ----
n=$(calls)
send "$w/call.wav" audio/wav "$(told call.wav "$w/call.json")" >"$lib_home/code"
became "$(said .id)"
check 'the same external id again is the same call, and is said' [ "$(said '[.already, .interaction] | join(" ")')" = "true $call" ]
send "$w/a.mp3" application/octet-stream >"$lib_home/code"
became "$(said .id)"
check 'the same sound again, without an id, is too' [ "$(said .already)" = true ]
tone 1270 "$w/same.wav"
for k in 1 2 3; do (send "$w/same.wav" audio/wav >/dev/null) & done
wait $!
sleep 0.1
for _ in $(seq 100); do [ "$(sqlite3 "$data/catalogue.db" "SELECT count(*) FROM upload WHERE state IN ('open','whole')")" = 0 ] && break; sleep 0.1; done
check 'nor do three at once make more than one' [ "$(calls)" = $((n + 1)) ]

# ---- bad ones are refused with a sentence ----
bad() { # bad WHAT STATUS WORDS: the answer before was this
  check "$1: $(said .text)" [ "$(cat "$lib_home/code")" = "$2" -a -n "$(said .text | grep "$3")" ]
}
head -c 30000 /dev/urandom >"$w/noise.wav"
head -c 20000 "$w/call.wav" >"$w/cut.wav"
: >"$w/empty.wav"
head -c 3000000 /dev/zero >"$w/large.wav"
echo '{"left":"Caller"}' >"$w/left.json"
for one in noise.wav cut.wav; do
  send "$w/$one" audio/wav >"$lib_home/code"
  became "$(said .id)"
  check "$one is refused: $(said .why)" [ "$(said .state)" = refused -a -n "$(said .why)" ]
done
tone 1380 "$w/f.wav"
send "$w/f.wav" audio/wav "$(told f.wav "$w/left.json")" >"$lib_home/code"
became "$(said .id)"
check "a sidecar that is not understood is refused by its field: $(said .why)" [ "$(said .why | grep -c '"left"')" = 1 ]
send "$w/detached.vcon" application/vcon+json >"$lib_home/code"
became "$(said .id)"
check "a vCon without its sound, and nothing to follow: $(said .why)" [ "$(said .state)" = refused ]
jq -c '.uuid="019f15a6-0000-8000-8000-000000000003" | .dialog[0].content_hash="sha512-GLy6IPaIUM1GqzZqfIPZlWjaDsNgNvZM0iCONNThnH0a75fhUM6cYzLZ5GynSURREvZwmOh54-2lRRieyj82UQ"' "$w/detached.vcon" >"$w/other.vcon"
send "$w/f.wav" audio/wav "$(told f.wav "$w/other.vcon")" >"$lib_home/code"
became "$(said .id)"
check "a vCon beside another sound than it tells of: $(said .why)" [ "$(said .state)" = refused -a -n "$(said .why | grep content_hash)" ]
sum=$(openssl dgst -sha512 -binary "$w/f.wav" | base64 -w0 | tr '+/' '-_' | tr -d =)
jq -c ".dialog[0].content_hash=[\"sha256-x\",\"sha512-$sum\"]" "$w/other.vcon" >"$w/own.vcon"
send "$w/f.wav" audio/wav "$(told f.wav "$w/own.vcon")" >"$lib_home/code"
became "$(said .id)"
check 'beside its own it is taken' [ "$(said .state)" = in ]
check 'what was refused lies nowhere: who sent it is told, and has it' [ -z "$(ls -A "$data/failed")" ]
send "$w/empty.wav" audio/wav >"$lib_home/code"; bad 'an empty file' 400 'nothing is sent'
send "$w/large.wav" audio/wav >"$lib_home/code"; bad 'a file that is too large' 413 'at most 2 MB'
send "$w/f.wav" application/x-www-form-urlencoded >"$lib_home/code"; bad 'a form' 415 'application/octet-stream'
send "$w/f.wav" audio/wav 'Upload-Metadata: call bm90IGpzb24=' >"$lib_home/code"; bad 'metadata that are no JSON' 400 'not JSON'
send "$w/f.wav" audio/wav 'Upload-Metadata: filename ***' >"$lib_home/code"; bad 'metadata that are no base64' 400 base64
send "$w/call.json" application/json >"$lib_home/code"; bad 'JSON and nothing to follow' 400 Upload-Length
send "$w/f.wav" audio/wav 'Transfer-Encoding: chunked' >"$lib_home/code"; bad 'chunks' 400 Content-Length

# ---- keys ----
as "medlyss_$(printf %043d 0)" GET "/api/v1/uploads/$inline" >"$lib_home/code"; bad 'a key that nobody made' 401 'not known'
as "$other" GET "/api/v1/uploads/$inline" >"$lib_home/code"; bad "another key's upload" 404 'no such upload'
as "$KEY" GET /api/v1/interactions >"$lib_home/code"; bad 'a key reads no calls' 403 'not for that'
as "$KEY" GET /api/v1/me >"$lib_home/code"; bad 'nor is it anybody' 403 'not for that'
as "$KEY" GET /api/v1/keys >"$lib_home/code"; bad 'nor does it see keys' 403 'not for that'
check 'a person without a key sends nothing' [ "$(adam -o "$w/said" -w '%{http_code}' -H 'Content-Type: audio/wav' --data-binary "@$w/f.wav" "$MEDLYSS/api/v1/interactions")" = 403 ]
sqlite3 "$data/catalogue.db" "UPDATE api_key SET used_ms = NULL" 2>/dev/null
as "$other" GET "/api/v1/uploads/$inline" >"$lib_home/code"
for _ in $(seq 50); do [ "$(adam "$MEDLYSS/api/v1/keys" | jq '[.rows[] | select(.used_ms)] | length')" -ge 1 ] && break; sleep 0.1; done
check 'when a key was used last is told' [ "$(adam "$MEDLYSS/api/v1/keys" | jq '[.rows[] | select(.name == "other" and .used_ms)] | length')" = 1 ]
check 'and how many of its files were taken' [ "$(adam "$MEDLYSS/api/v1/keys" | jq '.rows[] | select(.name == "pbx") | .taken_n')" -ge 7 ]

# ---- following along by a cursor ----
crm=$(key crm events)
as "$crm" GET /api/v1/feed >"$lib_home/code"
check 'every call that came in is told once, in order' [ "$(said '[.events[] | select(.event == "interaction.sealed")] | length, ([.[].interaction] | unique | length)' | sort -u | wc -l)" = 1 -a "$(said '.events | length')" = "$(calls)" -a "$(said '[.events[].seq] == ([.events[].seq] | sort)')" = true ]
check "by the id that its system gave it" [ "$(said '[.events[] | select(.external_id == "pbx-1")] | length')" = 1 ]
last=$(said .next)
: >"$w/followed"
at=0
while as "$crm" GET "/api/v1/feed?limit=2&after=$at" >"$lib_home/code" && [ "$(said '.events | length')" -gt 0 ]; do
  said '.events[].seq' >>"$w/followed"
  at=$(said .next)
done
check 'two at a time, cut after each, are the same' [ "$at" = "$last" -a "$(sort -u "$w/followed" | wc -l)" = "$(calls)" ]
as "$KEY" GET /api/v1/feed >"$lib_home/code"; bad 'a key that sends does not follow' 403 'not for that'
as "$crm" POST /api/v1/interactions -H 'Upload-Length: 1000' >"$lib_home/code"; bad 'nor does one that follows send' 403 'not for that'

# ---- in parts, and both programs killed in between ----
tone 1490 "$w/g.wav"
size=$(stat -c %s "$w/g.wav")
as "$KEY" POST /api/v1/interactions -H "Upload-Length: $size" >"$lib_home/code"
check 'a file is announced' [ "$(cat "$lib_home/code")" = 201 ]
up=$(said .id)
part() { as "$KEY" PATCH "/api/v1/uploads/$up" -H 'Content-Type: application/offset+octet-stream' -H "Upload-Offset: $1" --data-binary "@$2" >"$lib_home/code"; }
head -c 30000 "$w/g.wav" >"$w/g.1"
tail -c +30001 "$w/g.wav" >"$w/g.2"
part 0 "$w/g.1"
check 'its first part is taken down' [ "$(cat "$lib_home/code")" = 204 ]
part 0 "$w/g.1"; bad 'the same part again' 409 '30000 bytes are here'
part 30000 "$w/g.wav"; bad 'more than was announced' 413 'announced with'
as "$other" PATCH "/api/v1/uploads/$up" -H 'Content-Type: application/offset+octet-stream' -H 'Upload-Offset: 30000' --data-binary "@$w/g.2" >"$lib_home/code"; bad 'by another key' 404 'no such upload'
# The connection breaks in the middle of a part: what came is here.
head -c 20000 "$w/g.2" >"$w/g.half"
cat >"$w/half.mjs" <<'END'
import { readFileSync } from 'node:fs';
import net from 'node:net';
const [host, id, key, rest, file] = process.argv.slice(2);
const socket = net.connect(Number(host.split(':')[1]), '127.0.0.1');
socket.on('error', () => {});
socket.write(`PATCH /api/v1/uploads/${id} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 30000\r\nContent-Length: ${rest}\r\n\r\n`);
socket.write(readFileSync(file));
END
node "$w/half.mjs" "${MEDLYSS#http://}" "$up" "$KEY" $((size - 30000)) "$w/g.half" &
half=$!
for _ in $(seq 100); do as "$KEY" GET "/api/v1/uploads/$up" >"$lib_home/code"; [ "$(said .offset)" = 50000 ] && break; sleep 0.05; done
kill -9 "$web"; wait "$web" 2>/dev/null
kill "$half" 2>/dev/null; wait "$half" 2>/dev/null
web_start
as "$KEY" GET "/api/v1/uploads/$up" >"$lib_home/code"
check 'what came before the web was killed is here' [ "$(said .offset)" = 50000 ]
kill -9 "$import"; wait "$import" 2>/dev/null
tail -c +50001 "$w/g.wav" >"$w/g.3"
part 50000 "$w/g.3"
check 'the rest goes on from there' [ "$(cat "$lib_home/code")" = 204 ]
part "$size" /dev/null; bad 'nothing is added to what is all here' 409 'all of this file'
as "$KEY" DELETE "/api/v1/uploads/$up" >"$lib_home/code"; bad 'nor is it given up' 409 'import has it'
kill -9 "$web"; wait "$web" 2>/dev/null
web_start
import_start
became "$up"
check "it is a call, though import and the web were killed before it was one: $(said .why)" [ "$(said '[.state, .already] | join(" ")')" = 'in false' ]
# Import dies between the call and the word of it: the word comes again, the call does not.
n=$(calls)
kill -9 "$import"; wait "$import" 2>/dev/null
cp "$w/g.wav" "$data/import/.upload-$up.bin"
sqlite3 "$data/catalogue.db" "UPDATE upload SET state = 'whole', interaction = NULL WHERE lower(hex(id)) = '$(echo "$up" | tr -d -)'"
import_start
became "$up"
check 'the same file found again is the same call' [ "$(said .state) $(calls)" = "in $n" ]

# ---- limits ----
for _ in 1 2 3; do as "$KEY" POST /api/v1/interactions -H 'Upload-Length: 1000' >"$lib_home/code"; done
as "$KEY" POST /api/v1/interactions -H 'Upload-Length: 1000' >"$lib_home/code"; bad 'one too many on their way' 429 '3 files on their way'
check 'and when to come again' grep -qi '^retry-after' "$w/head"
as "$other" POST /api/v1/interactions -H 'Upload-Length: 1000' >"$lib_home/code"
check "it is another key's share that is full, not this one's" [ "$(cat "$lib_home/code")" = 201 ]
as "$other" DELETE "/api/v1/uploads/$(said .id)" >"$lib_home/code"
check 'one is given up' [ "$(cat "$lib_home/code")" = 204 ]
check 'what is sent that is left in import/ is what is on its way' [ "$(ls -A "$data/import" | wc -l)" = 3 ]

# ---- what cannot be tidied stands in nobody's way: a folder where a file was, and after it one that is gone ----
stuck=.upload-00000000-0000-0000-0000-000000000001.wav
mkdir "$data/import/$stuck"
for n in 1 2; do
  echo "INSERT INTO upload SELECT x'0000000000000000000000000000000$n', api_key, NULL, 'wav', 0, 9, 'open', NULL, NULL, 0, $n, $n FROM upload WHERE state = 'open' LIMIT 1;"
done | sqlite3 "$data/catalogue.db"
kill "$web"; wait "$web" 2>/dev/null
web_start
left=$(sqlite3 "$data/catalogue.db" 'SELECT count(*) FROM upload WHERE created_ms < 3')
check "an upload whose file is gone is forgotten behind one that cannot be opened ($left left)" [ "$left" = 1 ]

# ---- revoked ----
check 'a key is revoked' [ "$(adam -o "$w/said" -w '%{http_code}' -X DELETE "$MEDLYSS/api/v1/keys/$(jq -r .id "$w/pbx.made")")" = 204 ]
send "$w/f.wav" audio/wav >"$lib_home/code"; bad 'and opens nothing from then on' 401 'revoked'
check 'its making and its end are in the log' [ "$(sqlite3 "$data/catalogue.db" "SELECT count(*) FROM audit WHERE event LIKE 'key.%'")" = 5 ]
check 'the chain and what it keeps verify' quiet "$b/medlyss" verify --data "$data"
exit $failures
