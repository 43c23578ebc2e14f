#!/bin/sh
# Many at once, leaving in the middle of things, and the service told to end among them
# (tests/flow/web/crowd.mjs). It is for MODE=tsan and MODE=asan most of all.
cd "$(dirname "$0")/../.." && exec node tests/flow/web/crowd.mjs
