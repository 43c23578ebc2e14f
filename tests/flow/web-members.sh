#!/bin/sh
# Each route takes what it knows and nothing else (tests/flow/web/members.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/members.mjs
