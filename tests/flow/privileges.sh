#!/bin/sh
# T17, C2: each program is a user of its own, reaches what it needs and nothing else, and shows itself
# what it is denied. As root the users of deploy/systemd/medlyss.sysusers are made in a mount namespace
# of this test's own; then everything once more as one user, where groups cannot help.
set -u
cd "$(dirname "$0")/../.." || exit 1
if [ "$(id -u)" = 0 ] && [ -z "${APART:-}" ]; then
  unshare -m true 2>/dev/null || { echo "skip privileges: no mount namespace is to be had here"; exit 0; }
  APART=yes exec unshare -m --propagation private sh "$0"
fi
. tests/lib.sh
w=$lib_home
run_pid=
finish() {
  [ -z "$run_pid" ] || kill -TERM "$run_pid" 2>/dev/null
  [ -z "$run_pid" ] || wait "$run_pid" 2>/dev/null
  rm -rf "$lib_home"
}
trap finish EXIT
chmod 711 "$w"
mkdir "$w/bin" && cp "$b"/medlyss* "$w/bin/" && chmod 755 "$w/bin" "$w"/bin/*

try_all() { # try_all DATA AS...: every program tries what is forbidden; no act is allowed
  tried=$1 kind=$2
  shift 2
  for program in capture siprec encode import web keeper decode monitor; do
    "$@" "$program" "$w/bin/medlyss-$program" --data "$tried" --try-forbidden >"$w/said" 2>"$w/log"
    if grep -qE '^ALLOWED|hole' "$w/said" "$w/log" || [ "$(grep -c '^denied' "$w/said")" -lt 12 ]; then
      grep -vE '^denied' "$w/said" "$w/log"
      say_bad "$program, $kind, is denied what it must not do"
    else
      say_ok "$program, $kind, is denied $(grep -c '^denied' "$w/said") acts"
    fi
    [ "$kind" = 'as one user' ] || check "$program shares no file with another" [ "$(grep -c '^shared' "$w/said")" = 0 ]
  done
}
plainly() { shift; "$@"; }

# ---- as one user ----
data=$(house one) || exit 1
try_all "$data" 'as one user' plainly
[ "$(id -u)" = 0 ] || { [ "$failures" = 0 ]; exit; }
data=$w/nobody && mkdir "$data" && chown 65534:65534 "$data"
nobody() { shift; setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
nobody '' "$w/bin/medlyss" init --data "$data" >"$w/log" 2>&1 || cat "$w/log"
try_all "$data" 'as one user' nobody
check 'and his house is whole' quiet nobody '' "$w/bin/medlyss" verify --data "$data"

# ---- as users of their own ----
cp /etc/passwd /etc/group "$w/"
awk -v p="$w/passwd" -v g="$w/group" '
  $1 == "g" { gid[$2] = 61000 + ++n; order[n] = $2 }
  $1 == "u" { split($3, a, ":"); print $2 ":x:" 62000 + ++m ":" gid[a[2]] "::/:/usr/sbin/nologin" >>p }
  $1 == "m" { members[$3] = members[$3] (members[$3] ? "," : "") $2 }
  END { for (i = 1; i <= n; i++) print order[i] ":x:" gid[order[i]] ":" members[order[i]] >>g }' deploy/systemd/medlyss.sysusers
mount --bind "$w/passwd" /etc/passwd && mount --bind "$w/group" /etc/group || { say_bad 'users are made'; exit 1; }
data=$w/data
install -d -m 3771 -g medlyss-db "$data"
quiet "$w/bin/medlyss" init --data "$data" || say_bad init
user() { # user PROGRAM COMMAND...: as its user, in its groups
  user_is=medlyss-$1
  [ "$1" != import ] && [ "$1" != decode ] || user_is=medlyss-encode
  shift
  setpriv --reuid "$user_is" --regid "$(id -g "$user_is")" --init-groups "$@"
}
try_all "$data" 'as its own user' user

cannot() { # cannot PROGRAM COMMAND...
  cannot_says="$1 cannot: $(echo "$2 $3 $4" | sed "s|$data/||; s| *$||")"
  if user "$@" >/dev/null 2>&1; then say_bad "$cannot_says"; else say_ok "$cannot_says"; fi
}
can() { check "$1 can $2 ${3##*/}" quiet user "$@"; }
for who in capture encode web; do
  cannot $who cat "$data/keys/heads.key" ''
  cannot $who sh -c "echo x >>$data/audit/heads" ''
  cannot $who rm -f "$data/audit/heads" ''
  cannot $who touch "$data/audit/clock-confirmed" ''
  cannot $who cp /dev/null "$data/keys/heads.pub"
  cannot $who mv "$data/keys" "$data/kept"
  cannot $who sh -c "echo x >>$data/medlyss.ini" ''
done
for secret in site.key encode.key heads.key; do cannot capture cat "$data/keys/$secret" ''; done
cannot capture sqlite3 "$data/catalogue.db" 'SELECT count(*) FROM person'
cannot capture cat "$data/keys.db" ''
cannot capture ls "$data" ''
cannot capture ls "$data/audio" ''
cannot capture ls "$data/import" ''
cannot capture touch "$data/new" ''
cannot web ls "$data/spool" ''
cannot web touch "$data/run/policy" ''
cannot web ls "$data/run" ''
can web test -x "$data/run" # where the recorders' control sockets are
cannot keeper ls "$data/spool" ''
can capture cat "$data/keys/encode.pub"
can capture ls "$data/spool"
can encode ls "$data/spool"
can keeper cat "$data/keys/heads.key"
can web sqlite3 "$data/catalogue.db" 'SELECT 1'

# ---- the supervisor drops each child to its user ----
"$w/bin/medlyss" run --data "$data" --listen 127.0.0.1:0 --interface lo --port 5099 >"$w/run.out" 2>"$w/run.log" &
run_pid=$!
for _ in $(seq 1 $((${PATIENCE:-1} * 100))); do grep -q '^listening' "$w/run.out" && grep -q 'capturing on' "$w/run.log" && break; sleep 0.1; done
for program in capture encode web keeper; do
  pid=$(sed -n "s/.*medlyss-$program runs as process \([0-9]*\).*/\1/p" "$w/run.log" | tail -1)
  uid=$(awk '/^Uid:/{print $2}' "/proc/$pid/status")
  check "$program runs as its own user" [ "$uid" = "$(id -u "medlyss-$program")" ]
  check "$program has no privilege left" [ "$(awk '/^CapEff:/{print $2}' "/proc/$pid/status")" = 0000000000000000 ]
  check "$program is filtered" [ "$(awk '/^Seccomp:/{print $2}' "/proc/$pid/status")" = 2 ]
  check "$program leaves no core" grep -q '^Max core file size *0 *0 ' "/proc/$pid/limits"
  check "$program has no page to dump" [ "$(cat "/proc/$pid/coredump_filter")" = 00000000 ]
  check "$program cannot be looked into by its own user" sh -c "! setpriv --reuid $uid --regid $uid --clear-groups head -c1 /proc/$pid/environ >/dev/null 2>&1"
done
check 'and nothing goes wrong' sh -c "! grep -E ' error ' '$w/run.log'"
kill -TERM "$run_pid"
wait "$run_pid"
run_pid=
check 'the house is whole' quiet "$w/bin/medlyss" verify --data "$data"
check 'its heads are signed by the keeper' [ "$(stat -c %U "$data/audit/heads")" = medlyss-keeper ]
quiet "$w/bin/medlyss" init --data "$data"
check 'init again leaves all as it is' [ "$(stat -c '%a %U %G' "$data" "$data/keys/heads.key" "$data/run" | tr '\n' ' ')" = '3771 root medlyss-db 600 medlyss-keeper medlyss-keys 3771 root medlyss-run ' ]
[ "$failures" = 0 ]
