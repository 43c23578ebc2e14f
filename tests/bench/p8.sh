#!/bin/sh
# P8: from the click to the waveform and the sound, median of five, in Chromium; weight of the pages.
. tests/bench/lib.sh
[ -z "${SMOKE:-}" ] || exit 0 # the story itself is part of the tests
told=$(SOUND_RUNS=5 sh tests/ui/run.sh first_sound) || { echo "$told" >&2; exit 1; }
median() { echo "$told" | sed -n "s/.*[( ]$1 min: drawn \([0-9]*\) ms, sound \([0-9]*\) ms.*/\\$2/p"; }
emit P8 'click to waveform, 20-minute call' "$(median 20 1)" ms 300 5
emit P8 'click to sound, 20-minute call' "$(median 20 2)" ms 300 5
emit P8 'click to waveform, 2-hour call' "$(median 120 1)" ms 500 5
emit P8 'click to sound, 2-hour call' "$(median 120 2)" ms 500 5
weight=$(find review-web/ui/dist -type f ! -name '*.br' ! -name '*.gz' ! -name '*.map' -exec gzip -9c {} \; | wc -c)
emit P8 'all pages, gzipped' "$(per "$weight" 1024)" KiB 100 1
