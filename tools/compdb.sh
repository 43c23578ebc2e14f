#!/bin/sh
# compdb.sh 'COMPILER AND FLAGS': compile_commands.json on standard output, one entry for each source.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd) sep='['
git ls-files -co --exclude-standard -- '*.c' | sort | while read -r file; do
  printf '%s\n{"directory": "%s", "file": "%s", "command": "%s -c %s"}' "$sep" "$here" "$file" \
    "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')" "$file"
  sep=,
done
printf '\n]\n'
