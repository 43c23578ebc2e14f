#!/bin/sh
# A focus to work on from choice to "reached", and a snow week declared, told and closed
# (tests/flow/web/coaching.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/coaching.mjs
