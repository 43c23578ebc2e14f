// SPDX-License-Identifier: Apache-2.0
// The agreement, whole: every clause of the version in force as a sentence, for everybody it binds or protects.
import { centre } from '../api';
import type { Agreement, Role } from '../api/types';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { me } from '../state/me';
import { words } from '../words';
import { day } from '../words/format';
import { places } from '../words/places';
import { watch } from '../words/watch';

type Body = {
  purpose?: string | Record<string, string>;
  listeners?: Role[];
  colleagues?: boolean;
  retention_days?: number;
  veto?: boolean;
  discipline?: boolean;
};

const roleName = (role: Role) => places.value.people.roles[role].toLowerCase();
const listed = (all: string[]) => new Intl.ListFormat(words.value.locale).format(all);

function purposeOf({ purpose }: Body): string {
  if (typeof purpose === 'string' || !purpose) return purpose ?? '';
  return purpose[words.value.language] ?? Object.values(purpose)[0] ?? '';
}

/** Each clause: its name, and what it says. */
function clausesOf(body: Body): [string, string][] {
  const w = watch.value;
  const { listeners, retention_days: days } = body;
  return [
    [w.clauses.purpose, purposeOf(body)],
    [
      w.clauses.listeners,
      listeners ? w.listenersAre(listed(listeners.map(roleName))) : w.listenersAny,
    ],
    [w.clauses.colleagues, body.colleagues ? w.colleaguesYes : w.colleaguesNo],
    [w.clauses.retention, days ? w.retentionDays(days) : w.retentionNone],
    [w.clauses.veto, body.veto === false ? w.vetoNo : w.vetoYes],
    [w.clauses.discipline, body.discipline === false ? w.disciplineNo : w.disciplineUnsaid],
  ];
}

export function Whole({ one }: { one: Agreement }) {
  const w = watch.value;
  return (
    <>
      <p>
        <strong>{one.title}.</strong>{' '}
        <span class="quiet">{w.inForce(one.version, day(one.from_ms, true), one.signed_by)}</span>
        {one.to_ms !== null && one.to_ms <= one.from_ms && (
          <span class="block">{words.value.health.withdrawn}</span>
        )}
      </p>
      {clausesOf(one.body as Body).map(([name, says]) => (
        <section key={name} class="after">
          <h3>{name}</h3>
          <p class="read">{says}</p>
        </section>
      ))}
      {!!one.unenforced?.length && (
        <strong class="block">{words.value.health.unenforced(one.unenforced.join(', '))}</strong>
      )}
    </>
  );
}

export function AgreementPage() {
  const w = watch.value;
  const all = useLoad(centre.agreements, [], ['agreement']);
  const now = me.value?.agreement?.version;
  return (
    <>
      <Title>{w.agreement}</Title>
      <p class="empty">{w.agreementHelp}</p>
      <Show of={all}>
        {list => {
          const inForce = list.find(one => one.version === now);
          const rest = list.filter(one => one.version !== now);
          return (
            <>
              {inForce ? <Whole one={inForce} /> : <Nothing whole={w.agreementNone} />}
              {rest.length > 0 && (
                <Section title={w.earlier}>
                  {rest.map(one => (
                    <details key={one.version}>
                      <summary>
                        {words.value.health.version} {one.version}: {one.title}
                      </summary>
                      <Whole one={one} />
                    </details>
                  ))}
                </Section>
              )}
            </>
          );
        }}
      </Show>
    </>
  );
}
