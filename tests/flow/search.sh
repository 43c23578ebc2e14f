#!/bin/sh
# The calls list finds what its filters say, each and in pairs, the night too (tests/flow/web/search.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/search.mjs
