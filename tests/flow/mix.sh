#!/bin/sh
# mix.sh [CALLS [SEED]]: calls made of the faults that real networks have (tests/mix): each is one
# interaction, the right agent's, its sides pure, every sound where it was spoken; replay ends.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
usual=2000
[ "${MODE:-release}" = release ] || usual=600 # instrumented programs need ten times as long
w=$lib_home calls=${1:-${MIX_CALLS:-$usual}} seed=${2:-${MIX_SEED:-1}}
echo "$calls calls of seed $seed"
lines=$(seq 2001 2040)
# shellcheck disable=SC2086
house=$(house kept $lines) || exit 1
mkdir "$w/mix"
"$b/mixmaker" "$calls" "$seed" "$w/mix" || exit 1
hung=0
while read -r files; do
  # shellcheck disable=SC2086
  timeout $((60 * ${PATIENCE:-1})) "$b/medlyss" replay --data "$house" $files >"$w/log" 2>&1 ||
    { hung=1; echo "$files"; tail -3 "$w/log"; }
done <"$w/mix/runs"
check 'every replay ends, and well' [ $hung = 0 ]
check 'the house is whole' quiet "$b/medlyss" verify --data "$house"
"$b/mixjudge" "$w/mix/truth.tsv" "$house" "$b/medlyss" >"$w/judged"
[ $? -lt 2 ] || say_bad 'the judge can judge'
tail -20 "$w/judged"
# Who speaks on which side of whose call, and when.
late=$(grep -cE 'displaced|sounds [0-9]+ ms of' "$w/judged")
confused=$(grep -vE 'displaced|sounds [0-9]+ ms of' "$w/judged" | grep -vc 'as spoken$')
check "no call is split, joined, given to another or without its sound ($confused)" [ "$confused" = 0 ]
check "every sound is in its place ($late calls of $calls are not)" [ "$late" = 0 ]
[ "$failures" = 0 ]
