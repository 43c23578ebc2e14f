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
