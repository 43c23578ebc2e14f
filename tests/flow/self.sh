#!/bin/sh
# Self-evaluation first, differences, reflections, promises, disputes decided (tests/flow/web/self.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/self.mjs
