#!/bin/sh
# The gated side as others hear it: opusdec, ffmpeg's own decoder and a browser all find it at
# -80 dBFS or below, the voice on the other side whole, and the two at least 45 dB apart.
set -u
cd "$(dirname "$0")/../.."
bin=$PWD/${BIN:-build/${MODE:-release}/bin}
home=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-silent.XXXXXX")
trap 'rm -rf "$home"' EXIT INT TERM
bad=0
says() { # says NAME CONDITION, for awk; both levels in dBFS, left then right
  if [ -n "$left" ] && [ -n "$right" ] &&
    awk -v left="$left" -v right="$right" "BEGIN { exit !($2) }" </dev/null; then
    echo "ok $1"
  else
    echo "  left '$left' right '$right' dBFS"; echo "not ok $1"; bad=1
  fi
}
silent_right='right <= -80 && left > -30 && left - right >= 45'

for rate in 8000 16000; do
  sox -q -n -r "$rate" -b 16 -c 1 "$home/voice.wav" synth 8 sine 300-900 gain -12 tremolo 3
  sox -q -n -r "$rate" -b 16 -c 1 "$home/quiet.wav" synth 8 whitenoise gain -66
  sox -q -M "$home/voice.wav" "$home/quiet.wav" "$home/call.wav"
  rm -rf "$home/data"
  "$bin/medlyss" init --data "$home/data" --demo >/dev/null 2>&1
  id=$("$bin/medlyss" import --data "$home/data" "$home/call.wav" 2>/dev/null | awk '{print $2}')
  "$bin/medlyss" export --data "$home/data" "$id" -o "$home/call.opus" 2>/dev/null

  opusdec --quiet --force-wav "$home/call.opus" "$home/opusdec.wav" 2>/dev/null
  left=$(sox "$home/opusdec.wav" -n remix 1 stats 2>&1 | awk '/RMS lev dB/ {print $4}')
  right=$(sox "$home/opusdec.wav" -n remix 2 stats 2>&1 | awk '/RMS lev dB/ {print $4}')
  says "opusdec_hears_silence_at_$rate" "$silent_right"

  ffmpeg -v error -c:a opus -i "$home/call.opus" -f wav -y "$home/ffmpeg.wav" </dev/null
  left=$(sox "$home/ffmpeg.wav" -n remix 1 stats 2>&1 | awk '/RMS lev dB/ {print $4}')
  right=$(sox "$home/ffmpeg.wav" -n remix 2 stats 2>&1 | awk '/RMS lev dB/ {print $4}')
  says "ffmpegs_own_decoder_hears_silence_at_$rate" "$silent_right"

  command -v chromium >/dev/null || continue
  cat >"$home/page.html" <<PAGE
<body><script>
const bytes = Uint8Array.from(atob("$(base64 -w0 "$home/call.opus")"), (c) => c.charCodeAt(0));
const level = (x) => 10 * Math.log10(x.reduce((sum, v) => sum + v * v, 1e-15) / x.length);
// Virtual time does not wait for the decoder's thread: each of these ticks takes real time.
let done = false;
const tick = setInterval(() => {
  for (let i = 0, x = 0; i < 2e7 && !done; i++) x += i;
  if (done) clearInterval(tick);
}, 100);
new OfflineAudioContext(2, 48000, 48000).decodeAudioData(bytes.buffer).then((sound) => {
  done = true;
  document.body.textContent = "heard " + level(sound.getChannelData(0)) + " " +
    level(sound.getChannelData(1)) + " seconds " + sound.duration;
});
</script></body>
PAGE
  heard=$(timeout 60 chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=20000 \
    --user-data-dir="$home/chromium" --dump-dom "file://$home/page.html" 2>/dev/null | grep -o "heard -.*[0-9]")
  left=$(echo "$heard" | awk '{print $2}')
  right=$(echo "$heard" | awk '{print $3}')
  says "a_browser_hears_silence_at_$rate" "$silent_right"
done
exit $bad
