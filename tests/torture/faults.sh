#!/bin/sh
# faults.sh POINTS [SEED]: R3. In capture, encode, import and verify the k-th open, read, write, sync,
# rename or malloc fails, for every k, or, where there are more than POINTS, for the first half of
# them and random ones. No program dies of a signal; none says that all is well when something is
# missing; done again without the fault it succeeds, and verify finds nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
points=${1:-4} seed=${2:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
name=the_kth_call_fails_and_nothing_breaks
w=$lib_home b=$(cd "$b" && pwd)
house empty 1001 >/dev/null || exit 1
cat >"$w/calls.json" <<'END'
{"calls": [{"at": 0, "length": 3, "caller": {"codec": "GSM", "sounds": [{"speech": 1}]}, "callee": {"number": "1001", "sounds": [{"speech": 2}]}},
           {"at": 9, "length": 2, "caller": {"sounds": [{"speech": 1}]}, "callee": {"number": "1001", "codec": "opus"}}]}
END
"$b/callmaker" "$w/calls.json" -o "$w/calls.pcap" >/dev/null || exit 1
sox -q -n -r 8000 -b 16 -c 2 "$w/note.wav" synth 3 sine 300-900
cp -a "$w/empty" "$w/full" && "$b/medlyss" replay --data "$w/full" "$w/calls.pcap" 2>/dev/null || exit 1
cp -a "$w/empty" "$w/spooled" && "$b/medlyss-capture" --data "$w/spooled" --read "$w/calls.pcap" 2>/dev/null || exit 1
# Whatever these made is signed: on a busy machine all this takes longer than verify lets heads wait,
# and no keeper runs here.
for made in empty full spooled; do "$b/medlyss-keeper" --data "$w/$made" --once 2>"$w/log" || { cat "$w/log"; exit 1; }; done

job() { # job NAME: what it does, to which house, how many recordings there are then
  case $1 in
  capture) from=empty program=medlyss-capture want=2 ;;
  encode) from=spooled program=medlyss-encode want=2 ;;
  import) from=empty program=medlyss-import want=1 ;;
  verify) from=full program=medlyss want=2 ;;
  esac
}
work() { # work NAME DATA
  case $1 in
  capture) timeout 60 "$b/medlyss-capture" --data "$2" --read "$w/calls.pcap" ;;
  encode) timeout 60 "$b/medlyss-encode" --data "$2" --once ;;
  import) timeout 60 "$b/medlyss" import --data "$2" "$w/note.wav" ;;
  verify) timeout 60 "$b/medlyss" verify --data "$2" ;;
  esac
}
faulty() { # faulty NAME DATA KIND K
  rm -f "$w/fault"
  (
    export FAULT_PROGRAM="$program" FAULT_KIND="$3" FAULT_AT="$4" FAULT_LOG="$w/fault" LD_PRELOAD="$b/faults.so"
    work "$1" "$2"
  ) >"$w/out" 2>&1
}
bad() {
  say_bad "$name: $1, $2 number $3 fails: $4"
  tail -3 "$w/out" | cut -c1-300
}
settled() { # settled NAME DATA: as it would go on by itself, and what is there then
  [ "$1" != capture ] || "$b/medlyss-encode" --data "$2" --once >>"$w/out" 2>&1 || return 1
  there=$("$b/medlyss" list --data "$2" --json 2>/dev/null | jq -s '[.[] | select(.recording and .duration_ms >= 1950)] | length')
  "$b/medlyss" verify --data "$2" >>"$w/out" 2>&1
}
one() { # one NAME KIND K
  rm -rf "$w/data"
  cp -a "$w/$from" "$w/data"
  faulty "$1" "$w/data" "$2" "$3"
  code=$?
  grep -q '^hit' "$w/fault" 2>/dev/null || return
  runs=$((runs + 1))
  if grep -q '^crash' "$w/fault" || [ $code -ge 124 ]; then
    bad "$1" "$2" "$3" "it dies ($code, $(grep '^crash' "$w/fault" | tr '\n' ' '))"
    return
  fi
  if [ $code = 0 ]; then
    settled "$1" "$w/data" || bad "$1" "$2" "$3" "verify complains after it said that all is well"
    [ "$there" = $want ] || bad "$1" "$2" "$3" "it says that all is well with $there of $want recordings"
    return
  fi
  failed=$((failed + 1))
  work "$1" "$w/data" >>"$w/out" 2>&1 || bad "$1" "$2" "$3" "done again it fails too ($?)"
  settled "$1" "$w/data" || bad "$1" "$2" "$3" "done again, verify complains"
  [ "$there" -ge $want ] || bad "$1" "$2" "$3" "done again there are $there of $want recordings"
}
some() { # some N: which calls of N are to fail
  awk -v n="$1" -v most="$points" -v seed="$seed" 'BEGIN{srand(seed)
    if (n <= most) { for (k = 1; k <= n; k++) print k; exit }
    for (k = 1; k <= most / 2; k++) print k
    for (; k <= most; k++) print int(most / 2 + 1 + rand() * (n - most / 2))}'
}
runs=0 failed=0 all=0
for what in ${JOBS:-capture encode import verify}; do
  job "$what"
  for kind in ${KINDS:-open read write sync rename malloc}; do
    rm -rf "$w/data"
    cp -a "$w/$from" "$w/data"
    faulty "$what" "$w/data" "$kind" 0 || { bad "$what" "$kind" 0 "it fails by itself"; continue; }
    n=$(awk '/^calls/ && $2 > n {n = $2} END{print n + 0}' "$w/fault")
    all=$((all + n))
    for k in $(some "$n"); do one "$what" "$kind" "$k"; done
    [ -z "${VERBOSE:-}" ] || echo "  $what $kind: $n calls"
  done
done
reports=$(find "$b/../reports" -type f 2>/dev/null | wc -l)
[ "$reports" = 0 ] || say_bad "$name: $reports reports of a sanitizer"
[ "$failures" = 0 ] && echo "ok $name: $runs of $all calls failed, $failed times the program said so, done again it was whole each time (seed $seed)"
[ "$failures" = 0 ]
