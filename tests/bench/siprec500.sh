#!/bin/sh
# The recording server under load: SIPREC (500) calls set up at RATE (50) a second, two lines of sound each for
# LENGTH (120) seconds, held, resumed and re-INVITEd every ten; then all that was sent is looked for.
set -u
. tests/bench/live.sh
alone tests/bench/siprec500.sh
. tests/bench/lib.sh
n=${SIPREC:-500} rate=${RATE:-50} length=${LENGTH:-120} again=10
[ -z "${SMOKE:-}" ] || { n=4 rate=4 length=4 again=1; }
data=$(house siprec) || exit 1
printf 'siprec_ports = 40000-56383\nsiprec_share = 20000\n' >>"$data/medlyss.ini"
"$b/medlyss-siprec" --data "$data" --listen 127.0.0.1:5060 --everything 2>"$lib_home/server.log" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$lib_home"' EXIT
for _ in $(seq 200); do grep -q 'recording server at' "$lib_home/server.log" && break; sleep 0.05; done
before=$(awk "/VmRSS/{print \$2}" "/proc/$server/status") idle=$(spent $server)
"$b/siprecload" --server 5060 --calls "$n" --rate "$rate" --seconds "$length" --again "$again" >"$lib_home/asked" ||
  { cat "$lib_home/asked" "$lib_home/server.log" >&2; exit 1; }
ticks=$(($(spent $server) - idle))
most=$(awk '/VmHWM/{print $2}' "/proc/$server/status")
kill $server
wait $server
began=$(date +%s)
quiet "$b/medlyss-encode" --data "$data" --once || exit 1
drained=$(($(date +%s) - began))
"$b/medlyss" list --data "$data" --json >"$lib_home/list" || exit 1
asked() { jq "$1" "$lib_home/asked"; }
sent=$(asked .packets)
kept=$(jq -s '[.[] | select(.recording) | .legs[].packets] | add' "$lib_home/list")
emit P1 "SIPREC, $n calls at once" "$(awk -v t="$ticks" -v h="$(asked '.packets / 360000')" 'BEGIN{printf "%.3f", t / 100 / h}')" \
  'CPU s per call-hour' 1.5 "$n"
emit P1 'SIPREC, set-ups that failed' "$(asked .failed)" calls 0 "$n"
emit P1 'SIPREC, holds and re-INVITEs that failed' "$(asked .unchanged)" requests 0 "$(asked '.changed + .unchanged')"
emit P1 'SIPREC, longest set-up' "$(asked .setup_ms_max)" ms null "$n"
emit P1 'SIPREC, packets sent that are in no recording' "$((sent - kept))" packets 0 "$sent"
emit P4 'SIPREC, all of them sealed after the last BYE' "$drained" s null "$n"
emit P5 'SIPREC, memory per concurrent call' "$(awk -v m="$most" -v f="$before" -v n="$n" 'BEGIN{printf "%.1f", (m-f)/n}')" KiB 64 "$n"
