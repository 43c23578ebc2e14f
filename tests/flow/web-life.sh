#!/bin/sh
# Sessions, codes, events, listening, lists, 200 streams and 10 players (tests/flow/web/life.mjs).
# The long form: STREAMS=1000 PLAYERS=50 SECONDS=30.
cd "$(dirname "$0")/../.." && ulimit -n 8192 2>/dev/null; exec node tests/flow/web/life.mjs
