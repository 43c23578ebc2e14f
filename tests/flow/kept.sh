#!/bin/sh
# What is under the audit chain, and what is not and why: the schema against schemas/kept_not.def; each
# table of a house with a past tampered with, and found (docs/adr/0032).
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
d=$lib_home/house
echo en-lang-losenmening >"$lib_home/pw"
"$b/medlyss" init --data "$d" --demo >/dev/null 2>&1
hire() { "$b/medlyss" user add --data "$d" --name "$1" --role "$2" ${3:+--team "$3"} --password-file "$lib_home/pw" >/dev/null; }
hire Maria coach Norr; hire Tove quality
for n in 1 2 3; do hire "Agent $n" agent Norr; done
check 'a short past is made' quiet "$b/history" --data "$d" --evaluations 24
check 'and the house is whole' quiet "$b/medlyss" verify --data "$d"
node tests/flow/kept.mjs "$d" "$b/medlyss" || failures=$((failures + 1))
exit "$failures"
