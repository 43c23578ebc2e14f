#!/bin/sh
# Each fault that MODE's sanitizer is there for leaves a report in build/MODE/reports, also from a
# child with an empty environment that is locked in. Takes those reports away again.
set -u
cd "$(dirname "$0")/../.."
mode=${MODE:?asan or tsan}
case $mode in
asan) faults='overrun:heap-buffer-overflow leak:detected.memory.leaks shift:runtime.error' ;;
*) faults='race:data.race' ;;
esac
make -s MODE="$mode" "build/$mode/bin/canary" || { echo 'not ok canary_is_built'; exit 1; }
for fault in $faults; do
  env -i "build/$mode/bin/canary" "${fault%%:*}"
  if grep -q "${fault#*:}" "build/$mode/reports/"report.canary.*; then
    echo "ok $mode reports a ${fault%%:*}"
  else
    echo "not ok $mode reports a ${fault%%:*}"
  fi
  rm -f "build/$mode/reports/"report.canary.*
done
