// SPDX-License-Identifier: Apache-2.0
// Is everything that should be recorded recorded, since when and by whose leave, and what is missing.
import { centre } from '../api';
import type { Aside, Health } from '../api/types';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { Recorded } from '../parts/health/recorded';
import { Unread } from '../parts/unread';
import { useLoad } from '../state/load';
import { can } from '../state/me';
import { attempt } from '../state/say';
import { words } from '../words';
import { alarmText } from '../words/codes';
import { programName } from '../words/programs';
import { bytes, clock, day, plainLength, when } from '../words/format';
import { recorded } from '../words/health';
import { Agreements, Windows } from './rules';

function Since({ health }: { health: Health }) {
  const w = words.value.health;
  const { agreement, recording_since_ms: since } = health;
  if (!agreement || !since)
    return (
      <p class="read">
        <strong>{w.not}</strong> {w.notWhy}
      </p>
    );
  return (
    <p class="read">
      <strong>{w.since(day(since, true))}</strong> {w.under(agreement.version, agreement.signed_by)}{' '}
      <span class="quiet">{agreement.title}</span>
    </p>
  );
}

function Programs({ health }: { health: Health }) {
  const w = words.value.health;
  return (
    <Section title={w.programs}>
      {health.programs.length === 0 && (
        <Nothing what={w.programsNone} seen={health.programs_seen} />
      )}
      {health.programs.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{w.program}</th>
              <th scope="col">{w.state}</th>
              <th scope="col" class="num">
                {w.seen}
              </th>
            </tr>
          </thead>
          <tbody>
            {health.programs.map(one => (
              <tr key={one.program}>
                <th scope="row">{programName(one.program)}</th>
                <td>
                  <i class={one.ok ? 'light ok' : 'light bad'} aria-hidden="true" />
                  {one.ok ? w.ok : w.bad}
                </td>
                <td class="num">{one.at_ms ? when(one.at_ms) : w.never}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {health.programs.some(one => !one.ok) && <p class="empty">{w.programHelp}</p>}
      {health.programs.length > 0 && (
        <p class="quiet small after">{w.waiting(health.spool.calls, bytes(health.spool.bytes))}</p>
      )}
    </Section>
  );
}

function Alarms({ health }: { health: Health }) {
  if (health.alarms.length === 0) return null;
  return (
    <Section title={words.value.health.alarms}>
      <ul class="asks">
        {health.alarms.map((one, at) => (
          <li key={at}>
            <p class="complaint">
              <strong>{alarmText(one.text ?? one.kind ?? '')}</strong>
              {one.at_ms ? ` ${when(one.at_ms)}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AsideCall({ one, changed }: { one: Aside; changed: () => void }) {
  const w = words.value.health;
  return (
    <li>
      <p>
        <strong>{w.asideCall(when(one.started_ms))}</strong> {w.asideWhy[one.reason]}
        <br />
        <span class="quiet">{w.asideTries(one.tries, when(one.aside_ms))}</span>
      </p>
      {one.state === 'waiting' ? (
        <button
          class="btn"
          type="button"
          onClick={() =>
            void attempt(async () => {
              await centre.tryAgain(one.id);
              changed();
            }, w.asideAsked)
          }
        >
          {w.asideAgain}
        </button>
      ) : (
        <p class="quiet">{w.asideTrying}</p>
      )}
    </li>
  );
}

function AsideCalls({ health, changed }: { health: Health; changed: () => void }) {
  if (health.aside.length === 0) return null;
  const w = words.value.health;
  return (
    <Section title={w.aside}>
      <p class="quiet small">{w.asideHelp}</p>
      <ul class="asks">
        {health.aside.map(one => (
          <AsideCall key={one.id} one={one} changed={changed} />
        ))}
      </ul>
    </Section>
  );
}

function lacks({ side, reason, times, missing_ms, first_ms }: Health['missing'][number]): string {
  const { spans, health: w } = words.value;
  const what = `${spans.missing(side)} (${spans.reasons[reason]})`;
  return w.lacks(what, plainLength(missing_ms), times, clock(first_ms));
}

function Missing({ health }: { health: Health }) {
  const w = words.value.health;
  return (
    <Section title={w.missing}>
      {health.missing.length === 0 ? (
        health.recording_since_ms ? (
          <Nothing what={w.missingNone} seen={health.missing_seen} />
        ) : (
          <Nothing whole={w.not} />
        )
      ) : (
        <ol class="asks">
          {health.missing.map(one => (
            <li key={`${one.interaction}${one.side}${one.reason}`}>
              <p>
                <a href={`/calls/${one.interaction}?t=${Math.floor(one.first_ms / 1000)}`}>
                  {one.title ?? words.value.calls.untitled}
                </a>
                , {when(one.started_ms)}
                <br />
                <span class="quiet">{lacks(one)}</span>
              </p>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

export function HealthPage() {
  const health = useLoad(centre.health, [], ['agreement']);
  return (
    <>
      <Title>{words.value.health.title}</Title>
      <Show of={health}>
        {data => (
          <>
            <Since health={data} />
            <div class="split">
              <div>
                <Alarms health={data} />
                <AsideCalls health={data} changed={health.again} />
                <Programs health={data} />
                <Unread programs={data.programs} />
                {can('HEALTH') ? <Recorded /> : <Nothing whole={recorded.value.hidden} />}
                <Missing health={data} />
              </div>
              <div>
                {can('LOAD') && <Windows />}
                <Agreements changed={health.again} />
              </div>
            </div>
          </>
        )}
      </Show>
    </>
  );
}
