#!/bin/sh
# Which agreement was in force stays what it was (tests/flow/web/signed.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/signed.mjs
