#!/bin/sh
# metrics.sh: what Prometheus fetches: promtool reads it, a silent program is down and shows no old
# figure, a silent keeper is an error and no quiet house, nothing secret stands there, and whoever
# asks oddly or slowly keeps nobody waiting.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
data=$(house metrics 1003) || exit 1
port=$((16000 + $$ % 900))
printf 'metrics_listen = 127.0.0.1:%s\nsiprec_listen = 127.0.0.1:%s\n' "$port" "$((port + 4000))" >>"$data/medlyss.ini"
started=
finish() {
  for pid in $started; do kill "$pid" 2>/dev/null; done
  wait
  rm -rf "$lib_home"
}
trap finish EXIT
until_it() { # until_it COMMAND...: within a minute
  for _ in $(seq $((${PATIENCE:-1} * 300))); do "$@" && return 0; sleep 0.2; done
  return 1
}
fetch() { curl -s -m 20 -o "$w/figures" -w '%{http_code}' "$@" "http://127.0.0.1:$port${path:-/metrics}"; }
told() { grep -qF "$1" "$w/figures"; }
served() { [ "$(fetch)" = 200 ]; }
tells() { [ "$(fetch)" = 200 ] && told "$1"; }

"$b/medlyss-monitor" --data "$data" 2>"$w/monitor.log" &
started=$!
check 'the monitor serves' until_it grep -q 'figures at' "$w/monitor.log"
check 'before the keeper has told anything there are no figures' [ "$(fetch)" = 503 ]
check 'and the answer says so' grep -q 'no figures: ' "$w/figures"
"$b/medlyss-encode" --data "$data" 2>"$w/encode.log" &
encode=$!
"$b/medlyss-keeper" --data "$data" 2>"$w/keeper.log" &
keeper=$!
started="$started $encode $keeper"
check 'a program that runs is up' until_it tells 'medlyss_program_up{program="encode"} 1'
check 'one that the settings ask for and nobody heard is down' told 'medlyss_program_up{program="siprec"} 0'
check 'and was never heard' told 'medlyss_program_heard_timestamp_seconds{program="siprec"} 0.000'
check 'the backlog is told' told 'medlyss_encode_backlog_bytes{program="encode"} 0'
check 'the room left too' told 'medlyss_disk_free_bytes{place="spool"} '
check 'no agreement is no agreement' told 'medlyss_agreement_in_force 0'
check 'alarms are counted' told 'medlyss_alarms{program="encode"} 0'
check 'the monitor itself is heard of' until_it tells 'medlyss_program_up{program="monitor"} 1'
if command -v promtool >"$w/where"; then
  check 'promtool finds nothing to say' quiet promtool check metrics <"$w/figures"
else
  echo 'skip promtool: it is not here'
fi
check 'each figure bears one of our names' [ "$(grep -vc '^#\|^medlyss_[a-z_]*[ {]' "$w/figures")" = 0 ]
hides() { ! grep -qE "Agent|1003|Kundcenter|$(basename "$w")|key" "$w/figures"; }
check 'no person, number or path is told' hides

# ---- whoever asks ----
check 'other addresses are not there' [ "$(path=/ fetch)" = 404 ]
check 'only GET is answered' [ "$(fetch -X POST)" = 405 ]
check 'a question in the address changes nothing' [ "$(path='/metrics?x=1' fetch)" = 200 ]
check 'an endless head is cut off' [ "$(fetch -H "X: $(printf 'x%.0s' $(seq 6000))")" = 400 ]
node -e '
  const net = require("node:net");
  for (let i = 0; i < 40; i++) net.connect(+process.argv[1], "127.0.0.1").on("error", () => {}).write("GET /metr");
  setTimeout(() => process.exit(), 60000);' "$port" &
slow=$!
started="$started $slow"
sleep 1
check 'forty who never end their question keep nobody out for long' until_it served

# ---- silence is no health ----
kill -STOP "$encode"
check 'a program that is silent is down' until_it tells 'medlyss_program_up{program="encode"} 0'
old() { grep -q 'medlyss_encode_backlog' "$w/figures"; }
check 'and its last figures are not told as if they were new' [ "$(old; echo $?)" = 1 ]
kill -CONT "$encode"
kill "$keeper"; wait "$keeper"
touch -d '2 minutes ago' "$data/run/metrics"
check 'a keeper that is silent is an error' [ "$(fetch)" = 503 ]
check 'with the reason' grep -q 'the keeper has told nothing for 1[0-9][0-9] seconds' "$w/figures"
"$b/medlyss-keeper" --data "$data" 2>"$w/keeper.log" &
started="$started $!"
check 'once it is back there are figures' until_it tells 'medlyss_program_up{program="keeper"} 1'
[ "$failures" = 0 ]
