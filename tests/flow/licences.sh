#!/bin/sh
# licences.sh: the table of docs/dependencies.md is what the programs link, word for word.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
for program in "$b"/medlyss "$b"/medlyss-*; do
  name=$(basename "$program")
  if ldd "$program" | grep -qE 'lib(av|sw)[a-z]+\.so'; then
    echo "| \`$name\` | yes | GPL-3.0-or-later |"
  else
    echo "| \`$name\` | no | Apache-2.0 |"
  fi
done >"$lib_home/linked"
sed -n '/^| program | links/,$p' docs/dependencies.md | grep '^| `' >"$lib_home/told"
diff -u "$lib_home/told" "$lib_home/linked"
check 'the table of licences is what the programs link' cmp -s "$lib_home/told" "$lib_home/linked"
grep -q 'decode and import programs' README.md
check 'the README names the programs that link FFmpeg' [ $? = 0 ]
[ "$failures" = 0 ]
