#!/bin/sh
# circles.sh: no circle of files within a room, none between rooms. Reads the symbols of what was
# built: one file needs another when it uses a symbol that the other defines. A circle is told as the
# files that need each other, all of them. There is none.
set -u
cd "$(dirname "$0")/.."
b=build/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git ls-files -co --exclude-standard -- core centre vault recorder scoring review-web medlyss | grep '\.c$' | grep -v '/main\.c$' |
  sed "s|^|$b/|; s|c\$|o|" | sort >"$work/objects"
# shellcheck disable=SC2046
nm -A -P $(cat "$work/objects") 2>/dev/null | sed "s|^$b/||; s|\.o: | |" >"$work/symbols"
needs() { # needs KEY: edges between files of one room (KEY=file), or between rooms (KEY=room)
  awk -v key="$1" '
    function room(f) { sub("/[^/]*$", "", f); return f }
    $3 ~ /^[TDBRV]$/ {by[$2] = $1}
    $3 == "U" {n++; wants[n] = $2; who[n] = $1}
    END {
      for (i = 1; i <= n; i++) {
        a = who[i]; d = by[wants[i]]
        if (d == "" || a == d) continue
        if (key == "file" && room(a) == room(d)) print a, d
        if (key == "room" && room(a) != room(d)) print room(a), room(d)
      }
    }' "$work/symbols" | sort -u
}
circles() { # of edges on standard input: those that reach each other, a line for each group
  awk '
    function walk(from, at,   i) {
      for (i = 1; i <= out[at]; i++) if (!((from, to[at, i]) in reach)) {
        reach[from, to[at, i]] = 1
        walk(from, to[at, i])
      }
    }
    {to[$1, ++out[$1]] = $2; all[$1]; all[$2]}
    END {
      for (a in all) walk(a, a)
      for (a in all) if ((a, a) in reach && !(a in told)) {
        line = ""; n = 0
        for (d in all) if ((a, d) in reach && (d, a) in reach) {group[++n] = d; told[d]}
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (group[j] < group[i]) {
          t = group[i]; group[i] = group[j]; group[j] = t
        }
        for (i = 1; i <= n; i++) line = line " " group[i]
        print "circle:" line
      }
    }' | sort
}
needs file | circles
needs room | circles
