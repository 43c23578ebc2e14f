#!/bin/sh
# Every list of calls on a skewed catalogue of 100,000: no page may cost more than so many steps of
# the database's machine, which is the same number on every machine.
set -u
cd "$(dirname "$0")/../.."
p7=build/${MODE:-release}/bench/p7
make -s "$p7" || { echo "not ok lists_are_built"; exit 1; }
"$p7" --calls 100000 --draws 60 --ceiling 250000
