#!/bin/sh
# Every bench runs and says its figures, at a size that proves nothing else.
set -u
cd "$(dirname "$0")/../.." || exit 1
sh tests/bench/run.sh --smoke
code=$?
lines=$(jq -s 'length' build/bench-smoke.json)
if [ $code = 0 ] && [ "$lines" -ge 6 ]; then echo "ok the benches run ($lines figures)"; else echo 'not ok the benches run'; fi
exit $code
