# What the recorder lists against what callmaker says it sent: one "ok"/"not ok" line per call and
# word. $sent: two objects per call (caller, callee) in order; $got: one interaction per call.
def verdict($good; $name; $why): if $good then "ok " + $name else "not ok " + $name + " (" + $why + ")" end;
def leg($call; $side): ($call.legs // []) | map(select(.side == $side)) | first;

range(0; ($sent | length) / 2) as $i
| $sent[2 * $i] as $caller | $sent[2 * $i + 1] as $callee | $got[$i] as $call
| ("packets", "lost", "duplicate", "reordered", "ssrc_changes") as $word
| [leg($call; "caller")[$word], leg($call; "agent")[$word]] as $is
| [$caller[$word], $callee[$word]] as $should
| verdict($is == $should; $caller.call + " counts " + $word; "\($is), not \($should)")
