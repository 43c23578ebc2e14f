#!/bin/sh
# make bench: every bench in order, its JSON lines into build/bench.json, then a table of them.
#   sh tests/bench/run.sh [--smoke] [NAME...]     --smoke: the least size that still shows it works
# A bench is tests/bench/pN.sh; it prints {"id","what","value","unit","n"} and, where a peer ran in
# the same minute, {"peer","peer_value","ratio"}; "goal" where design.md names one.
set -u
cd "$(dirname "$0")/../.." || exit 1
SMOKE=
[ "${1:-}" = --smoke ] && { SMOKE=1; shift; }
export SMOKE
names=${*:-$(cd tests/bench && ls p*.sh | sed 's/\.sh$//' | sort -V)}
out=build/bench.json
[ -z "$SMOKE" ] || out=build/bench-smoke.json
mkdir -p build
: >"$out"
bad=0
for name in $names; do
  echo "$name …" >&2
  sh "tests/bench/$name.sh" >build/bench.part || { echo "$name failed" >&2; bad=1; }
  grep '^{' build/bench.part >>"$out"
done
rm -f build/bench.part
jq -r '[.id, (.what // ""), (.value | tostring), .unit, (.goal // "" | tostring), (.peer // ""),
        (.peer_value // "" | tostring), (.ratio // "" | tostring)] | @tsv' "$out" |
  awk -F '\t' 'BEGIN { f = "%-4s %-46s %10s %-22s %8s  %-9s %10s %6s\n"
      printf f, "id", "what", "value", "unit", "goal", "peer", "peer value", "ratio" }
    { printf f, $1, $2, $3, $4, $5, $6, $7, $8 }'
exit $bad
