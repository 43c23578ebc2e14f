// SPDX-License-Identifier: Apache-2.0
// The clauses of an agreement, each by its name and what it says.
import type { Role } from '../api/types';
import { words } from '../words';
import { pact } from '../words/pact';
import { places } from '../words/places';
import { watch } from '../words/watch';

export type Body = {
  purpose?: string | Record<string, string>;
  listeners?: Role[];
  colleagues?: boolean;
  retention_days?: number;
  veto?: boolean;
  discipline?: boolean;
  employer?: Role;
  notice_days?: number;
};

const roleName = (role: Role) => places.value.people.roles[role].toLowerCase();
const listed = (all: string[]) => new Intl.ListFormat(words.value.locale).format(all);
export const noticeDays = (body: unknown) => (body as Body).notice_days ?? 0;

function purposeOf({ purpose }: Body): string {
  if (typeof purpose === 'string' || !purpose) return purpose ?? '';
  return purpose[words.value.language] ?? Object.values(purpose)[0] ?? '';
}

function clausesOf(body: Body): [string, string][] {
  const w = watch.value;
  const p = pact.value;
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
    [
      p.clauses.employer,
      p.saysEmployer(p.employers[(body.employer ?? 'any') as keyof typeof p.employers]),
    ],
    [p.clauses.notice, p.noticeDaysAre(noticeDays(body))],
  ];
}

export const Clauses = ({ body }: { body: unknown }) => (
  <>
    {clausesOf(body as Body).map(([name, says]) => (
      <section key={name} class="after">
        <h3>{name}</h3>
        <p class="read">{says}</p>
      </section>
    ))}
  </>
);
