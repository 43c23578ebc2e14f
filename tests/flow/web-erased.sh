#!/bin/sh
# T13: of an erased call no word is left in any file of the house (tests/flow/web/erased.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/erased.mjs
