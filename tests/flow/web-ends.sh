#!/bin/sh
# C3: whatever lets somebody in, against whatever ends it (tests/flow/web/ends.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/ends.mjs
