#!/bin/sh
# A call that goes on: whoever sits at its line pauses it, erases it, marks it, and nobody else
# (tests/flow/web/live.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/live.mjs
