// SPDX-License-Identifier: Apache-2.0
// Frågornas hälsa: how each question of a form does, version by version; the form is watched over
// time, not only the people.
import { useSignal } from '@preact/signals';
import { rubrics, type Doc, type Health, type Share, type Version } from '../api/rubrics';
import { Nothing, Select, Show, Title } from '../parts/bits';
import { choiceName, percent, say } from '../parts/evaluate/matrix';
import { questionsOf } from '../state/rubricdoc';
import { useLoad } from '../state/load';
import { language, words } from '../words';
import { area } from '../words/area';
import { enQuestions } from '../words/en-questions';
import { day } from '../words/format';
import { svQuestions } from '../words/sv-questions';

const w = area(svQuestions, enQuestions);
const whole = (share: number) => percent(share * 1e6);
type HealthRow = Health['questions'][number];

const shared = (of: Share | null | undefined) =>
  of ? w.value.between(whole(of.value), whole(of.lo), whole(of.hi)) : w.value.fewAnswers;

const two = (value: number) =>
  value.toLocaleString(words.value.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function Agreement({ of }: { of: HealthRow['agreement'] }) {
  const t = w.value;
  if (!of) return <span class="quiet">{t.notCalibrated}</span>;
  if (of.calls < 10 || !of.gwet) return <span class="quiet">{t.agreedFew(of.calls)}</span>;
  return (
    <>
      {of.ordinal ? 'AC2' : 'AC1'} {t.agreed(two(of.gwet.value), two(of.gwet.lo), two(of.gwet.hi))}
      <span class="quiet small block">{t.agreedOf(of.calls, whole(of.same ?? 0))}</span>
    </>
  );
}

function Line({
  doc,
  row,
  before,
}: {
  doc: Doc;
  row: HealthRow;
  before: { version: number; row: HealthRow } | undefined;
}) {
  const t = w.value;
  const of = questionsOf(doc).find(one => one.id === row.question);
  if (!of) return null;
  const old = before?.row.top === row.top ? before?.row.top_share : undefined;
  const decided = row.decided ?? 0;
  return (
    <tr>
      <th scope="row">{say(of.title)}</th>
      {row.few ? (
        <td colSpan={5} class="quiet">
          {t.few}
        </td>
      ) : (
        <>
          <td class="num">{row.n}</td>
          <td>
            {choiceName(doc, of, row.top ?? '')} {shared(row.top_share)}
            {before && old && (
              <span class="quiet small block">{t.before(before.version, whole(old.value))}</span>
            )}
          </td>
          <td class="num">{of.na.allowed ? shared(row.na_share) : '–'}</td>
          <td class="num">{row.critical ? shared(row.cannot_tell_share) : '–'}</td>
          <td>
            {t.changed(
              row.disputes ?? 0,
              decided - (row.upheld ?? 0),
              (row.disputes ?? 0) - decided,
            )}
          </td>
        </>
      )}
      <td>
        <Agreement of={row.agreement} />
      </td>
      <td>{t.hints[row.hint]}</td>
    </tr>
  );
}

type Both = { health: Health; doc: Doc; before: Health | null };

async function both(at: Version, versions: Version[]): Promise<Both> {
  const older = versions.find(one => one.version < at.version);
  const [health, of, before] = await Promise.all([
    rubrics.health(at.id),
    rubrics.get(at.id),
    older ? rubrics.health(older.id) : null,
  ]);
  return { health, doc: of.document, before };
}

function Table({ health, doc, before }: Both) {
  const t = w.value;
  if (health.evaluations === 0) return <Nothing whole={t.none} />;
  const old = (key: string) => {
    const row = before?.questions.find(one => one.key === key);
    return before && row ? { version: before.version, row } : undefined;
  };
  return (
    <>
      <p class="after">
        {t.sample(
          health.evaluations,
          day(health.first_ms ?? 0, true),
          day(health.last_ms ?? 0, true),
        )}
      </p>
      <div class="scroll after" tabIndex={0} role="region" aria-label={t.caption}>
        <table class="healthtable">
          <caption>{t.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.question}</th>
              <th scope="col" class="num">
                {t.answers}
              </th>
              <th scope="col">{t.top}</th>
              <th scope="col" class="num">
                {t.na}
              </th>
              <th scope="col" class="num">
                {t.cannotTell}
              </th>
              <th scope="col">{t.disputes}</th>
              <th scope="col">{t.agreement}</th>
              <th scope="col">{t.says}</th>
            </tr>
          </thead>
          <tbody>
            {health.questions.map(row => (
              <Line key={row.question} doc={doc} row={row} before={old(row.key)} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Of({ versions }: { versions: Version[] }) {
  const t = w.value;
  const chosen = useSignal(versions[0]?.id ?? '');
  const at = versions.find(one => one.id === chosen.value) ?? versions[0];
  const it = useLoad(() => (at ? both(at, versions) : Promise.reject(new Error())), [at?.id]);
  return (
    <>
      {versions.length > 1 && (
        <div class="form after">
          <Select
            label={t.version}
            value={chosen.value}
            options={versions.map(one => [one.id, t.versionIs(one.version)])}
            onChange={id => {
              chosen.value = id;
            }}
          />
        </div>
      )}
      <Show of={it}>{found => <Table {...found} />}</Show>
      <details class="after">
        <summary>{t.rules}</summary>
        <ul class="plainlist">
          {t.rulesText.map(rule => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

export function QuestionsPage({ of: key }: { of: string }) {
  const t = w.value;
  const all = useLoad(rubrics.versions, [key], ['rubric']);
  const versions = (all.data ?? []).filter(one => one.key === key && one.state !== 'draft');
  const first = versions[0];
  const name = first ? (language.value === 'sv' ? first.title_sv : first.title_en) : key;
  return (
    <>
      <p class="small">
        <a href="/rubrics">{t.back}</a>
      </p>
      <Title>{t.title(name)}</Title>
      <p class="read">{t.lead}</p>
      <Show of={all}>
        {() => (first ? <Of key={key} versions={versions} /> : <Nothing whole={t.noForm} />)}
      </Show>
    </>
  );
}
