#!/bin/sh
# T1, T2: every route × role × ownership equals schemas/authz.tsv (tests/flow/web/authz.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/authz.mjs
