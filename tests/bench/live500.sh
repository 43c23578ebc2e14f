#!/bin/sh
# The live part of P1: five hundred calls at once on the loopback, capture alone.
set -u
. tests/bench/live.sh
alone tests/bench/live500.sh
. tests/bench/lib.sh
n=${LIVE:-500} length=40 stagger=10
[ -z "${SMOKE:-}" ] || { n=4 length=4; }
data=$(house live) || exit 1
live_start "$data" || exit 0
live_send "$n" $length $stagger 1 || { cat "$lib_home/sender.log" >&2; exit 1; }
live_end "$data"
quiet "$b/medlyss-encode" --data "$data" --once || exit 1
# shellcheck disable=SC2046
set -- $(live_missing "$data")
emit P1 "live, $n calls at once" "$(awk -v t="$capture_ticks" -v h="$(call_hours "$n" $length)" 'BEGIN{printf "%.3f", t / 100 / h}')" \
  'CPU s per call-hour' 1.5 "$n"
emit P1 'live, packets sent that are in no recording' "$4" packets 0 "$3"
emit P1 'live, packets the kernel or the spool dropped' "$drops" packets 0 "$3"
