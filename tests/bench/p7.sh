#!/bin/sh
# P7: every list page of a catalogue of a million calls, its rows included.
set -u
. tests/bench/lib.sh
n=1000000
[ -z "${SMOKE:-}" ] || n=5000
"$b/../bench/p7" --calls $n --draws 300 2>/dev/null
