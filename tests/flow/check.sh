#!/bin/sh
# check.sh: medlyss check before going live: what the recorders tell of the last seconds becomes a good answer, a
# bad one with what mends it, or that it is not known; never a good one for want of news.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
data=$(house check 1003) || exit 1
printf 'interfaces = eth7, eth8\nsiprec_listen = 127.0.0.1:5999\n' >>"$data/medlyss.ini"
asked() { "$b/medlyss" check --data "$data" >"$w/said" 2>&1; code=$?; }
says() { grep -q -- "$1" "$w/said" || { cat "$w/said"; return 1; }; }
says_not() { ! grep -q -- "$1" "$w/said"; }
tells() { # tells PROGRAM STATE: as the recorder does each second
  sqlite3 -cmd '.timeout 5000' "$data/catalogue.db" "INSERT OR REPLACE INTO recorder_state VALUES ('$1', $(date +%s%3N), '$2')"
}
asked
check 'of a recorder that does not run nothing is known' says '^note  what comes to the mirrored port is not known: it does not run'
check 'nor of the recording server' says '^note  what comes to the recording server is not known'
check 'nor whether both sides are heard' says '^note  whether both sides are heard is not known: no call in the last day'
check 'and none of it is called good' says_not '^good  packets come in'
check 'the clock is asked' says "^\(good\|bad \)  the clock is kept right by a time server\|^note  whether the clock"
check 'the disk is tried' says "^\(good\|bad \)  the spool's disk takes [0-9]* MB a second, the longest sync [0-9]* ms"
check 'and nothing of it stays there' [ -z "$(ls -A "$data/spool")" ]

now=$(date +%s%3N)
tells capture "{\"frames\":1000,\"calls\":3,\"packets\":0,\"heard\":{\"eth7\":$now},\"unread\":{\"vxlan\":500}}"
tells siprec '{"strangers":4,"heard":{}}'
asked
check 'what is bad ends with 1' [ "$code" = 1 ]
check 'an interface that sends is good' says '^good  packets come in at eth7$'
check 'one that is silent says what to look at' says '^bad   packets come in at eth8; to mend it: look at the mirror (SPAN)'
check 'a tunnel is named' says '^bad   500 frames could not be read: vxlan; to mend it: mirror the port behind the tunnel'
check 'SIP without RTP says what to mirror' says '^bad   calls were seen, and their sound; to mend it: SIP is mirrored and RTP is not'
check 'an SBC that is not let in is told' says '^bad   4 messages came from addresses that are not let in; to mend it: name their addresses in siprec_peers'
check 'one that never came too' says '^bad   a recording client has reached 127.0.0.1:5999; to mend it: let the SBC'

tells capture "{\"frames\":1000,\"calls\":0,\"packets\":0,\"heard\":{\"eth7\":$now,\"eth8\":$now},\"unread\":{}}"
tells siprec "{\"strangers\":0,\"heard\":{\"192.0.2.9\":$now}}"
asked
check 'without a call it is not known whether sound comes' says '^note  whether SIP and sound are both seen is not known'
check 'and no tunnel is in the way' says '^good  no tunnel and no encryption is in the way'
check 'a client that came is good' says '^good  a recording client has reached'
[ "$failures" = 0 ]
