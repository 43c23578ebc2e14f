#!/bin/sh
# Runs every suite, keeps their output in build/tests/, prints what failed, and ends with the one
# line that counts: "N passed, N failed". A suite prints "ok NAME", "not ok NAME" or "skip NAME".
set -u
cd "$(dirname "$0")/.."
out=build/tests
mkdir -p "$out"
rm -f "$out"/*.log
jobs=$(nproc)
passed=0 failed=0 skipped=0 started=$(date +%s)

suite() { # suite NAME COMMAND...
  name=$1
  shift
  log=$out/$name.log
  from=$(date +%s)
  "$@" >"$log" 2>&1 </dev/null
  code=$?
  good=$(grep -c '^ok ' "$log")
  bad=$(grep -c '^not ok ' "$log")
  skip=$(grep -c '^skip ' "$log")
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ "$code" = 0 ] && [ "$good" = 0 ] && [ "$bad" = 0 ]; then good=1; fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
  printf '%-24s %4d ok %3d not ok  %4d s\n' "$name" "$good" "$bad" $(($(date +%s) - from))
  [ "$bad" = 0 ] || { grep -B6 '^not ok ' "$log" | tail -60; tail -25 "$log"; }
}

suite build make -s -j"$jobs" all
suite lint make -s lint
suite unit make -s -j"$jobs" unit
suite unit-asan make -s -j"$jobs" MODE=asan unit
suite fuzz-replay make -s -j"$jobs" fuzz-replay
for script in tests/flow/*.sh; do
  [ -e "$script" ] && suite "flow-$(basename "$script" .sh)" sh "$script"
done
if [ -f tests/ui/package.json ]; then suite ui sh tests/ui/run.sh; fi

printf 'in %d s\n' $(($(date +%s) - started))
[ "$skipped" = 0 ] || grep -h '^skip ' "$out"/*.log
if [ "$skipped" = 0 ]; then
  printf '%d passed, %d failed\n' "$passed" "$failed"
else
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
fi
[ "$failed" = 0 ]
