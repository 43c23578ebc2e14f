#!/bin/sh
# Half a year behind a centre: what is true of it is what its pages may say.
cd "$(dirname "$0")/../.." && . tests/lib.sh
d=$lib_home/house
"$b/medlyss" init --data "$d" --demo >"$lib_home/init" 2>&1
echo en-lang-losenmening >"$lib_home/pw"
hire() { "$b/medlyss" user add --data "$d" --name "$1" --role "$2" ${3:+--team "$3"} --password-file "$lib_home/pw"; }
hire Maria coach Norr >/dev/null
hire Lars coach Norr >/dev/null
hire Tove quality >/dev/null
for n in 1 2 3 4 5 6 7 8; do hire "Agent $n" agent Norr >"$lib_home/agent$n"; done
check 'half a year is made' quiet "$b/history" --data "$d" --evaluations 500
check 'and the house is whole' quiet "$b/medlyss" verify --data "$d"
trend() { "$b/medlyss" trend --data "$d" --agent "$(cat "$lib_home/agent$1")" --json; }
few() { trend 3 | grep -q '"change": *"too_few"' && trend 3 | grep -q '"estimate": *null'; }
better() { trend 5 | grep -q '"change": *"possible"' && trend 5 | grep -q '"direction": *"up"'; }
check 'four evaluations are too few to say' few
check 'the one who got better is seen to, upwards' better
steady=0
for n in 1 2 4 6 7 8; do trend $n | grep -q '"possible"' || steady=$((steady + 1)); done
check "those who did not are left in peace ($steady of 6)" [ "$steady" -ge 5 ]
exit $failures
