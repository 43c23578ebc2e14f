// SPDX-License-Identifier: Apache-2.0
// Every form with its versions: which is in use, since when, and what came before.
import { rubrics, type Version } from '../api/rubrics';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { Begin } from '../parts/rubric/begin';
import { Ready } from '../parts/rubric/ready';
import { w } from '../parts/rubric/words';
import { useLoad } from '../state/load';
import { canAll } from '../state/me';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { language } from '../words';
import { day } from '../words/format';

type Family = { key: string; title: string; versions: Version[] };

/** Versions come by key, newest first. */
function families(rows: Version[]): Family[] {
  const found = new Map<string, Version[]>();
  for (const row of rows) found.set(row.key, [...(found.get(row.key) ?? []), row]);
  return [...found].map(([key, versions]) => {
    const named = versions.find(one => one.state !== 'draft') ?? versions[0];
    const title = language.value === 'sv' ? named?.title_sv : named?.title_en;
    return { key, title: title || w.value.list.untitled, versions };
  });
}

/** The newest that was published decides: it is in use, or the form has been taken out of use. */
function stands(one: Version, versions: Version[]): string {
  const { list } = w.value;
  if (one.state === 'draft') return list.draft;
  const later = versions.filter(other => other.version > one.version && other.state !== 'draft');
  const next = later.at(-1);
  if (next?.published_ms) return list.replaced(day(next.published_ms, true));
  if (one.retired_ms) return list.retired(day(one.retired_ms, true));
  return list.current(day(one.published_ms ?? one.created_ms, true));
}

function Line({ one, of }: { one: Version; of: Family }) {
  const { list } = w.value;
  return (
    <li>
      <p>
        <strong>
          <a href={`/rubrics/${one.id}`}>
            {list.version(one.version)}
            <span class="sr">: {of.title}</span>
          </a>
        </strong>{' '}
        <span class="quiet">
          {stands(one, of.versions)}
          {one.author && `, ${one.author.name}`}
        </span>
      </p>
    </li>
  );
}

function Versions({ of }: { of: Family }) {
  const { list } = w.value;
  const newest = of.versions[0];
  const used = of.versions.find(one => one.state !== 'draft');
  const old = of.versions.filter(one => one !== used && one.state !== 'draft');
  const change = () =>
    attempt(async () => {
      if (newest) go(`/rubrics/${(await rubrics.begin({ from: newest.id })).id}`);
    });
  return (
    <Section
      title={of.title}
      extra={
        <span class="btns">
          {used && (
            <a class="btn" href={`/rubrics/${of.key}/health`}>
              {list.health}
              <span class="sr">: {of.title}</span>
            </a>
          )}
          {canAll('RUBRICS') &&
            (newest?.state === 'draft' ? (
              <a class="btn" href={`/rubrics/${newest.id}`}>
                {list.goOn}
                <span class="sr">: {of.title}</span>
              </a>
            ) : (
              <button type="button" class="btn" onClick={() => void change()}>
                {list.change}
                <span class="sr">: {of.title}</span>
              </button>
            ))}
        </span>
      }
    >
      <ul class="asks">
        {of.versions
          .filter(one => !old.includes(one))
          .map(one => (
            <Line key={one.id} one={one} of={of} />
          ))}
      </ul>
      {old.length > 0 && (
        <details>
          <summary>{list.earlier(old.length)}</summary>
          <ul class="asks">
            {old.map(one => (
              <Line key={one.id} one={one} of={of} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

export function RubricsPage() {
  const { list } = w.value;
  const all = useLoad(rubrics.versions, [], ['rubric']);
  const writes = canAll('RUBRICS');
  return (
    <>
      <Title>{list.title}</Title>
      <p class="read">{list.lead}</p>
      <Show of={all}>
        {rows => (
          <>
            {rows.length === 0 && <Nothing whole={writes ? list.none : list.noneReader} />}
            {writes && <Ready first={rows.length === 0} changed={() => void all.again()} />}
            {writes && <Begin />}
            {families(rows).map(one => (
              <Versions key={one.key} of={one} />
            ))}
          </>
        )}
      </Show>
    </>
  );
}
