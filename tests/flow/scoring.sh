#!/bin/sh
# The scoring programs as a person runs them: every example of docs/stat.md, and files in and out.
. tests/lib.sh
medlyss() { "$b/medlyss-scoring" "$@"; }
rubrics=schemas/rubrics

rounded() { jq -c '(.. | numbers) |= ((. * 1e9 | round) / 1e9)'; }
# An example is a line "$ command" with its answer on the next line.
awk '/^\$ /{c=substr($0,3); getline a; print c; print a}' docs/stat.md >"$lib_home/examples"
seen=0
while IFS= read -r command && IFS= read -r answer; do
  seen=$((seen + 1))
  name=$(printf '%s' "$command" | sed 's/.*medlyss stat //')
  got=$(eval "$command" | rounded)
  [ "$got" = "$(printf '%s' "$answer" | rounded)" ] || say_bad "docs/stat.md: $name"
done <"$lib_home/examples"
check "the $seen examples of docs/stat.md come out" [ "$seen" -ge 35 ]
listed() { for n in $(medlyss stat --list); do grep -q "^### \`$n\`" docs/stat.md || return 1; done; }
check 'every statistic is documented' listed

exits() { # exits CODE COMMAND...
  exits_want=$1
  shift
  "$@" >"$lib_home/out" 2>"$lib_home/err" </dev/null
  [ $? = "$exits_want" ]
}
stat_of() { printf '%s' "$2" | medlyss stat "$1"; }
check 'an unknown statistic is a wrong use' exits 64 medlyss stat average
check 'data that does not fit is refused' exits 65 stat_of wilson '{"x":5,"n":4}'
check '… and the sentence names the member' grep -q 'x: 5 of 4' "$lib_home/err"
for one in 'wilson {"x":1.5,"n":3}' 'jeffreys {"x":1,"n":3.5}' 'clopper_pearson {"x":1.5,"n":3}' 'c {"x":[1,2.5,3]}' 'p {"x":[1,2],"n":[9.5,9]}' \
  'u {"x":[1.5,2],"n":[9.5,9]}' 'beta_binomial {"x":[1,2.5],"n":[9,9]}' 'fleiss {"counts":[[1.5,0.5],[1,1]]}'; do
  check "a count is a whole number (${one%% *})" exits 65 stat_of "${one%% *}" "${one#* }"
done
check 'what does not exist is an answer' exits 0 stat_of alpha '{"ratings":[[1,1],[1,1]]}'
check '… that says why' grep -q '"undefined":"every rating is the same' "$lib_home/out"

check 'shipped rubrics can be published' exits 0 medlyss rubric check $rubrics/core.json $rubrics/difficult.json $rubrics/newhire.json $rubrics/anger.json
jq '.sections[1].questions[0].scale = "quad" | del(.title.en)' $rubrics/core.json >"$lib_home/bad.json"
check 'a rubric with faults is refused' exits 65 medlyss rubric check "$lib_home/bad.json"
check '… with their place' grep -q 'sections\[1\].questions\[0\].scale: there is no scale "quad"' "$lib_home/err"
jq '.status = "published"' $rubrics/core.json >"$lib_home/published.json"
same_hash() { [ "$(medlyss rubric export "$1" 2>&1 >/dev/null)" = "$(medlyss rubric export "$2" 2>&1 >/dev/null)" ]; }
check 'publishing does not change what a version says' same_hash $rubrics/core.json "$lib_home/published.json"
jq -S -c . $rubrics/core.json >"$lib_home/sorted.json"
check 'an exported rubric comes back the same' same_hash $rubrics/core.json "$lib_home/sorted.json"
jq '.version = 2 | .sections[0].questions[0].weight = 2' $rubrics/core.json >"$lib_home/two.json"
medlyss rubric diff $rubrics/core.json "$lib_home/two.json" >"$lib_home/diff.json"
check 'a difference names the question' [ "$(jq -r '.questions[0] | .key + " " + .change' "$lib_home/diff.json")" = 'greet weight' ]

cat >"$lib_home/answers.json" <<'A'
{"answers": {"greet": "clear", "wait": "clear", "let_finish": "clear", "questions": "clear", "verify": "partly",
 "adapt": "clear", "serious": "clear", "balance": "na", "correct": "clear", "moves": "clear", "ease": "not_yet",
 "next": "clear", "anything": "partly", "c_identity": "ok", "c_harm": "ok", "c_dignity": "ok", "c_promise": "ok"}}
A
medlyss score --rubric $rubrics/core.json --answers "$lib_home/answers.json" --json >"$lib_home/score.json"
check 'the core rubric scores 891667' [ "$(jq .total_ppm "$lib_home/score.json")" = 891667 ]

jq -n '{per_agent: 4, min_ms: 60000, lengths_ms: [180000], parts_min: [720]}' >"$lib_home/plan.json"
jq -n '{calls: [range(90) | {id: "c\(.)", agent: "abc"[. % 3:. % 3 + 1], queue: "q", duration_ms: (30000 + . * 7000),
  minute: (. * 15 % 1440)} + if . % 10 == 0 then {excluded: "tough"} else {} end]}' >"$lib_home/frame.json"
sample() { medlyss sample "$@" --frame "$lib_home/frame.json"; }
sample draw --plan "$lib_home/plan.json" >"$lib_home/draw.json"
check 'each agent gets four' [ "$(jq -c '[.groups[].drawn]' "$lib_home/draw.json")" = '[4,4,4]' ]
check 'a draw is proven from its seed' exits 0 sample prove --draw "$lib_home/draw.json"
ticket() { # a stranger's check: one call's ticket with sha256sum
  ticket_seed=$(jq -r .seed "$1") ticket_id=$(jq -r '.drawn[0].id' "$1")
  [ "$(printf '%s\n%s' "$ticket_seed" "$ticket_id" | sha256sum | cut -d' ' -f1)" = "$(jq -r '.drawn[0].ticket' "$1")" ]
}
check 'a stranger can check a ticket with sha256sum' ticket "$lib_home/draw.json"
jq '.drawn[0].id = "c10"' "$lib_home/draw.json" >"$lib_home/forged.json"
check 'a forged draw is not' exits 1 sample prove --draw "$lib_home/forged.json"
sample plan --plan "$lib_home/plan.json" >"$lib_home/precision.json"
check 'a plan shows its precision before it is saved' [ "$(jq '.precision.margin_points | floor' "$lib_home/precision.json")" = 6 ]
exit $failures
