#!/bin/sh
# Figures over time: the numbers over HTTP are those of `medlyss trend` (tests/flow/web/trends.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/trends.mjs
