#!/bin/sh
# What a coach sees and sends is her team's only (tests/flow/web/teams.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/teams.mjs
