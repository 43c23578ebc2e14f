# Sends tests/flow/handed_in.sql through ask(): the first part must be taken, each line of the second
# refused, and the rows must be afterwards what they were. $1: the engine. $2: ids in its dialect (sed).
rows='SELECT * FROM rubric_version; SELECT * FROM evaluation; SELECT * FROM answer; SELECT * FROM dispute; SELECT * FROM sample_plan; SELECT * FROM sample_draw; SELECT * FROM sample_item'
refuse_all() {
  sed -e '/^-- ---/,$d' -e '/^--/d' -e "$2" tests/flow/handed_in.sql >"$at/made"
  ask "$(cat "$at/made")" >"$at/out" 2>&1 || { cat "$at/out"; echo "not ok handed_in_made_$1"; return 1; }
  ask "$rows" >"$at/before"
  sed -e '1,/^-- ---/d' -e "$2" tests/flow/handed_in.sql >"$at/tries"
  tries=0 taken=0
  while IFS= read -r line; do
    case $line in
    "$1: "*) line=${line#"$1: "} ;;
    sqlite:* | postgres:*) continue ;;
    esac
    tries=$((tries + 1))
    if ask "$line" >"$at/out" 2>&1; then
      echo "  taken: $line"
      taken=$((taken + 1))
    elif ! grep -qE 'never|handed in|draft|decided|words|disputed once' "$at/out"; then
      echo "  refused by something else: $line: $(cat "$at/out")"
      taken=$((taken + 1))
    fi
  done <"$at/tries"
  ask "$rows" >"$at/after"
  cmp -s "$at/before" "$at/after" || taken=$((taken + 1))
  [ $taken = 0 ] && echo "ok handed_in_is_never_changed_$1 ($tries ways refused)" && return 0
  echo "not ok handed_in_is_never_changed_$1"
  return 1
}
