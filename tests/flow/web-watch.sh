#!/bin/sh
# Who listened to whom, as the data-protection officer reads it (tests/flow/web/watch.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/watch.mjs
