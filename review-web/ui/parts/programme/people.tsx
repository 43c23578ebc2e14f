// SPDX-License-Identifier: Apache-2.0
// Who takes a programme: groups that begin together, each one's mentor, how much she has finished, and
// what she sent. Nothing else of hers.
import { useSignal } from '@preact/signals';
import { centre } from '../../api';
import { programmes } from '../../api/programmes';
import type { Person, Programme } from '../../api/types';
import { useLoad } from '../../state/load';
import { personHolds } from '../../state/me';
import { attempt } from '../../state/say';
import { area } from '../../words/area';
import { day, when } from '../../words/format';
import { enProgrammes, svProgrammes } from '../../words/programmes';
import { fields, Hint, Labelled, Nothing, Section, Select } from '../bits';
import { Sure } from '../sure';

const w = area(svProgrammes, enProgrammes);
type Props = { of: Programme; changed: () => Promise<void> };

/** Noon of the Monday of a day's week: days are counted from it, whatever the clocks do. */
function mondayOf(date: string): number {
  const noon = new Date(`${date}T12:00`);
  noon.setDate(noon.getDate() - ((noon.getDay() + 6) % 7));
  return noon.getTime();
}

function NewCohort({ of, changed }: Props) {
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { title = '', starts = '' } = fields(form);
    void attempt(async () => {
      await programmes.cohort(of.id, title, mondayOf(starts));
      form.reset();
      await changed();
    }, w.value.changed);
  };
  return (
    <details class="after" open={of.cohorts.length === 0}>
      <summary>{w.value.cohortAdd}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.value.cohortTitle}>
          <input name="title" required maxLength={120} />
        </Labelled>
        <Labelled label={w.value.cohortStarts}>
          <input name="starts" type="date" required />
        </Labelled>
        <p>
          <button class="btn">{w.value.cohortAdd}</button>
        </p>
      </form>
    </details>
  );
}

function Give({ of, changed, people }: Props & { people: Person[] }) {
  const person = useSignal(''),
    cohort = useSignal(''),
    mentor = useSignal('');
  const into = cohort.value || (of.cohorts.at(-1)?.id ?? '');
  const has = new Set(of.members.map(one => one.person.id));
  const here = people.filter(one => one.state !== 'left');
  const newFirst = here
    .filter(one => !has.has(one.id))
    .sort((a, b) => Number(personHolds(b, 'LEARNS')) - Number(personHolds(a, 'LEARNS')));
  const name = here.find(one => one.id === person.value)?.name ?? '';
  const give = () =>
    attempt(async () => {
      await programmes.member(of.id, into, person.value, mentor.value || null);
      person.value = '';
      await changed();
    }, w.value.given(name));
  return (
    <div class="fields after" id="give">
      <Select
        label={w.value.person}
        value={person.value}
        any="…"
        options={newFirst.map(one => [one.id, one.name])}
        onChange={id => {
          person.value = id;
        }}
      />
      <Select
        label={w.value.cohort}
        value={into}
        options={of.cohorts.map(one => [one.id, one.title])}
        onChange={id => {
          cohort.value = id;
        }}
      />
      <Select
        label={w.value.mentorLabel}
        value={mentor.value}
        any={w.value.noMentorYet}
        options={here.filter(one => one.id !== person.value).map(one => [one.id, one.name])}
        onChange={id => {
          mentor.value = id;
        }}
      />
      <p>
        <button type="button" class="btn" disabled={!person.value} onClick={() => void give()}>
          {w.value.give}
        </button>
      </p>
    </div>
  );
}

function Members({ of, changed, people }: Props & { people: Person[] }) {
  const here = people.filter(one => one.state !== 'left');
  const cohortOf = (id: string) => of.cohorts.find(one => one.id === id);
  const mentored = (person: string, cohort: string, mentor: string) =>
    attempt(async () => {
      await programmes.member(of.id, cohort, person, mentor || null);
      await changed();
    }, w.value.changed);
  return (
    <ul class="asks" id="members">
      {of.members.map(one => (
        <li key={one.id}>
          <p>
            <strong>{one.person.name}</strong>{' '}
            <span class="quiet">
              {cohortOf(one.cohort)?.title}. {w.value.done(one.done, of.items.length)}.
            </span>
          </p>
          <Select
            label={w.value.mentorLabel}
            value={one.mentor?.id ?? ''}
            any={w.value.noMentorYet}
            options={here.filter(other => other.id !== one.person.id).map(it => [it.id, it.name])}
            onChange={id => void mentored(one.person.id, one.cohort, id)}
          />
          <Sure
            press={
              <>
                {w.value.end}
                <span class="sr">: {one.person.name}</span>
              </>
            }
            asks={w.value.endSure}
            act={w.value.end}
            then={() =>
              attempt(async () => {
                await programmes.endMember(one.id);
                await changed();
              })
            }
          />
        </li>
      ))}
    </ul>
  );
}

export function People({ of, changed }: Props) {
  const people = useLoad(centre.people, []);
  return (
    <Section title={w.value.people}>
      <p class="quiet small">
        {w.value.theirs} <q>{w.value.clause.slice(1, -1)}</q>
      </p>
      {of.cohorts.map(one => (
        <p key={one.id} class="small">
          {w.value.cohortLine(one.title, day(one.starts_ms, true))}
        </p>
      ))}
      {of.members.length === 0 ? (
        <Nothing whole={w.value.nobody} />
      ) : (
        <Members of={of} changed={changed} people={people.data ?? []} />
      )}
      {of.cohorts.length === 0 ? (
        <Hint>{w.value.cohortFirst}</Hint>
      ) : (
        <Give of={of} changed={changed} people={people.data ?? []} />
      )}
      <NewCohort of={of} changed={changed} />
    </Section>
  );
}

export function Sent({ of }: { of: Programme }) {
  const titleOf = (id: string) => of.items.find(one => one.id === id)?.title ?? '';
  return (
    <Section title={w.value.sent} id="sent">
      {of.sent.length === 0 ? (
        <Nothing whole={w.value.sentNone} />
      ) : (
        <ul class="asks">
          {of.sent.map(one => (
            <li key={`${one.person.id} ${one.question} ${one.sent_ms}`}>
              <p>
                <strong>{one.person.name}</strong>{' '}
                <span class="quiet">
                  {titleOf(one.item)}. {when(one.sent_ms!)}
                </span>
              </p>
              <p class="quiet small">{one.question}</p>
              <p class="read">{one.body}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
