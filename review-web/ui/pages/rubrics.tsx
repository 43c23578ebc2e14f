// SPDX-License-Identifier: Apache-2.0
// Every form with its versions: which is in use, since when, and what came before.
import { rubrics, type Version } from '../api/rubrics';
import { Empty, Section, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { language } from '../words';
import { area } from '../words/area';
import { enRubrics } from '../words/en-rubrics';
import { day } from '../words/format';
import { svRubrics } from '../words/sv-rubrics';

const w = area(svRubrics, enRubrics);

type Family = { key: string; title: string; versions: Version[] };

/** Versions come by key, newest first. */
function families(rows: Version[]): Family[] {
  const found = new Map<string, Version[]>();
  for (const row of rows) found.set(row.key, [...(found.get(row.key) ?? []), row]);
  return [...found].map(([key, versions]) => {
    const named = versions.find(one => one.state !== 'draft') ?? versions[0];
    const title = (language.value === 'sv' ? named?.title_sv : named?.title_en) ?? key;
    return { key, title, versions };
  });
}

/** The newest that was published decides: it is in use, or the form has been taken out of use. */
export function stands(one: Version, versions: Version[]): string {
  const { list } = w.value;
  if (one.state === 'draft') return list.draft;
  const later = versions.filter(other => other.version > one.version && other.state !== 'draft');
  const next = later.at(-1);
  if (next?.published_ms) return list.replaced(day(next.published_ms, true));
  if (one.retired_ms) return list.retired(day(one.retired_ms, true));
  return list.current(day(one.published_ms ?? one.created_ms, true));
}

function Versions({ of }: { of: Family }) {
  const { list } = w.value;
  return (
    <Section title={of.title}>
      <ul class="asks">
        {of.versions.map(one => (
          <li key={one.id}>
            <p>
              <strong>{list.version(one.version)}</strong>{' '}
              <span class="quiet">
                {stands(one, of.versions)}
                {one.author && `, ${one.author.name}`}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function RubricsPage() {
  const { list } = w.value;
  const all = useLoad(rubrics.versions, [], ['rubric.']);
  return (
    <>
      <Title>{list.title}</Title>
      <p class="read after">{list.lead}</p>
      <Show of={all}>
        {rows =>
          rows.length === 0 ? (
            <Empty>{list.none}</Empty>
          ) : (
            families(rows).map(one => <Versions key={one.key} of={one} />)
          )
        }
      </Show>
    </>
  );
}
