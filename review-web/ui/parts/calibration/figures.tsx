// SPDX-License-Identifier: Apache-2.0
// How alike the raters answer, question by question, over every calibration with this version of the
// form. Below ten calls there are figures with their intervals, and one sentence: it is too early to say.
import type { Calibration, Figure, Room, RoomQuestion } from '../../api/calibration';
import { number } from '../../words/format';
import { Section } from '../bits';
import { percent, say } from '../evaluate/matrix';
import { w } from './words';

const SAID_FROM = 10;
const ALPHA_FROM = 20;
const PPM = 1_000_000;

const two = (value: number) => number(Math.round(value * 100) / 100, 2);
/** 0,81 (0,62–1), that the calls are too few, or that there is none. */
function told(figure: Figure, calls: number, least = SAID_FROM): string {
  if (calls < least) return w.value.fewHere;
  if (figure.value === null || figure.lo === null || figure.hi === null) return w.value.undefined;
  return `${two(figure.value)} (${two(figure.lo)}–${two(figure.hi)})`;
}

const one = (value: number) => number(Math.round(value * 10) / 10, 1);
/** How far the totals of two raters of one call lie apart. */
function apart({ value, lo, hi, n }: Figure): string {
  if (value === null || lo === null || hi === null) return w.value.totalsFew(n);
  return w.value.totals(one(value), one(lo), one(hi), n);
}

function Row({ of, title }: { of: RoomQuestion; title: string }) {
  return (
    <tr>
      <th scope="row">
        {title}
        {of.unclear && <strong class="hint-line small">{w.value.unclear}</strong>}
      </th>
      <td class="num">{of.same === null ? '–' : `${percent(of.same * PPM)} %`}</td>
      <td class="num">
        {told(of.gwet, of.calls)} <span class="small quiet">{of.ordinal ? 'AC2' : 'AC1'}</span>
      </td>
      <td class="num">{told(of.alpha, of.calls, ALPHA_FROM)}</td>
      <td class="num">{w.value.restOf(of.untouched, of.answers)}</td>
    </tr>
  );
}

function Table({ it, room }: { it: Calibration; room: Room }) {
  const titles = new Map(
    it.rubric.sections.flatMap(section =>
      section.questions.map(one => [one.id, say(one.title)] as const),
    ),
  );
  return (
    <>
      <p class="small quiet helpline">{w.value.figuresHelp}</p>
      <div class="scroll figuretable" tabIndex={0} role="region" aria-label={w.value.figures}>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.value.question}</th>
              <th scope="col" class="num">
                {w.value.same}
              </th>
              <th scope="col" class="num">
                AC
              </th>
              <th scope="col" class="num">
                α
              </th>
              <th scope="col" class="num">
                {w.value.rest}
              </th>
            </tr>
          </thead>
          <tbody>
            {room.questions.map(one => (
              <Row key={one.question} of={one} title={titles.get(one.question) ?? one.question} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="small quiet after">{apart(room.totals)}</p>
    </>
  );
}

export function Figures({ it }: { it: Calibration }) {
  const room = it.figures?.all;
  if (!room) return null;
  const few = room.calls < SAID_FROM;
  return (
    <Section title={w.value.figures}>
      {room.questions.length === 0 ? (
        <p class="empty">{w.value.noFigures}</p>
      ) : (
        <>
          <p class="read">
            {w.value.figuresScope(room.calls, room.raters)}{' '}
            {few && <strong>{w.value.tooFew(room.calls)}</strong>}
          </p>
          {few ? (
            <details>
              <summary>{w.value.figuresShow}</summary>
              <Table it={it} room={room} />
            </details>
          ) : (
            <Table it={it} room={room} />
          )}
        </>
      )}
    </Section>
  );
}
