// SPDX-License-Identifier: Apache-2.0
import { centre } from '../api';
import { Nothing, fields, Labelled, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { can } from '../state/me';
import { attempt } from '../state/say';
import { words } from '../words';

export function TeamsPage() {
  const w = words.value;
  const teams = useLoad(centre.teams, []);
  const people = useLoad(centre.people, []);
  const members = (id: string) =>
    (people.data ?? [])
      .filter(one => one.team?.id === id)
      .map(one => one.name)
      .join(', ');
  const add = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void attempt(async () => {
      await centre.addTeam(fields(form).name ?? '');
      form.reset();
      await teams.again();
    });
  };
  return (
    <>
      <Title>{w.teams.title}</Title>
      <form class="fields after form wide" onSubmit={add}>
        <Labelled label={w.teams.name}>
          <input name="name" required maxLength={80} />
        </Labelled>
        <p>
          <button class="btn main">{w.teams.add}</button>
        </p>
      </form>
      <Show of={teams}>
        {list =>
          list.length === 0 ? (
            <Nothing whole={w.teams.none} />
          ) : (
            <ul class="asks after">
              {list.map(team => (
                <li key={team.id}>
                  <p>
                    <strong>{team.name}</strong> <span class="quiet">{members(team.id)}</span>
                  </p>
                  {can('CALLS') && (
                    <p class="btns">
                      <a class="btn" href={`/calls?team=${team.id}`}>
                        {w.nav.calls}
                        <span class="sr">: {team.name}</span>
                      </a>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Show>
    </>
  );
}
