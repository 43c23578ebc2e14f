// SPDX-License-Identifier: Apache-2.0
// How it sounds: speed, silence, where each voice is heard and how loud. Remembered for the person.
import { RATES } from '../../player/deck';
import type { Pan, Solo } from '../../player/graph';
import { prefer, prefs } from '../../state/prefs';
import type { Player } from '../../state/player';
import { words } from '../../words';
import { number } from '../../words/format';
import { Choice, Toggle } from '../bits';

export function Speed({ player }: { player: Player }) {
  const w = words.value.player;
  const effective = player.effective.value;
  return (
    <div class="speed">
      <label class="sr" for="rate">
        {w.rate}
      </label>
      <select
        id="rate"
        value={String(prefs.value.rate)}
        onChange={event => prefer({ rate: Number(event.currentTarget.value) })}
      >
        {RATES.map(rate => (
          <option key={rate} value={String(rate)}>
            {number(rate, 2)}×
          </option>
        ))}
      </select>
      <Toggle on={prefs.value.skip} onChange={skip => prefer({ skip })}>
        {w.skip}
      </Toggle>
      <span class="effective small quiet">
        {effective ? w.effective(number(effective, 1)) : ''}
      </span>
    </div>
  );
}

export function SoloChoice({ player, agent }: { player: Player; agent: string }) {
  const w = words.value;
  if (player.mono) return <p class="small quiet">{w.call.mono}</p>;
  return (
    <Choice<Solo>
      legend={w.player.hear}
      name="solo"
      value={player.solo.value}
      onChange={solo => {
        player.solo.value = solo;
      }}
      options={[
        { value: 'both', label: w.player.both },
        { value: 'agent', label: agent, class: 'agent' },
        { value: 'caller', label: w.caller, class: 'caller' },
      ]}
    />
  );
}

function Level({
  who,
  value,
  onChange,
}: {
  who: string;
  value: number;
  onChange: (v: number) => void;
}) {
  return (
    <label>
      <span>{words.value.player.level(who)}</span>
      <input
        type="range"
        min={0}
        max={2}
        step={0.1}
        value={value}
        onInput={event => onChange(Number(event.currentTarget.value))}
      />
      <span class="num">{number(value * 100)} %</span>
    </label>
  );
}

export function SoundBox({ player, agent }: { player: Player; agent: string }) {
  const w = words.value.player;
  if (player.mono) return null;
  return (
    <details class="soundbox">
      <summary class="btn">{w.settings}</summary>
      <div>
        <Choice<Pan>
          legend={w.pan}
          name="pan"
          value={prefs.value.pan}
          onChange={pan => prefer({ pan })}
          options={(['soft', 'mono', 'wide'] as const).map(value => ({
            value,
            label: w.pans[value],
          }))}
        />
        <div class="levels">
          <Level
            who={agent}
            value={prefs.value.agent}
            onChange={level => prefer({ agent: level })}
          />
          <Level
            who={words.value.caller}
            value={prefs.value.caller}
            onChange={level => prefer({ caller: level })}
          />
        </div>
      </div>
    </details>
  );
}
