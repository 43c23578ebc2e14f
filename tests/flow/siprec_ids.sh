#!/bin/sh
# siprec_ids.sh: a recorded call is found by the ids other systems know it by, what its client said is kept sealed, and
# both go with the call (tests/flow/siprec/ids.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/siprec/ids.mjs
