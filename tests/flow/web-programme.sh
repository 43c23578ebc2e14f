#!/bin/sh
# A training programme: what is hers stays hers (tests/flow/web/programme.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/programme.mjs
