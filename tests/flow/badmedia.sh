#!/bin/sh
# Broken sound files: nobody is hurt, nothing else is opened (R9). MUTANTS=350 for the long form.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
sox -q -n -r 16000 -c 1 -b 16 "$w/a.wav" synth 1 sine 500 gain -6 2>/dev/null
for made in b.wav:-c:a,libgsm_ms,-ar,8000 c.mp3: d.m4a:-c:a,aac e.ogg:-c:a,libopus f.webm:-c:a,libopus g.flac: h.gsm:-f,gsm,-ar,8000; do
  # shellcheck disable=SC2046 # the options are words
  ffmpeg -nostdin -v error -y -i "$w/a.wav" $(echo "${made#*:}" | tr ',' ' ') "$w/${made%%:*}"
done
"$b/badmedia" "$b/medlyss-import" "${MUTANTS:-20}" "$w"/*.*
