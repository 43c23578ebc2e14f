#!/bin/sh
# What docs/honesty.md promises, in a short run of the same simulations; and that the document has every row.
. tests/lib.sh
"$b/honesty" --quick >"$lib_home/said" 2>&1 && good=1 || good=0
[ $good = 1 ] || cat "$lib_home/said"
check 'intervals hold and sentences are true in worlds whose truth is known' [ $good = 1 ]
"$b/honesty" --rows >"$lib_home/rows"
missing() { while IFS= read -r row; do grep -qF -e "$row" docs/honesty.md || echo "$row"; done <"$lib_home/rows"; }
missing=$(missing)
[ -z "$missing" ] || echo "$missing"
check 'docs/honesty.md has every row that is measured (make honesty)' [ -z "$missing" ]
check 'and no promise of it is broken' sh -c '! grep -q "\*\*broken\*\*" docs/honesty.md'
exit $failures
