#!/bin/sh
# field.sh: what recording people's calls met in the field (tests/field), each line of expected.tsv by its
# right value: what is listed, and what is heard.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
house=$(house kept 1003 2001 2002 2003) || exit 1
node tests/field/judge.mjs "$b" "$house"
