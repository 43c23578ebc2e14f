# What live.sh saw: $kills ({killed, started}, wall ms), $sent (two legs per call, wall us), $list.
# Prints one "not ok" line per broken promise and one "ok" line with the figures.
def before: 250;   # ms that a kill may cost
def again: 2000;   # ms until a restarted capture records
def late: ([$sent[].late_us] | max // 0) / 1000 | round; # how far the sender itself fell behind
def slot: 40 + late;                                     # two packets: where a gap's edge may fall

# The times in which packets may be missing, joined.
def windows: reduce ($kills[] | [.killed - before - slot, .started + again]) as [$from, $to]
  ([]; if length > 0 and .[-1][1] >= $from then .[-1][1] = ([.[-1][1], $to] | max) else . + [[$from, $to]] end);
def within($ms; $ws): any($ws[]; .[0] <= $ms and $ms <= .[1]);
def outside($from; $to; $ws): $to - $from - ([$ws[] | ([.[1], $to] | min) - ([.[0], $from] | max) | select(. > 0)] | add // 0);

windows as $ws
| [range(0; ($sent | length) / 2) as $i | $sent[2 * $i] as $a | $sent[2 * $i + 1] as $b
   | {number: $a.number, from: (([$a.first_us, $b.first_us] | min) / 1000), to: (([$a.last_us, $b.last_us] | max) / 1000), legs: [$a, $b]}
   | . + {rows: [.number as $n | $list[] | select(any(.parties[]; .number == $n))]}] as $calls
| [$calls[] | . as $c
   | if (.rows | length) > 1 then "is \(.rows | length) recordings"
     elif (.rows | length) == 0 then (if any($ws[]; .[0] <= $c.from and .[1] >= $c.from - 300) then empty else "is not there" end)
     else .rows[0] as $r
       | ($r.gaps[] | ($r.started_ms + .from_ms) as $from | ($r.started_ms + .to_ms) as $to
          | if .reason == "dtx" and late > 50 and .to_ms - .from_ms <= slot then empty
            elif .reason == "restart" and .from_ms == .to_ms and .to_ms >= $r.duration_ms then empty # killed after its last sound
            elif .reason != "restart" then "has a gap \(.reason) on \(.side) of \(.to_ms - .from_ms) ms"
            elif any($ws[]; .[0] - slot <= $from and $to <= .[1] + slot) | not then "has a gap at \($from), \(.to_ms - .from_ms) ms, that no kill explains"
            else empty end),
         (($r.started_ms + $r.duration_ms) as $stop
          | if $stop + slot < $c.to and (within($stop + slot; $ws) | not) then "ends \($c.to - $stop | round) ms too early" else empty end),
         (if $r.started_ms > $c.from + slot and (within($r.started_ms; $ws) | not) then "begins \($r.started_ms - $c.from | round) ms too late" else empty end),
         (range(0; 2) as $leg | {"0": "caller", "1": "agent"}[$leg | tostring] as $side
          | (outside($c.legs[$leg].first_us / 1000; $c.legs[$leg].last_us / 1000; $ws) / 20 | floor) as $want
          | ([$r.legs[] | select(.side == $side) | .packets] | first // 0) as $got
          | if $got + 2 < $want then "has \($got) of at least \($want) packets of the \($side)" else empty end)
     end
   | "not ok call \($c.number) \(.)"] as $bad
| [$calls[] | .rows[] | .started_ms as $t0 | .gaps[] | select(.reason == "restart" and .to_ms > .from_ms) | [$t0 + .from_ms, $t0 + .to_ms] as [$from, $to]
   | [$kills[] | select(.killed >= $from - slot and .killed <= $to)] | select(length > 0)
   | {cost: (.[0].killed - $from), away: ($to - .[-1].started)}] as $gaps
| $bad[],
  "ok \($kills | length) kills of each, \($calls | length) calls (\([$calls[] | select(.rows | length == 0)] | length) began while nobody listened), \($gaps | length) gaps, all named; a kill cost at most \([$gaps[].cost] | max) ms a call, recording again after at most \([$gaps[].away] | max) ms; the sender was at most \(late) ms late"
