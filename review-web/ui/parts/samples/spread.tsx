// SPDX-License-Identifier: Apache-2.0
// How a plan's sample is spread: lengths and parts of the day, each told by where one ends and the
// next begins. Folded: what is filled in from the start suits most.
import { number } from '../../words/format';
import { Labelled } from '../bits';
import { w } from './words';

const MINUTE = 60_000;
const DAY_MIN = 1440;
const MOST = 8; // boundaries, as the service takes them

export type Spread = { max: string; lengths: string; parts: string };
export const USUAL: Spread = { max: '', lengths: '3, 8', parts: '10.00, 14.00' };

const pieces = (text: string) => text.split(/[,;\s]+/).filter(Boolean);
const grows = (list: number[]) => list.every((one, at) => one > (list[at - 1] ?? 0));
const fits = (list: number[], most: number) =>
  list.length <= MOST && grows(list) && list.every(one => one < most);

/** "3, 8" minutes into milliseconds, or null when it is no growing row of numbers. */
function lengths(text: string): number[] | null {
  const list = pieces(text).map(one => Number(one) * MINUTE);
  return fits(list, DAY_MIN * MINUTE) ? list.map(Math.round) : null;
}

/** "10.00, 14.00" into minutes of the day, or null when one of them is no time. */
function parts(text: string): number[] | null {
  const list = pieces(text).map(one => {
    const [, hour, minute = '0'] = /^(\d{1,2})(?:[.:](\d\d))?$/.exec(one) ?? [];
    return hour === undefined || Number(minute) > 59 ? NaN : Number(hour) * 60 + Number(minute);
  });
  return fits(list, DAY_MIN) ? list : null;
}

const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`;

/** What the service is asked for, or null while something cannot be read. */
export function spreadOf(s: Spread) {
  const [long, day, max] = [lengths(s.lengths), parts(s.parts), s.max.trim()];
  const most = max ? Number(max) * MINUTE : undefined;
  if (!long || !day || (most !== undefined && !(most > 0))) return null;
  return { lengths_ms: long, parts_min: day, ...(most && { max_ms: Math.round(most) }) };
}

/** "3 och 8 min, kl. 10.00 och 14.00" of a plan that is. */
export const spreadText = (lengths_ms: number[], parts_min: number[]) =>
  w.value.spreads(
    lengths_ms.map(ms => number(ms / MINUTE, ms % MINUTE ? 1 : 0)).join(', '),
    parts_min.map(clockTime).join(', '),
  );

function Field({
  label,
  hint,
  bad,
  value,
  set,
}: {
  label: string;
  hint: string;
  bad: string | null;
  value: string;
  set: (value: string) => void;
}) {
  return (
    <Labelled label={label} hint={bad ?? hint}>
      <input
        inputMode="decimal"
        maxLength={60}
        value={value}
        aria-invalid={bad !== null}
        onInput={event => set(event.currentTarget.value)}
      />
    </Labelled>
  );
}

export function SpreadFields({ of, set }: { of: Spread; set: (change: Partial<Spread>) => void }) {
  const v = w.value;
  return (
    <details>
      <summary>{v.spreading}</summary>
      <div class="form">
        <p class="hint">{v.spreadHelp}</p>
        <Field
          label={v.max}
          hint={v.maxHint}
          bad={of.max.trim() && !(Number(of.max) > 0) ? v.maxBad : null}
          value={of.max}
          set={max => set({ max })}
        />
        <Field
          label={v.lengthEnds}
          hint={v.lengthEndsHint}
          bad={lengths(of.lengths) ? null : v.lengthEndsBad}
          value={of.lengths}
          set={text => set({ lengths: text })}
        />
        <Field
          label={v.partEnds}
          hint={v.partEndsHint}
          bad={parts(of.parts) ? null : v.partEndsBad}
          value={of.parts}
          set={text => set({ parts: text })}
        />
      </div>
    </details>
  );
}
