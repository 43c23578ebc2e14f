// SPDX-License-Identifier: Apache-2.0
// A team or the centre over time. People stand by name; a figure of the group needs five of them.
import { centre } from '../api';
import { calibrations } from '../api/calibration';
import { trends, type Group } from '../api/trends';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { Severity } from '../parts/calibration/severity';
import { Funnel, GChart, PChart } from '../parts/trends/charts';
import { Dots } from '../parts/trends/dots';
import { Heat } from '../parts/trends/heat';
import { Breaks, Classes, Forms, now, rate, sentence, w } from '../parts/trends/says';
import { useLoad } from '../state/load';
import { route } from '../state/route';
import { canAll } from '../state/me';
import { language } from '../words';

function Each({ of }: { of: Group }) {
  const t = w.value;
  return (
    <Section title={t.each}>
      <p class="quiet">
        {t.eachNote} {t.overTimeNote}
      </p>
      <div class="multiples">
        {of.agents.map(one => (
          <section key={one.agent.id} aria-label={one.agent.name}>
            <h3>
              <a href={`/trends/${one.agent.id}${location.search}`}>{one.agent.name}</a>
            </h3>
            <p class="small">{sentence(one.says, false)}</p>
            {one.now.estimate !== null && <p class="small quiet">{now(one.now)}</p>}
            {one.left_out > 0 && <p class="small quiet">{t.leftOutNote(one.left_out)}</p>}
            {one.hidden > 0 && <p class="small quiet">{t.hiddenDots(one.hidden)}</p>}
            <Dots name={one.agent.name} dots={one.points} now={one.now} span={of} small />
          </section>
        ))}
      </div>
    </Section>
  );
}

function Topics({ of }: { of: NonNullable<Group['topics']> }) {
  const t = w.value;
  const said = (figure: (typeof of)[number]['first']) =>
    rate(figure, Math.round((figure.estimate ?? 0) * figure.n));
  return (
    <Section title={t.topics}>
      <p class="quiet">{t.topicsNote}</p>
      {!of.length && <p class="read">{t.noTopics}</p>}
      {of.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t.topics}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t.topic}</th>
                <th scope="col">{t.first}</th>
                <th scope="col">{t.handed}</th>
              </tr>
            </thead>
            <tbody>
              {of.map(one => (
                <tr key={one.name_sv}>
                  <th scope="row">{language.value === 'sv' ? one.name_sv : one.name_en}</th>
                  <td>{said(one.first)}</td>
                  <td>{said(one.handed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

/** An evaluator's own; the quality lead's of everybody. Nobody else learns it. */
function Strictness({ form }: { form: string }) {
  const found = useLoad(() => calibrations.severity(form), [form], ['calibration']);
  if (!found.data) return null;
  return found.data.length ? (
    <Severity of={found.data} />
  ) : (
    <p class="quiet after">{w.value.severity}</p>
  );
}

function Told({ of }: { of: Group }) {
  const t = w.value;
  if (!of.people && !of.agents.length && of.forms.length < 2)
    return (
      <>
        <Nothing whole={t.emptyGroup} />
        <Strictness form={of.rubric.key} />
      </>
    );
  return (
    <>
      <p class="quiet">{t.intro}</p>
      <Forms of={of} />
      <Breaks of={of} />
      <Section title={t.p}>
        <PChart of={of.p} />
      </Section>
      <Section title={t.g}>
        <GChart of={of.g} />
      </Section>
      {of.classes && (
        <Section title={t.classes}>
          <Classes of={of.classes} />
        </Section>
      )}
      <Section title={t.funnel}>
        <Funnel of={of.funnel} />
      </Section>
      <Section title={t.questions}>
        {of.questions ? <Heat of={of.questions} /> : <p class="read">{t.hidden}</p>}
      </Section>
      {of.topics && <Topics of={of.topics} />}
      {of.agents.length > 0 && <Each of={of} />}
      <Strictness form={of.rubric.key} />
    </>
  );
}

function Teams() {
  const found = useLoad(centre.teams, []);
  if (!found.data) return null;
  return (
    <nav class="teamsnav" aria-label={w.value.teams}>
      {found.data.map(one => (
        <a key={one.id} href={`/trends/team/${one.id}`}>
          {one.name}
        </a>
      ))}
      {canAll('TRENDS') && <a href="/trends/centre">{w.value.centre}</a>}
    </nav>
  );
}

export function TrendsGroupPage({ id = '' }: { id?: string }) {
  const t = w.value;
  const form = route.value.query.get('rubric') ?? '';
  const found = useLoad(
    () => (id ? trends.team(id, form) : trends.centre(form)),
    [id, form],
    ['evaluation'],
  );
  const name = id ? (found.data?.team?.name ?? t.title) : t.centre;
  return (
    <>
      <Title of={t.titleOf(name)}>{t.titleOf(name)}</Title>
      <Teams />
      <Show of={found}>{data => <Told of={data} />}</Show>
    </>
  );
}
