// SPDX-License-Identifier: Apache-2.0
// To listen to: the people who wait, then today's fair sample with the reason for each call and the
// time it takes. Enter plays the first. A row tells nothing that was measured: it would judge before
// the ear.
import { useSignal } from '@preact/signals';
import { work, type Work, type WorkRow } from '../api/work';
import { useKeys } from '../keys/run';
import { Nothing, Section, Show, Title, Toggle } from '../parts/bits';
import { CareFirst } from '../parts/care/first';
import { callName } from '../parts/callrow';
import { Icon } from '../parts/icon';
import { lookAhead } from '../state/ahead';
import { useLoad } from '../state/load';
import { beginRound, heardRows, renewRound } from '../state/round';
import { language, words } from '../words';
import { area } from '../words/area';
import { enWork } from '../words/en-work';
import { can } from '../state/me';
import { aboutMinutes, day, length, when } from '../words/format';
import { svWork } from '../words/sv-work';
import { WaitingFor } from './home/waiting';
import { Coverage } from './round/coverage';
import { Done } from './round/done';

const w = area(svWork, enWork);
const first = (name: string) => name.split(' ')[0] ?? name;

function reason(row: WorkRow): string {
  const { language: spoken, agent } = row.interaction;
  const named =
    spoken && spoken !== 'sv'
      ? new Intl.DisplayNames(words.value.locale, { type: 'language' }).of(spoken)
      : '';
  const why = [w.value.chosen, row.stands_in && w.value.standsIn, named && w.value.language(named)]
    .filter(Boolean)
    .join(', ');
  const told = row.agent_heard === 0 ? `${why}. ${w.value.notYet(first(agent.name))}` : why;
  return row.also.length ? `${told.replace(/\.$/, '')}. ${plansOf(row)}` : told;
}

const formOf = (one: WorkRow | WorkRow['also'][number]) =>
  (language.value === 'sv' ? one.form?.title_sv : one.form?.title_en) ?? '';

/** Two plans may draw one call: by one form it is heard once for both, else each has its own. */
function plansOf(row: WorkRow): string {
  const all = [row, ...row.also];
  if (all.every(one => one.form?.key === row.form?.key))
    return w.value.bothPlans(all.map(one => one.plan.title));
  return w.value.eachForm(all.map(one => [one.plan.title, formOf(one)]));
}

function Row({ row, play }: { row: WorkRow; play: () => void }) {
  const { interaction } = row;
  const name = callName(interaction);
  return (
    <li class="row">
      <button
        type="button"
        class="btn square"
        aria-label={words.value.calls.play(`${name}, ${interaction.agent.name}`)}
        onPointerDown={() => lookAhead(interaction.id)}
        onClick={play}
      >
        <Icon name="play" />
      </button>
      <div class="main-line">
        <strong>{name}</strong>
        <span>{interaction.agent.name}</span>
      </div>
      <p class="quiet when">{when(interaction.started_ms)}</p>
      <p class="len">{length(interaction.duration_ms)}</p>
      <p class="quiet why">{reason(row)}</p>
    </li>
  );
}

/** Why the list is empty: no plan, nothing drawn for one, or all of it heard. */
function nothing(it: Work): string {
  if (it.plans.length === 0) return can('SAMPLE') ? w.value.noPlanOfYours : w.value.noPlan;
  const ends = day(endOf(it));
  const sum = (key: 'heard' | 'wanted') => it.coverage.reduce((all, one) => all + one[key], 0);
  if (sum('heard') < sum('wanted')) return w.value.noneDrawn(it.heard_today, ends);
  return it.heard_today ? w.value.noneToday(it.heard_today, ends) : w.value.none(ends);
}

const endOf = (it: Work) => Math.min(...it.plans.map(plan => plan.ends_ms));

function Sample({ it, play }: { it: Work; play: (row: WorkRow) => void }) {
  const only = useSignal(false);
  const rows = only.value ? it.rows.filter(row => row.agent_heard === 0) : it.rows;
  if (it.rows.length === 0)
    return (
      <Section title={w.value.sample}>
        <Nothing whole={nothing(it)} />
      </Section>
    );
  return (
    <Section
      title={w.value.sample}
      extra={
        <div class="btns" role="group" aria-label={w.value.filters}>
          <Toggle
            on={only.value}
            onChange={on => {
              only.value = on;
            }}
          >
            {w.value.unheard}
          </Toggle>
        </div>
      }
    >
      <ol class="rows">
        {rows.map(row => (
          <Row key={row.item} row={row} play={() => play(row)} />
        ))}
      </ol>
      <p class="quiet small after">{w.value.redrawn}</p>
    </Section>
  );
}

function Lead({ it, play }: { it: Work; play: (row: WorkRow) => void }) {
  const next = it.rows[0];
  const ends = endOf(it);
  useKeys({ begin: () => next && play(next) });
  return (
    <div class="head lead">
      <div>
        <Title>{w.value.title}</Title>
        <p class="quiet">
          {it.plans.length > 0 &&
            `${w.value.left(it.left, it.left + it.heard_today, aboutMinutes(it.waiting_ms))} ${w.value.ends(day(ends - 1))}`}
        </p>
      </div>
      {next && (
        <button
          type="button"
          class="btn main"
          id="begin"
          onPointerEnter={() => lookAhead(next.interaction.id)}
          onClick={() => play(next)}
        >
          <Icon name="play" />
          <span>{heardRows.value.length ? w.value.goOn : w.value.begin}</span> <kbd>Enter</kbd>
        </button>
      )}
    </div>
  );
}

export function WorkPage() {
  const mine = async () => {
    const it = await work.mine();
    renewRound(it.rows);
    return it;
  };
  const found = useLoad(mine, [], ['evaluation', 'mark']);
  return (
    <Show of={found} whole>
      {it => {
        const play = (row: WorkRow) => beginRound(w.value.title, it.rows, row);
        return (
          <>
            <Lead it={it} play={play} />
            {it.paused && (
              <div class="paused" role="note">
                <p>
                  <strong>{w.value.pausedTitle(it.paused)}</strong>
                </p>
                <p class="read">{w.value.paused}</p>
              </div>
            )}
            <Done left={it.left} w={w.value} />
            <div class="split">
              <div>
                <CareFirst />
                <WaitingFor />
                <Sample it={it} play={play} />
              </div>
              {it.plans.length > 0 && <Coverage it={it} w={w.value} />}
            </div>
          </>
        );
      }}
    </Show>
  );
}
