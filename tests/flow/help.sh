#!/bin/sh
# Every command and subcommand of every program, as somebody meets it who has typed it once: --help,
# -h, --version, a misspelt option, nothing at all, a folder that is not there.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
none=$lib_home/none
called() { (PATH=$b:$PATH && "$@" >"$lib_home/out" 2>"$lib_home/err" </dev/null); }
exits() { # exits CODE COMMAND...
  want=$1 && shift
  called "$@"
  got=$?
  [ $got = "$want" ] || { echo "  exit $got, wanted $want"; cat "$lib_home/out" "$lib_home/err"; return 1; }
}
silent() { [ ! -s "$lib_home/$1" ]; }
explains() { # its name, an example, and nothing on standard error
  exits 0 "$@" --help && silent err && grep -q '^For example:' "$lib_home/out" && grep -qF -- "$*" "$lib_home/out"
}
same_by_h() { cp "$lib_home/out" "$lib_home/long" && exits 0 "$@" -h && cmp -s "$lib_home/out" "$lib_home/long"; }
example_is_true() { # each option of the example is one of the options
  sed -n '/^For example/,$p' "$lib_home/long" | grep -oE -- ' --[a-z-]+' | sort -u | while read -r o; do
    grep -qE -- "^  $o( |\$)" "$lib_home/long" || [ "$line" = 'medlyss stat' ] || { echo "  $o"; exit 1; }
  done
}
names_it() { exits 0 "$@" --version && grep -qE '^medlyss[a-z -]* [0-9]+\.[0-9]+\.[0-9]+$' "$lib_home/out"; }
nearest_is_named() { exits 64 "$@" --dat x && silent out && grep -q 'did you mean --' "$lib_home/err"; }
walk() {
  explains "$@" || return 1
  same_by_h "$@" && example_is_true && names_it "$@" || return 1
  [ "$line" = 'medlyss stat' ] || nearest_is_named "$@" || return 1
}
wants_data() { grep -q '^  --data DIR  *the data folder$' "$lib_home/long"; }
no_folder() { # 64 where something else is wanted too, and then that is named
  called "$@" --data "$none"
  case $? in
  66) grep -q "there is no folder $none: medlyss init --data $none makes one" "$lib_home/err" ;;
  64) [ "$(wc -l <"$lib_home/err")" -le 2 ] ;;
  1) grep -q "there is no folder" "$lib_home/out" ;; # medlyss check answers
  *) cat "$lib_home/err"; false ;;
  esac
}
missing() { exits 64 "$@" && grep -qE '(is missing|which|whose|name at least)' "$lib_home/err"; }

sh tools/commands.sh "$b" names >"$lib_home/names"
check 'there are commands to walk' above "$(wc -l <"$lib_home/names")" 20
while read -r line; do
  check "$line explains itself" walk $line
  wants_data || continue
  check "$line says what it lacks" missing $line
  [ "$line" = 'medlyss init' ] || check "$line says that there is no folder" no_folder $line
done <"$lib_home/names"
check 'every statistic has its help' sh -c '
  for n in $("$0/medlyss" stat --list); do "$0/medlyss" stat $n --help | grep -q "^\*\*Takes" || exit 1; done' "$b"
for port in 0 70000 5060,0 x; do
  check "run --port $port starts nothing" exits 64 medlyss run --data "$lib_home" --port "$port"
done
check 'room for no call is refused' exits 64 medlyss-capture --print --max-calls 0 --read /dev/null
family() { exits 0 "$@" --help && sed -n '/^For example:/{n;p;}' "$lib_home/out" | grep -q '^  medlyss'; }
for family in medlyss medlyss-scoring 'medlyss user' 'medlyss rubric' 'medlyss sample'; do
  # shellcheck disable=SC2086
  check "$family is listed, with an example" family $family
done
check 'what is no statistic has no help' exits 64 medlyss stat nosuch --help
for family in user rubric sample help; do
  check "medlyss $family --version says which it is" sh -c '[ "$("$0/medlyss" $1 --version)" = "$("$0/medlyss" --version)" ]' "$b" $family
done
check 'a word and its program are of one version' sh -c '[ "$("$0/medlyss" import --version)" = "$("$0/medlyss-import" --version)" ]' "$b"
for word in '--help' '-h' 'help' '--help --help'; do check "help of help ($word) is help" exits 0 medlyss help $word; done
quoted() { exits 64 medlyss "user add" --help && grep -q 'words apart: medlyss user add' "$lib_home/err"; }
check 'a path in quotation marks is told apart' quoted
far() { exits 64 medlyss zzzzz && ! grep -q 'did you mean' "$lib_home/err"; }
check 'what is near nothing is not guessed at' far
check 'alone it is half a line' exits 64 medlyss user
check 'help comes first too' exits 0 medlyss help sample draw
check 'an unknown command names the nearest' sh -c '"$0/medlyss" verfy 2>&1 | grep -q "did you mean verify"' "$b"

# ---- a folder that cannot be used ----
data=$(house home)
outsider() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
if outsider true 2>/dev/null; then
  chmod 755 "$lib_home"
  exits_forbidden() { outsider "$b/medlyss" list --data "$data" 2>"$lib_home/err"; [ $? = 77 ] && grep -q 'this user may not open' "$lib_home/err"; }
  check 'who may not open it is told who may' exits_forbidden
fi
sqlite3 "$data/catalogue.db" 'INSERT INTO schema_migration SELECT count(*) + 1, "later", "x", 0 FROM schema_migration'
newer() { exits 65 "$@" && grep -q 'newer Medlyss' "$lib_home/err"; }
for word in list verify init; do check "medlyss $word keeps off a newer catalogue" newer medlyss $word --data "$data"; done
exit $((failures > 0))
