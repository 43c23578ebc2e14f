#!/bin/sh
# Sides swapped over the web, heard and exported (tests/flow/web/swap.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/swap.mjs
