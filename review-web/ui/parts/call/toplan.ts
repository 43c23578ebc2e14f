// SPDX-License-Identifier: Apache-2.0
// This second of this call into what its agent and her coach work on: one key, no address to copy.
import { coaching } from '../../api/coaching';
import type { Call } from '../../api/types';
import { say, sayFailure, sayWrong } from '../../state/say';
import { area } from '../../words/area';
import { enCoaching } from '../../words/en-coaching';
import { clock } from '../../words/format';
import { svCoaching } from '../../words/sv-coaching';

const w = area(svCoaching, enCoaching);

export async function toPlan(call: Call, at_ms: number) {
  const agent = call.agent;
  if (!agent) return sayWrong(w.value.nobodys);
  try {
    const all = await coaching.all();
    const plan = all.find(
      one => one.can_change && one.ended_ms === null && one.agent.id === agent.id,
    );
    const first = agent.name.split(' ')[0] ?? agent.name;
    if (!plan) return sayWrong(w.value.noPlanWith(first));
    await coaching.attach(plan.id, call.id, at_ms, '');
    say(w.value.inPlan(clock(at_ms), first, plan.focus));
  } catch (cause) {
    sayFailure(cause);
  }
}
