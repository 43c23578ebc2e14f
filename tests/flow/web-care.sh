#!/bin/sh
# A call under care: who has it, and that nobody else meets it anywhere (tests/flow/web/care.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/care.mjs
