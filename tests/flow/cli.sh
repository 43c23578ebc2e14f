#!/bin/sh
# The front command as a shell and other tools meet it: exit codes, JSON, the audit chain, and the
# supervisor's promises. Only what is installed beside it takes part.
set -u
cd "$(dirname "$0")/../.."
bin=${BIN:-build/${MODE:-release}/bin}
medlyss=$bin/medlyss
home=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-cli.XXXXXX")
data=$home/data
bad=0
run_pid=
finish() {
  [ -z "$run_pid" ] || kill -TERM "$run_pid" 2>/dev/null
  [ -z "$run_pid" ] || wait "$run_pid" 2>/dev/null
  rm -rf "$home"
}
trap finish EXIT INT TERM
is() { # is NAME WANT GOT
  if [ "$2" = "$3" ]; then echo "ok $1"; else echo "  wanted '$2', got '$3'"; echo "not ok $1"; bad=1; fi
}
code() { "$@" >"$home/out" 2>"$home/err"; echo $?; }

# ---- a site is made, once ----
is init_makes_a_site 0 "$(code "$medlyss" init --data "$data" --demo)"
is the_first_token_is_printed 1 "$(grep -cE '^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$' "$home/out")"
is the_sample_settings_lie_there 1 "$(grep -c '^#retention_days = 30' "$data/medlyss.ini")"
is keys_are_closed_to_others 700 "$(stat -c %a "$data/keys")"
"$medlyss" check --data "$data" >"$home/out"
is check_says_what_room_there_is 2 "$(grep -cE '^(good|bad )  (the spool has|recordings have) [0-9]+ MB of room$' "$home/out")"
printf 'correct horse battery\n' >"$home/password"
is a_user_is_added 0 "$(code "$medlyss" user add --data "$data" --name 'Cia Lind' --login cia --role admin --password-file "$home/password")"
is a_user_with_lines_is_added 0 "$(code "$medlyss" user add --data "$data" --name Anna --role agent --team Växeln --line 1003 --line 1004)"
is a_line_that_is_somebodys_is_not_taken_over 65 "$(code "$medlyss" user add --data "$data" --name Bo --role agent --team Växeln --line 1004)"
is its_sentence_says_whose_call_it_is 1 "$(grep -c "line 1004 is somebody's already" "$home/err")"
is a_login_is_taken_once 65 "$(code "$medlyss" user add --data "$data" --name Anna --role agent)"
is a_role_must_be_known 64 "$(code "$medlyss" user add --data "$data" --name B --role king)"
add() { code "$medlyss" user add --data "$data" --role agent "$@"; }
for same in ANNA ' Anna ' aNNa "$(printf 'Anna\302\240')"; do
  is "a_login_is_one_without_regard_to_capitals_or_blanks:$same" 65 "$(add --name Another --login "$same")"
done
for none in ' ' "$(printf 'Anna\nLind')" "$(printf '\377\376')" "$(printf '\033[31mAnna')" "$(printf 'A\342\200\256B')" "$(printf 'x%.0s' $(seq 300))"; do
  is a_name_is_seen_text 65 "$(add --name "$none" --login other)"
  is a_team_too 65 "$(add --name Other --login other --team "$none")"
done
is a_line_is_not_empty 65 "$(add --name Other --login other --line '')"
is nor_two_words 65 "$(add --name Other --login other --line '10 03')"
is languages_are_codes 65 "$(add --name Other --login other --languages xx)"
is and_nobody_was_added 0 "$(sqlite3 "$data/catalogue.db" "SELECT count(*) FROM person WHERE login = 'other'")"
printf 'short\n' >"$home/short"
is a_short_password_is_refused 65 "$(code "$medlyss" user add --data "$data" --name B --role agent --password-file "$home/short")"
is init_again_changes_nothing 0 "$(code "$medlyss" init --data "$data")"
is with_an_administrator_there_is_no_token 0 "$(wc -c <"$home/out" | tr -d ' ')"
is no_password_stands_in_the_catalogue 0 "$(grep -c 'correct horse' "$data/catalogue.db")"

# ---- what is asked is answered, what is wrong has its exit code ----
is an_empty_site_lists_nothing 0 "$(code "$medlyss" list --data "$data" --json)"
is an_empty_site_verifies 0 "$(code "$medlyss" verify --data "$data")"
no_room() { (trap '' XFSZ && ulimit -f 0 && "$@" >"$home/full" 2>/dev/null); echo $?; }
is a_list_that_finds_no_room_is_no_success 74 "$(no_room "$medlyss" list --data "$data" --json)"
is nor_is_a_report 74 "$(no_room "$medlyss" verify --data "$data")"
is an_unknown_word_is_usage 64 "$(code "$medlyss" dance)"
is an_unknown_option_is_usage 64 "$(code "$medlyss" list --data "$data" --yes)"
is no_folder_is_no_input 66 "$(code "$medlyss" list --data "$home/none")"
is no_such_id_is_no_input 66 "$(code "$medlyss" export --data "$data" 018bcfe5-687b-7000-8000-000000000000 -o "$home/x")"
is a_bad_id_is_usage 64 "$(code "$medlyss" export --data "$data" ../x -o "$home/x")"
echo 'retention_day = 3' >>"$data/medlyss.ini"
is an_unknown_setting_stops_everything 78 "$(code "$medlyss" list --data "$data")"
is and_the_nearest_is_named 1 "$(grep -c 'did you mean retention_days' "$home/err")"
sed -i '$d' "$data/medlyss.ini"

# ---- tampering is an answer, not an error ----
"$bin/medlyss-keeper" --data "$data" --once 2>"$home/err"
is the_keeper_signs_a_head 1 "$(tail -1 "$data/audit/heads" | grep -c "^medlyss-head 2 $(sqlite3 "$data/catalogue.db" 'SELECT seq FROM audit_head') ")"
cp -r "$data" "$home/thief"
sqlite3 "$home/thief/catalogue.db" "UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 3"
is an_altered_log_is_a_no 1 "$(code "$medlyss" verify --data "$home/thief")"
is the_first_bad_record_is_named 1 "$(grep -c 'record 3: it was altered' "$home/out")"
sqlite3 "$home/thief/catalogue.db" "UPDATE audit SET at_ms = at_ms - 1 WHERE seq = 3;
  DELETE FROM audit WHERE seq > 2;
  UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)"
is a_rolled_back_log_is_found_by_its_heads 1 "$(code "$medlyss" verify --data "$home/thief")"

# ---- the supervisor ----
"$medlyss" run --data "$data" --listen 127.0.0.1:0 2>"$home/run.log" &
run_pid=$!
child() { sed -n 's/.*medlyss-keeper runs as process \([0-9]*\).*/\1/p' "$home/run.log" | tail -1; }
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -n "$(child)" ] && break; sleep 0.1; done
first=$(child)
kill -9 "$first"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do [ "$(child)" != "$first" ] && break; sleep 0.1; done
is what_dies_is_started_again yes "$([ "$(child)" != "$first" ] && echo yes)"
is a_second_run_on_the_folder_ends 75 "$(code "$medlyss" run --data "$data" --listen 127.0.0.1:0)"
is and_says_why 1 "$(grep -c 'another medlyss run works on this data folder' "$home/err")"
second=$(child)
kill -HUP "$run_pid"
sleep 1
is a_terminal_that_closes_ends_nothing yes "$(kill -0 "$run_pid" && kill -0 "$second" && echo yes)"
kill -INT "$run_pid"
wait "$run_pid"
is an_interrupt_ends_it_well 0 $?
second=$(child)
run_pid=
is nothing_is_left_running no "$(kill -0 "$second" 2>/dev/null && echo yes || echo no)"
exit $bad
