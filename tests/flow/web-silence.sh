#!/bin/sh
# Silence is none where sound is missing: measured, migrated and shown alike (tests/flow/web/silence.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/silence.mjs
