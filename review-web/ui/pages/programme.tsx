// SPDX-License-Identifier: Apache-2.0
// One programme, for whoever makes it: its weeks, who takes it, and what they sent.
import { useSignal } from '@preact/signals';
import { lists } from '../api';
import { programmes, type NewItem } from '../api/programmes';
import type { ItemKind, List, Programme } from '../api/types';
import { fields, Hint, Labelled, Section, Select, Show, Title } from '../parts/bits';
import { callName } from '../parts/callrow';
import { People, Sent } from '../parts/programme/people';
import { Weeks } from '../parts/programme/weeks';
import { Sure } from '../parts/sure';
import { useLoad } from '../state/load';
import { me } from '../state/me';
import { go } from '../state/route';
import { attempt, say } from '../state/say';
import { words } from '../words';
import { area } from '../words/area';
import { enProgrammes, svProgrammes } from '../words/programmes';

const w = area(svProgrammes, enProgrammes);
type Props = { of: Programme; changed: () => Promise<void> };

function Settings({ of, changed }: Props) {
  const save = (event: Event) => {
    event.preventDefault();
    const given = fields(event.currentTarget as HTMLFormElement);
    const weeks = of.weeks.map(one => ({ title: given[`week${one.week}`] ?? '' }));
    void attempt(async () => {
      await programmes.change(of.id, given.title ?? '', given.why ?? '', weeks);
      await changed();
    }, w.value.changed);
  };
  const reweek = (weeks: { title: string }[]) =>
    attempt(async () => {
      await programmes.change(of.id, of.title, of.why, weeks);
      await changed();
    });
  const named = of.weeks.map(({ title }) => ({ title }));
  const lastIsEmpty = !of.items.some(item => item.week === of.weeks.length);
  return (
    <details class="section">
      <summary>{w.value.edit}</summary>
      <form class="form after" onSubmit={save}>
        <Labelled label={w.value.titleLabel}>
          <input name="title" required defaultValue={of.title} maxLength={120} />
        </Labelled>
        <Labelled label={w.value.whyLabel}>
          <textarea class="field" name="why" rows={2} defaultValue={of.why} maxLength={1000} />
        </Labelled>
        {of.weeks.map(one => (
          <Labelled key={one.week} label={w.value.weekName(one.week)}>
            <input name={`week${one.week}`} defaultValue={one.title} maxLength={120} />
          </Labelled>
        ))}
        <div class="btns">
          <button class="btn">{words.value.common.save}</button>
          <button
            type="button"
            class="btn plain"
            onClick={() => void reweek([...named, { title: '' }])}
          >
            {w.value.weekAdd}
          </button>
          <button
            type="button"
            class="btn plain"
            disabled={of.weeks.length < 2 || !lastIsEmpty}
            onClick={() => void reweek(named.slice(0, -1))}
          >
            {w.value.weekDrop}
          </button>
          <Sure
            press={w.value.removeProgramme}
            asks={w.value.confirmRemove}
            act={w.value.removeProgramme}
            look="btn plain grave"
            then={() =>
              attempt(async () => {
                await programmes.remove(of.id);
                go('/programmes');
              })
            }
          />
        </div>
      </form>
    </details>
  );
}

function WeekSelect({ of, week }: { of: Programme; week: { value: string } }) {
  return (
    <Select
      label={w.value.addWeek}
      value={week.value}
      options={of.weeks.map(one => [String(one.week), w.value.week(one.week, one.title)])}
      onChange={value => {
        week.value = value;
      }}
    />
  );
}

const WORDS: ('text' | 'link' | 'talk')[] = ['text', 'link', 'talk'];

function AddWords({ of, changed }: Props) {
  const kind = useSignal<'text' | 'link' | 'talk'>('text');
  const week = useSignal('1');
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { title = '', body = '' } = fields(form);
    void attempt(async () => {
      const item: NewItem = { week: Number(week.value), kind: kind.value, title, body };
      await programmes.add(of.id, [item]);
      form.reset();
      await changed();
    }, w.value.added(1));
  };
  return (
    <details class="section">
      <summary>{w.value.addOne}</summary>
      <form class="form after" onSubmit={send}>
        <Select
          label={w.value.addKind}
          value={kind.value}
          options={WORDS.map(one => [one, w.value.kind[one]])}
          onChange={value => {
            kind.value = value as typeof kind.value;
          }}
        />
        <WeekSelect of={of} week={week} />
        <Labelled label={w.value.addTitle}>
          <input name="title" required maxLength={120} />
        </Labelled>
        <Labelled label={w.value.body[kind.value]}>
          <textarea class="field" name="body" rows={3} required maxLength={8000} />
        </Labelled>
        <p>
          <button class="btn">{w.value.add}</button>
        </p>
      </form>
    </details>
  );
}

/** Every call and clip of a list, in its order, with its span and its reason. */
function itemsOf(list: List, week: number, scored: boolean): NewItem[] {
  return list.items.map(item => {
    const whole = item.from_ms === 0 && !item.to_ms;
    const kind: ItemKind = scored ? 'form' : whole ? 'call' : 'clip';
    return {
      week,
      kind,
      title: callName(item.interaction).slice(0, 120),
      why: item.why,
      interaction: item.interaction.id,
      from_ms: item.from_ms,
      to_ms: item.to_ms,
    };
  });
}

function AddList({ of, changed }: Props) {
  const found = useLoad(lists.all, [], ['list']);
  const list = useSignal(''),
    week = useSignal('1'),
    scored = useSignal('');
  const add = () =>
    attempt(async () => {
      const items = itemsOf(await lists.get(list.value), Number(week.value), scored.value !== '');
      await programmes.add(of.id, items);
      await changed();
      say(w.value.added(items.length));
    });
  return (
    <details class="section">
      <summary>{w.value.addList}</summary>
      <Show of={found}>
        {rows => {
          const own = rows.filter(one => one.owner.id === me.value?.id && one.items > 0);
          if (own.length === 0)
            return (
              <Hint>
                {w.value.noLists} <a href="/lists">{words.value.lists.title}</a>
              </Hint>
            );
          return (
            <div class="fields after">
              <Select
                label={w.value.fromList}
                value={list.value}
                any="…"
                options={own.map(one => [one.id, one.title])}
                onChange={value => {
                  list.value = value;
                }}
              />
              <WeekSelect of={of} week={week} />
              <Select
                label={w.value.as}
                value={scored.value}
                options={[
                  ['', w.value.asClip],
                  ['form', w.value.asForm],
                ]}
                onChange={value => {
                  scored.value = value;
                }}
              />
              <p>
                <button type="button" class="btn" disabled={!list.value} onClick={() => void add()}>
                  {w.value.add}
                </button>
              </p>
            </div>
          );
        }}
      </Show>
    </details>
  );
}

export function ProgrammePage({ id }: { id: string }) {
  const found = useLoad(() => programmes.get(id), [id], ['programme', 'consent']);
  return (
    <Show of={found} whole>
      {of => (
        <>
          <p class="small">
            <a class="hit" href="/programmes">
              {w.value.title}
            </a>
          </p>
          <Title of={of.title}>{of.title}</Title>
          {of.why && <p class="read">{of.why}</p>}
          <div class="split">
            <div>
              <Weeks of={of} changed={found.again} />
              <Section title={w.value.add}>
                <AddList of={of} changed={found.again} />
                <AddWords of={of} changed={found.again} />
              </Section>
            </div>
            <div>
              <People of={of} changed={found.again} />
              <Sent of={of} />
              <Settings of={of} changed={found.again} />
            </div>
          </div>
        </>
      )}
    </Show>
  );
}
