#!/bin/sh
# What was heard is what was served, never what a client says (tests/flow/web/heard.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/heard.mjs
