#!/bin/sh
# lint.sh: the rules that are checked, not remembered. Prints "ok RULE" or "not ok RULE" per rule.
set -u
cd "$(dirname "$0")/.."
bad=0
rule() { # rule NAME COMMAND...: silent when it holds
  name=$1
  shift
  if said=$("$@" 2>&1) && [ -z "$said" ]; then
    echo "ok $name"
  else
    printf '%s\n' "$said" | head -60
    echo "not ok $name"
    bad=1
  fi
}
ours() { git ls-files -co --exclude-standard -- "$@"; }

format_is_laid_out() { ours '*.c' '*.h' | xargs clang-format --dry-run -Werror 2>&1 | grep -m 20 'error:'; true; }
files_are_short() {
  ours '*.c' '*.ts' '*.tsx' '*.css' '*.mjs' '*.js' | grep -v '^tests/fuzz/corpus' | xargs wc -l | awk '$2!="total" && $1>600 {print $2 " has " $1 " lines, 600 is the most"}'
  ours '*.h' | xargs wc -l | awk '$2!="total" && $1>120 {print $2 " has " $1 " lines, 120 is the most"}'
}
functions_are_short() {
  ours '*.c' | xargs awk '
    FNR==1 {inside=0}
    /^[a-zA-Z_].*\)[ ]*\{[ ]*$/ && !inside {name=$0; from=FNR; inside=1}
    /^\}/ && inside {if (FNR-from>60) print FILENAME ":" from " is " FNR-from " lines: " substr(name,1,60); inside=0}'
}
sources_say_their_licence() { ours '*.c' '*.h' | xargs grep -L 'SPDX-License-Identifier: Apache-2.0'; true; }
nothing_of_this_machine() { ours | xargs grep -nIE '/wor[k]/|\bTOD[O]\b|FIXM[E]\b' -- | grep -v '^LICENSE' | head; true; }
lock_files_name_no_address() { ours '*package-lock.json' | xargs -r grep -n '"resolved"' | head -3; true; }
# It does not know the cleanup attribute (memleak; gcc's analyzer does) and trips over compound
# literals behind a question mark (internalAstError).
cppcheck_is_content() {
  cppcheck --quiet --inline-suppr --enable=warning,portability,performance --std=c11 --error-exitcode=1 \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=normalCheckLevelMaxBranches \
    --suppress=nullPointerOutOfMemory --suppress=internalAstError --suppress=memleak -D__GNUC__ -I. -Ibuild -j2 core vault centre recorder review-web scoring medlyss 2>&1 | head -40
}
gcc_analyzer_is_content() { make -s -k MODE=analyze analyze 2>&1 | grep -E 'Wanalyzer|error:' | head -20; true; }
typescript_agrees() { make -s ui-types 2>&1 | grep -E 'error TS|Error ' | head -20; true; }
biome_is_content() {
  biome=tests/ui/node_modules/.bin/biome
  [ -x "$biome" ] || npm ci --prefix tests/ui --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
  said=$(cd review-web/ui && "../../$biome" check --assist-enabled=false . 2>&1)
  case $said in *'No fixes applied.'*) ;; *) echo "$said" | head -40 ;; esac
}
reference_is_current() {
  make -s reference commands && git diff --stat -- docs/reference.md docs/openapi.json docs/commands.md
}

rule 'walls stand' sh tools/walls.sh
rule 'no more is written by hand than was' sh tools/byhand.sh
rule 'no circle of files' sh tools/circles.sh
rule 'the code is laid out by clang-format' format_is_laid_out
rule 'files are short' files_are_short
rule 'functions are short' functions_are_short
rule 'each source says its licence' sources_say_their_licence
rule 'nothing of one machine, nothing unfinished' nothing_of_this_machine
rule 'lock files name no address' lock_files_name_no_address
rule 'cppcheck finds nothing' cppcheck_is_content
rule 'gcc -fanalyzer finds nothing' gcc_analyzer_is_content
rule 'the generated reference is current' reference_is_current
rule 'TypeScript agrees' typescript_agrees
rule 'the pages are laid out and linted by biome' biome_is_content
exit $bad
