// SPDX-License-Identifier: Apache-2.0
// What a person chooses once, and has wherever she sits: language, appearance, how she listens, keys.
import { RATES } from '../player/deck';
import type { Pan } from '../player/graph';
import { speak } from '../state/me';
import { prefer, prefs, type Prefs } from '../state/prefs';
import { attempt } from '../state/say';
import { language, words } from '../words';
import { area } from '../words/area';
import { number } from '../words/format';
import { enHelp, svHelp } from '../words/help';
import { enOwn, svOwn } from '../words/own';
import { Choice, Labelled, Section, Select } from './bits';

const BACKOFFS_MS = [0, 1000, 2000, 3000, 4000, 6000];
const w = area(svOwn, enOwn);
const h = area(svHelp, enHelp);

function Listening() {
  const { player } = words.value;
  const { help } = h.value;
  return (
    <>
      <Select
        label={player.rate}
        value={String(prefs.value.rate)}
        onChange={rate => prefer({ rate: Number(rate) })}
        options={RATES.map(rate => [String(rate), `${number(rate, 2)}×`])}
      />
      <label class="tick">
        <input
          type="checkbox"
          checked={prefs.value.skip}
          onChange={event => prefer({ skip: event.currentTarget.checked })}
        />
        {player.skip}
      </label>
      <div class="labelled">
        <span>{player.pan}</span>
        <Choice<Pan>
          legend={player.pan}
          name="pan"
          value={prefs.value.pan}
          onChange={pan => prefer({ pan })}
          options={(['soft', 'mono', 'wide'] as const).map(value => ({
            value,
            label: player.pans[value],
          }))}
        />
      </div>
      <Select
        label={help.backoff}
        value={String(prefs.value.backoff_ms)}
        onChange={ms => prefer({ backoff_ms: Number(ms) })}
        options={BACKOFFS_MS.map(ms => [String(ms), help.seconds(number(ms / 1000))])}
      />
    </>
  );
}

function Looks() {
  const { help } = h.value;
  return (
    <>
      <div class="labelled">
        <span>{help.language}</span>
        <Choice
          legend={help.language}
          name="language"
          value={language.value}
          onChange={choice => void attempt(() => speak(choice))}
          options={(['sv', 'en'] as const).map(value => ({ value, label: help.languages[value] }))}
        />
      </div>
      <div class="labelled">
        <span>{w.value.scheme}</span>
        <Choice<Prefs['scheme']>
          legend={w.value.scheme}
          name="scheme"
          value={prefs.value.scheme}
          onChange={scheme => prefer({ scheme })}
          options={(['system', 'light', 'dark'] as const).map(value => ({
            value,
            label: w.value.schemes[value],
          }))}
        />
      </div>
    </>
  );
}

function KeyChoices() {
  const { help } = h.value;
  return (
    <>
      <Labelled label={help.where}>
        <select
          id="keys-where"
          value={prefs.value.keys_where}
          onChange={event =>
            prefer({ keys_where: event.currentTarget.value as Prefs['keys_where'] })
          }
        >
          {(['all', 'player', 'off'] as const).map(one => (
            <option key={one} value={one}>
              {help.wheres[one]}
            </option>
          ))}
        </select>
      </Labelled>
      <p>
        <a class="hit" href="/help">
          {w.value.changeKeys}
        </a>
      </p>
    </>
  );
}

export function Choices() {
  return (
    <Section title={w.value.choices}>
      <p class="small quiet">{w.value.choicesHelp}</p>
      <div class="form after">
        <Looks />
      </div>
      <h3 class="after">{w.value.listening}</h3>
      <div class="form after">
        <Listening />
      </div>
      <h3 class="after">{w.value.keys}</h3>
      <div class="form after">
        <KeyChoices />
      </div>
    </Section>
  );
}
