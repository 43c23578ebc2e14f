// SPDX-License-Identifier: Apache-2.0
// Who works here, what each may do, and the codes that let them in.
import { useSignal, type Signal } from '@preact/signals';
import { centre } from '../api';
import { ROLES, type Role } from 'gen/api';
import type { Id, Person, Team } from '../api/types';
import { Nothing, fields, Labelled, Select, Show, Title } from '../parts/bits';
import { Sure } from '../parts/sure';
import { useLoad } from '../state/load';
import { canAll, me, roleOver } from '../state/me';
import { attempt, say } from '../state/say';
import { words } from '../words';
import { hour } from '../words/format';
import { places } from '../words/places';

type Changed = () => Promise<void>;
type Code = { name: string; code: string; expires_ms: number };

const roleOptions = () => Object.entries(places.value.people.roles) as [Role, string][];
const teamName = (team: { name?: string } | Id | null, teams: Team[]) => {
  if (!team) return places.value.people.wholeSite;
  return typeof team === 'string'
    ? (teams.find(one => one.id === team)?.name ?? '')
    : (team.name ?? '');
};

/** By what name somebody signs in is told to those who lead her. A code is as good as her password: nobody
    makes one for herself, or for who may do more than her own calls ask for. */
const ownOnly = (person: Person) =>
  !!person.roles?.every(grant => ['OWN', 'LEARNS'].includes(ROLES[grant.role].over));
const letsIn = (person: Person) =>
  person.state !== 'left' &&
  (canAll('STAFF') || (!!person.login && person.id !== me.value?.id && ownOnly(person)));

function CodeBox({ code }: { code: Code }) {
  const w = places.value.people;
  return (
    <div class="codebox" role="status">
      <strong>{w.code(code.name)}</strong>
      <code>{code.code}</code>
      <p>
        {w.codeUntil(hour(code.expires_ms))} <span class="quiet">{w.codeHelp}</span>
      </p>
    </div>
  );
}

// Which role, and over which team; `any`: what no team means here.
function RoleAndTeam({
  role,
  team,
  teams,
  label,
  any,
}: {
  role: Signal<Role>;
  team: Signal<string>;
  teams: Team[];
  label: string;
  any: string;
}) {
  return (
    <>
      <Select<Role>
        label={label}
        value={role.value}
        options={roleOptions()}
        onChange={value => {
          role.value = value as Role;
        }}
      />
      <Select
        label={places.value.people.team}
        value={team.value}
        any={any}
        onChange={value => {
          team.value = value;
        }}
        options={teams.map(one => [one.id, one.name])}
      />
    </>
  );
}

function Add({ teams, changed }: { teams: Team[]; changed: Changed }) {
  const w = words.value;
  const role = useSignal(roleOver('OWN'));
  const team = useSignal('');
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { name = '', login = '', languages = '' } = fields(form);
    void attempt(async () => {
      await centre.addPerson({
        name,
        login,
        languages,
        role: role.value,
        team: team.value || null,
      });
      form.reset();
      await changed();
      say(places.value.people.added(name));
    });
  };
  return (
    <details class="after">
      <summary>{places.value.people.add}</summary>
      <form class="fields after" onSubmit={send}>
        <Labelled label={w.common.name}>
          <input name="name" required maxLength={100} />
        </Labelled>
        <Labelled label={places.value.people.login}>
          <input name="login" required maxLength={60} autocapitalize="none" />
        </Labelled>
        <RoleAndTeam
          role={role}
          team={team}
          teams={teams}
          label={places.value.people.role}
          any={places.value.people.noTeam}
        />
        <Labelled
          label={`${places.value.people.languages} (${places.value.people.languagesHelp.toLowerCase()})`}
        >
          <input name="languages" defaultValue="sv en" maxLength={60} />
        </Labelled>
        <p>
          <button class="btn main">{w.common.add}</button>
        </p>
      </form>
    </details>
  );
}

function Grants({ person, teams, changed }: { person: Person; teams: Team[]; changed: Changed }) {
  const w = words.value;
  const role = useSignal(roleOver('LEADS'));
  const team = useSignal('');
  const run = (work: () => Promise<unknown>) =>
    void attempt(async () => {
      await work();
      await changed();
    });
  const name = (grant: NonNullable<Person['roles']>[number]) =>
    `${places.value.people.roles[grant.role]}, ${teamName(grant.team, teams)}`;
  return (
    <div class="labelled">
      <ul class="person-roles">
        {person.roles?.map(grant => (
          <li key={grant.id}>
            {name(grant)}
            <button
              type="button"
              class="btn plain"
              aria-label={places.value.people.removeGrant(name(grant))}
              onClick={() => run(() => centre.revoke(grant.id))}
            >
              {w.common.remove}
            </button>
          </li>
        ))}
      </ul>
      <div class="fields">
        <RoleAndTeam
          role={role}
          team={team}
          teams={teams}
          label={places.value.people.addGrant}
          any={places.value.people.wholeSite}
        />
        <p>
          <button
            type="button"
            class="btn"
            onClick={() => run(() => centre.grant(person.id, role.value, team.value || null))}
          >
            {w.common.add}
          </button>
        </p>
      </div>
    </div>
  );
}

function Leave({ person, changed }: { person: Person; changed: Changed }) {
  const w = places.value.people;
  if (person.state === 'left') return null;
  return (
    <Sure
      press={
        <>
          {w.leave}
          <span class="sr">: {person.name}</span>
        </>
      }
      asks={w.confirmLeave(person.name)}
      act={w.leave}
      then={() =>
        attempt(async () => {
          await centre.changePerson(person.id, { state: 'left' });
          await changed();
        })
      }
    />
  );
}

function Line({ person, teams, changed }: { person: Person; teams: Team[]; changed: Changed }) {
  const code = useSignal<Code | null>(null);
  const open = useSignal(false);
  const purpose = person.state === 'invited' ? 'invite' : 'recover';
  const give = () =>
    attempt(async () => {
      code.value = { name: person.name, ...(await centre.code(person.id, purpose)) };
    });
  const roles =
    person.roles
      ?.map(grant => places.value.people.roles[grant.role])
      .filter((one, at, all) => all.indexOf(one) === at) ?? [];
  return (
    <li>
      <div>
        <p>
          <strong>{person.name}</strong>{' '}
          <span class="quiet">
            {[
              person.login,
              roles.join(', '),
              person.team?.name,
              places.value.people.states[person.state],
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
        {code.value && <CodeBox code={code.value} />}
        {open.value && <Grants person={person} teams={teams} changed={changed} />}
      </div>
      <div class="btns">
        {letsIn(person) && (
          <button type="button" class="btn" onClick={() => void give()}>
            {purpose === 'invite' ? places.value.people.invite : places.value.people.recover}
            <span class="sr">: {person.name}</span>
          </button>
        )}
        {canAll('STAFF') && (
          <button
            type="button"
            class="btn plain"
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            {places.value.people.grants}
            <span class="sr">: {person.name}</span>
          </button>
        )}
        {canAll('STAFF') && <Leave person={person} changed={changed} />}
      </div>
    </li>
  );
}

export function PeoplePage() {
  const w = places.value.people;
  const people = useLoad(centre.people, []);
  const teams = useLoad(centre.teams, []);
  const rows = teams.data ?? [];
  return (
    <>
      <Title>{w.title}</Title>
      {!canAll('STAFF') && <p class="read">{w.whoseCodes}</p>}
      {canAll('STAFF') && <Add teams={rows} changed={people.again} />}
      <Show of={people}>
        {list =>
          list.length === 0 ? (
            <Nothing what={w.none} seen={list.seen} />
          ) : (
            <ul class="asks after">
              {list.map(person => (
                <Line key={person.id} person={person} teams={rows} changed={people.again} />
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
}
