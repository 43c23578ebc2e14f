#!/bin/sh
# What may be set is obeyed: every setting, clause, member of a form and option of a statistic or a
# sample is read by a line of the program; what nothing reads is refused, or told.
. tests/lib.sh
# A list that was looked for where it no longer stands is empty, and nothing in it is idle.
known() { # known HOW_MANY WHAT
  check "there are $2 to look at" [ "$1" -gt 3 ]
}
sources=$(git ls-files 'core/*.c' 'centre/*.c' 'vault/*.c' 'recorder/*.c' 'scoring/*.c' 'review-web/*.c' 'medlyss/*.c' 'review-web/*.h' 'core/*.h')

# read_by NAME PATTERN: the first line that obeys it
settings() { sed -n 's/^\(TEXT\|WORD\|NUMBER\|SWITCH\)(\([a-z_0-9]*\),.*/\2/p' schemas/settings.def; }
for name in $(settings); do
  # shellcheck disable=SC2086
  grep -lE "(\.|->)$name\b" $sources | grep -v '^core/settings' | grep -q . ||
    grep -q "($name, .*\"Not obeyed yet\." schemas/settings.def || echo "$name"
done >"$lib_home/idle"
[ ! -s "$lib_home/idle" ] || sed 's/^/  /' "$lib_home/idle"
known "$(settings | wc -l)" settings
check "each of the $(settings | wc -l) settings is read by the program, or says that it is not" [ ! -s "$lib_home/idle" ]

clauses() { sed -n 's/^    {"\([a-z_]*\)", "[^"]*", is_.*/\1/p' centre/agreement.c; }
# purpose is told; discipline may only be forbidden, and nothing is made for it
for name in $(clauses); do
  case $name in purpose | discipline) continue ;; esac
  # shellcheck disable=SC2086
  grep -hE "json_object_get\([a-z]+, \"$name\"\)" $sources | grep -q . || echo "$name"
done >"$lib_home/idle"
known "$(clauses | wc -l)" clauses
check "each of the $(clauses | wc -l) clauses of an agreement is obeyed" [ ! -s "$lib_home/idle" ]

members() { jq -r '[.. | objects | .properties? // empty | keys[]] | unique[]' schemas/rubrics/rubric-1.schema.json; }
for name in $(members); do
  grep -qE "\"$name\"" scoring/*/rubric_*.c scoring/life/variant.c scoring/life/rubric_life.c || echo "$name"
done >"$lib_home/idle"
[ ! -s "$lib_home/idle" ] || sed 's/^/  /' "$lib_home/idle"
known "$(members | wc -l)" 'members of a form'
check "each of the $(members | wc -l) members of a form is read" [ ! -s "$lib_home/idle" ]
obeyed() { grep -rqE "$1" scoring/*/*.c review-web/api/*.c; }
check 'a form in no statistics is drawn for by no plan' obeyed 'r\.in_statistics'
check 'a form between agent and coach is seen by them alone' obeyed '"agent_and_coach"'

idle=0
for name in $("$b/medlyss-scoring" stat --list); do
  echo '{"x":1}' | "$b/medlyss-scoring" stat "$name" --nonsense 1 >/dev/null 2>&1 && { echo "  stat $name --nonsense"; idle=1; }
done
check 'no statistic takes an option that it does not obey' [ $idle = 0 ]
check 'nor passes over a member of the data' [ "$(echo '{"x":1,"n":4,"contiunity":true}' | "$b/medlyss-scoring" stat wilson | jq -c .not_read)" = '["contiunity"]' ]
exit $failures
