#!/bin/sh
# How many calls should have sound and how many have, which sources send, how long there is room
# (tests/flow/web/health.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/health.mjs
