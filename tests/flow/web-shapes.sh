#!/bin/sh
# T6: which request shapes are refused, and how (tests/flow/web/shapes.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/shapes.mjs
