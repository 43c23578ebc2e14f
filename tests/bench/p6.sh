#!/bin/sh
# P6: 16 KiB ranges of an encrypted recording, rights asked and blocks decrypted, beside nginx's plain
# sendfile of the same bytes. In pairs, so that the machine's mood falls on both; median of the pairs.
# The rate is what is asked for; the processor time of a request says the same thing on a busy machine.
set -u
. tests/bench/lib.sh
pairs=5 load_s=3 web=
[ -z "${SMOKE:-}" ] || pairs=1 load_s=1
bytes=8000000
data=$(house p6 1001) || exit 1
printf 'ett-langt-losenord' >"$lib_home/pw"
"$b/medlyss" user add --data "$data" --name maria --role coach --team Kundcenter --password-file "$lib_home/pw" >/dev/null || exit 1
call=$("$b/seed" --data "$data" --agent agent1001 --team Kundcenter -n 1 --bytes $bytes) || exit 1

"$b/medlyss-web" --data "$data" --listen 127.0.0.1:0 >"$lib_home/web.log" 2>&1 &
web=$!
trap 'kill $web 2>/dev/null; [ ! -f "$lib_home/nginx.pid" ] || kill "$(cat "$lib_home/nginx.pid")"; wait; rm -rf "$lib_home"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q listening "$lib_home/web.log" && break; sleep 0.3; done
at=$(sed -n 's/listening on //p' "$lib_home/web.log")
ask() { curl -sf -b "$lib_home/jar" -c "$lib_home/jar" -H 'content-type: application/json' "http://$at/api/v1/$1" -d "$2"; }
ask session '{"login":"maria","password":"ett-langt-losenord"}' || exit 1
audio=$(ask listenings "{\"interaction\":\"$call\",\"reason\":\"review\"}" | jq -r .audio)
cookie=$(awk '$6 == "medlyss" {print "medlyss=" $7}' "$lib_home/jar")

mkdir "$lib_home/www"
curl -sf -b "$lib_home/jar" "http://$at$audio" -o "$lib_home/www/plain" || exit 1
port=$((20000 + $$ % 20000))
cat >"$lib_home/nginx.conf" <<EOF
worker_processes 2; pid $lib_home/nginx.pid; error_log $lib_home/nginx.log;
events { worker_connections 512; }
http { sendfile on; tcp_nopush on; keepalive_requests 1000000; access_log off;
  client_body_temp_path $lib_home/t1; proxy_temp_path $lib_home/t2; fastcgi_temp_path $lib_home/t3;
  uwsgi_temp_path $lib_home/t4; scgi_temp_path $lib_home/t5;
  server { listen 127.0.0.1:$port; root $lib_home/www; } }
EOF
chmod -R a+rX "$lib_home"
nginx -c "$lib_home/nginx.conf" 2>/dev/null || { echo 'nginx does not start' >&2; exit 1; }

cat >"$lib_home/ranges.lua" <<EOF
local size = $bytes - 16384
request = function()
  local at = math.random(0, size)
  wrk.headers["Range"] = "bytes=" .. at .. "-" .. (at + 16383)
  return wrk.format()
end
EOF
spent() { # spent PID...: processor time so far, in hundredths of a second
  for p in "$@"; do cat "/proc/$p/stat"; done | awk '{sub(/.*\) /, ""); n += $12 + $13} END {print n + 0}'
}
load() { # load URL PID...: requests a second, p99 in ms, processor time of a request in us, on one line
  url=$1
  shift
  before=$(spent "$@")
  wrk -t1 -c50 -d${load_s}s --latency -s "$lib_home/ranges.lua" -H "Cookie: $cookie" "$url" >"$lib_home/wrk" || return 1
  awk -v ticks=$(($(spent "$@") - before)) '
    /99%/ {p = $2; ms = p + 0; if (p ~ /us$/) ms /= 1000; else if (p !~ /ms$/) ms *= 1000}
    /requests in/ {n = $1} /Requests\/sec/ {r = $2} /Non-2xx/ {bad = 1}
    END {if (bad || !n) exit 1; printf "%s %s %.1f\n", r, ms, ticks * 10000 / n}' "$lib_home/wrk"
}
middle() { # middle FILE FIELD
  awk -v f="$2" '{print $f}' "$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}
workers=$(pgrep -P "$(cat "$lib_home/nginx.pid")")
load "http://$at$audio" $web >/dev/null || { echo 'ranges were refused' >&2; exit 1; }
for _ in $(seq $pairs); do
  load "http://$at$audio" $web >>"$lib_home/ours" || exit 1
  # shellcheck disable=SC2086
  load "http://127.0.0.1:$port/plain" $workers >>"$lib_home/theirs" || exit 1
done
beside() { # beside WHAT FIELD UNIT GOAL: ours / theirs where more is better, else theirs / ours
  jq -nc --arg what "$1" --argjson v "$(middle "$lib_home/ours" "$2")" --argjson p "$(middle "$lib_home/theirs" "$2")" \
    --arg unit "$3" --argjson goal "$4" --argjson n $pairs \
    '{id: "P6", what: $what, value: $v, unit: $unit, goal: $goal, n: $n, peer: "nginx", peer_value: $p,
      ratio: ((if $unit == "requests/s" then $v / $p else $p / $v end) * 100 | round / 100)}'
}
beside '16 KiB range of an encrypted recording' 1 requests/s 0.6
beside 'the same, processor time of a request' 3 us null
emit P6 'the same, 99th percentile at 50 players' "$(middle "$lib_home/ours" 2)" ms 10 $pairs
