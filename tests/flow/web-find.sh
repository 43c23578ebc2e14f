#!/bin/sh
# One box: calls by caller's number, words, topic and name, for those who may see them (tests/flow/web/find.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/find.mjs
