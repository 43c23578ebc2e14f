// SPDX-License-Identifier: Apache-2.0
// One agent over time: what can be said, from what, and how sure it is. Her own page, and her
// coach's of her.
import {
  trends,
  type Apart,
  type Figure,
  type LeftOut,
  type Measure,
  type Person,
} from '../api/trends';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { Dots } from '../parts/trends/dots';
import { Heat } from '../parts/trends/heat';
import {
  Breaks,
  Classes,
  Forms,
  monthName,
  now,
  points,
  sentence,
  w,
  whole,
} from '../parts/trends/says';
import { useLoad } from '../state/load';
import { route } from '../state/route';
import { language } from '../words';
import { day, number } from '../words/format';

function Axes({ correct, human }: { correct: Figure; human: Figure }) {
  const t = w.value;
  return (
    <Section title={t.axes}>
      <p class="quiet">{t.axesNote}</p>
      <dl class="trendfacts">
        <div>
          <dt>{t.correct}</dt>
          <dd>{now(correct)}</dd>
        </div>
        <div>
          <dt>{t.human}</dt>
          <dd>{now(human)}</dd>
        </div>
      </dl>
    </Section>
  );
}

const said = (name: Measure['name'], value: number) =>
  name === 'latency' ? w.value.seconds(number(value / 1000, 1)) : w.value.percent(whole(value));

function Median({ name, of }: { name: Measure['name']; of: Omit<Measure, 'name' | 'months'> }) {
  const [lo, hi] = of.interval ?? [];
  if (of.median === undefined || lo === undefined || hi === undefined)
    return <span>{w.value.fewOf(of.n)}</span>;
  return (
    <>
      {said(name, of.median)} <span>{w.value.between(said(name, lo), said(name, hi))}</span>{' '}
      <span>({of.n})</span>
    </>
  );
}

function Measures({ of }: { of: Measure[] }) {
  const t = w.value;
  const months = [...new Set(of.flatMap(one => one.months.map(at => at.month)))].sort();
  return (
    <Section title={t.measures}>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.measures}>
        <table class="table heat">
          <caption class="quiet">{t.measuresNote}</caption>
          <thead>
            <tr>
              <th scope="col">{t.measures}</th>
              {months.map(month => (
                <th scope="col" key={month}>
                  {monthName(month, months)}
                </th>
              ))}
              <th scope="col">{t.ownMedian}</th>
            </tr>
          </thead>
          <tbody>
            {of.map(one => (
              <tr key={one.name}>
                <th scope="row">{t.measure[one.name]}</th>
                {months.map(month => {
                  const at = one.months.find(some => some.month === month);
                  return <td key={month}>{at && <Median name={one.name} of={at} />}</td>;
                })}
                <td>
                  <Median name={one.name} of={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Calls of load windows, one by one: no figure is made of them. */
function LoadApart({ of }: { of: Apart[] }) {
  const t = w.value;
  return (
    <Section title={t.apart}>
      <p class="quiet">{t.apartNote}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.apart}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.day}</th>
              <th scope="col">{t.window}</th>
              <th scope="col">{t.form}</th>
              <th scope="col">{t.score}</th>
            </tr>
          </thead>
          <tbody>
            {of.map(one => (
              <tr key={one.at_ms}>
                <th scope="row">{day(one.at_ms, true, 'short')}</th>
                <td>{one.load}</td>
                <td>
                  {language.value === 'sv' ? one.title_sv : one.title_en} {one.version}
                </td>
                <td>{one.ppm === null ? '–' : t.percent(points(one.ppm))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Random samples that are in no figure: each with why, so that none leaves unseen. */
function Left({ of }: { of: LeftOut[] }) {
  const t = w.value;
  return (
    <Section title={t.leftOut}>
      <p class="quiet">{t.leftOutNote(of.length)}</p>
      <ul class="plainlist">
        {of.map(one => (
          <li key={one.at_ms}>
            {day(one.at_ms, true, 'short')}: {t.left[one.why]}
            {one.reason && ` ”${one.reason}”`}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Told({ of, own }: { of: Person; own: boolean }) {
  const t = w.value;
  return (
    <>
      <p class="quiet">{t.intro}</p>
      <Forms of={of} />
      {!of.points.length && <Nothing whole={t.empty} />}
      {of.points.length > 0 && (
        <>
          <Section title={t.overTime}>
            <p class="read finding">{sentence(of.says, own)}</p>
            {of.now.estimate !== null && <p class="read">{now(of.now)}</p>}
            <Breaks of={of} />
            {of.hidden > 0 && <p class="quiet">{t.hiddenDots(of.hidden)}</p>}
            <Dots name={t.overTime} dots={of.points} now={of.now} span={of} />
          </Section>
          <Axes correct={of.correct} human={of.human} />
          <Section title={t.classes}>
            <Classes of={of.classes} />
          </Section>
          <Section title={t.questions}>
            <Heat of={of.questions} />
          </Section>
        </>
      )}
      {of.left_out.length > 0 && <Left of={of.left_out} />}
      {of.apart.length > 0 && <LoadApart of={of.apart} />}
      {own && of.measures && of.measures.length > 0 && <Measures of={of.measures} />}
    </>
  );
}

export function TrendsPage({ id = '' }: { id?: string }) {
  const t = w.value;
  const form = route.value.query.get('rubric') ?? '';
  const found = useLoad(
    () => (id ? trends.person(id, form) : trends.mine(form)),
    [id, form],
    ['evaluation'],
  );
  return (
    <>
      <Title of={t.title}>{id && found.data ? t.titleOf(found.data.agent.name) : t.title}</Title>
      <Show of={found}>{data => <Told of={data} own={!id} />}</Show>
    </>
  );
}
