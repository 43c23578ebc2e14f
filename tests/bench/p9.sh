#!/bin/sh
# P9: a million evaluations become all trends of a centre of 500 agents.
set -u
. tests/bench/lib.sh
n=1000000
[ -z "${SMOKE:-}" ] || n=50000
"$b/trends" $n
