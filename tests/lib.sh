# Shared by the flow tests and the benches: . tests/lib.sh from the repository's root.
# $b: where the programs are. house NAME: a fresh data folder with an agent on each line given.
b=${B:-build/${MODE:-release}/bin}
lib_home=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-flow.XXXXXX")
trap 'rm -rf "$lib_home"' EXIT
trap 'exit 1' INT TERM
failures=0

say_ok() { echo "ok $1"; }
say_bad() {
  echo "not ok $1"
  failures=$((failures + 1))
}
check() { # check NAME COMMAND...: the command's exit says whether NAME is true
  check_name=$1
  shift
  if "$@"; then say_ok "$check_name"; else say_bad "$check_name"; fi
}
near() { # near GOT WANT EPS
  awk -v a="$1" -v b="$2" -v e="$3" 'BEGIN{d=a-b; exit !(d<=e && -d<=e)}'
}
below() { awk -v a="$1" -v b="$2" 'BEGIN{exit !(a!="" && a<=b)}'; }
above() { awk -v a="$1" -v b="$2" 'BEGIN{exit !(a!="" && a>=b)}'; }

house() { # house NAME LINE...: prints the folder
  house_dir=$lib_home/$1
  shift
  "$b/medlyss" init --data "$house_dir" >"$lib_home/init.log" 2>&1 || { cat "$lib_home/init.log" >&2; return 1; }
  for house_line in "$@"; do
    "$b/medlyss" user add --data "$house_dir" --name "Agent $house_line" --login "agent$house_line" \
      --role agent --team Kundcenter --line "$house_line" >"$lib_home/user.log" 2>&1 ||
      { cat "$lib_home/user.log" >&2; return 1; }
  done
  echo "$house_dir"
}
capturing() { # capturing PID LOG: waits until that capture hears the network; false: it may not
  for _ in $(seq $((${PATIENCE:-1} * 200))); do
    grep -q 'capturing on' "$2" && return 0
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}
quiet() { # quiet COMMAND...: its words only when it fails
  "$@" >"$lib_home/quiet.log" 2>&1 || { quiet_code=$?; tail -5 "$lib_home/quiet.log"; return $quiet_code; }
}
