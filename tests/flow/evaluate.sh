#!/bin/sh
# A call scored from draft to "I disagree", over the service (tests/flow/web/evaluate.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/evaluate.mjs
