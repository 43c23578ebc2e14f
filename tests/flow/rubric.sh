#!/bin/sh
# A form from draft to retired over the service; how its questions do; and the same total from
# library, command line and service (tests/flow/web/rubric.mjs).
cd "$(dirname "$0")/../.." && exec node tests/flow/web/rubric.mjs
