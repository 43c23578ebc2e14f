# Shared by the benches of the recorder: . tests/bench/lib.sh
. tests/lib.sh
calls=${CALLS:-100} seconds=120
[ -z "${SMOKE:-}" ] || { calls=4 seconds=10; }
call_hours() { awk -v c="$1" -v s="$2" 'BEGIN{print c*s/3600}'; }
cost() { # cost KEY COMMAND...: runs it, prints what it took
  cost_key=$1
  shift
  "$b/cost" "$lib_home/cost.json" "$@" >"$lib_home/cost.log" 2>&1 || { cat "$lib_home/cost.log" >&2; return 1; }
  jq "$cost_key" "$lib_home/cost.json"
}
per() { awk -v a="$1" -v b="$2" 'BEGIN{printf "%.3f", a/b}'; }
emit() { # emit ID WHAT VALUE UNIT GOAL N [PEER PEER_VALUE]: ratio = peer_value / value
  jq -nc --arg id "$1" --arg what "$2" --argjson value "$3" --arg unit "$4" --argjson goal "$5" --argjson n "$6" \
    --arg peer "${7:-}" --argjson pv "${8:-null}" \
    '{id: $id, what: $what, value: $value, unit: $unit, goal: $goal, n: $n} +
     if $peer == "" then {} else {peer: $peer, peer_value: $pv, ratio: (($pv / $value * 100 | round) / 100)} end'
}
site_up() { # site_up DATA: starts the service on it, signs in one who sees everything: $at, $lib_home/jar
  printf 'ett-langt-losenord' >"$lib_home/pw"
  site_login=quality$$
  "$b/medlyss" user add --data "$1" --name Kvalitet --login $site_login --role quality --password-file "$lib_home/pw" >/dev/null || return 1
  "$b/medlyss-web" --data "$1" --listen 127.0.0.1:0 >"$lib_home/web.log" 2>&1 &
  site_pid=$!
  trap 'kill $site_pid 2>/dev/null; wait; rm -rf "$lib_home"' EXIT
  for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q listening "$lib_home/web.log" && break; sleep 0.5; done
  at=$(sed -n 's/listening on //p' "$lib_home/web.log")
  curl -sf -c "$lib_home/jar" -H 'content-type: application/json' "http://$at/api/v1/session" \
    -d "{\"login\":\"$site_login\",\"password\":\"ett-langt-losenord\"}"
}
ids() { # ids DATA TABLE...: as the addresses have them
  ids_of=$1
  shift
  sqlite3 "$ids_of/catalogue.db" "SELECT lower(substr(h,1,8)||'-'||substr(h,9,4)||'-'||substr(h,13,4)||'-'||substr(h,17,4)||'-'||substr(h,21)) FROM (SELECT hex(id) AS h FROM $*)"
}
p99() { # p99 FILE: of numbers in order
  awk '{v[NR] = $1} END {print v[int((NR - 1) * 0.99) + 1]}' "$1"
}
# catalogue_of DATA CALLS EVALUATIONS [OPTION...]: made once, up to now; a folder that has one is taken as it is
catalogue_of() {
  [ -e "$1/medlyss.ini" ] || quiet "$b/medlyss" init --data "$1" || return 1
  made_in=$1 made_calls=$2 made_scores=$3
  shift 3
  "$b/../bench/p7" --calls "$made_calls" --evaluations "$made_scores" --to "$(date +%s)000" --draws 0 --data "$made_in" "$@" 2>/dev/null
}
