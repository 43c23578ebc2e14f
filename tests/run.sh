#!/bin/sh
# run.sh [SUITE...]: runs every suite, keeps their output in build/tests/, prints what failed, and ends
# with the one line that counts: "N passed, N failed". A suite prints "ok NAME", "not ok NAME" or
# "skip NAME". MODE=asan or tsan: what our programs take part in, by instrumented programs; each
# report of a sanitizer is a failure, whatever the suite itself makes of it.
set -u
cd "$(dirname "$0")/.."
mode=${MODE:-release} only=" $* "
out=build/tests
[ "$mode" = release ] || out=build/tests-$mode
reports=build/$mode/reports
mkdir -p "$out"
[ $# != 0 ] || rm -rf "$out"/*
jobs=$(nproc)
passed=0 failed=0 skipped=0 started=$(date +%s)

left_out() { awk -F '\t' -v m="$mode" -v s="$1" '$1 == m && $2 == s {print "skip " s ": " $3; n++} END{exit !n}' tests/sanitize/left_out.tsv; }
collect() { # collect NAME: the sanitizers' reports, counted and shown
  found=$(find "$reports" -type f 2>/dev/null | wc -l)
  [ "$found" != 0 ] || return
  mkdir -p "$out/$1.reports"
  mv "$reports"/* "$out/$1.reports/"
  for report in "$out/$1.reports"/*; do echo "not ok $report" && head -40 "$report"; done >>"$out/$1.log"
}
suite() { # suite NAME COMMAND...
  name=$1
  shift
  case $only in '  ' | *" $name "*) ;; *) return ;; esac
  log=$out/$name.log
  if left_out "$name" >"$log"; then
    skipped=$((skipped + 1))
    return
  fi
  from=$(date +%s)
  "$@" >"$log" 2>&1 </dev/null
  code=$?
  collect "$name"
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
if [ "$mode" = release ]; then
  suite lint make -s lint
  suite unit-asan make -s -j"$jobs" MODE=asan unit
  suite fuzz-replay make -s -j"$jobs" fuzz-replay
  stories=
else
  suite canary sh tests/sanitize/canary.sh
  export PATIENCE=8
  stories=real
fi
suite unit make -s -j"$jobs" unit
for script in tests/flow/*.sh; do
  [ -e "$script" ] && suite "flow-$(basename "$script" .sh)" sh "$script"
done
if [ -f tests/ui/package.json ]; then suite ui sh tests/ui/run.sh $stories; fi

printf 'in %d s\n' $(($(date +%s) - started))
[ "$skipped" = 0 ] || grep -h '^skip ' "$out"/*.log
if [ "$skipped" = 0 ]; then
  printf '%d passed, %d failed\n' "$passed" "$failed"
else
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
fi
[ "$failed" = 0 ]
