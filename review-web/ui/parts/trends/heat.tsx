// SPDX-License-Identifier: Apache-2.0
// Questions by month: the share and its n stand in each cell, so that no colour need be read.
import type { Asked } from '../../api/trends';
import { language } from '../../words';
import { monthName, w, whole } from './says';

const shade = (x: number, n: number) => Math.min(4, Math.floor((1 - x / n) * 8));

const Between = ({ of }: { of: number[] }) => (
  <span>
    {whole(of[0] ?? 0)}–{whole(of[1] ?? 0)}
  </span>
);

export function Heat({ of }: { of: Asked[] }) {
  const t = w.value;
  const months = [...new Set(of.flatMap(one => one.months.map(cell => cell.month)))].sort();
  const hidden = of.some(one =>
    one.months.some(cell => cell.undefined === 'fewer than five people'),
  );
  if (!months.length) return <p class="read">{t.nothing}</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.questions}>
      <table class="table heat">
        <caption class="quiet">
          {t.questionsNote} {hidden && `· ${t.hidden}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t.question}</th>
            {months.map(month => (
              <th scope="col" key={month}>
                {monthName(month, months)}
              </th>
            ))}
            <th scope="col">{t.together}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(one => (
            <tr key={one.key}>
              <th scope="row">{one.title?.[language.value] ?? one.key}</th>
              {months.map(month => {
                const cell = one.months.find(at => at.month === month);
                if (!cell?.n) return <td key={month}>{cell?.undefined ? '·' : ''}</td>;
                if (!cell.interval)
                  return (
                    <td key={month}>
                      <span>{t.fewOf(cell.n)}</span>
                    </td>
                  );
                return (
                  <td key={month} data-shade={shade(cell.x ?? 0, cell.n)}>
                    {t.percent(whole((cell.x ?? 0) / cell.n))} <Between of={cell.interval} />{' '}
                    <span>({cell.n})</span>
                  </td>
                );
              })}
              <td>
                {one.figure.interval ? (
                  <>
                    {`${whole(one.figure.interval[0])}–${t.percent(whole(one.figure.interval[1]))}`}{' '}
                    <span>({one.figure.n})</span>
                  </>
                ) : (
                  <span>{one.figure.n > 0 && t.fewOf(one.figure.n)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
