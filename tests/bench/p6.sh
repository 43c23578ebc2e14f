#!/bin/sh
# P6: 16 KiB ranges of an encrypted recording, rights asked and blocks decrypted, beside nginx's plain
# sendfile of the same bytes. In pairs, so that the machine's mood falls on both; median of the pairs.
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
load() { # load URL: requests a second and p99 in ms, on one line
  wrk -t1 -c50 -d${load_s}s --latency -s "$lib_home/ranges.lua" -H "Cookie: $cookie" "$1" |
    awk '/99%/ {p = $2; ms = p + 0; if (p ~ /us$/) ms /= 1000; else if (p !~ /ms$/) ms *= 1000}
         /Requests\/sec/ {r = $2} /Non-2xx/ {bad = 1} END {if (bad) exit 1; print r, ms}'
}
middle() { sort -n "$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
load "http://$at$audio" >/dev/null || { echo 'ranges were refused' >&2; exit 1; }
for _ in $(seq $pairs); do
  load "http://$at$audio" >>"$lib_home/ours" || exit 1
  load "http://127.0.0.1:$port/plain" >>"$lib_home/theirs" || exit 1
done
ours=$(middle "$lib_home/ours") theirs=$(middle "$lib_home/theirs")
p99=$(awk '{print $2}' "$lib_home/ours" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}')
jq -nc --argjson v "$ours" --argjson p "$theirs" --argjson n $pairs \
  '{id: "P6", what: "16 KiB range of an encrypted recording", value: $v, unit: "requests/s", goal: 0.6, n: $n,
    peer: "nginx", peer_value: $p, ratio: (($v / $p * 100 | round) / 100)}'
emit P6 'the same, 99th percentile at 50 players' "$p99" ms 10 $pairs
