#!/bin/sh
# tap.sh: capture files as people have them: tunnels, rings, one file a direction, gzip, a clock that was
# set, two probes; each by what is heard, and by what the last line of replay says.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
w=$lib_home
n=0

"$b/callmaker" --calls 1 --seconds 6 --seed 5 --start 1795000000 -o "$w/one.pcap" >"$w/sent" || exit 1

# heard FILE...: replays them in a house of its own; $said is the last line, $kept the calls' packets and
# losses, $length the longest call's in ms
heard() {
  n=$((n + 1))
  home=$(house "h$n") || exit 1
  "$b/medlyss" replay --data "$home" "$@" >"$w/out" 2>"$w/log"
  code=$?
  said=$(tail -1 "$w/out")
  kept=$("$b/medlyss" list --data "$home" --json | jq -s -c '[.[] | [.legs[] | [.packets, .lost]] | sort]')
  length=$("$b/medlyss" list --data "$home" --json | jq -s 'map(.duration_ms) | max // 0')
  [ $code = "${ends:-0}" ] || say_bad "replay ended with $code: $(tail -1 "$w/log")"
}
same() { # same WHAT FILE...: what is heard is what the plain file gives
  same_what=$1
  shift
  heard "$@"
  if [ "$kept" = "$whole" ] && near "$length" "$whole_ms" 20.5; then
    say_ok "$same_what"
  else
    say_bad "$same_what: $kept in $length ms for $whole in $whole_ms ms; $said"
  fi
}
says() { # says WORDS: the last line has them
  case $said in
  *"$1"*) say_ok "replay says: $1" ;;
  *) say_bad "replay does not say '$1' but: $said" ;;
  esac
}

heard "$w/one.pcap"
whole=$kept whole_ms=$length
check 'one call, as it was sent' [ "$(echo "$whole" | jq 'length == 1 and (.[0] | length) == 2')" = true ]
says '1 call'

gzip -c "$w/one.pcap" >"$w/one.pcap.gz"
same 'a packed file is the same call' "$w/one.pcap.gz"

editcap -c 150 "$w/one.pcap" "$w/ring.pcap" 2>"$w/log"
ls -r "$w"/ring_*.pcap >"$w/ring"
# shellcheck disable=SC2046 # names without blanks
same 'a ring buffer of files, the last first, is one call' $(cat "$w/ring")
# shellcheck disable=SC2046
cat $(sort -R "$w/ring") >"$w/cat.pcap"
same 'files put one after the other are one call' "$w/cat.pcap"
says 'put in order of time'

tshark -r "$w/one.pcap" -Y 'ip.src == 10.0.0.1' -w "$w/rx.pcapng" 2>"$w/log"
tshark -r "$w/one.pcap" -Y '!(ip.src == 10.0.0.1)' -w "$w/tx.pcapng" 2>"$w/log"
same 'one file for each direction' "$w/tx.pcapng" "$w/rx.pcapng"
mergecap -a -F pcap -w "$w/appended.pcap" "$w/tx.pcapng" "$w/rx.pcapng"
same 'one direction appended to the other' "$w/appended.pcap"
tshark -r "$w/one.pcap" -Y sip -w "$w/sip.pcapng" 2>"$w/log"
tshark -r "$w/one.pcap" -Y '!sip' -w "$w/rtp.pcapng" 2>"$w/log"
gzip "$w/sip.pcapng"
same 'SIP and RTP apart, one of them packed' "$w/rtp.pcapng" "$w/sip.pcapng.gz"

said_at_call() { check "and the call says so ($step s)" [ -n "$(sqlite3 "$home/catalogue.db" "SELECT detail FROM span WHERE kind = 'clock'")" ]; }
half=$(($(capinfos -c -M -r -T "$w/one.pcap" 2>/dev/null | awk '{print $NF}') / 2))
for step in -10 -0.5 3600; do # before and after: what is set between two files, and within one
  editcap -r "$w/one.pcap" "$w/before.pcap" "1-$half"
  editcap "$w/one.pcap" "$w/rest.pcap" "1-$half"
  editcap -t "$step" "$w/rest.pcap" "$w/after.pcap"
  mergecap -a -F pcap -w "$w/step.pcap" "$w/before.pcap" "$w/after.pcap"
  same "a clock set by $step s moves no sound" "$w/step.pcap"
  says "The capture's clock was set 1 time"
  said_at_call
  [ "$step" != -0.5 ] || continue
  same "a clock set by $step s between two files moves no sound" "$w/after.pcap" "$w/before.pcap"
  said_at_call
done

editcap -t 2 "$w/one.pcap" "$w/late.pcap"
mergecap -F pcap -w "$w/probes.pcap" "$w/one.pcap" "$w/late.pcap"
same 'a second probe two seconds late changes nothing' "$w/probes.pcap"
says 'copies left out'
same 'nor in a file of its own' "$w/late.pcap" "$w/one.pcap"

editcap -s 100 "$w/one.pcap" "$w/short.pcap"
heard "$w/short.pcap"
says "packets cut by the capture's snap length"
head -c 40000 "$w/one.pcap" >"$w/cut.pcap"
ends=65 # what is there is kept, and that it breaks off is no success
heard "$w/cut.pcap"
ends=0
says '1 file is read as far as it goes'

for word in $(sed -n 's/^UNREAD([A-Z_0-9]*, *"\([a-z0-9_]*\)".*/\1/p' recorder/wire/unread.def); do
  grep -q "^  $word: \[" review-web/ui/words/unread.ts || say_bad "the pages have no word for '$word'"
done
for word in $(sed -nE 's/^(PASSED|LIMIT) *\([a-z_]*, *"([a-z_]*)".*/\2/p' recorder/call/passed.def); do
  grep -q "^  $word: \[" review-web/ui/words/unread.ts || say_bad "the pages have no word for '$word'"
done
check 'every reason has words on the page' [ -n "$word" ]

# A capture with more to say than a pipe holds: the words come last and whole, and replay ends.
mkdir "$w/wordy"
cp "$b/medlyss" "$b/medlyss-encode" "$w/wordy"
printf '#!/bin/sh\nseq 1 40000\n' >"$w/wordy/medlyss-capture"
chmod +x "$w/wordy/medlyss-capture"
home=$(house wordy)
timeout 60 "$w/wordy/medlyss" replay --data "$home" "$w/one.pcap" >"$w/out" 2>"$w/log"
check 'what capture says is never too much' [ "$(wc -l <"$w/out") $(tail -1 "$w/out")" = '40000 40000. Calls kept: none by this run' ]
[ "$failures" = 0 ]
