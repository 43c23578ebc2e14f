#!/bin/sh
# An agent's no to a call ends her every yes to it (tests/flow/web/consent.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/consent.mjs
