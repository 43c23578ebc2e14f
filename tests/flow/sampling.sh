#!/bin/sh
# A sampling plan from the first draw to its proof, over the service (tests/flow/web/sampling.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/sampling.mjs
