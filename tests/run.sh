#!/bin/sh
# run.sh [SUITE...]: runs every suite, keeps their output in build/tests/, prints what failed and where
# the time went, and ends with the one line that counts: "N passed, N failed". A suite prints "ok NAME",
# "not ok NAME" or "skip NAME". MODE=asan or tsan: what our programs take part in, by instrumented programs; each
# report of a sanitizer is a failure, whatever the suite itself makes of it.
set -u
cd "$(dirname "$0")/.."
mode=${MODE:-release} only=" $* "
out=build/tests
[ "$mode" = release ] || out=build/tests-$mode
reports=build/$mode/reports
mkdir -p "$out"
[ $# != 0 ] || rm -rf "$out"/*
rm -f "$out"/*.result "$out"/*.took "$out"/queue* "$out"/last
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
spent() { # spent FILE SECONDS: those, and the seconds of a processor between what `times` said there twice
  tr ms '  ' <"$1" | awk -v s="$2" 'NR == 2 {b = $1 * 60 + $2 + $3 * 60 + $4} NR == 4 {e = $1 * 60 + $2 + $3 * 60 + $4}
    END{printf "%d %d", s, e - b + 0.5}'
}
wanted() { case $only in '  ' | *" $1 "*) ;; *) return 1 ;; esac; }
suite() { # suite NAME COMMAND...: one result line, and what failed
  name=$1
  shift
  log=$out/$name.log
  if left_out "$name" >"$log"; then
    echo '0 0 1' >"$out/$name.result"
    return
  fi
  from=$(date +%s)
  times >"$out/$name.took"
  "$@" >"$log" 2>&1 </dev/null
  code=$?
  times >>"$out/$name.took"
  took=$(spent "$out/$name.took" $(($(date +%s) - from)))
  echo "$took $name" >"$out/$name.took"
  collect "$name"
  good=$(grep -c '^ok ' "$log")
  bad=$(grep -c '^not ok ' "$log")
  skip=$(grep -c '^skip ' "$log")
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ "$code" = 0 ] && [ "$good" = 0 ] && [ "$bad" = 0 ]; then good=1; fi
  echo "$good $bad $skip" >"$out/$name.result"
  told=$(printf '%-24s %4d ok %3d not ok  %4d s, %4d of a processor\n' "$name" "$good" "$bad" ${took% *} ${took#* })
  [ "$bad" = 0 ] || told="$told
$(grep -B6 -A12 '^not ok ' "$log" | tail -90; tail -25 "$log")"
  printf '%s\n' "$told"
}

# Suites wait in a queue, those that are known to be long before the others; lanes work it off, one more than
# there are processors, for a browser waits more than it works. Instrumented programs report into one folder, so
# there each suite has the machine to itself; so have, at the end, those that measure.
# What they make lies in memory where there is room for it: a house is written through to the disk hundreds of
# times, and to wait for a disk proves nothing. Those that run alone, and cut the power, keep the disk.
memory=/dev/shm houses=
if [ -z "${TMPDIR:-}" ] && [ "$(stat -f -c %T "$memory" 2>/dev/null)" = tmpfs ] &&
  [ "$(df -k --output=avail "$memory" | tail -1)" -gt 8000000 ]; then
  houses=$(mktemp -d "$memory/m.XXXXXX") && chmod 1777 "$houses"
  trap 'rm -rf "$houses"' EXIT
  trap 'exit 1' INT TERM
fi
queue=$out/queue last=$out/last
long='ui lint flow-mix flow-siprec_vendors unit-asan flow-import flow-kept unit flow-field flow-attacks flow-badmedia'
: >"$queue"
: >"$last"
names=
later() { if wanted "$1"; then names="$names $1" && echo "$*" >>"$queue"; fi; }
alone() { if wanted "$1"; then names="$names $1" && echo "$*" >>"$last"; fi; }
next() { # next FILE: takes the first line off it
  flock "$queue.lock" sh -c 'head -1 "$1"; sed -i 1d "$1"' - "$1"
}
longest_first() {
  awk -v long="$long" 'BEGIN{n = split(long, l, " "); for (i = 1; i <= n; i++) at[l[i]] = i}
    {print ($1 in at ? at[$1] : n + NR) "\t" $0}' "$queue" | sort -n | cut -f 2- >"$queue.sorted"
  mv "$queue.sorted" "$queue"
}
lane() { # lane FILE
  while line=$(next "$1") && [ -n "$line" ]; do
    # shellcheck disable=SC2086
    suite $line
  done
}

if wanted build; then suite build make -s -j"$jobs" all torture-tools "build/$mode/tests/unit-all"; fi
if [ "$mode" = release ]; then
  stories=
  # built before the lanes, for no two makes may build one thing at once
  if wanted unit-asan || wanted fuzz-replay; then suite build-asan make -s -j"$jobs" MODE=asan asan-tests; fi
else
  if wanted canary; then suite canary sh tests/sanitize/canary.sh; fi
  export PATIENCE=8
  stories=real
fi
if [ -f tests/ui/package.json ]; then later ui sh tests/ui/run.sh $stories; fi
if [ "$mode" = release ]; then
  later unit-asan make -s -j"$jobs" MODE=asan unit
  later lint make -s lint
  later fuzz-replay make -s -j"$jobs" fuzz-replay
fi
later unit make -s unit
for script in tests/flow/*.sh; do
  case $script in
  */torture.sh | */bench.sh | */capture.sh | */web-life.sh | */web-crowd.sh) put=alone ;;
  *) put=later ;;
  esac
  $put "flow-$(basename "$script" .sh)" sh "$script"
done
longest_first
lanes=$((jobs + 1))
[ "$mode" = release ] || lanes=1
while [ "$lanes" -gt 0 ]; do
  TMPDIR=${houses:-${TMPDIR:-/tmp}} lane "$queue" &
  lanes=$((lanes - 1))
done
wait
lane "$last"

for name in $names; do # a suite without a result is a suite that fell over
  [ -e "$out/$name.result" ] || { echo "$name gave no result" && echo '0 1 0' >"$out/$name.result"; }
done
for result in "$out"/*.result; do
  read -r good bad skip <"$result"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
done

printf 'in %d s; the longest, in seconds and seconds of a processor:\n' $(($(date +%s) - started))
sort -rn "$out"/*.took | head -12 | awk '{printf "%6d %6d  %s\n", $1, $2, $3}'
[ ! -e "$out/ui.log" ] || sed -n 's/^# /       /p' "$out/ui.log"
[ "$skipped" = 0 ] || grep -h '^skip ' "$out"/*.log
# said once more where nobody has to look for it
if [ "$failed" != 0 ]; then
  echo 'what failed:'
  grep '^not ok ' "$out"/*.log | sed "s|^$out/\(.*\)\.log:not ok |  \1: |" | cut -c 1-240 | head -60
fi
if [ "$skipped" = 0 ]; then
  printf '%d passed, %d failed\n' "$passed" "$failed"
else
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
fi
[ "$failed" = 0 ]
