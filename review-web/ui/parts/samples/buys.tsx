// SPDX-License-Identifier: Apache-2.0
// What a plan buys, in the words of somebody who must decide: how sure, and how many hours.
import type { Bought, Precision } from '../../api/samples';
import { number } from '../../words/format';
import { hours, points, w } from './words';

const SEEN_DAYS = 28;

function Margin({ of, says }: { of: Bought; says: string }) {
  const whole = of.calls > 0 && of.drawn >= of.calls;
  return (
    <p>
      <span class="big">
        {whole ? w.value.every : w.value.margin(points(of.margin_points ?? 0))}
      </span>{' '}
      {!whole && says}
    </p>
  );
}

export function Buys({ of, each, month }: { of: Precision; each: boolean; month: boolean }) {
  const unit = each ? of.group : of.all;
  return (
    <div class="buys" aria-live="polite">
      {each && <Margin of={of.group} says={w.value.marginEach} />}
      <Margin of={of.all} says={w.value.marginAll} />
      {unit.margin_share !== null && unit.margin_share > 0 && (
        <p>{w.value.share(points(unit.margin_share * 100), unit.drawn)}</p>
      )}
      <p>{w.value.costs(of.period_calls, hours(of.period_ms), month)}</p>
      <p class="quiet small">
        {w.value.from(SEEN_DAYS, of.calls_28d)}{' '}
        {w.value.spread(number(of.sd), of.sd_from === 'evaluations', of.evaluations)}
      </p>
    </div>
  );
}
