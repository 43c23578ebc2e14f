#!/bin/sh
# Five raters, one call: blind, revealed, agreed, closed, over the service (tests/flow/web/calibration.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/calibration.mjs
