// SPDX-License-Identifier: Apache-2.0
// A new plan, with what it buys beside it before it is saved.
import { useSignal } from '@preact/signals';
import { centre } from '../../api';
import { evaluations } from '../../api/evaluation';
import { samples, type Period, type PlanFields } from '../../api/samples';
import type { Person } from '../../api/types';
import { useLoad } from '../../state/load';
import { go } from '../../state/route';
import { personCan, personHolds } from '../../state/me';
import { attempt } from '../../state/say';
import { language } from '../../words';
import { Choice, Failed, fields, Labelled, Section } from '../bits';
import { Buys } from './buys';
import { SpreadFields, spreadOf, USUAL, type Spread } from './spread';
import { w } from './words';

const MINUTE = 60_000;
const PAUSE_MS = 300;

function Whose({ people, onChange }: { people: Person[]; onChange: (value: string) => void }) {
  const teams = useLoad(centre.teams, []);
  return (
    <Labelled label={w.value.whose}>
      <select name="whose" onChange={event => onChange(event.currentTarget.value)}>
        <option value="">{w.value.site}</option>
        <optgroup label={w.value.teams}>
          {teams.data?.map(team => (
            <option key={team.id} value={`team ${team.id}`}>
              {team.name}
            </option>
          ))}
        </optgroup>
        <optgroup label={w.value.agents}>
          {people
            .filter(one => personHolds(one, 'OWN'))
            .map(one => (
              <option key={one.id} value={`agent ${one.id}`}>
                {one.name}
              </option>
            ))}
        </optgroup>
      </select>
    </Labelled>
  );
}

function Who({ people, lacking }: { people: Person[]; lacking: boolean }) {
  return (
    <fieldset class="people-pick" aria-describedby="who-hint">
      <legend>{w.value.who}</legend>
      {people
        .filter(one => personCan(one, 'RATE'))
        .map(one => (
          <label key={one.id} class="tick">
            <input type="checkbox" name="who" value={one.id} />
            {one.name}
            <span class="quiet small">{one.languages}</span>
          </label>
        ))}
      <p class="hint" id="who-hint">
        {w.value.whoHint}
      </p>
      {lacking && (
        <p class="complaint" role="alert">
          {w.value.whoNone}
        </p>
      )}
    </fieldset>
  );
}

type Draft = {
  whose: string;
  period: Period;
  each: boolean;
  take: number;
  min: number;
  form: string;
  spread: Spread;
};

const asked = (d: Draft): Omit<PlanFields, 'title' | 'evaluators'> => {
  const [kind, id] = d.whose.split(' ');
  return {
    team: kind === 'team' ? (id ?? null) : null,
    agent: kind === 'agent' ? (id ?? null) : null,
    rubric_key: d.form,
    period: d.period,
    per_agent: d.each,
    take: d.take,
    min_ms: d.min * MINUTE,
    ...spreadOf(d.spread),
  };
};

function Numbers({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const within = (event: { currentTarget: HTMLInputElement }, most: number) =>
    Math.min(most, Math.max(0, Number(event.currentTarget.value) || 0));
  return (
    <div class="fields">
      <Labelled label={w.value.take}>
        <input
          type="number"
          required
          min={1}
          max={1000}
          value={draft.take}
          onInput={event => set({ take: Math.max(1, within(event, 1000)) })}
        />
      </Labelled>
      <Labelled label={w.value.min}>
        <input
          type="number"
          required
          min={0}
          max={120}
          value={draft.min}
          onInput={event => set({ min: within(event, 120) })}
        />
      </Labelled>
    </div>
  );
}

/** The next preview waits until the figures have stood still. */
function usePreview(draft: Draft) {
  const turn = useSignal<ReturnType<typeof setTimeout> | undefined>(undefined);
  return useLoad(
    () =>
      new Promise<Awaited<ReturnType<typeof samples.buys>>>((resolve, reject) => {
        clearTimeout(turn.peek());
        turn.value = setTimeout(() => samples.buys(asked(draft)).then(resolve, reject), PAUSE_MS);
      }),
    [draft.whose, draft.period, draft.each, draft.take, draft.min, draft.form, draft.spread.max],
  );
}

export function PlanForm() {
  const people = useLoad(centre.people, []);
  const forms = useLoad(evaluations.forms, [], ['rubric']);
  const draft = useSignal<Draft>({
    whose: '',
    period: 'week',
    each: true,
    take: 2,
    min: 1,
    form: 'core',
    spread: USUAL,
  });
  const lacking = useSignal(false);
  const set = (change: Partial<Draft>) => {
    draft.value = { ...draft.value, ...change };
  };
  const buys = usePreview(draft.value);
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const evaluators = new FormData(form).getAll('who').map(String);
    lacking.value = evaluators.length === 0;
    if (lacking.value) return form.querySelector<HTMLElement>('[name=who]')?.focus();
    if (!spreadOf(draft.value.spread))
      return form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    return void attempt(async () => {
      const made = await samples.make({
        ...asked(draft.value),
        title: fields(form).title ?? '',
        evaluators,
      });
      go(`/samples/${made.id}`);
    });
  };
  const d = draft.value;
  return (
    <div class="sampling">
      <form class="form" onSubmit={send}>
        <Labelled label={w.value.name}>
          <input name="title" required maxLength={120} autofocus />
        </Labelled>
        <div class="fields">
          <Whose people={people.data ?? []} onChange={whose => set({ whose })} />
          <Labelled label={w.value.form}>
            <select value={d.form} onChange={event => set({ form: event.currentTarget.value })}>
              {forms.data?.map(one => (
                <option key={one.id} value={one.key}>
                  {language.value === 'sv' ? one.title_sv : one.title_en}
                </option>
              ))}
            </select>
          </Labelled>
        </div>
        <div class="btns">
          <Choice
            legend={w.value.period}
            name="period"
            value={d.period}
            onChange={period => set({ period })}
            options={(['week', 'month'] as const).map(value => ({
              value,
              label: w.value.periods[value],
            }))}
          />
          <Choice
            legend={w.value.unit}
            name="unit"
            value={d.each ? 'each' : 'all'}
            onChange={unit => set({ each: unit === 'each' })}
            options={(['each', 'all'] as const).map(value => ({
              value,
              label: w.value.units[value],
            }))}
          />
        </div>
        <Numbers draft={d} set={set} />
        <SpreadFields of={d.spread} set={change => set({ spread: { ...d.spread, ...change } })} />
        <Who people={people.data ?? []} lacking={lacking.value} />
        <p>
          <button class="btn main">{w.value.save}</button>
        </p>
      </form>
      <div class="aside">
        <Section title={w.value.buys}>
          {buys.data ? (
            <Buys of={buys.data} each={d.each} month={d.period === 'month'} />
          ) : buys.failure ? (
            <Failed cause={buys.failure} again={() => void buys.again()} />
          ) : (
            <p class="empty">{w.value.buysWait}</p>
          )}
        </Section>
      </div>
    </div>
  );
}
