#!/bin/sh
# Houses of earlier releases (tests/upgrade): opened, whole, played, with the figures they had; what
# lay in their spools becomes calls.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh

for release in tests/upgrade/*/; do
  name=$(basename "$release") data=$lib_home/$(basename "$release")
  mkdir "$data" && tar -xzpf "$release/house.tar.gz" -C "$data"
  check "$name: the house is taken over" quiet "$b/medlyss" init --data "$data"
  check "$name: it is whole" quiet "$b/medlyss" verify --data "$data"
  node tests/upgrade/opens.mjs "$data" "$release/said.json" "$release/changed.json" >"$lib_home/opens" 2>&1 || failures=$((failures + 1))
  sed "s/^ok /ok $name: /; s/^not ok /not ok $name: /" "$lib_home/opens"
  before=$("$b/medlyss" list --data "$data" --json | wc -l)
  check "$name: its spool is worked off" quiet timeout $((60 * ${PATIENCE:-1})) "$b/medlyss-encode" --data "$data" --once
  "$b/medlyss" list --data "$data" --json | tail -n +1 >"$lib_home/after"
  check "$name: every call that lay in it is there" [ $(($(wc -l <"$lib_home/after") - before)) = "$(cat "$release/spooled")" ]
  check "$name: and nothing lies there any more" [ -z "$(ls "$data/spool")" ]
  check "$name: it is whole after that" quiet "$b/medlyss" verify --data "$data"
done
[ "$failures" = 0 ]
