#!/bin/sh
# byhand.sh: what the service answers, written by hand. Rows of queries marked :json have their writer and
# their type from tools/sqlgen; these two figures may only fall. A lint rule; prints them with -v.
set -u
cd "$(dirname "$0")/.."
out_most=7 type_most=110
out=$(cat review-web/api/*.c | grep -cE '\<(out_[a-z_]+|jsonw_[a-z_]+|buf_add_(str|char)|buf_printf)\(')
types=$(git ls-files "review-web/ui/api/*.ts" | xargs cat | awk '/^export (type|interface) /{on=1} on{n++} /;$/&&on&&/^(}|export type [^{]*;)/{on=0} END{print n+0}')
[ "${1:-}" != -v ] || echo "JSON written by hand: $out lines; types written by hand: $types lines"
bad=0
[ "$out" -le $out_most ] || { echo "JSON output by hand: $out lines, at most $out_most: mark the query :json"; bad=1; }
[ "$types" -le $type_most ] || { echo "types by hand: $types lines, at most $type_most: import the row from gen/api"; bad=1; }
exit $bad
