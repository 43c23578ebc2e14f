#!/bin/sh
# What cannot start says so: an address that is none, a port that is taken, a folder, key, catalogue
# or interface that is missing. Each program ends with a sentence that names it and the exit code
# of its kind (sysexits.h), never by a signal, and never by serving somewhere else.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
d=$(house refused 1003)
said=$lib_home/said
taker=
trap '[ -z "$taker" ] || kill "$taker" 2>/dev/null; rm -rf "$lib_home"' EXIT

refused() { # refused NAME CODE WORDS COMMAND...: within half a minute
  refused_name=$1 refused_code=$2 refused_words=$3
  shift 3
  timeout $((${PATIENCE:-1} * 30)) "$@" >"$said" 2>&1 </dev/null
  refused_got=$?
  if [ "$refused_got" = "$refused_code" ] && grep -q -- "$refused_words" "$said"; then
    say_ok "$refused_name"
  else
    echo "  wanted $refused_code and '$refused_words', got $refused_got: $(tail -3 "$said")"
    say_bad "$refused_name"
  fi
}

# ---- addresses ----
"$b/medlyss-web" --data "$d" --listen 127.0.0.1:0 >"$lib_home/web.log" 2>&1 &
taker=$!
for _ in $(seq $((${PATIENCE:-1} * 100))); do grep -q listening "$lib_home/web.log" && break; sleep 0.05; done
port=$(sed -n 's/listening on 127.0.0.1:\([0-9]*\)/\1/p' "$lib_home/web.log")
refused a_port_that_is_taken_is_named 74 "listen on 127.0.0.1:$port: Address already in use" \
  "$b/medlyss-web" --data "$d" --listen "127.0.0.1:$port"
for address in foo :8080 :0 :99999 127.0.0.1 127.0.0.1: 127.0.0.1:-1 127.0.0.1:99999 127.0.0.1:70000 \
  127.0.0.1:80x 127.0.0.1:123456789 "127.0.0.1: 80" ::1:80 '[::1]' 127.1:80 localhost:8070 unix:; do
  refused "web_does_not_serve_at_$address" 64 '" is no address to listen on: .*; write 127.0.0.1' \
    "$b/medlyss-web" --data "$d" --listen "$address"
  refused "run_does_not_begin_at_$address" 64 '" is no address to listen on' \
    "$b/medlyss" run --data "$d" --listen "$address"
done
check run_started_nothing_before_it_refused test "$(grep -c 'runs as process' "$said")" = 0
refused a_network_without_tls_is_refused 78 'without TLS only this machine' \
  "$b/medlyss-web" --data "$d" --listen 0.0.0.0:0
refused and_by_run 78 'without TLS only this machine' "$b/medlyss" run --data "$d" --listen 0.0.0.0:0
kill "$taker"; wait "$taker" 2>/dev/null; taker=
cp "$d/medlyss.ini" "$lib_home/ini"
echo 'listen = 127.0.0.1:99999' >>"$d/medlyss.ini"
refused the_setting_is_named 78 'medlyss.ini, .*listen: ' "$b/medlyss" run --data "$d"
cp "$lib_home/ini" "$d/medlyss.ini"; echo 'sip_ports = 5060, 70000' >>"$d/medlyss.ini"
refused ports_of_the_settings_too 78 'medlyss.ini, .*sip_ports: ' "$b/medlyss" run --data "$d"
cp "$lib_home/ini" "$d/medlyss.ini"

# ---- what was mistyped, what is kept for others ----
refused heads_that_are_not_there_are_no_fault_of_the_house 66 'open .*/nofile: No such file' \
  "$b/medlyss" verify --data "$d" --heads "$lib_home/nofile"
refused a_key_that_is_none_is_said 64 'key: a public key is 64 hexadecimal digits' \
  "$b/medlyss" verify --data "$d" --key zz
if [ "$(df -Pm "$d" | awk 'NR == 2 { print $4 }')" -lt 100000 ]; then # else there is room for any reserve
  echo 'spool_reserve_mb = 100000' >>"$d/medlyss.ini"
  refused a_replay_leaves_the_reserve_to_live_calls 74 'spool_reserve_mb.: nothing was replayed' \
    "$b/medlyss" replay --data "$d" tests/field/77-comfort-noise.pcap
  "$b/medlyss-capture" --data "$d" --interface lo --port 5099 >"$lib_home/full.log" 2>&1 &
  taker=$!
  if capturing "$taker" "$lib_home/full.log"; then
    for _ in $(seq $((${PATIENCE:-1} * 200))); do grep -q 'new calls are refused' "$lib_home/full.log" && break; sleep 0.05; done
    check a_spool_without_room_is_said_in_the_log grep -q 'no room beside its reserve' "$lib_home/full.log"
  fi
  kill "$taker" 2>/dev/null; wait "$taker" 2>/dev/null; taker=
fi
cp "$lib_home/ini" "$d/medlyss.ini"

# ---- sockets by a path ----
echo precious >"$lib_home/file"
refused a_file_is_not_taken_for_a_socket 65 'is no socket' \
  "$b/medlyss-web" --data "$d" --listen "unix:$lib_home/file"
check and_it_is_still_there grep -q precious "$lib_home/file"
refused a_folder_that_is_missing_is_named 66 'No such file' \
  "$b/medlyss-web" --data "$d" --listen "unix:$lib_home/none/web.sock"

# ---- what a program needs ----
programs='medlyss-web medlyss-encode medlyss-keeper medlyss-capture'
begin() { # begin PROGRAM: as it is started, on what may be captured anywhere
  case $1 in
  medlyss-capture) set -- "$1" --interface none0 ;;
  medlyss-web) set -- "$1" --listen 127.0.0.1:0 ;;
  esac
  first=$1; shift
  "$b/$first" --data "$d" "$@"
}
ends() { # ends NAME COMMAND...: by itself, with a sentence, by no signal
  ends_name=$1
  shift
  timeout $((${PATIENCE:-1} * 30)) "$@" >"$said" 2>&1 </dev/null
  ends_got=$?
  if [ "$ends_got" -gt 63 ] && [ "$ends_got" -lt 79 ] && [ "$(grep -c ': ' "$said")" -gt 0 ] && ! grep -q Sanitizer "$said"; then
    say_ok "$ends_name"
  else
    echo "  got $ends_got: $(tail -3 "$said")"
    say_bad "$ends_name"
  fi
}
for program in $programs medlyss-import; do
  extra=
  [ "$program" = medlyss-capture ] && extra='--interface none0'
  [ "$program" = medlyss-web ] && extra='--listen 127.0.0.1:0'
  [ "$program" = medlyss-import ] && extra='--watch'
  # shellcheck disable=SC2086
  ends "$program without_its_folder" "$b/$program" --data "$lib_home/nowhere" $extra
  for missing in keys keys.db catalogue.db audio spool run; do
    case $program:$missing in
    medlyss-capture:keys.db | medlyss-capture:catalogue.db | medlyss-capture:audio) continue ;;
    medlyss-web:spool | medlyss-web:run) continue ;;
    medlyss-encode:keys.db | medlyss-import:keys.db) continue ;; # calls wait in the spool: it says so each second
    medlyss-keeper:audio | medlyss-keeper:spool | medlyss-keeper:run) continue ;;
    esac
    mv "$d/$missing" "$lib_home/away"
    # shellcheck disable=SC2086
    ends "$program without_$missing" "$b/$program" --data "$d" $extra
    rm -rf "${d:?}/$missing"
    mv "$lib_home/away" "$d/$missing"
  done
  cp "$d/medlyss.ini" "$lib_home/ini"
  echo 'retention_days = many' >>"$d/medlyss.ini"
  # shellcheck disable=SC2086
  refused "$program with_a_wrong_setting" 78 'retention_days' "$b/$program" --data "$d" $extra
  cp "$lib_home/ini" "$d/medlyss.ini"
done
refused an_interface_that_is_missing_is_named 74 'none0: No such device' "$b/medlyss-capture" --data "$d" --interface none0

# ---- the supervisor ----
"$b/medlyss" run --data "$d" --listen 127.0.0.1:0 >"$lib_home/run.log" 2>&1 &
taker=$!
for _ in $(seq $((${PATIENCE:-1} * 300))); do grep -q 'listening on' "$lib_home/run.log" && break; sleep 0.1; done
echo 'no_such_setting = 1' >>"$d/medlyss.ini" # as it is edited while the house stands
kill -9 "$(sed -n 's/.*medlyss-web runs as process \([0-9]*\).*/\1/p' "$lib_home/run.log" | tail -1)"
for _ in $(seq $((${PATIENCE:-1} * 300))); do grep -q 'medlyss-web ended with 78' "$lib_home/run.log" && break; sleep 0.1; done
sleep 1
check what_is_told_wrong_is_tried_rarely grep -q 'medlyss-web ended with 78 (the settings are wrong), again in 60000 ms' "$lib_home/run.log"
check and_not_at_once test "$(grep -c 'medlyss-web ended with 78' "$lib_home/run.log")" = 1
check what_died_by_a_signal_says_so grep -q 'medlyss-web ended with 137 (Killed), again in' "$lib_home/run.log"
kill -INT "$taker"; wait "$taker"; taker=
exit $failures
