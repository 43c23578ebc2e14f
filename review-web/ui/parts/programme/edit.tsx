// SPDX-License-Identifier: Apache-2.0
// One item of a programme under its maker's hands: its words, its span, where the sound stops and what
// is asked there, the key, the comment that comes after.
import { useSignal, type Signal } from '@preact/signals';
import { programmes, type ItemFields } from '../../api/programmes';
import type { ProgrammeForm, ProgrammeItem } from '../../api/types';
import { useLoad } from '../../state/load';
import { attempt, sayWrong } from '../../state/say';
import { language, words } from '../../words';
import { area } from '../../words/area';
import { clock, parseClock } from '../../words/format';
import { enProgrammes, svProgrammes } from '../../words/programmes';
import { fields, Labelled, Select, Show } from '../bits';
import { say } from '../evaluate/matrix';
import { answersTo, questionsOf } from './form';

const w = area(svProgrammes, enProgrammes);

export const hasSound = (item: ProgrammeItem) => ['clip', 'call', 'form'].includes(item.kind);
type Draft = { at: string; question: string };
type Key = Record<string, string>;

function Stops({ stops }: { stops: Signal<Draft[]> }) {
  const put = (i: number, fields: Partial<Draft>) => {
    stops.value = stops.value.map((one, k) => (k === i ? { ...one, ...fields } : one));
  };
  return (
    <fieldset>
      <legend>{w.value.stops}</legend>
      {stops.value.map((one, i) => (
        <div class="spanfields" key={i}>
          <Labelled label={w.value.stopAt}>
            <input
              maxLength={12}
              value={one.at}
              onInput={event => put(i, { at: event.currentTarget.value })}
            />
          </Labelled>
          <div class="grow">
            <Labelled label={w.value.stopAsk}>
              <input
                value={one.question}
                maxLength={1000}
                onInput={event => put(i, { question: event.currentTarget.value })}
              />
            </Labelled>
          </div>
          <button
            type="button"
            class="btn plain"
            aria-label={w.value.stopDrop(i + 1)}
            onClick={() => {
              stops.value = stops.value.filter((_, k) => k !== i);
            }}
          >
            {words.value.common.remove}
          </button>
        </div>
      ))}
      <p>
        <button
          type="button"
          class="btn"
          onClick={() => {
            stops.value = [...stops.value, { at: '', question: '' }];
          }}
        >
          {w.value.stopAdd}
        </button>
      </p>
    </fieldset>
  );
}

const formTitle = (form: ProgrammeForm) =>
  language.value === 'sv' ? form.title_sv : form.title_en;

function KeyFields({ form, key_ }: { form: Signal<string>; key_: Signal<Key> }) {
  const found = useLoad(programmes.forms, []);
  return (
    <fieldset>
      <legend>{w.value.keyTitle}</legend>
      <Show of={found}>
        {forms => {
          const chosen = forms.find(one => one.id === form.value);
          return (
            <>
              <Select
                label={w.value.form}
                value={form.value}
                any={w.value.noForm}
                options={forms.map(one => [one.id, formTitle(one)])}
                onChange={id => {
                  form.value = id;
                  key_.value = {};
                }}
              />
              {chosen && <p class="quiet small">{w.value.keyHelp}</p>}
              {chosen &&
                questionsOf(chosen.document).map(of => (
                  <Select
                    key={of.id}
                    label={say(of.title)}
                    value={key_.value[of.id] ?? ''}
                    any={w.value.notAsked}
                    options={answersTo(chosen.document, of)}
                    onChange={value => {
                      const { [of.id]: _, ...rest } = key_.value;
                      key_.value = value ? { ...rest, [of.id]: value } : rest;
                    }}
                  />
                ))}
            </>
          );
        }}
      </Show>
    </fieldset>
  );
}

/** Times as they were typed; null where one of them is none. */
function timesOf(item: ProgrammeItem, given: Record<string, string>, stops: Draft[]) {
  const length = item.interaction?.duration_ms ?? 0;
  const from_ms = hasSound(item) ? parseClock(given.from ?? '') : 0;
  const to = hasSound(item) ? parseClock(given.to ?? '') : 0;
  const asked = stops.filter(one => one.at || one.question);
  const at = asked.map(one => ({ at_ms: parseClock(one.at), question: one.question.trim() }));
  const inside = (ms: number | null) => ms !== null && ms > from_ms! && ms < to!;
  if (from_ms === null || to === null || (hasSound(item) && to <= from_ms)) return null;
  if (at.some(one => !inside(one.at_ms) || !one.question)) return null;
  return {
    from_ms,
    to_ms: length && to >= length ? 0 : to,
    stops: at as ItemFields['stops'],
  };
}

type Props = { item: ProgrammeItem; onDone: () => void; changed: () => Promise<void> };

export function EditItem({ item, onDone, changed }: Props) {
  const stops = useSignal<Draft[]>(
    item.stops.map(one => ({ at: clock(one.at_ms), question: one.question })),
  );
  const form = useSignal(item.form ?? '');
  const key = useSignal<Key>(item.key ?? {});
  const due = useSignal(item.due_day ? String(item.due_day) : '');
  const sound = hasSound(item) && item.interaction !== null;
  const length = item.interaction?.duration_ms ?? 0;
  const save = (event: Event) => {
    event.preventDefault();
    const given = fields(event.currentTarget as HTMLFormElement);
    const times = sound
      ? timesOf(item, given, stops.value)
      : { from_ms: item.from_ms, to_ms: item.to_ms, stops: item.stops };
    if (!times) return sayWrong(w.value.badTime);
    const keyed = form.value !== '' && Object.keys(key.value).length > 0;
    if (item.kind === 'form' && !keyed) return sayWrong(w.value.noKey);
    void attempt(async () => {
      await programmes.changeItem(item.id, {
        title: given.title ?? '',
        why: given.why ?? '',
        body: given.body ?? item.body,
        annotation: given.annotation ?? '',
        due_day: due.value ? Number(due.value) : null,
        form: keyed ? form.value : null,
        key: keyed ? key.value : null,
        from_ms: times.from_ms,
        to_ms: times.to_ms,
        stops: times.stops.map(({ at_ms, question }) => ({ at_ms, question })),
      });
      onDone();
      await changed();
    }, w.value.changed);
  };
  return (
    <form class="form wide" onSubmit={save}>
      <Labelled label={w.value.addTitle}>
        <input name="title" required defaultValue={item.title} maxLength={120} />
      </Labelled>
      <Labelled label={w.value.whyItem}>
        <textarea class="field" name="why" rows={2} defaultValue={item.why} maxLength={1000} />
      </Labelled>
      {(item.kind === 'text' || item.kind === 'link' || item.kind === 'talk') && (
        <Labelled label={w.value.body[item.kind]}>
          <textarea class="field" name="body" rows={4} defaultValue={item.body} maxLength={8000} />
        </Labelled>
      )}
      {sound && (
        <div class="spanfields">
          <Labelled label={w.value.from}>
            <input name="from" maxLength={12} defaultValue={clock(item.from_ms)} />
          </Labelled>
          <Labelled label={w.value.to}>
            <input
              name="to"
              maxLength={12}
              defaultValue={clock(Math.ceil((item.to_ms || length) / 1000) * 1000)}
            />
          </Labelled>
        </div>
      )}
      {sound && <Stops stops={stops} />}
      {item.kind === 'form' && <KeyFields form={form} key_={key} />}
      <Labelled label={w.value.annotation}>
        <textarea
          class="field"
          name="annotation"
          rows={3}
          defaultValue={item.annotation}
          maxLength={8000}
        />
      </Labelled>
      <Select
        label={w.value.dueLabel}
        value={due.value}
        any={w.value.noDay}
        options={w.value.days.map((name, i) => [String(i + 1), name])}
        onChange={value => {
          due.value = value;
        }}
      />
      <div class="btns">
        <button class="btn main">{words.value.common.save}</button>
        <button type="button" data-no class="btn plain" onClick={onDone}>
          {words.value.common.cancel}
        </button>
      </div>
    </form>
  );
}
