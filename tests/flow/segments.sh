#!/bin/sh
# Who hears which part of a call put through twice (tests/flow/web/segments.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/segments.mjs
