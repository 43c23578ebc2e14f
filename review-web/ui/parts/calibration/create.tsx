// SPDX-License-Identifier: Apache-2.0
// A new calibration: what it is called, the form, how, by when, which calls, and who rates.
import { useSignal } from '@preact/signals';
import { centre } from '../../api';
import { calibrations, type Method } from '../../api/calibration';
import { evaluations } from '../../api/evaluation';
import type { Id, Person } from '../../api/types';
import { useLoad } from '../../state/load';
import { me, personCan } from '../../state/me';
import { go } from '../../state/route';
import { attempt, sayWrong } from '../../state/say';
import { language } from '../../words';
import { Choice, Labelled, Select, fields } from '../bits';
import { ChooseCalls, type Chosen } from './choosecalls';
import { dayText, instant } from '../../words/zone';
import { w } from './words';
import { now as siteNow } from '../../words/clock';

const METHODS: Method[] = ['blind', 'reference', 'group'];
const WEEK_MS = 7 * 86_400_000;

const rates = (one: Person) => personCan(one, 'RATE');

function Raters({
  people,
  group,
  chosen,
  set,
}: {
  people: Person[];
  group: boolean;
  chosen: Id[];
  set: (ids: Id[]) => void;
}) {
  return (
    <fieldset>
      <legend class="small quiet">{group ? w.value.present : w.value.raters}</legend>
      <div class="raters">
        {people.map(one => (
          <label class="tick" key={one.id}>
            <input
              type="checkbox"
              checked={chosen.includes(one.id)}
              onChange={event =>
                set(
                  event.currentTarget.checked
                    ? [...chosen, one.id]
                    : chosen.filter(id => id !== one.id),
                )
              }
            />
            <span>{one.name}</span>
          </label>
        ))}
      </div>
      <p class="small quiet">{w.value.ratersHint}</p>
    </fieldset>
  );
}

export function Create() {
  const people = useLoad(centre.people, []);
  const forms = useLoad(evaluations.forms, [], ['rubric']);
  const method = useSignal<Method>('blind');
  const form = useSignal('');
  const calls = useSignal<Chosen[]>([]);
  const raters = useSignal<Id[]>([]);
  const expert = useSignal<Id>('');
  const group = method.value === 'group';
  const usual = forms.data?.find(one => one.key === 'core') ?? forms.data?.[0];
  const version = form.value || (usual?.id ?? '');
  const able = (people.data ?? []).filter(one => rates(one) && !(group && one.id === me.value?.id));
  const names = new Map(able.map(one => [one.id, one.name]));
  const chosen = raters.value.filter(id => names.has(id));
  const send = (event: Event) => {
    event.preventDefault();
    const { title = '', due = '' } = fields(event.currentTarget as HTMLFormElement);
    if (calls.value.length === 0 || chosen.length < (group ? 1 : 2)) {
      sayWrong(group ? w.value.lacksGroup : w.value.lacks);
      return;
    }
    void attempt(async () => {
      const made = await calibrations.add({
        title,
        rubric_version: version,
        method: method.value,
        due_ms: instant(`${due}T23:59`),
        interactions: calls.value.map(one => one.id),
        raters: chosen,
        ...(method.value === 'reference' ? { expert: expert.value || chosen[0]! } : {}),
      });
      go(`/calibrations/${made.id}`);
    }, w.value.opened);
  };
  return (
    <details class="after">
      <summary>{w.value.create}</summary>
      <form class="form wide after" onSubmit={send}>
        <Labelled label={w.value.name} hint={w.value.nameHint}>
          <input name="title" required maxLength={120} />
        </Labelled>
        <div class="fields">
          <Select
            label={w.value.form}
            value={version}
            onChange={id => {
              form.value = id;
            }}
            options={(forms.data ?? []).map(one => [
              one.id,
              language.value === 'sv' ? one.title_sv : one.title_en,
            ])}
          />
          <Labelled label={w.value.due}>
            <input type="date" name="due" required defaultValue={dayText(siteNow() + WEEK_MS)} />
          </Labelled>
        </div>
        <div>
          <Choice<Method>
            legend={w.value.method}
            name="method"
            value={method.value}
            onChange={value => {
              method.value = value;
            }}
            options={METHODS.map(value => ({ value, label: w.value.methods[value] }))}
          />
          <p class="small quiet after-s">{w.value.methodHelp[method.value]}</p>
        </div>
        <ChooseCalls chosen={calls} />
        <Raters
          people={able}
          group={group}
          chosen={chosen}
          set={ids => {
            raters.value = ids;
          }}
        />
        {method.value === 'reference' && chosen.length > 0 && (
          <Select
            label={w.value.expert}
            value={expert.value || chosen[0]!}
            onChange={id => {
              expert.value = id;
            }}
            options={chosen.map(id => [id, names.get(id) ?? ''])}
          />
        )}
        <p>
          <button class="btn main">{w.value.open}</button>
        </p>
      </form>
    </details>
  );
}
