#!/bin/sh
# C1: a house that was tampered with is never called whole, whatever the thief did to it, and verify
# always ends. The thief has every file but the keeper's key, and knows how all of it works.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
start=$(date -u -d '3 days ago 08:00' +%s)
data=$(house data 1001) || { say_bad house; exit 1; }
cat >"$w/calls.json" <<'EOF'
{"calls": [
 {"at": 0, "length": 3, "caller": {"sounds": [{"tone": 440, "gain_db": -12}]}, "callee": {"sounds": [{"tone": 1000, "gain_db": -12}]}},
 {"at": 20, "length": 3, "caller": {"sounds": [{"tone": 540, "gain_db": -12}]}, "callee": {"sounds": [{"tone": 900, "gain_db": -12}]}}
]}
EOF
"$b/callmaker" "$w/calls.json" --start "$start" -o "$w/calls.pcap" >/dev/null || exit 1
"$b/medlyss" user add --data "$data" --name Berit --login berit --role agent >/dev/null 2>&1
cp -r "$data" "$w/before"
quiet "$b/medlyss" replay --data "$data" "$w/calls.pcap" || exit 1
"$b/medlyss-keeper" --data "$data" --once 2>"$w/keeper.log" || { cat "$w/keeper.log"; say_bad keeper; }
house other 1001 >/dev/null || exit 1
key=$(od -An -tx1 "$data/keys/heads.pub" | tr -d ' \n')

verified() { timeout 20 "$b/medlyss" verify --data "$1" ${2:+--heads "$2"} ${3:+--key "$3"} >"$w/says" 2>"$w/err"; }
verified "$data" "$data/audit/heads" "$key" || cat "$w/says" "$w/err"
check 'the house is whole' verified "$data" "$data/audit/heads" "$key"
check 'and says from when on its heads are signed' grep -q '^heads are signed from record ' "$w/err"

sql() { sqlite3 "$t/catalogue.db" "$1"; }
first() { find "$t/audio" -name '*.opus.sealed' | sort | sed -n "${1:-1}p"; }
attack() { # attack NAME COMMANDS: on a copy of the house ($t), after which verify says no
  t=$w/thief
  rm -rf "$t"
  cp -r "$data" "$t"
  eval "$2"
  verified "$t" "${3:-}" "${4:-}"
  code=$?
  case $code in 124) echo "  verify did not end" ;; 0) cat "$w/says" "$w/err" ;; esac
  check "found: $1" [ "$code" -ne 0 ] && [ "$code" -ne 124 ] && [ "$code" -lt 128 ]
  [ "$code" -ne 124 ] || say_bad "verify ends: $1"
}

# ---- rows ----
attack 'the agent of a call is another' "sql \"UPDATE interaction SET agent = (SELECT id FROM person WHERE name = 'Berit')\""
attack 'the agent of a part is another' "sql \"UPDATE segment SET agent = (SELECT id FROM person WHERE name = 'Berit')\""
attack 'a recording belongs to another call' "sql \"UPDATE recording SET interaction = x'00' WHERE rowid = 1; UPDATE recording SET interaction = (SELECT id FROM interaction WHERE id NOT IN (SELECT interaction FROM recording) LIMIT 1) WHERE rowid = 2\""
attack 'a call is deleted' "sql 'DELETE FROM recording WHERE rowid = 1; DELETE FROM segment WHERE rowid = 1; DELETE FROM interaction WHERE rowid = 1'"
attack 'a hold is lifted' "sql 'UPDATE interaction SET hold = 1 - hold'"
attack 'a right is taken' "sql \"UPDATE role_grant SET role = 'admin'\""
attack 'a detail is deleted' "sql 'DELETE FROM audit_detail'"
attack 'all of the log is deleted' "sql 'DELETE FROM audit; DELETE FROM audit_detail; DELETE FROM audit_row; DELETE FROM kept; DELETE FROM audit_head; DELETE FROM audit_signed'"
attack 'the log is deleted, and begins again' "sql 'DELETE FROM audit; DELETE FROM audit_detail; DELETE FROM audit_row; DELETE FROM kept; DELETE FROM audit_head; DELETE FROM audit_signed'; '$b/medlyss' init --data \"\$t\" >/dev/null 2>&1"
attack 'a table is dropped' "sql 'DROP TABLE kept'"

# ---- what no row names ----
attack 'a FIFO lies in audio' 'mkfifo "$t/audio/zz.opus"'
attack 'a stray file lies in audio' 'echo x >"$t/audio/stray"'
attack 'a link lies in audio' 'ln -s /nowhere "$t/audio/zz"'
attack 'audio is a link' 'mv "$t/audio" "$t/elsewhere"; ln -s elsewhere "$t/audio"'
attack 'spool holds a FIFO' 'mkfifo "$t/spool/x"'
attack 'spool holds what nobody set aside' 'echo x >"$t/spool/01a2218d-b1d3-7035-894f-8744de93b68d.aside"'
attack 'the settings are gone' 'rm "$t/medlyss.ini"'
attack 'the settings are a FIFO' 'rm "$t/medlyss.ini"; mkfifo "$t/medlyss.ini"'

# ---- heads and their key ----
attack 'the heads are gone' 'rm "$t/audit/heads"'
attack 'the folder of the heads is gone' 'rm -r "$t/audit"'
attack 'the heads are empty' ': >"$t/audit/heads"'
attack 'the last head is cut' 'sed -i "\$d" "$t/audit/heads"'
attack 'the first head is cut' 'sed -i 1d "$t/audit/heads"'
attack 'a head in the middle is cut' 'sed -i "$(($(wc -l <"$t/audit/heads") / 2 + 1))d" "$t/audit/heads"'
attack 'and the count of them is set to what is left' 'sed -i 1d "$t/audit/heads"; sqlite3 "$t/catalogue.db" "UPDATE audit_signed SET counted = 0"' "$data/audit/heads"
attack 'the last head is cut within' 'truncate -s -20 "$t/audit/heads"'
attack 'the heads are a folder' 'rm "$t/audit/heads"; mkdir "$t/audit/heads"'
attack 'the heads are a FIFO' 'rm "$t/audit/heads"; mkfifo "$t/audit/heads"'
attack 'the heads are a link in a circle' 'rm "$t/audit/heads"; ln -s heads "$t/audit/heads"'
attack 'the heads are a link to the right ones' 'mv "$t/audit/heads" "$t/h"; ln -s ../h "$t/audit/heads"'
attack 'the heads are a huge hole' 'truncate -s 1T "$t/audit/heads"'
attack 'the heads are of another house' 'cp "$w/other/audit/heads" "$t/audit/heads"'
attack 'heads and keys are of another house' 'cp "$w/other/audit/heads" "$t/audit/heads"; cp "$w"/other/keys/heads.* "$t/keys/"'
attack 'the public key is another' 'cp "$w/other/keys/heads.pub" "$t/keys/heads.pub"'
attack 'the public key is gone' 'rm "$t/keys/heads.pub"'
attack 'the public key is a FIFO' 'rm "$t/keys/heads.pub"; mkfifo "$t/keys/heads.pub"'
attack 'the secret key is gone' 'rm "$t/keys/heads.key"'
attack 'the secret key is another' 'head -c 32 /dev/urandom >"$t/keys/heads.key"'
attack 'the secret key is open to others' 'chmod 644 "$t/keys/heads.key"'
attack 'the house is as it was before' 'cp "$w"/before/catalogue.db* "$t/"'
attack 'all but a copy of the heads is as it was before' 'rm -r "$t"; cp -r "$w/before" "$t"' "$data/audit/heads"
attack 'the whole house is another, but for the key that was noted' 'rm -r "$t"; cp -r "$w/other" "$t"' '' "$key"

# ---- the clock, and a keeper that is gone ----
if command -v faketime >/dev/null; then
  attack 'a record waits an hour for its head' 'faketime -f -1h "$b/medlyss" user add --data "$t" --name Late --role agent >/dev/null 2>&1; sed -i "\$d" "$t/audit/heads"'
  t=$w/clock
  cp -r "$data" "$t"
  faketime -f -2d "$b/medlyss" user add --data "$t" --name Back --role agent >/dev/null 2>&1
  "$b/medlyss-keeper" --data "$t" --once 2>/dev/null
  verified "$t"
  check 'a clock that was set back is told' grep -q 'the clock was set back' "$w/says"
fi

# ---- sound and keys ----
attack 'a recording is gone' 'rm "$(first)"'
attack 'two recordings are exchanged' 'a=$(first 1) b2=$(first 2); mv "$a" "$t/x"; mv "$b2" "$a"; mv "$t/x" "$b2"'
attack 'a recording is empty' ': >"$(first)"'
attack 'a recording is a folder' 'f=$(first); rm "$f"; mkdir "$f"'
attack 'a recording is a FIFO' 'f=$(first); rm "$f"; mkfifo "$f"'
attack 'a recording is a link to the right one' 'f=$(first); mv "$f" "$t/sound"; ln -s "$t/sound" "$f"'
attack 'a recording is a link in a circle' 'f=$(first); rm "$f"; ln -s "$f" "$f"'
attack 'a recording is another under a hard link' 'a=$(first 1) b2=$(first 2); ln -f "$a" "$b2"'
attack 'a recording has a huge hole behind it' 'truncate -s 1T "$(first)"'
attack 'its folder is a FIFO' 'd=$(dirname "$(first)"); rm -r "$d"; mkfifo "$d"'
attack 'its folder is a link' 'd=$(dirname "$(first)"); mv "$d" "$t/aside"; ln -s "$t/aside" "$d"'
attack 'a link beside the folders' 'ln -s /etc "$t/audio/zz"'
attack 'the folder of sound is gone' 'rm -r "$t/audio"'
attack 'the keys are gone' 'rm "$t"/keys.db*'
attack 'the keys are empty' 'rm "$t"/keys.db*; : >"$t/keys.db"'
attack 'the key folder is gone' 'rm -r "$t/keys"'
attack 'the catalogue is gone' 'rm "$t"/catalogue.db*'
attack 'the catalogue is empty' 'rm "$t"/catalogue.db*; : >"$t/catalogue.db"'
attack 'the house is gone' 'rm -r "$t"'

# ---- what a person does about it ----
t=$w/mended
cp -r "$data" "$t"
rm "$t/keys/heads.key" "$t/keys/heads.pub"
"$b/medlyss-keeper" --data "$t" --once 2>"$w/keeper.log"
check 'a keeper without its key says so' grep -q 'heads.key' "$w/keeper.log"
check 'and makes none by itself' [ ! -e "$t/keys/heads.key" ]
quiet "$b/medlyss" init --data "$t"
check 'a person makes another, and the house is whole' verified "$t"
check 'with a word that the former was lost' grep -q '2 keys have signed' "$w/says"
t=$w/cut
cp -r "$data" "$t"
rm "$t/audit/heads"
"$b/medlyss-keeper" --data "$t" --once 2>/dev/null
check 'a keeper does not begin heads anew by itself' [ ! -e "$t/audit/heads" ]
quiet "$b/medlyss" init --data "$t"
verified "$t" || cat "$w/says" "$w/err"
check 'a person lets signing go on' verified "$t"
check 'which the log tells' [ "$(sqlite3 "$t/catalogue.db" "SELECT count(*) FROM audit WHERE event = 'heads.lost'")" = 1 ]
check 'the house itself was never touched' verified "$data" "$data/audit/heads" "$key"
[ "$failures" = 0 ]
