#!/bin/sh
# T17: the web service, locked in, tries twelve forbidden acts; T6: none of FFmpeg is linked into it.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
data=$(house sandbox) || exit 1
"$b/medlyss-web" --data "$data" --try-forbidden >"$lib_home/said" 2>"$lib_home/log"
cat "$lib_home/log" >&2
while read -r verdict act; do
  check "the web service cannot $act" [ "$verdict" != ALLOWED ]
done <"$lib_home/said"
check 'twelve acts and more were denied' [ "$(grep -c '^denied' "$lib_home/said")" -ge 12 ]
no_ffmpeg() { ! ldd "$b/medlyss-web" | grep -qE 'libav|libsw'; }
check 'the web service links nothing of FFmpeg' no_ffmpeg
[ "$failures" = 0 ]
