#!/bin/sh
# The short form of tests/torture: a few kills, cuts and a full disk in every test run.
set -u
make -s torture-tools || exit 1
sh tests/torture/run.sh
